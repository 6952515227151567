"""Service records: every row, its sums, headings on each page, boxes never alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import Figures
from station.documents.service_record import Service, ServiceRecordSheet, print_service_record
from tests.printed import boxes, fonts, sizes, texts

SERVICE = Service(
    day=date(2026, 1, 3),
    start="08:30",
    end="10:30",
    hours=2,
    category=Category.HARDSHIP_AID,
    form=Form.DISPATCHED,
    place="育才里社区",
    content="换开关、换灯",
    evaluation=Evaluation.SATISFIED,
    paid=False,
    certifier="王秀兰",
)
SHEET = ServiceRecordSheet(
    station="实验小学党员义工工作站",
    name="欧阳文博",
    number="GY-2026-00126",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    services=[SERVICE],
    figures=Figures(1, 2, 2, 2, 10),
    drawn_up_on=date(2027, 1, 4),
)


def sheet(count: int) -> ServiceRecordSheet:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(count))
    services = [replace(SERVICE, day=day, content=f"第{n}件事") for n, day in enumerate(days, 1)]
    return replace(SHEET, services=services)


def test_a_row_says_all_of_its_record() -> None:
    document = print_service_record(SHEET)
    assert sizes(document) == [(297.0, 210.0)]
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}
    (page,) = texts(document)
    assert "12026-01-0308:30–10:302困难帮扶派单育才里社区换开关、换灯满意王秀兰" in page
    assert "实验小学党员义工工作站·2026年" in page and "欧阳文博义工证GY-2026-00126" in page


def test_the_sums_name_the_three_hours_and_the_points() -> None:
    figures = Figures(records=7, hours=15, satisfied_hours=13, points_hours=11, points=55)
    (page,) = texts(print_service_record(replace(SHEET, figures=figures)))
    assert "合计7次，15小时其中满意13小时，计分11小时，积55分。" in page
    assert "制表2027年1月4日" in page


def test_paid_time_and_a_missing_evaluation_are_named() -> None:
    row = replace(SERVICE, paid=True, evaluation=Evaluation.NONE)
    (page,) = texts(print_service_record(replace(SHEET, services=[row])))
    assert "未评价占用王秀兰" in page


def test_words_that_are_no_codes_are_printed_as_they_are() -> None:
    row = replace(SERVICE, category="其他", form="自行")
    (page,) = texts(print_service_record(replace(SHEET, services=[row])))
    assert "其他自行" in page


def test_a_part_of_a_year_is_named_by_its_days() -> None:
    part = replace(SHEET, last=date(2026, 6, 30), number="")
    (page,) = texts(print_service_record(part))
    assert "2026年1月1日至2026年6月30日" in page and "义工证" not in page


def test_two_boxes_to_sign_are_big_enough() -> None:
    assert boxes(print_service_record(SHEET)).count((60, 30)) == 2


def test_none_is_said_and_can_be_signed_too() -> None:
    empty = replace(SHEET, services=[], figures=Figures())
    (page,) = texts(print_service_record(empty))
    assert "这段时间没有认定的服务记录。" in page and "本人核对" in page


@pytest.mark.parametrize("count", [1, 3, 4, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 75])
def test_headings_stand_on_each_page_and_the_boxes_never_alone(count: int) -> None:
    pages = texts(print_service_record(sheet(count)))
    assert all("序号日期时间小时类别" in page for page in pages)
    rows = [[n for n in range(1, count + 1) if f"第{n}件事" in page] for page in pages]
    assert [n for page in rows for n in page] == list(range(1, count + 1))
    assert len(rows[-1]) >= min(count, 4)
    assert ["本人核对" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    if len(pages) > 1:
        assert f"第{len(pages)}页，共{len(pages)}页" in pages[-1]


def test_long_words_and_places_stay_in_their_columns() -> None:
    row = replace(SERVICE, place="很长的地名" * 20, content="https://example.org/" + "a1" * 60)
    (page,) = texts(print_service_record(replace(SHEET, services=[row])))
    assert "很长的地名" * 20 in page and "a1" * 60 in page
