"""Decisions on a star: the first, the second beside it, and which of them stand."""

from __future__ import annotations

import pytest

from shared.domain.life_cycle import move
from shared.domain.star_decision import NEXT, STANDING, Status
from shared.errors import ConflictError

SECOND = (Status.KEPT, Status.LOWERED, Status.REVOKED)


def test_a_star_is_decided_at_once_or_held_first() -> None:
    for decided in (Status.APPROVED, Status.DECLINED):
        assert move(NEXT, Status.PROPOSED, decided) is decided
        assert move(NEXT, move(NEXT, Status.PROPOSED, Status.HELD), decided) is decided


def test_what_is_held_is_not_held_again_nor_proposed_back() -> None:
    for to in (Status.HELD, Status.PROPOSED):
        with pytest.raises(ConflictError):
            move(NEXT, Status.HELD, to)


@pytest.mark.parametrize("second", SECOND)
def test_a_second_decision_needs_a_star_that_stands(second: Status) -> None:
    for first in Status:
        if first in STANDING:
            assert move(NEXT, first, second) is second
        else:
            with pytest.raises(ConflictError, match=r"star_decision\.not_movable"):
                move(NEXT, first, second)


def test_a_declined_or_revoked_star_is_the_end() -> None:
    for ended in (Status.DECLINED, Status.REVOKED):
        assert ended not in NEXT
        assert ended not in STANDING


def test_a_second_decision_never_approves_anew() -> None:
    for status in (*SECOND, Status.APPROVED):
        assert not NEXT.get(status, frozenset()) & {Status.APPROVED, Status.DECLINED, Status.HELD}


def test_a_proposed_or_held_star_gives_its_holder_nothing_yet() -> None:
    assert not STANDING & {Status.PROPOSED, Status.HELD}
