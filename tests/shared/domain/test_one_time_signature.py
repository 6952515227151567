"""What a recipient signs, until when, on whose device, and who signs for one who can't."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.canonical import digest
from shared.domain.one_time_signature import (
    LIFETIME,
    MOST_POINTS,
    Capacity,
    Device,
    Line,
    Link,
    Signer,
    check_dispute,
    check_ink,
    check_open,
    check_seen,
    check_signer,
    covers,
    device_of,
    evaluated,
    expires_at,
    is_odd,
    same_for_all,
    signed_digest,
    statement,
)
from shared.domain.service_record import Evaluation
from shared.errors import ConflictError, InvalidError

ORDER, LI, ZHOU = UUID(int=7), UUID(int=1), UUID(int=2)
LINES = (Line(UUID(int=11), 2), Line(UUID(int=12), 1))
SATISFIED, DISSATISFIED = Evaluation.SATISFIED, Evaluation.DISSATISFIED
INK = "a" * 64
NOON = datetime(2026, 11, 4, 4, tzinfo=UTC)

lines = st.lists(
    st.builds(Line, st.uuids(), st.integers(1, 24), st.sampled_from(Evaluation)),
    min_size=1,
    max_size=5,
    unique_by=lambda line: line.record,
)


def test_ids_hours_and_evaluations_are_signed() -> None:
    assert statement(ORDER, [replace(LINES[0], evaluation=SATISFIED)]) == {
        "order": str(ORDER),
        "records": [{"record": str(UUID(int=11)), "hours": 2, "evaluation": "satisfied"}],
    }


@given(lines, st.data())
def test_the_digest_knows_each_of_them_and_not_their_order(
    given_lines: list[Line], data: st.DataObject
) -> None:
    whole = signed_digest(ORDER, given_lines, INK)
    assert signed_digest(ORDER, reversed(given_lines), INK) == whole
    place = data.draw(st.integers(0, len(given_lines) - 1))
    one = given_lines[place]
    other = next(word for word in Evaluation if word is not one.evaluation)
    for change in ({"record": LI}, {"hours": one.hours + 1}, {"evaluation": other}):
        changed = [*given_lines[:place], replace(one, **change), *given_lines[place + 1 :]]
        assert signed_digest(ORDER, changed, INK) != whole
    assert signed_digest(LI, given_lines, INK) != whole
    assert signed_digest(ORDER, given_lines, "b" * 64) != whole


def test_hours_that_changed_since_the_page_was_shown_are_not_signed() -> None:
    seen = digest(statement(ORDER, LINES))
    check_seen(ORDER, evaluated(LINES, same_for_all(LINES, SATISFIED)), seen)
    for changed in (LINES[:1], (replace(LINES[0], hours=3), LINES[1])):
        with pytest.raises(ConflictError) as refused:
            check_seen(ORDER, changed, seen)
        assert refused.value.code == "one_time_signature.changed"


def test_volunteers_are_evaluated_one_by_one_or_all_the_same() -> None:
    said = {LINES[0].record: SATISFIED, LINES[1].record: DISSATISFIED}
    assert [line.evaluation for line in evaluated(LINES, said)] == [SATISFIED, DISSATISFIED]
    same = evaluated(LINES, same_for_all(LINES, DISSATISFIED))
    assert [line.evaluation for line in same] == [DISSATISFIED, DISSATISFIED]


def test_nothing_is_chosen_for_the_recipient() -> None:
    for said in ({}, {LINES[0].record: SATISFIED}, same_for_all(LINES, Evaluation.NONE)):
        with pytest.raises(InvalidError) as refused:
            evaluated(LINES, said)
        assert refused.value.code == "one_time_signature.choose_evaluation"
    with pytest.raises(InvalidError) as refused:
        evaluated([], {})
    assert refused.value.code == "one_time_signature.nothing"


def test_lowered_hours_are_covered_a_raise_or_another_word_is_not() -> None:
    signed = Line(UUID(int=11), 3, SATISFIED)
    assert covers(signed, 3, SATISFIED) and covers(signed, 1, SATISFIED)
    assert not covers(signed, 4, SATISFIED)
    assert not covers(signed, 3, DISSATISFIED)


def test_a_link_opens_once_within_a_week_unless_taken_back() -> None:
    link = Link(NOON)
    check_open(link, NOON + LIFETIME - timedelta(seconds=1))
    assert expires_at(link) == NOON + timedelta(days=7)
    for closed, now, code in (
        (link, NOON + LIFETIME, "expired"),
        (replace(link, used_at=NOON), NOON + LIFETIME, "used"),
        (replace(link, revoked_at=NOON), NOON, "revoked"),
    ):
        with pytest.raises(ConflictError) as refused:
            check_open(closed, now)
        assert refused.value.code == f"one_time_signature.{code}"


@pytest.mark.parametrize(
    ("logged_in", "at_station", "device", "odd"),
    [
        ([], False, Device.UNKNOWN, False),
        ([], True, Device.STATION, False),
        ([None], False, Device.STATION, False),
        ([ZHOU], False, Device.OTHER_VOLUNTEER, True),
        ([None, LI], True, Device.VOLUNTEER, True),
        ([ZHOU, LI], False, Device.VOLUNTEER, True),
    ],
)
def test_the_volunteer_s_own_device_is_an_oddity(
    logged_in: list[UUID | None], at_station: bool, device: Device, odd: bool
) -> None:
    assert device_of(logged_in, [LI], at_station=at_station) is device
    assert is_odd(device) == odd


def test_the_recipient_signs_and_needs_no_witness() -> None:
    assert check_signer(Signer(" 冯 秀英 ", witness="张三"), ["李建平"]) == Signer("冯秀英")


def test_for_who_can_t_write_a_proxy_signs_before_a_witness() -> None:
    proxy = Signer("冯小军", Capacity.PROXY, "刘 志远")
    assert check_signer(proxy, ["李建平"]) == replace(proxy, witness="刘志远")
    for witness in ("", " ", "冯小军"):
        with pytest.raises(InvalidError) as refused:
            check_signer(replace(proxy, witness=witness), [])
        assert refused.value.code == "one_time_signature.needs_witness"


def test_whoever_served_neither_signs_nor_witnesses() -> None:
    for signer in (
        Signer("李建平"),
        Signer("李 建平", Capacity.PROXY, "刘志远"),
        Signer("冯小军", Capacity.PROXY, "李建平"),
    ):
        with pytest.raises(InvalidError) as refused:
            check_signer(signer, ["周志强", "李建平"])
        assert refused.value.code == "one_time_signature.by_volunteer"


@pytest.mark.parametrize("name", ["", " ", "长" * 61])
def test_a_signer_has_a_name(name: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_signer(Signer(name), ["李建平"])
    assert refused.value.code == "one_time_signature.name_form"


def test_a_dot_is_no_signature_and_a_flood_isn_t_either() -> None:
    check_ink([4, 4])
    check_ink([MOST_POINTS])
    for strokes, code in (([], "no_ink"), ([7], "no_ink"), ([MOST_POINTS, 1], "too_much_ink")):
        with pytest.raises(InvalidError) as refused:
            check_ink(strokes)
        assert refused.value.code == f"one_time_signature.{code}"


def test_a_dispute_says_what_is_wrong() -> None:
    assert check_dispute(" 只来了一个小时\n") == "只来了一个小时"
    for words in ("", " \n", "长" * 501):
        with pytest.raises(InvalidError) as refused:
            check_dispute(words)
        assert refused.value.code == "one_time_signature.dispute_form"


def test_names_are_not_printed_by_mistake() -> None:
    assert "冯" not in repr(Signer("冯秀英", Capacity.PROXY, "冯小军"))
