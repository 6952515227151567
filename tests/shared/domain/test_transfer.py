"""A volunteer's move between stations: asked, decided, and the file handed over once."""

from __future__ import annotations

import pytest

from shared.domain.life_cycle import move
from shared.domain.transfer import NEXT, Status
from shared.errors import ConflictError


def test_a_transfer_is_asked_approved_and_completed() -> None:
    assert move(NEXT, Status.ASKED, Status.APPROVED) is Status.APPROVED
    assert move(NEXT, Status.APPROVED, Status.COMPLETED) is Status.COMPLETED


def test_no_file_goes_out_before_the_center_has_approved() -> None:
    for status in (Status.ASKED, Status.REFUSED):
        with pytest.raises(ConflictError) as refused:
            move(NEXT, status, Status.COMPLETED)
        assert refused.value.code == "transfer.not_movable"


def test_an_approved_transfer_is_not_refused_any_more() -> None:
    with pytest.raises(ConflictError):
        move(NEXT, Status.APPROVED, Status.REFUSED)


@pytest.mark.parametrize("ended", [Status.REFUSED, Status.COMPLETED])
@pytest.mark.parametrize("to", list(Status))
def test_what_is_refused_or_completed_begins_anew_with_another_question(
    ended: Status, to: Status
) -> None:
    with pytest.raises(ConflictError):
        move(NEXT, ended, to)
