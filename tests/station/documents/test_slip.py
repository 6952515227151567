"""Service slips: all that is signed for stands there, with the code that files the photo."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from PIL import Image

from shared.documents import pdf
from shared.domain.service_record import Category, Evaluation, Form
from station.documents.slip import MOST, TEMPLATE, ServiceSlip, data_of, print_slips
from station.domain.slip import record_of
from tests.printed import boxes, codes, drawn, fonts, sizes, texts

RECORD = UUID("0193f0a2-7c11-7aaa-8bbb-123456789abc")
SLIP = ServiceSlip(
    record=RECORD,
    name="欧阳文博",
    day=date(2026, 1, 3),
    start="08:30",
    end="10:30",
    break_minutes=0,
    hours=2,
    category=Category.HARDSHIP_AID,
    form=Form.DISPATCHED,
    place="育才里社区",
    content="换开关、换灯",
    recipient="王奶奶",
)


def page(slip: ServiceSlip) -> str:
    (text,) = texts(print_slips("实验小学", [slip]))
    return text


def several(count: int) -> list[ServiceSlip]:
    return [replace(SLIP, record=UUID(int=n), name=f"义工{n}号") for n in range(1, count + 1)]


def test_a_slip_says_all_that_is_signed_for() -> None:
    document = print_slips("实验小学", [SLIP])
    assert sizes(document) == [(210.0, 297.0)]
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}
    (said,) = texts(document)
    for part in (
        *("服务记录单实验小学党员义工工作站", "欧阳文博日期2026年1月3日时间08:30–10:30时长2小时"),
        *("类别困难帮扶·派单", "服务对象王奶奶地点育才里社区内容换开关、换灯评价满意不满意"),
        *("服务对象或接待单位签名年月日", "见证人", "0193F0A27C117AAA8BBB123456789ABC"),
    ):
        assert part in said


def test_what_differs_is_named_and_what_is_not_known_left_out() -> None:
    said = page(replace(SLIP, break_minutes=30, paid=True, recipient="", category="其他"))
    assert "08:30–10:30（扣除30分钟）" in said and "2小时（占用工作时间）" in said
    assert "服务对象地点" not in said and "其他·派单" in said


@pytest.mark.parametrize(
    ("evaluation", "ticked"),
    [
        ("", "评价满意不满意"),
        (Evaluation.NONE, "评价满意不满意"),
        (Evaluation.SATISFIED, "评价✓满意不满意"),
        (Evaluation.DISSATISFIED, "评价满意✓不满意"),
    ],
)
def test_only_a_given_evaluation_is_ticked(evaluation: str, ticked: str) -> None:
    assert ticked in page(replace(SLIP, evaluation=evaluation))


def test_the_box_to_sign_is_big_enough() -> None:
    assert (60, 30) in boxes(print_slips("实验小学", [SLIP]))


def test_each_code_on_a_sheet_is_read_and_names_its_record() -> None:
    document = print_slips("实验小学", several(4))
    read = {record_of(code) for code in codes(drawn(document))}
    assert read == {UUID(int=n) for n in range(1, 5)}


def test_a_slip_cut_out_and_photographed_small_still_names_its_record() -> None:
    [sheet] = pdf.pictures(TEMPLATE, data_of("实验小学", several(4)), ppi=100)
    with Image.open(io.BytesIO(sheet)) as image:
        half = (image.width // 2, image.height // 2)
        photo = image.convert("RGB").crop((half[0], 0, image.width, half[1]))
    out = io.BytesIO()
    photo.rotate(5, expand=True, fillcolor=(90, 80, 70)).save(out, "JPEG", quality=70)
    assert [record_of(code) for code in codes(out.getvalue())] == [UUID(int=2)]


def test_four_stand_on_a_page_in_their_order() -> None:
    pages = texts(print_slips("实验小学", several(9)))
    found = [[n for n in range(1, 10) if f"义工{n}号" in text] for text in pages]
    assert found == [[1, 2, 3, 4], [5, 6, 7, 8], [9]]


def test_a_cut_goes_between_the_slips() -> None:
    [sheet] = pdf.pictures(TEMPLATE, data_of("实验小学", several(4)), ppi=254)
    with Image.open(io.BytesIO(sheet)) as image:
        paper = image.convert("L")

    def inked(box: tuple[int, int, int, int]) -> bool:
        return paper.crop(box).getextrema()[0] < 220

    assert inked((1047, 0, 1053, 2970)) and inked((0, 1482, 2100, 1488))
    assert not inked((985, 0, 1045, 1480)) and not inked((0, 1440, 1045, 1482))


def test_the_longest_words_stay_on_their_slip() -> None:
    long = replace(
        SLIP,
        name="尼格买提·热合曼·阿卜杜拉江·艾则孜江" * 2,
        recipient="某某社区居民委员会" * 20,
        place="很长的地名" * 40,
        content="https://example.org/" + "内容" * 400,
    )
    pages = texts(print_slips("唐山市古冶区林西街道第二十三中学附属幼儿园", [long] * 4))
    assert len(pages) == 1
    assert pages[0].count("某某社区居民委员会" * 6) == 4
    end = "内容" * ((MOST["content"] - len("https://example.org/") - 2) // 2)
    assert pages[0].count(f"example.org/{end}") == 4 and pages[0].count("…") == 12
    assert pages[0].count("不满意") == 4
