"""What a month's paper says: the newest signed revision, or the draft while nothing is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.domain.month import Month
from shared.domain.monthly_report import UNSIGNED, Status
from shared.domain.request_figures import Told
from shared.domain.service_record import Status as RecordStatus
from shared.domain.tally import Tally
from shared.federation.blob import content_of
from station.domain.tally import read_table, sealed_entry, training_lines
from station.domain.training import Status as SessionStatus
from station.domain.training import table_of
from station.models.federation import TABLES
from station.models.ledger import Filter, Line, lines_of, listed, read
from station.models.month_draft import month_draft
from station.models.month_report import MonthReport, report_of
from station.models.officer import Officer
from station.models.tally_version import TallyVersion, version_of
from station.models.training import TrainingSession, attendance_of, held_in
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class MonthPaper:
    """`version` is None for the draft; `roster` is volunteers and members on the last day.

    `told` is what is said of requests and visits.

    `sessions` are the trainings with how many came; where they are no more those that were
    signed, `training` has the signed sums instead. `photos` are pictures with their captions.
    """

    month: Month
    version: TallyVersion | None
    tally: Tally
    roster: tuple[int, int]
    told: Told
    summary: str
    no_photo_reason: str
    names: Mapping[UUID, str]
    sessions: Sequence[tuple[TrainingSession, int]]
    training: Sequence[Mapping[str, Any]]
    photos: Sequence[tuple[bytes, str]]


def month_paper(session: Session, month: Month, now: datetime) -> MonthPaper:
    """The month as it was signed last, else as it would be signed now."""
    report = report_of(session, month)
    version = signed_version(session, report)
    if version is None:
        return _draft(session, month, report, now)
    return _signed(session, month, version)


def signed_version(session: Session, report: MonthReport | None) -> TallyVersion | None:
    """The revision in force; None while the month waits for a signature."""
    if report is None or Status(report.status) in UNSIGNED:
        return None
    return version_of(session, report.id, report.revision)


def paper_lines(session: Session, paper: MonthPaper) -> list[Line]:
    """The paper's records by day; those of a signed one with the evaluation that was sealed."""
    if paper.version is None:
        return read(session, listed(Filter(month=paper.month, status=RecordStatus.CERTIFIED)))
    sealed = [sealed_entry(line) for line in paper.version.entries]
    now = lines_of(session, [entry.record for entry in sealed])
    evaluations = {entry.record: entry.evaluation for entry in sealed}
    return [replace(line, evaluation=evaluations[record]) for record, line in now.items()]


def officer_names(session: Session) -> dict[UUID, str]:
    """Officer → name as papers write it."""
    return {id: name for id, name in session.execute(select(Officer.id, Officer.name))}


def _draft(session: Session, month: Month, report: MonthReport | None, now: datetime) -> MonthPaper:
    draft = month_draft(session, month, report, now)
    pictures = [(photo.sha256, photo.caption) for photo in draft.photos]
    return MonthPaper(
        month=month,
        version=None,
        tally=draft.tally,
        roster=draft.roster,
        told=draft.told,
        summary=draft.summary,
        no_photo_reason=draft.no_photo_reason,
        names=draft.names,
        sessions=_sessions(session, month),
        training=(),
        photos=_pictures(session, pictures),
    )


def _signed(session: Session, month: Month, version: TallyVersion) -> MonthPaper:
    data, captions = version.data, json.loads(version.captions or "{}")
    tally = read_table(data)
    training = data.get("training", [])  # versions of before carry none
    are_same = training_lines(table_of(held_in(session, month))) == training
    pictures = [(digest, captions.get(digest, "")) for digest in data["photos"]]
    people = select(Volunteer.id, Volunteer.name).where(Volunteer.id.in_(tally.volunteers))
    return MonthPaper(
        month=month,
        version=version,
        tally=tally,
        roster=(data["volunteers_on_roster"], data["members"]),
        told=Told.from_dict(data),
        summary=data["summary"],
        no_photo_reason=data["no_photo_reason"],
        names={volunteer: name for volunteer, name in session.execute(people)},
        sessions=_sessions(session, month) if are_same else (),
        training=() if are_same else training,
        photos=_pictures(session, pictures),
    )


def _sessions(session: Session, month: Month) -> list[tuple[TrainingSession, int]]:
    query = select(TrainingSession).where(
        TrainingSession.status == SessionStatus.HELD,
        TrainingSession.day.between(month.first_day, month.last_day),
    )
    rows = list(session.scalars(query.order_by(TrainingSession.day, TrainingSession.id)))
    attended = attendance_of(session, [row.id for row in rows])
    return [(row, len(attended.get(row.id, {}))) for row in rows]


def _pictures(session: Session, named: Iterable[tuple[str, str]]) -> list[tuple[bytes, str]]:
    """Those whose bytes are here; a workbook's month may name photos that never came."""
    found = [(content_of(session, TABLES, digest), caption) for digest, caption in named]
    return [(content, caption) for content, caption in found if content is not None]
