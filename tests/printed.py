"""A printed document as others' libraries read it: text, pages, fonts, QR codes."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

MILLIMETRE = 72 / 25.4


def texts(document: bytes) -> list[str]:
    """Each page's text without any gap: where lines break is no matter."""
    pages = PdfReader(io.BytesIO(document)).pages
    return ["".join(page.extract_text().replace("\u200b", "").split()) for page in pages]


def sizes(document: bytes) -> list[tuple[float, float]]:
    """Each page's width and height in millimetres."""
    boxes = (page.mediabox for page in PdfReader(io.BytesIO(document)).pages)
    return [
        (round(float(box.width) / MILLIMETRE, 1), round(float(box.height) / MILLIMETRE, 1))
        for box in boxes
    ]


def fonts(document: bytes) -> dict[str, bool]:
    """Each font's name without the subset's prefix: whether its outlines are inside."""
    found = {}
    for page in PdfReader(io.BytesIO(document)).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            for below in font.get_object()["/DescendantFonts"]:
                described: Any = below.get_object()["/FontDescriptor"].get_object()
                inside = any(f"/FontFile{kind}" in described for kind in ("", "2", "3"))
                found[str(below.get_object()["/BaseFont"]).partition("+")[2]] = inside
    return found


def drawn(document: bytes, ppi: float = 200) -> bytes:
    """The first page of any PDF, as PNG."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.joinpath("page.pdf").write_bytes(document)
        main = folder / "main.typ"
        main.write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("page.pdf")')
        picture: bytes = typst.compile(str(main), format="png", ppi=ppi)
    return picture


def codes(picture: bytes) -> list[str]:
    """What the QR codes on a page say."""
    with Image.open(io.BytesIO(picture)) as image:
        return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def boxes(document: bytes) -> list[tuple[int, int]]:
    """Width and height, in whole millimetres, of each closed path on the pages."""
    found: list[tuple[int, int]] = []
    path: list[tuple[float, float]] = []

    def visit(operator: Any, operands: Any, matrix: Any, _text: Any) -> None:
        if operator == b"m":
            path.clear()
        if operator in (b"m", b"l"):
            path.append((float(operands[0]) * abs(matrix[0]), float(operands[1]) * abs(matrix[3])))
        elif operator == b"h":
            across, up = zip(*path, strict=True)
            sides = (max(across) - min(across), max(up) - min(up))
            found.append((round(sides[0] / MILLIMETRE), round(sides[1] / MILLIMETRE)))

    for page in PdfReader(io.BytesIO(document)).pages:
        page.extract_text(visitor_operand_before=visit)
    return found
