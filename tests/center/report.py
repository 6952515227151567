"""Monthly reports and sealed years as a station would send them: they add up unless told else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from shared.domain.entry import Entry, entries_digest
from shared.domain.month import Month, months_of
from shared.domain.policy import default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import add_up

STATION = "station:01-3301"
FIGURES = ("hours", "satisfied_hours", "points_hours", "points")


def served(who: UUID, day: date, **more: Any) -> Entry:
    """A certified record of two satisfied hours from nine o'clock."""
    values = {
        "record": uuid7(),
        "volunteer": who,
        "certifier": UUID(int=9),
        "date": day,
        "start": "09:00",
        "end": "11:00",
        "hours": 2,
        "category": Category.CONVENIENCE,
        "form": Form.GROUP,
        "evaluation": Evaluation.SATISFIED,
        "paid": False,
        "channel": "workbook",
        "evidence": "",
        "activity": f"{day} 清扫",
    }
    return Entry(**(values | more))


@dataclass(frozen=True)
class Report:
    """A month's message; `more` replaces fields of it, `at` and `station` among them."""

    month: str
    entries: tuple[Entry, ...]
    more: Mapping[str, Any] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid7)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.more.get("tally", self.id))

    @property
    def station(self) -> str:
        return str(self.more.get("station", STATION))

    @property
    def envelope(self) -> dict[str, Any]:
        at = {"at": self.more["at"]} if "at" in self.more else {}
        return {"subject": f"tally:{self.id}", **at}

    @property
    def data(self) -> dict[str, Any]:
        month = Month.parse(self.month)
        tally = add_up(self.entries, default_policy(month.year))
        cells = [
            {"category": key[0], "form": key[1], **asdict(cell)}
            for key, cell in tally.table.items()
        ]
        people = [{"volunteer": who, **asdict(line)} for who, line in tally.volunteers.items()]
        changed = {name: value for name, value in self.more.items() if name != "at"}
        return {
            "tally": self.id,
            "station": STATION,
            "month": month,
            "revision": 1,
            "cells": cells,
            "volunteers": people,
            "volunteers_on_roster": 22,
            "members": 24,
            "people": tally.total.people,
            "summary": "本月服务情况汇报",
            "photos": [],
            "no_photo_reason": "无照片",
            "signed_by": "张站长",
            "sealed_at": datetime(2025, 2, 1, 2, tzinfo=UTC),
            "channel": "system",
            "amends": None,
            "entries": len(self.entries),
            "entries_digest": entries_digest(self.entries),
            **changed,
        }


def wire_line(entry: Entry) -> dict[str, Any]:
    """An entry under the names of the wire."""
    line = asdict(entry)
    del line["activity"]
    return {**line, "day": line.pop("date")}


def year_line(who: UUID, year: int, hours: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    """A volunteer's year: number of the month → revision and hours, satisfied and earning all."""
    months = []
    for month in months_of(year):
        revision, count = hours.get(month.month, (0, 0))
        figures = dict(zip(FIGURES, (count, count, count, count * 5), strict=True))
        months.append({"month": month, "revision": revision, **figures})
    totals = {name: sum(month[name] for month in months) for name in FIGURES}
    return {"volunteer": who, "months": months, **totals}


def year_data(station: str, lines: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A `year.sealed` of one part."""
    return {
        "station": station,
        "year": 2025,
        "version": 1,
        "part": 1,
        "parts": 1,
        "signed_by": "张站长",
        "sealed_at": datetime(2026, 1, 10, 2, tzinfo=UTC),
        "volunteers": list(lines),
        **more,
    }
