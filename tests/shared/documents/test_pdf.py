"""The frame that prints: our own font alone, mainland glyphs, text that is never mark-up."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import typst
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader

from shared.documents import pdf
from tests.printed import fonts, sizes, texts

HEAD = '#import "frame.typ": *\n#let d = json("data.json")\n#show: type\n'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "letter.typ"
    file.write_text(HEAD + "#set page(width: 100mm, height: 60mm)\n#d.text", "utf-8")
    return file


def written(template: Path, body: str) -> Path:
    template.write_text(HEAD + body, "utf-8")
    return template


def photo(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (10, 120, 60)).save(out, kind)
    return out.getvalue()


def ink(picture: bytes) -> Image.Image:
    """The glyph on a page, cut to its edges, black where there is ink."""
    with Image.open(io.BytesIO(picture)) as image:
        dark = image.convert("L").point(lambda grey: 255 if grey < 128 else 0)
    return dark.crop(dark.getbbox())


def test_a_rare_surname_is_printed_and_found_again(template: Path) -> None:
    document = pdf.render(template, {"text": "𠮷田、㛃、䶮、骨"})
    assert texts(document) == ["𠮷田、㛃、䶮、骨"]
    assert sizes(document) == [(100.0, 60.0)]


@pytest.mark.parametrize("name", ["𠮷", "㛃", "䶮", "𫍯"])
def test_a_rare_surname_has_a_glyph_of_its_own(template: Path, name: str) -> None:
    body = "#set page(width: 60mm, height: 60mm)\n#text(size: 90pt, d.text)"
    none = pdf.pictures(written(template, body), {"text": "\U0001f600"})[0]
    assert ink(pdf.pictures(template, {"text": name})[0]).tobytes() != ink(none).tobytes()


def test_the_glyphs_are_those_of_the_mainland(template: Path) -> None:
    """The small box in the head of 骨 stands on the left here, on the right in Taiwan."""
    body = "#set page(width: 60mm, height: 60mm)\n#text(size: 90pt, region: d.region, d.text)"
    heads = {}
    for region in ("CN", "TW"):
        picture = pdf.pictures(written(template, body), {"text": "骨", "region": region})[0]
        glyph = ink(picture)
        wide, high = glyph.size
        left = glyph.crop((wide // 4, high // 8, wide // 2, high // 3))
        right = glyph.crop((wide // 2, high // 8, wide - wide // 4, high // 3))
        heads[region] = left.histogram()[255] - right.histogram()[255]
    assert heads["CN"] > 0 > heads["TW"]
    body = "#set page(width: 60mm, height: 60mm)\n#text(size: 90pt, d.text)"
    unasked = pdf.pictures(written(template, body), {"text": "骨"})[0]
    asked = body.replace("size", 'region: "CN", size')
    assert (
        ink(unasked).tobytes()
        == ink(pdf.pictures(written(template, asked), {"text": "骨"})[0]).tobytes()
    )


def test_one_font_is_used_and_its_outlines_are_inside(template: Path) -> None:
    document = pdf.render(template, {"text": "义工 Volunteer 123 ★ ✓ □"})
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}


def test_what_the_font_lacks_shows_as_a_box_and_takes_no_other_font(template: Path) -> None:
    document = pdf.render(template, {"text": "甲\U0001f600乙"})
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}
    assert texts(document)[0].startswith("甲") and texts(document)[0].endswith("乙")


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        "*不粗*",
        "$x^2$",
        "@无此人",
        "= 题",
        "\\u{41}",
        "<甲>",
        '"引"',
        "//注",
        "[甲]",
    ],
)
def test_no_text_is_mark_up(template: Path, text: str) -> None:
    assert texts(pdf.render(template, {"text": text})) == [text.replace(" ", "")]


def test_dates_times_and_instants_travel_as_text(template: Path) -> None:
    data: dict[str, Any] = {
        "on": date(2026, 11, 4),
        "at": time(8, 5),
        "when": datetime(2026, 11, 3, 16, 30, tzinfo=UTC),
        "none": None,
    }
    body = '#day(d.on) #d.at #d.when #day(d.none) #day("")#month("2026-03")'
    document = pdf.render(written(template, body), data)
    assert texts(document) == ["2026年11月4日08:052026-11-03T16:30:00+00:002026年3月"]


def test_what_can_not_be_printed_is_an_error(template: Path) -> None:
    with pytest.raises(TypeError, match="object can't be printed"):
        pdf.render(template, {"text": object()})


def test_a_broken_template_is_an_error(template: Path) -> None:
    with pytest.raises(typst.TypstError):
        pdf.render(template, {})


def test_a_jpeg_goes_in_as_it_is(template: Path) -> None:
    content = photo("JPEG", (640, 480))
    body = "#portrait(d.text, 40mm, 30mm)"
    document = pdf.render(written(template, body), {"text": content})
    (image,) = PdfReader(io.BytesIO(document)).pages[0].images
    assert image.image is not None and image.image.size == (640, 480)
    assert content in document


def test_a_png_is_printed_too(template: Path) -> None:
    body = "#portrait(d.text, 40mm, 30mm)"
    document = pdf.render(written(template, body), {"text": photo("PNG")})
    assert len(PdfReader(io.BytesIO(document)).pages[0].images) == 1


@pytest.mark.parametrize("content", [b"", b"no picture", b"GIF89a"])
def test_what_is_no_picture_is_an_error(template: Path, content: bytes) -> None:
    with pytest.raises(UnidentifiedImageError):
        pdf.render(template, {"text": content})


def test_without_a_photo_a_box_says_so(template: Path) -> None:
    assert texts(pdf.render(written(template, "#portrait(none, 30mm, 42mm)"), {})) == ["照片"]


def test_a_long_word_stays_on_its_page(template: Path) -> None:
    body = "#set page(width: 60mm, height: auto, margin: 5mm)\n#flow(d.text)"
    (picture,) = pdf.pictures(written(template, body), {"text": "a1" * 90})
    with Image.open(io.BytesIO(picture)) as image:
        dark = image.convert("L").point(lambda grey: 255 if grey < 128 else 0)
        edges = dark.getbbox()
        assert edges is not None and edges[2] <= image.width - 15


def test_a_sheet_of_one_page_bears_no_number_and_several_do(template: Path) -> None:
    body = '#show: sheet.with(title: "表", foot: "脚")\n#for n in range(d.pages) { page[#n] }'
    assert "页" not in texts(pdf.render(written(template, body), {"pages": 1}))[0]
    pages = texts(pdf.render(template, {"pages": 3}))
    assert [page.partition("脚")[2] for page in pages] == [f"第{n}页，共3页" for n in (1, 2, 3)]


def test_the_same_data_is_the_same_document(template: Path) -> None:
    assert pdf.render(template, {"text": "甲"}) == pdf.render(template, {"text": "甲"})
