"""QR codes that readers read, on paper and on pages."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from shared.documents import pdf, qr
from tests.printed import codes

ADDRESS = "https://yigong.example.org/v/"
SIGNED = ADDRESS + "eyJr" + "Ab3_-" * 45


def test_the_picture_says_the_text() -> None:
    assert codes(qr.png(SIGNED)) == [SIGNED]
    assert codes(qr.png("义工证 𠮷", scale=4)) == ["义工证 𠮷"]


def test_what_is_printed_small_is_read(tmp_path: Path) -> None:
    template = tmp_path / "code.typ"
    template.write_text(
        '#import "frame.typ": *\n#set page(width: 40mm, height: 40mm, margin: 9mm)\n'
        '#qr-code(json("data.json").code, 21mm)',
        "utf-8",
    )
    (page,) = pdf.pictures(template, {"code": qr.svg(SIGNED)}, ppi=300)
    assert codes(page) == [SIGNED]


def test_inline_it_is_a_named_picture_without_style() -> None:
    found = qr.inline(ADDRESS, '扫"码"<核验>')
    root = ElementTree.fromstring(found)  # noqa: S314
    assert root.attrib["role"] == "img" and root.attrib["aria-label"] == '扫"码"<核验>'
    assert root.attrib["class"] == "qr" and "viewBox" in root.attrib
    assert "style" not in found and "<script" not in found
    assert not {"width", "height"} & set(root.attrib)


def test_the_same_text_is_the_same_code_and_another_another() -> None:
    assert qr.svg(ADDRESS) == qr.svg(ADDRESS) != qr.svg(SIGNED)
