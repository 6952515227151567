"""What a station makes of a request."""

from __future__ import annotations

import pytest

from shared.domain.contact import check_words
from shared.domain.front_door import MOST_ADDED, Possible
from shared.domain.passage import Passage
from shared.domain.service_record import Category
from shared.domain.service_request import Channel, Status
from shared.errors import ConflictError, InvalidError
from station.domain.service_request import (
    Said,
    check_added,
    check_category,
    needed,
    possible,
)


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        (Channel.PUBLIC, {"name", "phone", "address", "words"}),
        (Channel.TELEPHONE, {"name", "phone", "address", "words"}),
        (Channel.WALK_IN, {"name", "address", "words"}),
        (Channel.OPEN311, {"address", "words"}),
    ],
)
def test_what_must_be_said_depends_on_the_channel(channel: Channel, wanted: set[str]) -> None:
    assert needed(channel) == wanted


def test_an_accepted_request_has_a_category() -> None:
    assert check_category("convenience") is Category.CONVENIENCE
    for wrong in (None, "", "other"):
        with pytest.raises(InvalidError):
            check_category(wrong)


def test_words_stand_without_outer_spaces() -> None:
    assert check_added(Status.RECEIVED, " 还漏水 ", 0, erased=False) == "还漏水"


@pytest.mark.parametrize("words", ["", "  ", "长" * 2001])
def test_no_words_and_too_many_are_refused(words: str) -> None:
    with pytest.raises(InvalidError):
        check_words(words)


@pytest.mark.parametrize(
    ("status", "count", "erased"),
    [
        (Status.CLOSED, 0, False),
        (Status.WITHDRAWN, 0, False),
        (Status.DONE, 0, True),
        (Status.RECEIVED, MOST_ADDED, False),
    ],
)
def test_nothing_is_added_to_what_is_over_nor_for_ever(
    status: Status, count: int, erased: bool
) -> None:
    with pytest.raises(ConflictError):
        check_added(status, "还有", count, erased=erased)


OWN, SISTER = "station:01-1", "station:01-2"


@pytest.mark.parametrize(
    ("status", "holder", "said", "may"),
    [
        (Status.RECEIVED, OWN, Said(), Possible(add=True, withdraw=True)),
        (Status.RECEIVED, OWN, Said(added=MOST_ADDED), Possible(withdraw=True)),
        (Status.ROUTED, SISTER, Said(), Possible(add=True)),
        (Status.DISPATCHED, OWN, Said(pending="taking_back"), Possible(add=True)),
        (Status.DONE, OWN, Said(), Possible(add=True, reopen=True)),
        (Status.DONE, SISTER, Said(), Possible(add=True)),
        (Status.CLOSED, None, Said(), Possible(reopen=True)),
        (Status.CLOSED, None, Said(erased=True), Possible()),
        (Status.WITHDRAWN, None, Said(), Possible()),
    ],
)
def test_what_the_requester_may_do(
    status: Status, holder: str | None, said: Said, may: Possible
) -> None:
    assert possible(Passage(OWN, status, holder), OWN, said) == may
