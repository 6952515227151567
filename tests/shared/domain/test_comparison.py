"""Two versions side by side: every figure before and after, and which records moved."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shared.domain.comparison import Pair, ToldPair, compare, compare_entries
from shared.domain.policy import default_policy
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import add_up
from tests.shared.domain.march import ENTRIES

POLICY = default_policy(2025)
NEW = replace(
    ENTRIES[0],
    record=UUID(int=99),
    volunteer=UUID(int=77),
    category=Category.KEY_WORK,
    form=Form.FIXED_POINT,
)
LOWERED = replace(ENTRIES[1], hours=ENTRIES[1].hours + 1, evaluation=Evaluation.NONE)
AFTER = [ENTRIES[0], LOWERED, *ENTRIES[3:], NEW]


def test_records_added_removed_and_changed_are_told_apart() -> None:
    found = compare_entries(ENTRIES, AFTER)
    assert found.added == (NEW,)
    assert found.removed == (ENTRIES[2],)
    [changed] = found.changed
    assert (changed.before, changed.after) == (ENTRIES[1], LOWERED)
    assert changed.fields == ("hours", "evaluation")


def test_what_stays_at_the_station_changes_nothing() -> None:
    elsewhere = [replace(entry, activity="") for entry in ENTRIES]
    found = compare_entries(ENTRIES, elsewhere)
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_every_cell_stands_before_and_after_and_of_people_those_that_differ() -> None:
    before, after = add_up(ENTRIES, POLICY), add_up(AFTER, POLICY)
    found = compare(before, after)
    keys = [(line.category, line.form) for line in found.cells]
    assert keys == sorted(before.table.keys() | after.table.keys())
    [new] = [line for line in found.cells if line.category is Category.KEY_WORK]
    assert new.pairs[0] == Pair("activities", 0, 1)
    assert all(pair.before == 0 for pair in new.pairs)
    total = {pair.figure: (pair.before, pair.after) for pair in found.total}
    assert total["records"] == (before.total.records, after.total.records)
    changed = {line.volunteer for line in found.volunteers}
    assert NEW.volunteer in changed
    for who in (before.volunteers.keys() | after.volunteers.keys()) - changed:
        assert before.volunteers[who] == after.volunteers[who]


def test_equal_versions_differ_in_nothing() -> None:
    tally = add_up(ENTRIES, POLICY)
    found = compare(tally, tally)
    assert found.volunteers == ()
    pairs = [pair for line in found.cells for pair in line.pairs]
    assert not any(pair.differs for pair in (*pairs, *found.total))
    assert Pair("hours", 1, 2).differs


def test_requests_and_visits_stand_before_and_after_and_unknown_is_no_zero() -> None:
    tally = add_up(ENTRIES, POLICY)
    before = Told(RequestFigures(received=3, kept=1, promised=2))
    after = Told(RequestFigures(received=4, kept=1, promised=2), VisitFigures(pairing_due=2))
    found = {pair.figure: pair for pair in compare(tally, tally, (before, after)).told}
    assert found["received"] == ToldPair("received", 3, 4) and found["received"].differs
    assert not found["kept"].differs
    assert found["pairing_due"] == ToldPair("pairing_due", None, 2)
    assert found["benefit_due"].differs
    assert compare(tally, tally).told == ()
