"""A month's report as a paper (三 月报制度): summary, tables, photos with captions, signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from shared.documents import pdf, word
from shared.domain.month import ZONE, Month
from shared.domain.request_figures import UNKNOWN, Told
from shared.domain.service_record import Category, Form
from shared.domain.tally import Cell, Figures

TEMPLATE = Path(__file__).with_suffix(".typ")
DIGEST_SIGNS: Final = 16  # of the content's digest are enough to compare two papers


@dataclass(frozen=True)
class Training:
    """One session; `kind` is 集中 or 针对性, `strand` 党性 or 技能, as they are printed."""

    day: date
    topic: str
    kind: str
    strand: str
    minutes: int
    trainer: str
    attended: int


@dataclass(frozen=True)
class Photo:
    """A JPEG or PNG and what it shows."""

    content: bytes
    caption: str


@dataclass(frozen=True)
class MonthlyReport:
    """What a revision says; `revision` 0 is the draft, before which nothing was signed.

    `table` and `total` are the tally's, `told` is of requests and visits, `people` each
    volunteer's name and month, in the order to print (none: that table is left out, as for
    readers who may not have names). `further` are more figures as they are printed: (name,
    value). `sealed_at`, `signed_by` and `digest` are the signed revision's, `amends` why it
    replaces the one before.
    """

    station: str
    month: Month
    summary: str
    table: Mapping[tuple[Category, Form], Cell]
    total: Cell
    volunteers: int
    members: int
    told: Told = UNKNOWN
    revision: int = 0
    people: Sequence[tuple[str, Figures]] = ()
    trainings: Sequence[Training] = ()
    photos: Sequence[Photo] = ()
    no_photo_reason: str = ""
    further: Sequence[tuple[str, str]] = ()
    amends: str = ""
    signed_by: str = ""
    sealed_at: datetime | None = None
    digest: str = ""


def print_monthly_report(report: MonthlyReport) -> bytes:
    """The PDF: A4, headings on each page, photos two in a row."""
    return pdf.render(TEMPLATE, _data(report))


def _data(report: MonthlyReport) -> dict[str, Any]:
    return {
        "station": report.station,
        "month": f"{report.month.year}年{report.month.month}月",
        "revision": report.revision,
        "summary": report.summary,
        "amends": report.amends,
        "facts": [*_facts(report), *report.further],
        "rows": list(_rows(report.table)),
        "total": _figures(report.total),
        "told": [_told(*part) for part in told_of(report) if part[1]],
        "trainings": [asdict(training) for training in report.trainings],
        "training_minutes": sum(training.minutes for training in report.trainings),
        "people": [{"name": name, "figures": _month(of)} for name, of in report.people],
        "photos": [asdict(photo) for photo in report.photos],
        "no_photo_reason": report.no_photo_reason,
    } | _seal(report)


def _facts(report: MonthlyReport) -> Iterator[tuple[str, str]]:
    share = f"（{report.volunteers * 100 // report.members}%）" if report.members else ""
    yield "党员", f"{report.members} 人"
    yield "义工", f"{report.volunteers} 人{share}"
    yield "参加服务", f"{report.total.people} 人"
    yield "服务", f"{report.total.hours} 小时"


def told_of(report: MonthlyReport) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Requests and visits with their figures as they are called; none where none is said."""
    said = report.told.to_dict().values()
    for (part, names), figures in zip(word.TOLD.items(), said, strict=True):
        yield part, {names[name]: value for name, value in (figures or {}).items()}


def _told(part: str, figures: Mapping[str, int]) -> dict[str, Any]:
    return {"part": part, "head": list(figures), "figures": list(figures.values())}


def _rows(table: Mapping[tuple[Category, Form], Cell]) -> Iterator[dict[str, Any]]:
    """All categories and forms in the plan's order, zeros included."""
    for category in Category:
        for form in Form:
            yield {
                "first": form is Form.GROUP,
                "span": len(Form),
                "category": word.CATEGORY[category],
                "form": word.FORM[form],
                "figures": _figures(table.get((category, form), Cell())),
            }


def _figures(cell: Cell) -> list[int]:
    return [
        *(cell.activities, cell.records, cell.people),
        *(cell.hours, cell.satisfied_hours, cell.points_hours),
    ]


def _month(of: Figures) -> list[int]:
    return [of.records, of.hours, of.satisfied_hours, of.points_hours, of.points]


def _seal(report: MonthlyReport) -> dict[str, str]:
    local = report.sealed_at.astimezone(ZONE) if report.sealed_at else None
    on = f"{local.year}年{local.month}月{local.day}日" if local else ""
    return {
        "signed_by": report.signed_by,
        "sealed": f"{on} {local:%H:%M} " if local else "",
        "sealed_on": on,
        "digest": report.digest[:DIGEST_SIGNS],
    }
