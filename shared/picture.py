"""Pictures that people upload: opened under bounds, turned upright, cut, stripped, made small."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import zxingcpp
from PIL import Image, ImageCms, ImageOps
from pillow_heif import HeifImageFile

from shared.errors import InvalidError, RefusalError

MIME: Final = "image/jpeg"
MOST_MEGABYTES: Final = 20
MOST_MEGAPIXELS: Final = 50
LONGEST_SIDE: Final = 2048
MOST_BYTES: Final = 500_000
PORTRAIT: Final = (350, 490)
SMALLEST_PORTRAIT: Final = (100, 140)
QUALITIES: Final = (88, 80, 72, 64)
SHRINK: Final = 0.8
FORMATS: Final = ("JPEG", "PNG", "WEBP")
HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
QR_CODES: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
ROUNDING: Final = 1e-6

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Crop:
    """A part of the upright picture: left, top, width and height as fractions of it."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Picture:
    """A JPEG without metadata, at most 2048 pixels long and 500 kB big."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """The digest in hexadecimal by which it is named everywhere."""
        return hashlib.sha256(self.content).hexdigest()


def read_picture(raw: bytes) -> Picture:
    """Any upload as it is kept; InvalidError `picture.*` for what is none, or too big."""
    with _opened(raw) as image:
        return _small(image)


def read_portrait(raw: bytes, crop: Crop | None = None) -> Picture:
    """350 × 490 of the part chosen, or of the middle; refuses what is too small for a card."""
    with _opened(raw) as image:
        part = image.crop(_box(crop, image.size)) if crop else image
        least, high = SMALLEST_PORTRAIT
        if part.width < least or part.height < high:
            raise InvalidError("picture.too_small", field="file", width=least, height=high)
        return _small(ImageOps.fit(part, PORTRAIT, Image.Resampling.LANCZOS))


def read_slip(raw: bytes) -> tuple[Picture, tuple[str, ...]]:
    """A photographed paper and what the QR codes on it say, read before it is made small."""
    with _opened(raw) as image:
        codes = zxingcpp.read_barcodes(image.convert("L"), QR_CODES)
        return _small(image), tuple(code.text for code in codes)


def check_clean(content: bytes) -> None:
    """Refuses bytes of another node's that no `read_…` here could have made."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            size, metadata = image.size, {"exif", "xmp", "photoshop", "comment"} & set(image.info)
            fits = len(content) <= MOST_BYTES and max(size) <= LONGEST_SIDE
            if metadata or not fits:
                raise InvalidError("picture.not_clean")
            image.load()
    except RefusalError:
        raise
    except Exception as error:
        raise InvalidError("picture.unreadable", field="file") from error


@contextmanager
def _opened(raw: bytes) -> Iterator[Image.Image]:
    """Upright, in sRGB; one at a time, since each may take some hundred megabytes.

    Sizes are judged before a pixel is decoded. A decoder may raise anything about a broken file.
    """
    if len(raw) > MOST_MEGABYTES * 1024 * 1024:
        raise InvalidError("picture.too_big", field="file", megabytes=MOST_MEGABYTES)
    with _one_at_a_time:
        try:
            image = _upright(raw)
        except RefusalError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except Exception as error:
            raise InvalidError("picture.unreadable", field="file") from error
        yield image


def _upright(raw: bytes) -> Image.Image:
    file = io.BytesIO(raw)
    is_heif = raw[4:8] == b"ftyp" and raw[8:12] in HEIF_BRANDS
    found: Image.Image = _heif(file) if is_heif else Image.open(file, formats=FORMATS)
    with found as image:
        if image.width * image.height > MOST_MEGAPIXELS * 1_000_000:
            raise _too_many_pixels()
        image.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
        image.load()
        return _srgb(ImageOps.exif_transpose(image))


def _heif(file: io.BytesIO) -> Image.Image:
    """iPhones' own format, turned upright by its reader."""
    found: Image.Image = HeifImageFile(file)  # type: ignore[no-untyped-call]
    return found


def _too_many_pixels() -> InvalidError:
    return InvalidError("picture.too_many_pixels", field="file", megapixels=MOST_MEGAPIXELS)


def _srgb(image: Image.Image) -> Image.Image:
    """Telephones photograph in wider colours; a picture without its profile would look dull."""
    if image.has_transparency_data:
        opaque = Image.new("RGBA", image.size, "white")
        opaque.alpha_composite(image.convert("RGBA"))
        return opaque.convert("RGB")
    profile = image.info.get("icc_profile")
    if image.mode == "RGB" and profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"))
            image = turned or image
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert("RGB")


def _box(crop: Crop, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    inside = crop.x >= 0 and crop.y >= 0 and crop.w > 0 and crop.h > 0
    edge = 1 + ROUNDING
    if not (inside and crop.x + crop.w <= edge and crop.y + crop.h <= edge):
        raise InvalidError("picture.bad_crop", field="crop")
    left, top = round(crop.x * width), round(crop.y * height)
    right, bottom = round((crop.x + crop.w) * width), round((crop.y + crop.h) * height)
    return left, top, min(right, width), min(bottom, height)


def _small(image: Image.Image) -> Picture:
    """Pixels alone, on a new canvas: nothing that the file said beside them comes along."""
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    clean.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            clean.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST_BYTES:
                return Picture(out.getvalue(), clean.width, clean.height)
        smaller = (int(clean.width * SHRINK), int(clean.height * SHRINK))
        clean = clean.resize(smaller, Image.Resampling.LANCZOS)
