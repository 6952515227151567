"""Whoever breaks a rule of the walk fails it: mutants, each caught by some walk. For a soak."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from center.actions import request_news as center_news
from shared.domain import passage
from shared.domain.passage import Desk, Passage
from shared.domain.service_request import Status
from shared.errors import RefusalError
from station.actions import request_hearing, request_step, service_order
from tests.conftest import MakeNode
from tests.database import Databases
from tests.federation.request_tree import Forest, forest
from tests.federation.test_request_walk import CONTACT, Walk, _hurry

pytestmark = pytest.mark.skipif(not os.environ.get("SOAK"), reason="for a soak")

MOST_WALKS = 400
Patch = pytest.MonkeyPatch
hear, take_step = passage.hear, request_step.take_step


def no(*_given: object, **_named: object) -> None:
    """Does nothing."""


def sends_before_the_contact_came(patch: Patch) -> None:
    patch.setattr(service_order, "contact_of", lambda *_: CONTACT)


def hears_what_is_stale(patch: Patch) -> None:
    patch.setattr(Desk, "check", no)


def counts_no_transfer(patch: Patch) -> None:
    patch.setattr(Desk, "following", lambda _, known: known)


def overwrites_the_outcome(patch: Patch) -> None:
    def steps(session: Any, who: Any, row: Any, after: Passage, *more: Any) -> None:
        take_step(session, who, row, after, *more)
        row.outcome = None if after.status is Status.CLOSED else row.outcome

    patch.setattr(request_hearing, "take_step", steps)


def keeps_who_declined_as_holder(patch: Patch) -> None:
    def heard(known: Passage, sender: str, said: Passage, desk: Desk) -> Passage:
        after = hear(known, sender, said, desk)
        return replace(after, holder=sender) if after.status is Status.DECLINED else after

    patch.setattr(passage, "hear", heard)


def tells_nobody_who_lost_it(patch: Patch) -> None:
    patch.setattr(center_news, "_tell_closed", no)


MUTANTS: list[Callable[[Patch], None]] = [
    sends_before_the_contact_came,
    hears_what_is_stale,
    counts_no_transfer,
    overwrites_the_outcome,
    keeps_who_declined_as_holder,
    tells_nobody_who_lost_it,
]


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """As for the walk."""
    return sqlite


def test_each_mutant_of_the_rules_is_caught(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-02-03T16:00+08:00")
    woods = forest(make_node)
    _hurry(woods)
    found = {}
    for mutant in MUTANTS:
        found[mutant.__name__] = _walks_until_caught(woods, mutant)
        print(mutant.__name__, found[mutant.__name__], flush=True)
    assert all(found.values()), found


def _walks_until_caught(woods: Forest, mutant: Callable[[Patch], None]) -> int:
    """How many walks it took; 0 where none failed."""
    for number in range(MOST_WALKS):
        Walk.woods, Walk.seen, Walk.done = woods, set(), Counter()
        with Patch.context() as patch:
            mutant(patch)
            try:
                walk = Walk()
                walk.asks()
                walk.walks(random.Random(number), 60)
                walk.teardown()
            except (AssertionError, RefusalError):
                return number + 1
    return 0
