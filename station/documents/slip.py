"""Service slips to sign on paper (服务记录单): four to an A4 page, each with its record's code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from shared.documents import pdf, qr, word
from shared.domain.service_record import Status
from station.documents.heading import workstation
from station.domain.slip import text_of
from station.models.ledger import Line

TEMPLATE = Path(__file__).with_suffix(".typ")
MOST: Final = {"place": 100, "recipient": 60, "content": 300}  # signs for which there is room


@dataclass(frozen=True)
class ServiceSlip:
    """One record as its slip says it; `start` and `end` are HH:MM, codes are those of the record.

    `evaluation` ticks a box; "" leaves both open for whoever signs.
    """

    record: UUID
    name: str
    day: date
    start: str
    end: str
    break_minutes: int
    hours: int
    category: str
    form: str
    place: str
    content: str
    recipient: str = ""
    paid: bool = False
    evaluation: str = ""


def print_slips(title: str, slips: Iterable[ServiceSlip]) -> bytes:
    """The PDF, in the given order; `title` is the node's name."""
    return pdf.render(TEMPLATE, data_of(title, slips))


def data_of(title: str, slips: Iterable[ServiceSlip]) -> dict[str, Any]:
    """What the template reads."""
    return {"station": workstation(title), "slips": [_row(slip) for slip in slips]}


def slip_of(line: Line) -> ServiceSlip:
    """A record's slip; the evaluation is ticked only where it is certified, never beforehand."""
    record = line.record
    return ServiceSlip(
        record=record.id,
        name=line.name,
        day=record.day,
        start=record.start,
        end=record.end,
        break_minutes=record.break_minutes,
        hours=record.hours,
        category=record.category,
        form=record.form,
        place=record.place,
        content=record.content,
        recipient=record.recipient,
        paid=record.paid,
        evaluation=line.evaluation if record.status == Status.CERTIFIED else "",
    )


def _row(slip: ServiceSlip) -> dict[str, Any]:
    digits = slip.record.hex.upper()
    ticked = word.EVALUATION.get(slip.evaluation, "")
    shortened = {name: _cut(getattr(slip, name), most) for name, most in MOST.items()}
    return (
        asdict(slip)
        | shortened
        | {
            "record": str(slip.record),
            "category": word.CATEGORY.get(slip.category, slip.category),
            "form": word.FORM.get(slip.form, slip.form),
            "evaluations": [
                {"name": name, "chosen": name == ticked}
                for name in word.EVALUATION.values()
                if name
            ],
            "code": qr.svg(text_of(slip.record)),
            "number": [digits[:16], digits[16:]],
        }
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
