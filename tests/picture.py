"""Pictures for tests, as people upload them: bytes of any kind, and paper slips with a code."""

from __future__ import annotations

import io
from typing import Any

import segno
from PIL import Image, ImageDraw

PLACE = "39.7393N118.4175E"


def jpeg(seed: int = 0, size: tuple[int, int] = (700, 980), **options: Any) -> bytes:
    """A photo with a stain of EXIF: who made it and where; another for each seed."""
    image = Image.new("RGB", size, (40 + seed * 37 % 200, 90, 250 - seed * 53 % 200))
    ImageDraw.Draw(image).ellipse((60, 60, size[0] - 60, size[1] // 2), fill=(230, 200, 180))
    exif = image.getexif()
    exif[0x010F] = f"Maker {PLACE}"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 44.0, 21.5), 3: "E", 4: (118.0, 25.0, 3.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, **options)
    return out.getvalue()


def slip(text: str, seed: int = 0) -> bytes:
    """A photographed paper with a code on it."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=6)
    paper = Image.new("RGB", (1400, 1000), (236, 233, 226 - seed * 11 % 60))
    with Image.open(out) as code:
        paper.paste(code.convert("RGB"), (800, 300))
    sheet = io.BytesIO()
    paper.save(sheet, "PNG")
    return photographed(sheet.getvalue())


def photographed(sheet: bytes) -> bytes:
    """A drawn sheet as a telephone takes it: askew on a table, compressed."""
    photo = io.BytesIO()
    with Image.open(io.BytesIO(sheet)) as paper:
        askew = paper.convert("RGB").rotate(7, expand=True, fillcolor=(90, 80, 70))
        askew.save(photo, "JPEG", quality=80)
    return photo.getvalue()
