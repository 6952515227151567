"""Service orders on paper: who, where, a box to sign in, a code that files it; blank slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from shared.documents import pdf
from station.documents.service_order import (
    MOST,
    TEMPLATE,
    Line,
    OrderPaper,
    data_of,
    print_blank,
    print_order,
)
from station.domain.slip import order_of
from tests.printed import codes, fonts, sizes, texts

ORDER = UUID("0193f0a2-7c11-7aaa-8bbb-123456789abc")
PAPER = OrderPaper(
    ORDER,
    "2026-1047",
    "卫生间换开关、换灯",
    "convenience",
    "冯女士",
    "育才里6号楼102",
    "13812346021",
    "11月4日 周三 14:30",
    ["李建平"],
)
DONE = Line("李建平", date(2026, 11, 4), "14:30", "16:05", 10, 1)


def said(paper: OrderPaper) -> str:
    [text] = texts(print_order("实验小学", "0315-3550126", paper))
    return text


def test_an_order_says_what_whoever_goes_has_to_know() -> None:
    document = print_order("实验小学", "0315-3550126", PAPER)
    assert sizes(document) == [(210.0, 148.5)]
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}
    text = said(PAPER)
    for part in (
        "党员义工服务单实验小学党员义工工作站·2026-1047·派单服务",
        "卫生间换开关、换灯·便民利民",
        "冯女士，13812346021",
        "育才里6号楼102",
        "约定时间11月4日周三14:30",
        "月日:至:",
        "满意不满意",
        "见证人",
        "0315-3550126",
        "0193F0A27C117AAA8BBB123456789ABC",
    ):
        assert part in text
    assert "各人不一样的" not in text


def test_the_code_names_the_order() -> None:
    [page] = pdf.pictures(TEMPLATE, data_of("实验小学", "", PAPER), ppi=200)
    assert [order_of(code) for code in codes(page)] == [ORDER]


def test_what_was_reported_stands_there_to_be_signed() -> None:
    text = said(replace(PAPER, lines=[DONE]))
    assert "11月4日14:30–16:05（扣除10分钟），记作1小时" in text
    both = replace(PAPER, people=["李建平", "赵一"], lines=[DONE, replace(DONE, name="赵一")])
    assert "赵一11月4日14:30–16:05" in said(both)
    assert "各人不一样的，写在名字旁边" in said(both)


def test_without_a_contact_it_is_for_the_recipient_to_print() -> None:
    text = said(replace(PAPER, address="", phone="", recipient="冯*士", category="其他"))
    assert "冯*士" in text and "地址" not in text and "·其他" in text


def test_long_words_are_cut_and_still_fit() -> None:
    long = {name: "长" * 500 for name in ("what", "recipient", "address")}
    document = print_order("实验小学", "", replace(PAPER, people=["欧阳文博"] * 60, **long))
    assert len(sizes(document)) == 1
    [text] = texts(document)
    assert "长" * (MOST["what"] - 1) + "…" in text


def test_ten_blank_slips_stand_on_a_page() -> None:
    document = print_blank("实验小学", "0315-3550126")
    assert sizes(document) == [(210.0, 297.0)]
    [text] = texts(document)
    assert text.count("党员义工服务单") == text.count("不满意") == 10
