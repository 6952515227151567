"""A card's life: what a scan shows once it is lost, replaced or withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from shared.domain.card import NEXT, Status, takes_back
from shared.domain.life_cycle import move
from shared.errors import ConflictError, NotFoundError


def test_a_lost_card_is_replaced_and_one_of_who_left_revoked() -> None:
    assert move(NEXT, Status.VALID, Status.REPLACED) is Status.REPLACED
    assert move(NEXT, Status.VALID, Status.REVOKED) is Status.REVOKED


@pytest.mark.parametrize("ended", [Status.REPLACED, Status.REVOKED])
@pytest.mark.parametrize("to", list(Status))
def test_a_card_that_was_found_again_stays_what_it_became(ended: Status, to: Status) -> None:
    with pytest.raises(ConflictError) as refused:
        move(NEXT, ended, to)
    assert refused.value.code == "card.not_movable"
    assert refused.value.values == {"status": str(ended), "to": str(to)}


def test_a_finding_ends_the_loss_of_its_day_and_waits_for_it() -> None:
    first, later = date(2026, 11, 1), date(2026, 11, 9)
    assert takes_back(first, first)
    assert not takes_back(first, later), "lost again since"
    for known in (None, first):
        with pytest.raises(NotFoundError, match=r"card\.not_reported_lost"):
            takes_back(later, known)
