"""The service order on paper (服务单): whom to visit, a box to sign in, the code that files it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from shared.documents import pdf, qr, word
from station.documents.heading import workstation
from station.domain.slip import order_text_of

TEMPLATE: Final = Path(__file__).with_suffix(".typ")
BLANK: Final = Path(__file__).with_name("blank_slip.typ")
MOST: Final = {"what": 80, "recipient": 60, "address": 120, "people": 120}  # room for so many signs
ON_A_PAGE: Final = 10


@dataclass(frozen=True)
class Line:
    """One volunteer's part once it was reported: HH:MM, minutes of break, whole hours."""

    name: str
    day: date
    start: str
    end: str
    break_minutes: int
    hours: int


@dataclass(frozen=True)
class OrderPaper:
    """What the paper says; `lines` are empty before it was reported done: times are written in."""

    order: UUID
    number: str
    what: str
    category: str
    recipient: str
    address: str
    phone: str
    visit: str
    people: Sequence[str]
    lines: Sequence[Line] = ()


def print_order(title: str, telephone: str, paper: OrderPaper) -> bytes:
    """An A5 sheet; `title` is the node's name, `telephone` where the station is called."""
    return pdf.render(TEMPLATE, data_of(title, telephone, paper))


def data_of(title: str, telephone: str, paper: OrderPaper) -> dict[str, Any]:
    """What the template reads."""
    digits = paper.order.hex.upper()
    return {
        "station": workstation(title),
        "telephone": telephone,
        "number": paper.number,
        "what": _cut(paper.what, "what"),
        "category": word.CATEGORY.get(paper.category, paper.category),
        "recipient": _cut(paper.recipient, "recipient"),
        "address": _cut(paper.address, "address"),
        "phone": paper.phone,
        "visit": paper.visit,
        "people": _cut("、".join(paper.people), "people"),
        "lines": [vars(line) | {"day": line.day.isoformat()} for line in paper.lines],
        "several": len(paper.people) > 1,
        "evaluations": [name for name in word.EVALUATION.values() if name],
        "code": qr.svg(order_text_of(paper.order)),
        "digits": [digits[:16], digits[16:]],
    }


def print_blank(title: str, telephone: str) -> bytes:
    """Ten empty slips on an A4 page, to be cut and taken along."""
    data = {
        "station": workstation(title),
        "telephone": telephone,
        "count": ON_A_PAGE,
        "evaluations": [name for name in word.EVALUATION.values() if name],
    }
    return pdf.render(BLANK, data)


def _cut(text: str, name: str) -> str:
    return text if len(text) <= MOST[name] else text[: MOST[name] - 1] + "…"
