"""A tally as it is reported, read back, and compared with what stands now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from shared.domain import training
from shared.domain.entry import Entry
from shared.domain.policy import default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import add_up
from shared.wire.tally import EntrySchema
from station.domain.tally import (
    Kind,
    Pending,
    entry_json,
    entry_line,
    parts_of,
    pending,
    read_table,
    sealed_entry,
    table_of,
    training_lines,
)

ENTRY = Entry(
    record=UUID(int=1),
    volunteer=UUID(int=11),
    certifier=UUID(int=21),
    date=date(2025, 1, 20),
    start="08:00",
    end="10:00",
    hours=2,
    category=Category.CONVENIENCE,
    form=Form.GROUP,
    evaluation=Evaluation.SATISFIED,
    paid=False,
    channel="clerk",
    activity="2025-01-20 广场",
)
OTHERS = (
    replace(ENTRY, record=UUID(int=2), volunteer=UUID(int=12)),
    replace(ENTRY, record=UUID(int=3), form=Form.DISPATCHED, activity="", paid=True),
)


def test_what_was_reported_reads_back_as_the_same_tally() -> None:
    tally = add_up((ENTRY, *OTHERS), default_policy(2025))
    data = table_of(tally)
    assert read_table(data) == tally
    assert [cell["activities"] for cell in data["cells"]] == [1, 1]
    assert data["people"] == 2


def test_place_and_content_do_not_leave_with_an_entry() -> None:
    line = entry_line(ENTRY)
    assert "activity" not in line
    assert line["day"] == date(2025, 1, 20)


def test_a_month_of_nothing_still_has_one_part() -> None:
    lines = [{"record": str(number)} for number in range(5)]
    assert [len(part) for part in parts_of(lines, 2)] == [2, 2, 1]
    assert [len(part) for part in parts_of(lines, 5)] == [5]
    assert parts_of([], 2) == [[]]


def test_pending_names_what_came_went_and_changed() -> None:
    one, two, three = (str(UUID(int=number)) for number in (1, 2, 3))
    sealed = [{"record": one, "hours": 2}, {"record": two, "hours": 2}]
    assert pending(sealed, list(reversed(sealed))) == []
    current = [{"record": one, "hours": 1}, {"record": three, "hours": 2}]
    assert pending(sealed, current) == [
        Pending(Kind.CHANGED, UUID(one)),
        Pending(Kind.REMOVED, UUID(two)),
        Pending(Kind.ADDED, UUID(three)),
    ]


def test_the_training_table_is_rows_of_kind_and_strand() -> None:
    cell = training.Cell(2, 180, 3, 2, 240)
    lines = training_lines({(training.Kind.TARGETED, training.Strand.SKILL): cell})
    assert lines == [
        {
            "kind": "targeted",
            "strand": "skill",
            "sessions": 2,
            "minutes": 180,
            "attendances": 3,
            "people": 2,
            "attended_minutes": 240,
        }
    ]


def test_a_sealed_entry_is_read_back_without_its_activity() -> None:
    line = EntrySchema().dump(entry_line(ENTRY))
    assert sealed_entry(line) == replace(ENTRY, activity="")


def test_an_entry_is_kept_in_the_very_values_that_travel() -> None:
    unsigned = replace(ENTRY, certifier=None)
    for entry in (ENTRY, unsigned):
        assert entry_json(entry) == EntrySchema().dump(entry_line(entry))
