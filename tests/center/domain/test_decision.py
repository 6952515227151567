"""Reasons, versions and counts of decisions."""

from uuid import uuid4

import pytest

from center.domain.decision import Decision, check, check_count
from center.domain.permission import PERMISSIONS, ROLES
from shared.errors import ConflictError, InvalidError
from tests.center.refusal import refused


@pytest.mark.parametrize("word", ["approved", "accepted", "resumed", "unlocked"])
def test_a_yes_needs_no_reason(word: str) -> None:
    check(Decision(word), 1)


@pytest.mark.parametrize("word", ["returned", "rejected", "refused", "unlock_refused"])
def test_a_no_needs_a_reason(word: str) -> None:
    with refused(InvalidError, "decision.no_reason"):
        check(Decision(word, "  "), 1)
    check(Decision(word, "照片不清"), 1)


def test_a_decision_on_another_version_is_refused() -> None:
    check(Decision("approved", "", 2), 2)
    with refused(ConflictError, "decision.other_version") as raised:
        check(Decision("approved", "", 1), 2)
    assert raised.value.values == {"version": 1, "newest": 2}


def test_a_bulk_act_is_refused_where_the_count_differs() -> None:
    ids = [uuid4(), uuid4()]
    check_count(ids, 2)
    with refused(InvalidError, "decision.count_differs"):
        check_count(ids, 3)


def test_a_bulk_act_is_refused_where_a_row_stands_twice() -> None:
    one = uuid4()
    with refused(InvalidError, "decision.row_twice"):
        check_count([one, one], 2)


def test_every_permission_is_for_known_roles() -> None:
    assert all(roles and roles <= ROLES for roles in PERMISSIONS.values())


def test_a_word_on_many_is_on_each_by_what_was_seen_of_it() -> None:
    seen, unseen = uuid4(), uuid4()
    many = Decision("approved", versions={seen: 2})
    assert many.on(seen) == Decision("approved", version=2)
    assert many.on(unseen) == Decision("approved")
