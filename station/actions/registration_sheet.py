"""A workbook of registrations: judged against the roster, each accepted one submitted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain.id_number import last_four
from shared.domain.registration import Status
from shared.domain.service_record import Category
from shared.federation.outbox import this_node
from shared.vault import vault_of
from station.actions.import_writing import Writing
from station.actions.registration import Source, open_registration
from station.domain import cell, free_time, preview, registration_form, word
from station.domain.preview import Verdict
from station.domain.registration import (
    Registration,
    RegistrationRow,
    Situation,
    judge_registrations,
)
from station.models import registration as table
from station.models.federation import TABLES
from station.models.member import Member, member_by_digest, roster
from station.models.month_report import has_ordinary_month
from station.models.volunteer import Volunteer


def judge(session: Session, rows: Sequence[RegistrationRow], now: datetime) -> Verdict:
    """Members of today's roster who never registered, or whose draft is due, are accepted."""
    today = local_day(now)
    listed = {member.id_number: member.name for member in roster(session, today)}
    situation = Situation(listed, _existing(session, today), today)
    judged = judge_registrations(rows, situation)
    lines = [
        preview.line(row, cell.name(raw.name), _values(session, raw, row.value))
        for row, raw in zip(judged, rows, strict=True)
    ]
    return Verdict(judged, lines)


def write(session: Session, writing: Writing, verdict: Verdict) -> None:
    """Each goes to the center, with the paper's decision where it is a claim; a held one waits."""
    rows = verdict.writable
    for done, (_, found) in enumerate(rows, 1):
        member = member_by_digest(session, vault_of(session).search_digest(found.id_number))
        assert member is not None
        form = registration_form.from_paper(
            found.applied,
            found.specialities,
            found.categories,
            tuple(free_time.to_texts(found.free_times)),
        )
        source = Source(
            "workbook", _paper(found), _is_claim(session, found), import_id=writing.upload.id
        )
        open_registration(session, (writing.actor, writing.now), member, form, source)
        writing.progress(done, len(rows))


def _existing(session: Session, today: date) -> dict[str, Registration]:
    """The newest registration of each number, as its row would give it; no draft that is due."""
    query = (
        select(table.Registration, Member)
        .join(Volunteer, Volunteer.id == table.Registration.volunteer_id)
        .join(Member, Member.id == Volunteer.member_id)
        .order_by(table.Registration.id)
    )
    return {
        member.id_number: _as_row(kept, member)
        for kept, member in session.execute(query)
        if kept.status != Status.DRAFT or kept.applied_on > today
    }


def _as_row(kept: table.Registration, member: Member) -> Registration:
    paper = kept.paper or {"decision": "submitted", "decided_on": None}
    decided = paper["decided_on"]
    return Registration(
        name=member.name,
        id_number=member.id_number,
        specialities=tuple(kept.specialties),
        categories=tuple(Category(name) for name in kept.categories),
        free_times=free_time.from_texts(kept.free_times),
        applied=kept.applied_on,
        decision=Status(paper["decision"]),
        decided=date.fromisoformat(decided) if decided else None,
    )


def _paper(found: Registration) -> dict[str, Any] | None:
    if found.decided is None:
        return None
    return {"decision": str(found.decision), "decided_on": found.decided.isoformat()}


def _is_claim(session: Session, found: Registration) -> bool:
    opened = this_node(session, TABLES).opened_on
    if found.decided is None or opened is None:
        return False
    door_open = not has_ordinary_month(session)
    return registration_form.is_claim(found.decided, opened, door_open=door_open)


def _values(session: Session, raw: RegistrationRow, found: Registration | None) -> dict[str, Any]:
    """The dates and the paper's word stand there for a refused row too, where they can be read."""
    dated = {
        "applied_on": _iso(cell.day(raw.applied)),
        "decision": word.decision(raw.decision) or None,
        "decided_on": _iso(cell.day(raw.decided)),
    }
    if dated["decision"] == Status.SUBMITTED:
        dated["decision"] = None
    if found is None:
        return dated
    return dated | {
        "last_four": last_four(found.id_number),
        "specialties": list(found.specialities),
        "categories": [str(category) for category in found.categories],
        "free_times": free_time.to_texts(found.free_times),
        "is_claim": _is_claim(session, found),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
