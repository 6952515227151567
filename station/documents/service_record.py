"""One volunteer's certified services of a period (服务记录单), A4 across, with sums to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shared.documents import pdf, word
from shared.domain.tally import Figures

TEMPLATE = Path(__file__).with_suffix(".typ")


@dataclass(frozen=True)
class Service:
    """One certified record; `start` and `end` are HH:MM, codes are those of the record.

    `certifier` holds a second officer's name too, where there was one.
    """

    day: date
    start: str
    end: str
    hours: int
    category: str
    form: str
    place: str
    content: str
    evaluation: str
    paid: bool
    certifier: str


@dataclass(frozen=True)
class ServiceRecordSheet:
    """The services in the order to print; `figures` are their sums by the year's policy.

    `number` is the card's, "" without one. `first` and `last` bound the period.
    """

    station: str
    name: str
    number: str
    first: date
    last: date
    services: Sequence[Service]
    figures: Figures
    drawn_up_on: date


def print_service_record(sheet: ServiceRecordSheet) -> bytes:
    """The PDF; the headings stand on each page, the boxes to sign never alone on one."""
    return pdf.render(TEMPLATE, _data(sheet))


def _data(sheet: ServiceRecordSheet) -> dict[str, Any]:
    return {
        "station": sheet.station,
        "name": sheet.name,
        "number": sheet.number,
        "period": _period(sheet.first, sheet.last),
        "drawn_up": _day(sheet.drawn_up_on),
        "rows": [_row(n, service) for n, service in enumerate(sheet.services, 1)],
    } | asdict(sheet.figures)


def _row(n: int, service: Service) -> dict[str, Any]:
    return asdict(service) | {
        "n": n,
        "time": f"{service.start}–{service.end}",
        "category": word.CATEGORY.get(service.category, service.category),
        "form": word.FORM.get(service.form, service.form),
        "evaluation": word.EVALUATION.get(service.evaluation, "") or "未评价",
        "paid": "占用" if service.paid else "",
    }


def _period(first: date, last: date) -> str:
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"{first.year}年"
    return f"{_day(first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
