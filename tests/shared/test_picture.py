"""Uploads of every kind become small, upright, clean JPEGs; bombs and nonsense are refused."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pillow_heif
import pytest
import segno
from PIL import Image, ImageCms, ImageDraw

from shared import picture
from shared.errors import InvalidError
from shared.picture import Crop, Picture, check_clean, read_picture, read_portrait, read_slip

MAKE, GPS, ORIENTATION = 0x010F, 0x8825, 0x0112
LATITUDE = (39.0, 44.0, 21.5)
RED, BLUE = (220, 20, 20), (20, 20, 220)


def halves(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill=BLUE)
    return image.convert(mode)


def stained(image: Image.Image, orientation: int = 1) -> Image.Exif:
    """What a telephone says beside a picture: its maker, which way up, and where it was."""
    exif = image.getexif()
    exif[MAKE], exif[ORIENTATION] = "TelephoneMaker", orientation
    exif.get_ifd(GPS).update({1: "N", 2: LATITUDE, 3: "E", 4: (118.0, 25.0, 3.0)})
    return exif


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def heic(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=90, **options)
    return out.getvalue()


def opened(found: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(found.content))
    assert (image.format, image.size) == ("JPEG", (found.width, found.height))
    return image


def is_near(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "raw",
    [
        saved(halves(), "JPEG"),
        saved(halves(), "PNG"),
        saved(halves(), "WEBP"),
        heic(halves()),
        saved(halves(mode="CMYK"), "JPEG"),
        saved(halves(mode="P"), "PNG"),
        saved(halves(mode="RGBA"), "PNG"),
    ],
    ids=["jpeg", "png", "webp", "heic", "cmyk", "palette", "rgba"],
)
def test_every_kind_is_read_and_kept_as_the_same_picture(raw: bytes) -> None:
    image = opened(read_picture(raw))
    assert image.size == (400, 300)
    assert is_near(image.getpixel((50, 150)), RED)
    assert is_near(image.getpixel((350, 150)), BLUE)


def test_greys_are_read_too() -> None:
    assert opened(read_picture(saved(halves(mode="L"), "PNG"))).mode == "RGB"


def test_what_is_transparent_becomes_white_paper() -> None:
    clear = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    assert is_near(opened(read_picture(saved(clear, "PNG"))).getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_where_it_was_taken_and_by_what_is_gone(kind: str) -> None:
    image = halves()
    exif = stained(image)
    raw = heic(image, exif=exif.tobytes()) if kind == "HEIC" else saved(image, kind, exif=exif)
    assert b"TelephoneMaker" in raw
    found = read_picture(raw)
    assert not opened(found).getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(opened(found).info)
    assert b"TelephoneMaker" not in found.content
    assert b"Exif" not in found.content


def test_a_comment_in_the_file_is_gone() -> None:
    raw = saved(halves(), "JPEG", comment=b"secret words")
    assert b"secret words" in raw
    assert b"secret words" not in read_picture(raw).content


def test_a_picture_lying_on_its_side_stands_up() -> None:
    """Orientation 6: what stands first in the file is the upper right when seen."""
    image = halves()
    found = opened(read_picture(saved(image, "JPEG", exif=stained(image, orientation=6))))
    assert found.size == (300, 400)
    assert is_near(found.getpixel((150, 50)), RED)
    assert is_near(found.getpixel((150, 350)), BLUE)


def test_colours_of_another_profile_are_turned_and_a_broken_profile_is_ignored() -> None:
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (other, b"no profile at all"):
        found = opened(read_picture(saved(halves(), "JPEG", icc_profile=profile)))
        assert is_near(found.getpixel((50, 150)), RED)


def test_a_big_and_noisy_picture_is_made_small() -> None:
    noise = Image.effect_noise((3600, 2400), 200).convert("RGB")
    found = read_picture(saved(noise, "JPEG", quality=95))
    assert len(found.content) <= picture.MOST_BYTES
    assert max(found.width, found.height) <= picture.LONGEST_SIDE
    assert found.width / found.height == pytest.approx(1.5, abs=0.01)
    check_clean(found.content)


def test_the_same_upload_has_the_same_digest() -> None:
    raw = saved(halves(), "PNG")
    assert read_picture(raw).sha256 == read_picture(raw).sha256
    assert len(read_picture(raw).sha256) == 64


def test_a_portrait_is_the_part_chosen_in_the_size_of_a_card() -> None:
    raw = saved(halves(1000, 700), "JPEG")
    right = opened(read_portrait(raw, Crop(0.5, 0.0, 0.5, 1.0)))
    assert right.size == (350, 490)
    assert is_near(right.getpixel((20, 245)), BLUE)
    middle = opened(read_portrait(raw))
    assert is_near(middle.getpixel((20, 245)), RED)
    assert is_near(middle.getpixel((330, 245)), BLUE)


def test_the_part_is_chosen_on_the_picture_as_it_is_seen() -> None:
    image = halves(1000, 700)
    raw = saved(image, "JPEG", exif=stained(image, orientation=6))
    lower = opened(read_portrait(raw, Crop(0.0, 0.5, 1.0, 0.5)))
    assert is_near(lower.getpixel((175, 245)), BLUE)


@pytest.mark.parametrize(
    "crop",
    [
        Crop(-0.1, 0, 0.5, 0.5),
        Crop(0.6, 0, 0.5, 0.5),
        Crop(0, 0.6, 0.5, 0.5),
        Crop(0, 0, 0, 1),
        Crop(0, 0, float("nan"), 1),
    ],
)
def test_a_frame_beside_the_picture_is_refused(crop: Crop) -> None:
    with pytest.raises(InvalidError, match=r"picture\.bad_crop"):
        read_portrait(saved(halves(), "JPEG"), crop)


def test_a_part_too_small_for_a_card_is_refused() -> None:
    raw = saved(halves(), "JPEG")
    with pytest.raises(InvalidError, match=r"picture\.too_small"):
        read_portrait(raw, Crop(0, 0, 0.1, 0.1))


def png_of(width: int, height: int) -> bytes:
    """A few bytes that unpack to as many pixels as they say."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 10_000, 15_000])
def test_a_bomb_is_refused_by_what_it_says_before_a_pixel_is_unpacked(side: int) -> None:
    """Beyond our bound, beyond Pillow's warning, beyond Pillow's own refusal."""
    bomb = png_of(side, side)
    assert len(bomb) < 100_000
    with pytest.raises(InvalidError, match=r"picture\.too_many_pixels"):
        read_picture(bomb)


def test_a_heavy_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_MEGABYTES", 0)
    with pytest.raises(InvalidError, match=r"picture\.too_big"):
        read_picture(saved(halves(), "JPEG"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no picture",
        b"\0\0\0\x18ftypheic" + b"\0" * 40,
        saved(halves(), "GIF"),
        saved(halves(), "TIFF"),
        saved(halves(), "JPEG")[:900],
        saved(halves(), "PNG")[:300],
        heic(halves())[:700],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["nothing", "text", "heic head", "gif", "tiff", "cut jpeg", "cut png", "cut heic", "svg"],
)
def test_what_is_no_picture_of_the_four_kinds_is_refused(raw: bytes) -> None:
    for read in (read_picture, read_portrait, read_slip):
        with pytest.raises(InvalidError, match=r"picture\.unreadable"):
            read(raw)


def slip(text: str, turn: float = 0) -> Image.Image:
    """A photographed paper: a code among writing, askew."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=6)
    paper = Image.new("RGB", (1600, 1200), (236, 233, 226))
    with Image.open(out) as code:
        paper.paste(code.convert("RGB"), (900, 300))
    ImageDraw.Draw(paper).line((100, 200, 700, 260), fill=(30, 30, 60), width=8)
    return paper.rotate(turn, expand=True, fillcolor=(90, 80, 70))


@pytest.mark.parametrize("turn", [0, 12, 90, 180])
def test_the_code_on_a_photographed_slip_is_read(turn: float) -> None:
    found, codes = read_slip(saved(slip("YG:R:0190A1", turn), "JPEG", quality=70))
    assert codes == ("YG:R:0190A1",)
    assert max(found.width, found.height) <= picture.LONGEST_SIDE


def test_a_paper_without_a_code_has_none() -> None:
    assert read_slip(saved(halves(), "JPEG"))[1] == ()


def test_what_another_node_sends_must_be_as_clean_as_what_is_made_here() -> None:
    check_clean(read_picture(saved(halves(), "PNG")).content)
    stain = saved(halves(), "JPEG", exif=stained(halves()))
    remark = saved(halves(), "JPEG", comment=b"words")
    wide = saved(Image.new("RGB", (2050, 20)), "JPEG")
    for raw in (stain, remark, wide):
        with pytest.raises(InvalidError, match=r"picture\.not_clean"):
            check_clean(raw)
    for raw in (saved(halves(), "PNG"), b"\xff\xd8\xff\xe0", saved(halves(), "JPEG")[:900]):
        with pytest.raises(InvalidError, match=r"picture\.unreadable"):
            check_clean(raw)
