"""A roster's workbook: judged against today's roster, then made the one in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.clock import local_day
from shared.domain.id_number import last_four
from shared.errors import InvalidError
from station.actions.import_writing import Writing
from station.actions.member import changes, write_roster
from station.actions.roster_undo import snapshot, touched
from station.domain import cell, preview
from station.domain.outcome import Judged, Outcome
from station.domain.preview import Verdict
from station.domain.roster import Member, RosterRow, judge_roster
from station.domain.roster_undo import Undo


def judge(session: Session, rows: Sequence[RosterRow], now: datetime) -> Verdict:
    """New and changed members are accepted, equal ones there already; beside: who left."""
    today = local_day(now)
    judged = judge_roster(rows, today)
    found = changes(session, _members(judged), today)
    joined = {member.id_number for member in found.joined}
    changed = {now.id_number: (before, now) for before, now in found.changed}
    compared = [_compared(row, joined, changed) for row in judged]
    lines = [
        preview.line(row, cell.name(raw.name), _values(row.value))
        for row, raw in zip(compared, rows, strict=True)
    ]
    beside = {
        "joined": [_person(member) for member in found.joined],
        "left": [_person(member) for member in found.left],
        "changed": [_person(member) for _, member in found.changed],
    }
    return Verdict(compared, lines, beside=beside)


def write(session: Session, writing: Writing, verdict: Verdict) -> None:
    """Refuses a roster without a usable row: it would send everybody away."""
    members = _members(verdict.judged)
    if not members:
        raise InvalidError("workbook_import.nothing_usable")
    today = local_day(writing.now)
    digests = touched(session, changes(session, members, today))
    before = snapshot(session, digests)
    write_roster(session, writing.actor, writing.now, members)
    undo = Undo(before, snapshot(session, digests))
    writing.upload.undo = undo.to_json().encode()
    writing.progress(len(members), len(members))


def _members(judged: Sequence[Judged[Member]]) -> list[Member]:
    return [row.value for row in judged if row.value is not None]


def _compared(
    row: Judged[Member], joined: Set[str], changed: Mapping[str, tuple[Member, Member]]
) -> Judged[Member]:
    if row.value is None or row.value.id_number in joined:
        return row
    if row.value.id_number in changed:
        return replace(row, differences=_differences(*changed[row.value.id_number]))
    return replace(row, outcome=Outcome.ALREADY_THERE)


def _differences(before: Member, now: Member) -> tuple[str, ...]:
    names = ("name", "sex", "joined", "post", "phone")
    return tuple(name for name in names if getattr(before, name) != getattr(now, name))


def _values(member: Member | None) -> dict[str, Any]:
    if member is None:
        return {}
    return {
        "last_four": last_four(member.id_number),
        "sex": str(member.sex or ""),
        "post": member.post,
    }


def _person(member: Member) -> dict[str, str]:
    return {"name": member.name, "last_four": last_four(member.id_number)}
