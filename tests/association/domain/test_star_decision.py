"""What may be decided on a star, when, and with which star it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from association.domain.star_decision import (
    Case,
    Publication,
    Wish,
    check_version,
    decide,
    is_without_doubt,
)
from shared.domain.star_decision import Status
from shared.errors import ConflictError, InvalidError, RefusalError

DAY = date(2026, 1, 13)
RIPE = Case(proposed=2, publication=Publication(2, date(2026, 1, 12)))


def code(case: Case, wish: Wish, today: date = DAY) -> str:
    with pytest.raises(RefusalError) as caught:
        decide(case, wish, today)
    return caught.value.code


def test_what_is_ripe_is_approved_as_proposed_without_a_reason() -> None:
    assert decide(RIPE, Wish(Status.APPROVED), DAY) == 2
    assert decide(RIPE, Wish(Status.APPROVED, star=2), DAY) == 2


def test_another_star_than_proposed_needs_a_reason() -> None:
    assert code(RIPE, Wish(Status.APPROVED, " ", 1)) == "star.reason_missing"
    assert decide(RIPE, Wish(Status.APPROVED, "有投诉", 1), DAY) == 1
    assert decide(RIPE, Wish(Status.APPROVED, "补录", 3), DAY) == 3


@pytest.mark.parametrize("star", [0, 4])
def test_approved_is_one_to_three_stars(star: int) -> None:
    assert code(RIPE, Wish(Status.APPROVED, "理由", star)) == "star.bad_star"


@pytest.mark.parametrize("decision", [Status.HELD, Status.DECLINED])
def test_held_and_declined_need_a_reason_and_end_without_a_star(decision: Status) -> None:
    assert code(RIPE, Wish(decision)) == "star.reason_missing"
    assert decide(RIPE, Wish(decision, "有异议"), DAY) == 0
    assert code(RIPE, Wish(decision, "有异议", 1)) == "star.bad_star"


def test_nothing_is_decided_before_the_notice_is_over() -> None:
    assert code(RIPE, Wish(Status.APPROVED), date(2026, 1, 12)) == "star.notice_running"
    assert code(RIPE, Wish(Status.HELD, "有异议"), date(2026, 1, 12)) == "star.notice_running"


def test_what_was_never_public_is_not_decided() -> None:
    assert code(replace(RIPE, publication=None), Wish(Status.APPROVED)) == "star.not_published"


def test_what_was_public_with_another_star_is_published_again_first() -> None:
    changed = replace(RIPE, publication=Publication(1, date(2026, 1, 12)))
    assert code(changed, Wish(Status.APPROVED)) == "star.published_differently"


def test_a_policy_without_notice_lets_decide_at_once() -> None:
    assert decide(Case(proposed=1, needs_notice=False), Wish(Status.APPROVED), DAY) == 1


def test_a_station_whose_year_is_not_in_is_named() -> None:
    case = replace(RIPE, missing_stations=("station:01-3301", "station:01-3302"))
    with pytest.raises(ConflictError) as caught:
        decide(case, Wish(Status.APPROVED), DAY)
    assert caught.value.code == "star.year_not_in"
    assert caught.value.values["stations"] == "station:01-3301, station:01-3302"


def test_who_reaches_no_star_has_no_decision() -> None:
    assert code(Case(proposed=0), Wish(Status.DECLINED, "无")) == "star.nothing_proposed"


def test_a_held_one_is_approved_or_declined_later() -> None:
    held = replace(RIPE, status=Status.HELD)
    assert decide(held, Wish(Status.APPROVED), DAY) == 2
    assert decide(held, Wish(Status.DECLINED, "属实"), DAY) == 0
    assert code(held, Wish(Status.HELD, "再等")) == "star_decision.not_movable"


APPROVED = replace(RIPE, status=Status.APPROVED, star=2)


def test_a_first_decision_is_never_made_twice() -> None:
    assert code(APPROVED, Wish(Status.APPROVED)) == "star_decision.not_movable"
    declined = replace(RIPE, status=Status.DECLINED)
    assert code(declined, Wish(Status.APPROVED)) == "star_decision.not_movable"


def test_a_second_decision_keeps_lowers_or_revokes_with_a_reason() -> None:
    assert decide(APPROVED, Wish(Status.KEPT, "复核无误"), DAY) == 2
    assert decide(APPROVED, Wish(Status.LOWERED, "冲减 30 小时", 1), DAY) == 1
    assert decide(APPROVED, Wish(Status.REVOKED, "虚报"), DAY) == 0
    assert code(APPROVED, Wish(Status.KEPT)) == "star.reason_missing"


@pytest.mark.parametrize("star", [None, 0, 2, 3])
def test_lowered_is_below_the_star_in_force_and_not_nothing(star: int | None) -> None:
    assert code(APPROVED, Wish(Status.LOWERED, "理由", star)) == "star.not_lower"


def test_kept_and_revoked_know_no_other_star() -> None:
    assert code(APPROVED, Wish(Status.KEPT, "理由", 1)) == "star.bad_star"
    assert code(APPROVED, Wish(Status.REVOKED, "理由", 1)) == "star.bad_star"


def test_a_second_decision_asks_for_no_notice_and_no_year() -> None:
    case = Case(proposed=0, status=Status.APPROVED, star=1, missing_stations=("station:x",))
    assert decide(case, Wish(Status.REVOKED, "虚报"), DAY) == 0


def test_without_a_first_decision_there_is_no_second() -> None:
    assert code(RIPE, Wish(Status.REVOKED, "虚报")) == "star_decision.not_movable"


def test_a_wrong_star_is_an_input_error() -> None:
    with pytest.raises(InvalidError):
        decide(RIPE, Wish(Status.APPROVED, "理由", 9), DAY)


def test_a_decision_names_what_its_officer_saw() -> None:
    check_version(None, 2)
    check_version(2, 2)
    with pytest.raises(ConflictError, match=r"star\.decided_meanwhile"):
        check_version(1, 2)


def test_without_doubt_is_what_could_be_approved_today_as_proposed() -> None:
    assert is_without_doubt(RIPE, DAY)
    assert not is_without_doubt(RIPE, date(2026, 1, 12))
    assert not is_without_doubt(replace(RIPE, proposed=0), DAY)
    assert not is_without_doubt(replace(RIPE, status=Status.HELD), DAY)
