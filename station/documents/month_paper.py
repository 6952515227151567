"""A month out of the ledger as its paper and its workbook print it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from shared.domain.tally import Figures
from shared.domain.training import Kind, Strand
from station.documents.heading import workstation
from station.documents.monthly_report import MonthlyReport, Photo, Training
from station.documents.monthly_report_sheet import ReportLine
from station.models.ledger import Line
from station.models.month_paper import MonthPaper
from station.models.training import TrainingSession

KIND: Final[Mapping[str, str]] = {Kind.CONCENTRATED: "集中", Kind.TARGETED: "针对性"}
STRAND: Final[Mapping[str, str]] = {Strand.PARTY_SPIRIT: "党性", Strand.SKILL: "技能"}


def report_of(paper: MonthPaper, title: str) -> MonthlyReport:
    """What `print_monthly_report` takes; `title` is the node's name."""
    version = paper.version
    return MonthlyReport(
        station=workstation(title),
        month=paper.month,
        summary=paper.summary,
        table=paper.tally.table,
        total=paper.tally.total,
        volunteers=paper.roster[0],
        members=paper.roster[1],
        told=paper.told,
        revision=version.revision if version else 0,
        people=sorted(_people(paper), key=_most_first),
        trainings=[_training(session, came) for session, came in paper.sessions],
        photos=[Photo(content, caption) for content, caption in paper.photos],
        no_photo_reason=paper.no_photo_reason,
        further=[_sum(line) for line in paper.training],
        amends=(version.reason or "") if version else "",
        signed_by=version.signed_by if version else "",
        sealed_at=version.sealed_at if version else None,
        digest=version.content if version else "",
    )


def lines_of(
    lines: Iterable[Line], last_fours: Mapping[UUID, str], officers: Mapping[UUID, str]
) -> list[ReportLine]:
    """The records in the columns of the bureaus' form."""
    return [_line(line, last_fours, officers) for line in lines]


def _people(paper: MonthPaper) -> Iterator[tuple[str, Figures]]:
    for who, figures in paper.tally.volunteers.items():
        yield paper.names.get(who, ""), figures


def _most_first(one: tuple[str, Figures]) -> tuple[int, str]:
    return -one[1].hours, one[0]


def _training(session: TrainingSession, came: int) -> Training:
    return Training(
        day=session.day,
        topic=session.topic,
        kind=KIND[session.kind],
        strand=STRAND[session.strand],
        minutes=session.minutes,
        trainer=session.trainer,
        attended=came,
    )


def _sum(line: Mapping[str, Any]) -> tuple[str, str]:
    """A signed line of the training table, where its sessions were changed since."""
    name = f"{KIND[line['kind']]}培训（{STRAND[line['strand']]}）"
    return name, f"{line['sessions']} 次，{line['minutes']} 分钟，{line['attendances']} 人次"


def _line(line: Line, last_fours: Mapping[UUID, str], officers: Mapping[UUID, str]) -> ReportLine:
    record = line.record
    return ReportLine(
        name=line.name,
        last_four=last_fours.get(record.volunteer_id, ""),
        day=record.day,
        start=record.start,
        end=record.end,
        pause=record.break_minutes,
        hours=record.hours,
        category=record.category,
        form=record.form,
        place=record.place,
        content=record.content,
        signed=record.recipient_signed,
        evaluation=line.evaluation,
        paid=record.paid,
        certifier=_name(officers, record.certifier_id),
        second=_name(officers, record.second_id),
    )


def _name(officers: Mapping[UUID, str], id: UUID | None) -> str:
    return officers.get(id, "") if id is not None else ""
