"""A station's activities and records, with their history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from benchmarks.seeds.audit import line
from benchmarks.seeds.size import HEAD, LAST_YEAR, NOW, OFFICER, uuid, write
from shared.domain.entry import Entry
from shared.domain.month import Month, day_begins
from shared.domain.service_record import Form
from station.models.activity import Activity, ActivityPerson
from station.models.audit import Audit
from station.models.evaluation import LateEvaluation
from station.models.service_record import ServiceRecord

WAITING = Month(LAST_YEAR, 12)


@dataclass
class LedgerSeed:
    """Writes in the caller's transaction what `months` holds."""

    session: Session
    months: Mapping[Month, list[Entry]]

    def write(self) -> None:
        """Activities first: records name them."""
        self._activities()
        self._records()

    def _activities(self) -> None:
        """Each activity that group records share; some more planned for this January."""
        rows, people = [], []
        for number, (label, group) in enumerate(self._groups().items()):
            rows.append(self._activity(number, group[0], label))
            pairs = {entry.volunteer for entry in group}
            people += [{"activity_id": uuid(8, number), "volunteer_id": who} for who in pairs]
        write(self.session, Activity, rows)
        write(self.session, ActivityPerson, people)

    def _groups(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entries in self.months.values():
            for entry in entries:
                if entry.form is Form.GROUP:
                    found[entry.activity].append(entry)
        return found

    def _activity(self, number: int, like: Entry, label: str) -> dict[str, Any]:
        return {
            "id": uuid(8, number),
            "title": f"集中服务 {label}",
            "category": like.category,
            "form": like.form,
            "place": "社区广场",
            "content": f"清扫楼道 {label}",
            "day": like.date,
            "month": str(Month.of(like.date)),
            "start": like.start,
            "end": like.end,
            "break_minutes": 0,
            "team_id": uuid(7, 0),
            "status": "held",
            "planned_by": OFFICER,
            "planned_at": NOW,
        }

    def _records(self) -> None:
        """All certified but every tenth of the month that waits; two lines of history each."""
        activities = {label: uuid(8, n) for n, label in enumerate(self._groups())}
        rows = [
            self._record(entry, number, activities)
            for entries in self.months.values()
            for number, entry in enumerate(entries)
        ]
        write(self.session, ServiceRecord, rows)
        unsaid = [row for row in rows if row["evaluation"] == "dissatisfied"][::5]
        write(self.session, LateEvaluation, [_late(row) for row in unsaid])
        lines = [line for row in rows for line in self._history(row)]
        write(self.session, Audit, lines)

    def _record(self, entry: Entry, number: int, activities: Mapping[str, Any]) -> dict[str, Any]:
        month = Month.of(entry.date)
        waits = month == WAITING and number % 10 == 0
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (entry.start, entry.end))
        return {
            "id": entry.record,
            "volunteer_id": entry.volunteer,
            "day": entry.date,
            "month": str(month),
            "start": entry.start,
            "end": entry.end,
            "minutes": end - start,
            "hours": entry.hours,
            "category": entry.category,
            "form": entry.form,
            "place": "社区广场",
            "content": f"清扫楼道 {entry.activity}",
            "evaluation": entry.evaluation,
            "paid": entry.paid,
            "recipient_signed": entry.form is Form.DISPATCHED,
            "channel": entry.channel,
            "evidence": entry.evidence,
            "status": "submitted" if waits else "certified",
            "waits_for": "certifier" if waits else None,
            "certifier_id": None if waits else entry.certifier,
            "certified_at": None if waits else NOW,
            "certified_by": None if waits else HEAD,
            "activity_id": activities.get(entry.activity),
            "entered_by": OFFICER,
            "entered_at": NOW,
        }

    def _history(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        subject = f"record:{row['id']}"
        verbs = ("entered",) if row["status"] == "submitted" else ("entered", "certified")
        after = {"status": row["status"]}
        day = day_begins(row["day"])
        return [
            line(f"record.{verb}", subject, after, day + timedelta(minutes=row["minutes"] * number))
            for number, verb in enumerate(verbs, start=1)
        ]


def _late(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "record_id": row["id"],
        "evaluation": "satisfied",
        "entered_by": OFFICER,
        "entered_at": NOW,
    }
