"""Cards of the size that ISO 7810 gives them, eight to a sheet."""

from __future__ import annotations

import io
from dataclasses import asdict, replace

import pytest
from PIL import Image
from pypdf import PdfReader

from association.documents.card import TEMPLATE, Card, print_cards
from shared.documents import pdf, qr
from tests.printed import boxes, codes, fonts, sizes, texts

CARD = Card(
    name="欧阳文博",
    number="GY-2026-00126",
    station="实验小学工作站",
    association="古冶区党员义工协会",
    code="https://yigong.example.org/v/" + "eyJr" + "Ab3_-" * 40,
    phone="0315-355 0126",
)
LONGEST = "尼格买提·热合曼·阿卜杜拉江"


def portrait() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (350, 490), (120, 150, 170)).save(out, "JPEG")
    return out.getvalue()


def images(document: bytes, page: int = 0) -> int:
    return len(PdfReader(io.BytesIO(document)).pages[page].images)


def test_a_card_has_a_front_and_a_back() -> None:
    document = print_cards([CARD], backs=True)
    assert sizes(document) == [(210.0, 297.0)] * 2
    front, back = texts(document)
    for said in (CARD.name, CARD.number, CARD.station, CARD.association, "党员义工证"):
        assert said in front
    assert "拾到请交：实验小学工作站0315-3550126" in back and CARD.association in back
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}


def test_the_code_is_read_from_the_printed_card() -> None:
    data = {"cards": [asdict(CARD) | {"code": qr.svg(CARD.code)}], "backs": True}
    front, back = pdf.pictures(TEMPLATE, data, ppi=300)
    assert codes(front) == [CARD.code] and codes(back) == []


def test_without_a_photo_a_neutral_box_of_the_same_size_is_printed() -> None:
    without, with_one = print_cards([CARD]), print_cards([replace(CARD, photo=portrait())])
    assert "照片" in texts(without)[0] and images(without) == 0
    assert (20, 28) in boxes(without)
    assert "照片" not in texts(with_one)[0] and images(with_one) == 1


def test_without_a_telephone_the_station_stands_alone() -> None:
    back = texts(print_cards([replace(CARD, phone="")], backs=True))[1]
    assert "拾到请交：实验小学工作站第1张" in back


@pytest.mark.parametrize("name", ["王娟", "欧阳文博", "阿卜杜热合曼", LONGEST, LONGEST * 4])
def test_no_name_makes_a_card_longer(name: str) -> None:
    station = "唐山市古冶区林西街道第二十三中学附属幼儿园工作站"
    card = replace(CARD, name=name, station=station, number="GUYEQU-2026-1000000")
    document = print_cards([card] * 8, backs=True)
    assert len(texts(document)) == 2
    assert name in texts(document)[0]


def test_a_batch_is_eight_to_a_sheet_of_a4_in_the_given_order() -> None:
    cards = [replace(CARD, name=f"义工{n}号", number=f"GY-2026-{n:05d}") for n in range(1, 18)]
    document = print_cards(cards)
    assert sizes(document) == [(210.0, 297.0)] * 3
    pages = texts(document)
    numbers = [[n for n in range(1, 18) if f"GY-2026-{n:05d}" in page] for page in pages]
    assert numbers == [list(range(1, 9)), list(range(9, 17)), [17]]
    assert "第1张，共3张" in pages[0]


def test_backs_follow_their_sheet_turned_on_the_long_edge() -> None:
    cards = [replace(CARD, station=f"第{n}工作站") for n in range(1, 4)]
    front, back = texts(print_cards(cards, backs=True))
    assert "正面" in front and "背面" in back
    assert [front.index(f"第{n}工作站") for n in (1, 2, 3)] == sorted(
        front.index(f"第{n}工作站") for n in (1, 2, 3)
    )
    (left, _), (right, _) = places(cards, "第1工作站"), places(cards, "第2工作站")
    assert left > right


def places(cards: list[Card], text: str) -> tuple[float, float]:
    """Where a text stands on the back, in points from the left and the bottom."""
    found: list[tuple[float, float]] = []

    def visit(part: str, matrix: list[float], at: list[float], _font: object, _size: float) -> None:
        if text[:3] in "".join(part.split()):
            found.append((matrix[4] + at[4] * matrix[0], matrix[5] + at[5] * matrix[3]))

    page = PdfReader(io.BytesIO(print_cards(cards, backs=True))).pages[1]
    page.extract_text(visitor_text=visit)
    return found[0]


def test_the_marks_to_cut_along_are_a_bank_card_apart_and_touch_none() -> None:
    """Around each card a millimetre is white, and beyond it there is a mark."""
    data = {"cards": [asdict(CARD) | {"code": qr.svg(CARD.code)}], "backs": False}
    (picture,) = pdf.pictures(TEMPLATE, data, ppi=254)
    with Image.open(io.BytesIO(picture)) as image:
        page = image.convert("L")
    left, top = 154, 285  # tenths of a millimetre: where the first card begins

    def inked(box: tuple[int, int, int, int]) -> bool:
        return page.crop(box).getextrema()[0] < 200

    assert inked((left - 30, top - 2, left - 12, top + 3))
    assert inked((left - 2, top - 30, left + 3, top - 12))
    right, bottom = left + 856, top + 540
    assert inked((right + 12, top - 2, right + 30, top + 3))
    assert inked((right - 2, bottom + 12, right + 3, bottom + 30))
    assert not inked((left - 8, top - 8, left + 864, top + 20))
    assert not inked((left - 8, top - 8, left + 20, top + 548))
