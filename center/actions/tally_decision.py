"""The center's word on monthly reports: accepted, returned, unlocked; and the totals they move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions import hop
from center.actions.bulk import RowResult, decide_each
from center.actions.tally_check import check_acceptable, is_on_time
from center.domain import tally as rule
from center.domain.decision import Decision, check
from center.models import station, station_year, tally, volunteer_year
from center.models.audit import log
from center.models.tally import Revision, Tally
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.monthly_report import Status
from shared.domain.tally import Figures
from shared.federation.outbox import Draft
from shared.wire.tally import DECIDED, TOTAL


def decide_tally(
    session: Session, actor: Actor, now: datetime, id: UUID, decision: Decision
) -> None:
    """Accepts or returns the newest revision; accepted, it counts in every total from now on."""
    month = tally.locked(session, id)
    revision = tally.newest(session, month)
    check(decision, month.revision)
    before = {"status": month.status, "accepted": month.accepted}
    month.status = rule.decide(Status(month.status), decision.decision)
    if month.status == Status.ACCEPTED:
        _accept(session, now, month, revision)
    else:
        month.times_returned += 1
    revision.decision, revision.reason = decision.decision, decision.reason.strip()
    revision.decided_on, revision.decided_by = local_day(now), actor.name
    _answer(session, actor, now, (month, revision), decision)
    if month.status == Status.ACCEPTED:
        hop.up(session, _total(session, actor, now, (month, revision)))
    after = {"status": month.status, "revision": revision.revision, "on_time": month.on_time}
    after |= {"reason": revision.reason}
    change = Change(f"tally.{decision.decision}", f"tally:{id}", before, after)
    log(session, actor, now, change)


def decide_tallies(
    session: Session,
    actor: Actor,
    now: datetime,
    ids: Sequence[UUID],
    decision: tuple[Decision, int],
) -> list[RowResult]:
    """The same word on several; `decision` with the count that the officer saw."""
    return decide_each(session, ids, decision, partial(decide_tally, session, actor, now))


def unlock_tally(
    session: Session, actor: Actor, now: datetime, id: UUID, decision: Decision
) -> None:
    """Answers a station's request: `unlocked`, or `unlock_refused` with a reason."""
    month = tally.locked(session, id)
    check(decision, month.revision)
    closed = station_year.went_up(session, month.station, month.year)
    after = rule.unlock(Status(month.status), month.unlock_asked_at is not None, closed)
    before = {"status": month.status, "asked": month.unlock_reason}
    if decision.decision == "unlocked":
        month.status = after
    month.unlock_asked_at = month.unlock_reason = None
    revision = tally.newest(session, month)
    _answer(session, actor, now, (month, revision), decision)
    facts = {"status": month.status, "reason": decision.reason.strip()}
    change = Change(f"tally.{decision.decision}", f"tally:{id}", before, facts)
    log(session, actor, now, change)


def _accept(session: Session, now: datetime, month: Tally, revision: Revision) -> None:
    home = station.locked(session, month.station)
    check_acceptable(session, month, revision, home)
    volunteer_year.replace(session, month, month.accepted, revision.revision)
    if month.accepted is None:
        month.first_accepted = revision.revision
        month.arrived_at = revision.arrived_at
        month.on_time = is_on_time(session, month, revision)
    month.accepted = revision.revision
    if revision.channel == "system" and home.ordinary_since is None:
        home.ordinary_since = now


def _answer(
    session: Session,
    actor: Actor,
    now: datetime,
    what: tuple[Tally, Revision],
    decision: Decision,
) -> None:
    month, revision = what
    on_time = month.on_time
    data = {
        "tally": month.id,
        "month": month.of_month,
        "revision": revision.revision,
        "content": revision.content,
        "decision": decision.decision,
        "reason": decision.reason.strip(),
        "by": actor.name,
        "decided_on": local_day(now),
        "arrived_at": month.arrived_at or revision.arrived_at,
        "on_time": is_on_time(session, month, revision) if on_time is None else on_time,
    }
    draft = Draft(DECIDED, f"tally:{month.id}", data, now, actor.id, revision.message)
    hop.down(session, month.station, draft)


def _total(session: Session, actor: Actor, now: datetime, what: tuple[Tally, Revision]) -> Draft:
    month, revision = what
    rows = tally.rows_of(session, month.id, revision.revision)
    total = sum(rows.values(), Figures())
    data = {
        "station": month.station,
        "month": month.of_month,
        "revision": revision.revision,
        "content": revision.content,
        **{name: getattr(total, name) for name in tally.FIGURES},
        **revision.told.to_dict(),
    }
    return Draft(TOTAL, f"tally:{month.id}", data, now, actor.id, revision.message)
