"""Home visits to holders of stars: raised each month, recorded, missed, declined (六.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.month import Month
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.picture import Picture
from station.actions.order_step import Who
from station.actions.photo import keep_photo
from station.domain.benefit_visit import Kind, Made, check_made, due_in
from station.domain.pairing_change import checked_reason
from station.domain.photo import Kind as PhotoKind
from station.models.audit import log
from station.models.benefit_visit import (
    BenefitRefusal,
    BenefitVisit,
    by_id,
    holders,
    refusals_of,
    visits_in,
)
from station.models.station_state import lock_station

LONGEST_VISITORS: Final = 100


@dataclass(frozen=True)
class Told:
    """A visit as it was made: on which day, by which of the station's people."""

    day: date
    visitors: str
    led_by_head: bool = False
    picture: Picture | None = None


def raise_benefits(session: Session, who: Who, months: Iterable[Month]) -> int:
    """What is due by the end of these months, each once; gives how many are new."""
    refusals, count = refusals_of(session), 0
    for month in months:
        known = {(one.volunteer_id, one.kind) for one in visits_in(session, month, month)}
        for volunteer, stars in holders(session, month.first_day).items():
            said = [one.refusal for one in refusals.get(volunteer, ())]
            for kind in due_in(stars, month, said):
                if (volunteer, kind) not in known:
                    _raise(
                        session,
                        who,
                        BenefitVisit(volunteer_id=volunteer, month=str(month), kind=kind),
                    )
                    count += 1
    return count


def record_visit(
    session: Session, actor: Actor, now: datetime, visit_id: UUID, told: Told
) -> BenefitVisit:
    """It was made; said again, the later word stands, and an earlier photo stays."""
    lock_station(session)
    row = by_id(session, visit_id, lock=True)
    has_photo = told.picture is not None or row.photo_id is not None
    made = Made(Kind(row.kind), told.day, told.led_by_head, has_photo)
    check_made(made, Month.parse(row.month), local_day(now))
    visitors = told.visitors.strip()
    if not visitors or len(visitors) > LONGEST_VISITORS:
        raise InvalidError("benefit_visit.visitors", most=LONGEST_VISITORS, field="visitors")
    if told.picture is not None:
        photo = keep_photo(session, (actor, now), PhotoKind.VISIT, told.picture)
        photo.volunteer_id, row.photo_id = row.volunteer_id, photo.id
    row.made_on, row.visitors, row.led_by_head = told.day, visitors, told.led_by_head
    row.missed = ""
    _settle(session, (actor, now), row, "made", {"day": told.day, "led_by_head": told.led_by_head})
    return row


def miss_benefit(
    session: Session, actor: Actor, now: datetime, visit_id: UUID, reason: str
) -> BenefitVisit:
    """Nobody went, and why; it stays owed and calls for nobody any more."""
    lock_station(session)
    row = by_id(session, visit_id, lock=True)
    if row.made_on is not None:
        raise ConflictError("benefit_visit.made_already")
    row.missed = checked_reason(reason)
    _settle(session, (actor, now), row, "missed", {})
    return row


def decline_visits(
    session: Session, actor: Actor, now: datetime, volunteer_id: UUID, said: tuple[date, str]
) -> BenefitRefusal:
    """The holder wants no visits from the month on in which they said so."""
    lock_station(session)
    day, words = said
    if day > local_day(now):
        raise InvalidError("benefit_visit.said_in_future", field="said_on")
    month = Month.of(day)
    if volunteer_id not in holders(session, local_day(now)):
        raise NotFoundError("benefit_visit.no_holder")
    if any(one.last is None for one in refusals_of(session, [volunteer_id]).get(volunteer_id, ())):
        raise ConflictError("benefit_visit.declined_already")
    row = BenefitRefusal(volunteer_id=volunteer_id, first=str(month), said_on=day)
    row.words = words.strip()
    session.add(row)
    session.flush()
    _log(session, (actor, now), volunteer_id, "declined", {"first": row.first, "said_on": day})
    return row


def want_visits(
    session: Session, actor: Actor, now: datetime, volunteer_id: UUID
) -> BenefitRefusal:
    """They want to be visited again from this month on; what they declined stays declined.

    Taken back in the month in which it was said, it covers none.
    """
    lock_station(session)
    standing = refusals_of(session, [volunteer_id]).get(volunteer_id, [])
    open = [one for one in standing if one.last is None]
    if not open:
        raise ConflictError("benefit_visit.not_declined")
    row, this = open[-1], Month.of(local_day(now))
    if str(this.previous) < row.first:
        session.delete(row)
    else:
        row.last, row.taken_back_on = str(this.previous), local_day(now)
    session.flush()
    _log(session, (actor, now), volunteer_id, "wanted", {"since": str(this)})
    raise_benefits(session, (actor, now), [this])
    return row


def _raise(session: Session, who: Who, row: BenefitVisit) -> None:
    session.add(row)
    session.flush()
    after = {"month": row.month, "which": f"benefit:{row.kind}"}
    _log(session, who, row.volunteer_id, "raised", after)


def _settle(session: Session, who: Who, row: BenefitVisit, verb: str, after: Any) -> None:
    row.settled_by, row.settled_at = who[0].id, who[1]
    session.flush()
    told = {"month": row.month, "which": f"benefit:{row.kind}", **after}
    _log(session, who, row.volunteer_id, verb, told)


def _log(session: Session, who: Who, volunteer_id: UUID, verb: str, after: dict[str, Any]) -> None:
    subject = f"benefit:{volunteer_id}"
    log(session, *who, Change(f"benefit.{verb}", subject, None, after))
