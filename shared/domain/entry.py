"""A month's entry without names: a certified record as it leaves the station (domain.md 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from shared.domain.canonical import digest
from shared.domain.service_record import Category, Evaluation, Form, clock_minutes
from shared.errors import InvalidError

# by these a record can be of an activity in which others began at another time
LISTED: Final = frozenset({"attendance", "reissue"})


@dataclass(frozen=True)
class Entry:
    """One certified record; `activity` stays at the station, whose group rows share it."""

    record: UUID
    volunteer: UUID
    certifier: UUID | None
    date: date
    start: str
    end: str
    hours: int
    category: Category
    form: Form
    evaluation: Evaluation
    paid: bool
    channel: str
    evidence: str = ""  # digest, hexadecimal
    activity: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As it travels: texts and whole numbers, `activity` left out."""
        data = asdict(self)
        del data["activity"]
        return data | {
            "record": str(self.record),
            "volunteer": str(self.volunteer),
            "certifier": str(self.certifier) if self.certifier else None,
            "date": self.date.isoformat(),
            "category": str(self.category),
            "form": str(self.form),
            "evaluation": str(self.evaluation),
            "paid": int(self.paid),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Entry:
        """Read what travelled, unknown keys ignored; InvalidError `entry.bad` says what broke."""
        try:
            return cls(
                record=UUID(data["record"]),
                volunteer=UUID(data["volunteer"]),
                certifier=UUID(data["certifier"]) if data["certifier"] else None,
                date=date.fromisoformat(data["date"]),
                start=_clock(data["start"]),
                end=_clock(data["end"]),
                hours=_hours(data["hours"]),
                category=Category(data["category"]),
                form=Form(data["form"]),
                evaluation=Evaluation(data["evaluation"]),
                paid=bool(data["paid"]),
                channel=str(data["channel"]),
                evidence=str(data.get("evidence", "")),
            )
        except (KeyError, ValueError, TypeError, AttributeError, InvalidError) as broken:
            raise InvalidError("entry.bad", detail=str(broken)) from None


def entries_digest(entries: Iterable[Entry]) -> str:
    """What a tally announces of its entries: digest of their `to_dict`, ordered by `record`."""
    return digest([entry.to_dict() for entry in sorted(entries, key=lambda one: one.record)])


def _clock(text: str) -> str:
    clock_minutes(text)
    return text


def _hours(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= 24:
        raise ValueError(f"hours {value!r}")
    return value
