"""Acts on many records: what was ticked, and a result a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.month import Month
from shared.domain.service_record import Status
from shared.errors import ConflictError, NotFoundError, RefusalError
from station.actions.service_record import reopen_months
from station.models.ledger import Line, lines_of
from station.models.station_state import lock_station


@dataclass(frozen=True)
class Bulk:
    """A bulk act: what was ticked, and how many the person saw ticked."""

    ids: Sequence[UUID]
    count: int


@dataclass(frozen=True)
class Result:
    """What an act did to one record: its status and what it waits for, or the refusal."""

    record: UUID
    status: str | None = None
    waits_for: str | None = None
    refusal: RefusalError | None = None


def picked(session: Session, bulk: Bulk) -> dict[UUID, Line]:
    """The ticked records that exist, locked with the station."""
    check_count(bulk)
    lock_station(session)
    return lines_of(session, bulk.ids, lock=True)


def act_on_each(
    session: Session,
    who: tuple[Actor, datetime],
    bulk: Bulk,
    lines: Mapping[UUID, Line],
    act: Callable[[Line], None],
) -> list[Result]:
    """The act on each record that was ticked; one that it refuses stays as it was."""
    results = []
    for record_id in bulk.ids:
        try:
            line = named(lines, record_id)
            act(line)
        except RefusalError as refusal:
            results.append(Result(record_id, refusal=refusal))
            continue
        results.append(Result(record_id, line.record.status, line.record.waits_for))
    _reopen(session, who, lines, results)
    return results


def named(lines: Mapping[UUID, Line], record_id: UUID) -> Line:
    """The record among those that were loaded; NotFoundError where it isn't one."""
    if record_id not in lines:
        raise NotFoundError("service_record.unknown")
    return lines[record_id]


def check_count(bulk: Bulk) -> None:
    """Refuses a bulk act whose ids aren't as many, each once, as the person saw."""
    if len(set(bulk.ids)) != bulk.count or len(bulk.ids) != bulk.count:
        raise ConflictError("bulk.other_count", count=bulk.count, ids=len(set(bulk.ids)))


def _reopen(
    session: Session,
    who: tuple[Actor, datetime],
    lines: Mapping[UUID, Line],
    results: Iterable[Result],
) -> None:
    changed = {result.record for result in results if result.status == Status.CERTIFIED}
    months = [Month.parse(lines[record].record.month) for record in changed]
    reopen_months(session, who, months)
