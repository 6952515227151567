"""An entry without names: how it travels, what is refused, what its digest covers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.canonical import canonical
from shared.domain.entry import Entry, entries_digest
from shared.errors import InvalidError
from tests.shared.domain.march import ENTRIES


def test_an_entry_travels_without_its_activity() -> None:
    sent = ENTRIES[0].to_dict()
    assert "activity" not in sent
    assert Entry.from_dict(sent | {"later": 1}) == replace(ENTRIES[0], activity="")
    unsigned = replace(ENTRIES[0], certifier=None, activity="")
    assert Entry.from_dict(unsigned.to_dict()) == unsigned


def test_the_digest_of_entries_knows_no_order_and_no_activity() -> None:
    plain = [replace(item, activity="") for item in reversed(ENTRIES)]
    assert entries_digest(plain) == entries_digest(ENTRIES)
    assert entries_digest(ENTRIES[1:]) != entries_digest(ENTRIES)


@pytest.mark.parametrize(
    "broken",
    [
        {"record": "x"},
        {"record": 1},
        {"date": "2025-02-30"},
        {"start": "8:00"},
        {"hours": 0},
        {"hours": 25},
        {"hours": "2"},
        {"hours": 1.5},
        {"end": "24:01"},
        {"category": "other"},
        {"form": ""},
        {"evaluation": None},
        {"certifier": "x"},
    ],
)
def test_a_broken_entry_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(InvalidError, match=r"entry\.bad"):
        Entry.from_dict(ENTRIES[0].to_dict() | broken)


@pytest.mark.parametrize("name", sorted({*ENTRIES[0].to_dict()} - {"evidence"}))
def test_an_entry_that_lacks_a_figure_is_refused_and_the_refusal_names_it(name: str) -> None:
    sent = ENTRIES[0].to_dict()
    del sent[name]
    with pytest.raises(InvalidError) as refused:
        Entry.from_dict(sent)
    assert name in str(refused.value.values["detail"])


def test_a_slip_stays_at_the_station_and_only_its_digest_travels() -> None:
    sent = replace(ENTRIES[0], evidence="ab12").to_dict()
    assert Entry.from_dict(sent).evidence == "ab12"
    del sent["evidence"]
    assert Entry.from_dict(sent).evidence == ""


def test_both_sides_can_recompute_the_digest_since_nothing_but_texts_and_numbers_travels() -> None:
    for entry in ENTRIES:
        assert f'"paid":{int(entry.paid)},'.encode() in canonical(entry.to_dict())


def test_the_digest_changes_with_every_figure_of_an_entry() -> None:
    changed = [
        replace(ENTRIES[0], hours=1),
        replace(ENTRIES[0], paid=True),
        replace(ENTRIES[0], certifier=None),
        replace(ENTRIES[0], end="10:01"),
        replace(ENTRIES[0], channel="workbook"),
        replace(ENTRIES[0], evidence="ab12"),
    ]
    digests = {entries_digest([one]) for one in [ENTRIES[0], *changed]}
    assert len(digests) == 1 + len(changed)
