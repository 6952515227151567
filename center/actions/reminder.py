"""Stations reminded of a report that is missed, one by one or all that lack a month (三)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from center.actions.grid import GridRow, grid
from center.actions.notice import tell_reminder
from center.domain.decision import check_count
from center.domain.reminder import check_reminder, is_missed
from center.models import reminder, station
from center.models.audit import log
from center.models.reminder import Reminder
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.month import Month
from shared.errors import RefusalError


@dataclass(frozen=True)
class Asking:
    """Of which station, after which month, and in which words, or none."""

    station: str
    month: Month
    words: str = ""


@dataclass(frozen=True)
class Reminded:
    """What became of one station; `refusal` None: it was reminded."""

    station: str
    refusal: RefusalError | None = None


def remind_station(session: Session, actor: Actor, now: datetime, asking: Asking) -> Reminder:
    """The station is told with its next call; a second time on another day only."""
    station.locked(session, asking.station)
    [row] = grid(session, now, asking.month.year, asking.station)
    return _remind(session, (actor, now), asking, row)


def remind_stations(
    session: Session, actor: Actor, now: datetime, asking: Asking, chosen: tuple[Sequence[str], int]
) -> list[Reminded]:
    """The same words to each of `chosen` (with the count that was seen); each for itself."""
    names, count = chosen
    check_count(names, count)
    rows = {row.station.name: row for row in grid(session, now, asking.month.year)}
    done = {}
    for name in sorted(names):
        try:
            with session.begin_nested():
                station.locked(session, name)
                _remind(session, (actor, now), replace(asking, station=name), rows[name])
            done[name] = Reminded(name)
        except RefusalError as refusal:
            done[name] = Reminded(name, refusal)
    return [done[name] for name in names]


def missing(rows: Sequence[GridRow], month: Month, now: datetime) -> list[GridRow]:
    """Those of the grid's stations whose report of the month is missed."""
    today, index = local_day(now), month.month - 1
    return [row for row in rows if is_missed(row.months[index].state, month, today)]


def _remind(
    session: Session, who: tuple[Actor, datetime], asking: Asking, row: GridRow
) -> Reminder:
    actor, now = who
    known = reminder.locked(session, asking.station, asking.month)
    last = None if known is None else known.reminded_on
    cell = row.months[asking.month.month - 1]
    check_reminder(cell.state, asking.month, local_day(now), last)
    before = None if known is None else {"times": known.times, "reminded_on": last}
    if known is None:
        known = Reminder(station=asking.station, month=str(asking.month), times=0)
        session.add(known)
    known.times, known.words = known.times + 1, asking.words.strip()
    known.reminded_on, known.reminded_by = local_day(now), actor.name[:64]
    session.flush()
    tell_reminder(session, actor, now, known)
    after = {"times": known.times, "reminded_on": known.reminded_on, "reason": known.words}
    subject = f"month:{asking.station.partition(':')[2]}:{asking.month}"
    log(session, actor, now, Change("report.remind", subject, before, after))
    return known
