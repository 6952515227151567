"""What the front door says of a request before its station has heard, and may still be done."""

from __future__ import annotations

import pytest

from shared.domain.front_door import (
    MOST_ADDED,
    UNFETCHED,
    Entered,
    Entry,
    Possible,
    possible,
    refused,
    waits,
)

ALL = Possible(add=True, withdraw=True, reopen=True)
TAKEN = Entered(Entry.ASKED, "")


def new(kind: Entry) -> Entered:
    return Entered(kind)


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([], None),
        ([TAKEN], None),
        ([new(Entry.ASKED)], Entry.ASKED),
        ([new(Entry.ASKED), new(Entry.ADDED)], Entry.ASKED),
        ([TAKEN, new(Entry.ADDED), new(Entry.SIGNED)], Entry.SIGNED),
        ([TAKEN, new(Entry.WITHDRAWN), new(Entry.ADDED)], Entry.WITHDRAWN),
        ([TAKEN, Entered(Entry.WITHDRAWN, "x")], None),
    ],
)
def test_what_changes_most_is_what_is_waited_for(
    entries: list[Entered], found: Entry | None
) -> None:
    assert waits(entries) is found


def test_a_refusal_is_told_until_something_else_is_done() -> None:
    lost = Entered(Entry.SIGNED, "one_time_signature.changed")
    assert refused([]) is None
    assert refused([TAKEN]) is None
    assert refused([TAKEN, lost]) is Entry.SIGNED
    assert refused([TAKEN, lost, new(Entry.SIGNED)]) is None
    assert refused([TAKEN, lost, Entered(Entry.SIGNED, "")]) is None


def test_what_waits_is_not_done_twice_and_nothing_after_a_withdrawal() -> None:
    assert possible(UNFETCHED, [new(Entry.ASKED)]) == UNFETCHED
    assert possible(ALL, [TAKEN]) == ALL
    assert possible(ALL, [TAKEN, new(Entry.REOPENED)]) == Possible(add=True, withdraw=True)
    assert possible(ALL, [TAKEN, new(Entry.WITHDRAWN)]) == Possible()
    assert possible(ALL, [TAKEN, Entered(Entry.WITHDRAWN, "x")]) == ALL
    assert possible(UNFETCHED, [Entered(Entry.ASKED, "sealed.unreadable")]) == Possible()
    many = [new(Entry.ADDED)] * MOST_ADDED
    assert possible(ALL, [TAKEN, *many]) == Possible(withdraw=True, reopen=True)
    assert possible(Possible(), [TAKEN]) == Possible()
