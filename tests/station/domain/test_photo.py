"""Which captions a photo may have, and when a month's photos may still change."""

from __future__ import annotations

import pytest

from shared.domain.monthly_report import Status
from shared.errors import ConflictError, InvalidError
from station.domain.photo import (
    LONGEST_CAPTION,
    MOST_IN_MONTH,
    caption,
    check_changeable,
    check_room,
)


def test_a_caption_is_a_few_words_in_one_line() -> None:
    assert caption("  义工们在\n 社区清扫 ") == "义工们在 社区清扫"
    assert caption("字" * LONGEST_CAPTION) == "字" * LONGEST_CAPTION
    assert caption(" \n") == ""
    with pytest.raises(InvalidError, match=r"photo\.caption"):
        caption("字" * (LONGEST_CAPTION + 1))


@pytest.mark.parametrize("status", [status for status in Status if status != Status.ACCEPTED])
def test_a_month_under_way_takes_photos_up_to_a_bound(status: Status) -> None:
    check_room(status, MOST_IN_MONTH - 1)
    with pytest.raises(ConflictError, match=r"photo\.too_many"):
        check_room(status, MOST_IN_MONTH)


def test_an_accepted_month_takes_none() -> None:
    with pytest.raises(ConflictError, match=r"monthly_report\.needs_unlock"):
        check_room(Status.ACCEPTED, 0)


@pytest.mark.parametrize("status", [Status.SEALED, Status.REPORTED, Status.ACCEPTED])
def test_what_was_signed_stays_as_it_was_signed(status: Status) -> None:
    check_changeable(status, is_signed=False)
    with pytest.raises(ConflictError, match=r"photo\.signed"):
        check_changeable(status, is_signed=True)


@pytest.mark.parametrize("status", [Status.OPEN, Status.CLOSED, Status.RETURNED, Status.UNLOCKED])
def test_a_month_in_the_stations_hands_may_be_changed(status: Status) -> None:
    check_changeable(status, is_signed=True)
