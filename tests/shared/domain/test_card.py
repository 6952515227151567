"""A card's life: what a scan shows once it is lost, replaced or withdrawn."""

from __future__ import annotations

import pytest

from shared.domain.card import NEXT, Status
from shared.domain.life_cycle import move
from shared.errors import ConflictError


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
