"""When passing a request on is proposed, and what of it may leave the station."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contact import Contact
from shared.domain.service_order import Status as Order
from shared.domain.service_request import Status, Urgency, Why
from shared.errors import InvalidError
from station.domain.escalation import (
    LONGEST_TEXT,
    Outgoing,
    Situation,
    check_outgoing,
    proposed_for,
    told,
)
from station.request_sentences import SENTENCES

FENG = Contact(
    "冯秀英",
    "13832564472",
    "育才里12号楼3单元501",
    "卫生间的灯昨晚不亮了，换了灯泡也不行，墙上开关摸着发热。",
)
OUTGOING = Outgoing(
    category="convenience",
    item="repair",
    district="育才里",
    wished=("3-afternoon",),
    urgency=Urgency.NORMAL,
    has_stars=False,
    why=Why.NOBODY_FITS,
    text="卫生间灯不亮、开关发热，要会水电维修的义工，育才里，周三下午在家。",
)
DISTRICTS = ("育才里", "北环路")


@pytest.mark.parametrize(
    ("situation", "reasons"),
    [
        (Situation(Status.ACCEPTED), ()),
        (Situation(Status.ACCEPTED, proposed=3), ()),
        (Situation(Status.ACCEPTED, proposed=0), (Why.NOBODY_FITS,)),
        (Situation(Status.ACCEPTED, 0, (Order.CANCELLED,)), (Why.NOBODY_FITS,)),
        (Situation(Status.DISPATCHED, 0, (Order.OFFERED,)), ()),
        (Situation(Status.ACCEPTED, 0, (Order.REFUSED, Order.REFUSED)), (Why.ALL_REFUSED,)),
        (Situation(Status.DISPATCHED, 2, (Order.REFUSED, Order.OFFERED)), ()),
        (Situation(Status.RECEIVED, is_past=True), (Why.PAST_PROMISE,)),
        (Situation(Status.RECEIVED, is_closed=True), (Why.CLOSED,)),
        (
            Situation(Status.RECEIVED, 0, (), is_past=True, is_closed=True),
            (Why.CLOSED, Why.NOBODY_FITS, Why.PAST_PROMISE),
        ),
    ],
)
def test_it_is_proposed_when_nobody_comes_in_time(
    situation: Situation, reasons: tuple[Why, ...]
) -> None:
    assert proposed_for(situation) == reasons


@pytest.mark.parametrize(
    "status", sorted(set(Status) - {Status.RECEIVED, Status.ACCEPTED, Status.DISPATCHED})
)
def test_what_is_done_over_or_passed_on_already_isn_t_passed_on(status: Status) -> None:
    assert proposed_for(Situation(status, 0, (), is_past=True, is_closed=True)) == ()


def test_the_clerk_s_text_leaves_as_confirmed_without_outer_spaces() -> None:
    assert (
        check_outgoing(replace(OUTGOING, text=f" {OUTGOING.text}\n"), FENG, DISTRICTS) == OUTGOING
    )
    longest = replace(OUTGOING, text="长" * LONGEST_TEXT)
    assert check_outgoing(longest, FENG, DISTRICTS) == longest
    nowhere = replace(OUTGOING, district="")
    assert check_outgoing(nowhere, FENG, ()) == nowhere


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("电话 13832564472", "phone"),
        ("电话 138 3256-4472 找她", "phone"),
        ("电话１３８３２５６４４７２", "phone"),
        ("一三八三二五六四四七二", "phone"),
        ("幺三八三二五六四四七二", "phone"),
        ("后七位2564472", "phone"),
        ("打女儿的电话 13911112222", "number"),
        ("身份证 130204195503017 老太太", "number"),
        ("身份证13020419550301702x", "number"),
        ("打女儿的电话 139 1111 2222", "number"),
        ("打女儿的电话139－1111－2222", "number"),
        ("女儿一三九一一一一二二二二", "number"),
        ("座机 0315-3550126", "number"),
        ("身份证 130204 19550301 702X", "number"),
        ("十二号楼的灯", "address"),
        ("给冯秀英修灯", "name"),
        ("给 冯 秀 英 修灯", "name"),
        ("到育才里12号楼3单元501修灯", "address"),
        ("育才里 12号楼 的灯", "address"),
        ("三单元 501 的灯", "address"),
        ("12号楼", "address"),
        ("育才里12号，两位老人", "address"),
        ("卫生间的灯昨晚不亮了,换了灯泡也不行,墙上开关摸着发热", "words"),
    ],
)
def test_a_text_that_tells_who_or_where_does_not_leave(text: str, what: str) -> None:
    assert told(text, FENG, "育才里") == what
    with pytest.raises(InvalidError) as refused:
        check_outgoing(replace(OUTGOING, text=text), FENG, DISTRICTS)
    assert refused.value.code == f"escalation.tells_{what}"
    assert not any(str(private) in str(refused.value) for private in (FENG.phone, FENG.name))


@pytest.mark.parametrize(
    "text",
    [
        "育才里一位老人家里灯不亮",
        "11月4日下午，2 人，带 2 米梯子",
        "12 号之前，501 路车可到",
        "2026-11-04 下午，3 小时",
        "周三 18-20 点，2026-11-04 也行",
        "两百户里十几户都这样，十一月四日来过一回",
    ],
)
def test_what_routing_needs_may_be_said(text: str) -> None:
    assert told(text, FENG, "育才里") is None


def test_who_gave_no_name_or_telephone_has_none_to_be_told() -> None:
    nobody = Contact("", "", "", "")
    assert told("任何话", nobody) is None
    assert told("找张老师", Contact("张", "12", "", "修灯")) is None
    assert told("张老师家修灯", Contact("张老师", "", "", "修灯")) == "name"


def test_two_signs_are_a_name_ten_are_words_of_their_own_and_no_fewer() -> None:
    assert told("找张三", Contact("张三", "", "", "")) == "name"
    ten, fewer = (
        Contact("", "", "", "一二三四五六七八九十"),
        Contact("", "", "", "灯不亮了来修一修吧"),
    )
    assert told(f"他说:{ten.words}", ten) == "words"
    assert told(fewer.words, fewer) is None


def test_an_address_that_is_the_district_itself_is_no_secret() -> None:
    vague = Contact("冯秀英", FENG.phone, "育才里", "灯坏了")
    assert told("育才里的灯坏了", vague, "育才里") is None
    assert told("育才里的灯坏了", vague, "北环路") == "address"
    numbered = replace(vague, address="第3社区5号")
    assert told("第3社区的灯坏了", numbered, "第3社区") is None
    assert told("第3社区5号的灯", numbered, "第3社区") == "address"


@pytest.mark.parametrize("text", ["", " \n", "长" * (LONGEST_TEXT + 1)])
def test_no_text_and_an_endless_one_are_refused(text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_outgoing(replace(OUTGOING, text=text), FENG, DISTRICTS)
    assert refused.value.code == "escalation.text_form"


def test_a_district_is_one_of_the_station_s() -> None:
    with pytest.raises(InvalidError) as refused:
        check_outgoing(replace(OUTGOING, district=FENG.address), FENG, DISTRICTS)
    assert refused.value.code == "escalation.unknown_district"


@given(
    st.text("的灯修 里\n，", max_size=20),
    st.text("的灯修 里\n，", max_size=20),
    st.sampled_from(["", " ", "-", "　", "，"]),
    st.sampled_from([FENG.phone, FENG.name, FENG.address]),
)
def test_however_it_is_spaced_what_was_typed_is_found(
    before: str, after: str, parting: str, private: str
) -> None:
    assert told(f"{before}{parting.join(private)}{after}", FENG, "育才里") is not None


def test_each_thing_told_has_its_sentence() -> None:
    for what in ("phone", "number", "name", "address", "words"):
        assert f"escalation.tells_{what}" in SENTENCES
