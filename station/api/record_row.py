"""Records and entered rows as the API answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from station.domain.entered_record import Entered
from station.domain.outcome import Outcome
from station.models.ledger import Line
from station.models.officer import officers
from station.sentences import SENTENCES
from station.workbooks.reasons import sentence

ROWS_REFUSED = "service_record.rows_refused"
SAME = (
    "id",
    "day",
    "month",
    "start",
    "end",
    "break_minutes",
    "minutes",
    "hours",
    "lowered_from",
    "lowered_reason",
    "category",
    "form",
    "place",
    "content",
    "recipient",
    "paid",
    "recipient_signed",
    "evidence",
    "channel",
    "status",
    "waits_for",
    "needs_second",
    "is_late",
    "late_reason",
    "certified_at",
    "second_at",
    "reason",
    "ended_at",
    "entered_at",
)


def shown(session: Session, lines: list[Line]) -> list[dict[str, Any]]:
    """With the officers' names."""
    names = {officer.id: officer.name for officer in officers(session)}
    return [_row(line, names) for line in lines]


def _row(line: Line, names: dict[UUID, str]) -> dict[str, Any]:
    record = line.record
    return {name: getattr(record, name) for name in SAME} | {
        "volunteer": record.volunteer_id,
        "name": line.name,
        "evaluation": line.evaluation,
        "certifier": record.certifier_id,
        "certifier_name": names.get(record.certifier_id) if record.certifier_id else None,
        "second_officer": record.second_id,
        "second_officer_name": names.get(record.second_id) if record.second_id else None,
        "activity": record.activity_id,
        "replaces": record.replaces_id,
        "replaced_by": record.replaced_by_id,
    }


def entered_rows(rows: Sequence[Entered], more: dict[str, Any]) -> Any:
    """All rows of an act that writes all or none; 422 where one was refused."""
    refused = sum(row.outcome is Outcome.REFUSED for row in rows)
    answer: dict[str, Any] = {"items": [entered(row) for row in rows], "total": len(rows), **more}
    if not refused:
        return answer | {"written": len(rows), "code": "", "message": ""}
    message = SENTENCES[ROWS_REFUSED].format(count=refused)
    return answer | {"written": 0, "code": ROWS_REFUSED, "message": message}, 422


def entered(row: Entered) -> dict[str, Any]:
    """With the sentence of its reason."""
    return {
        "outcome": row.outcome,
        "reason": row.reason,
        "sentence": sentence(row.reason) if row.reason else "",
        "id": row.record,
        "hours": row.finding and row.finding.hours,
        "needs_second": row.finding and row.finding.needs_second,
        "split": [{"day": day, "start": start, "end": end} for day, start, end in row.split],
    }
