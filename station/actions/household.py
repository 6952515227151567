"""A household's name, telephone, address and words: shown for a reason, erased when it is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from shared.account import AGENT, Actor
from shared.audit import Change
from shared.clock import machine_now
from shared.domain.contact import Contact
from shared.domain.contact_showing import reason_of
from shared.domain.service_order import LIVE
from shared.draft import drop_drafts_about
from shared.errors import ConflictError, InvalidError, NotFoundError
from station.actions.erasure import AT_ONCE, clear_orders
from station.actions.order_step import Who
from station.domain.pairing_change import KEPT, State
from station.models import pairing as pairings
from station.models.account import Draft
from station.models.audit import log
from station.models.contact_showing import HOUSEHOLD_SHOWN
from station.models.pairing import Household, Pairing, PairingVisit, household_of
from station.models.service_order import ServiceOrder
from station.models.station_state import lock_station


def show_household(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, reason: str
) -> Contact:
    """All of it, to this actor; who, when and why stand in the log."""
    row = pairings.by_id(session, pairing_id)
    household = household_of(session, row.id)
    if household is None:
        raise NotFoundError("contact_showing.nothing")
    after = {"reason": f"showing:{reason_of(reason)}"}
    log(session, actor, now, Change(HOUSEHOLD_SHOWN, f"pairing:{row.id}", None, after))
    return household


def erase_household(
    session: Session, actor: Actor, now: datetime, pairing_id: UUID, name: str
) -> Pairing:
    """At once, by whoever types the household's name; the pairing must have ended."""
    lock_station(session)
    row = pairings.by_id(session, pairing_id, lock=True)
    household = household_of(session, row.id)
    if row.status != State.ENDED or household is None:
        raise ConflictError("pairing.not_erasable")
    if _has_open_orders(session, row.id):
        raise ConflictError("pairing.orders_open")
    if name.strip() != household.name:
        raise InvalidError("pairing.other_name", field="name")
    _erase(session, (actor, now), row)
    return row


def erase_due_households(session: Session, now: datetime) -> bool:
    """A chore: of pairings that ended long enough ago, by the machine's clock."""
    due = (
        select(Pairing)
        .where(Pairing.over_since <= machine_now() - KEPT, Pairing.erased_at.is_(None))
        .order_by(Pairing.over_since)
        .limit(AT_ONCE)
        .with_for_update()
    )
    rows = [row for row in session.scalars(due).all() if not _has_open_orders(session, row.id)]
    for row in rows:
        _erase(session, (AGENT, now), row)
    return bool(rows)


def _has_open_orders(session: Session, pairing_id: UUID) -> bool:
    """Whoever is still to go, or to be signed for, needs to know where."""
    theirs = select(PairingVisit.id).where(PairingVisit.pairing_id == pairing_id)
    query = select(ServiceOrder.id).where(
        ServiceOrder.visit_id.in_(theirs), ServiceOrder.status.in_(LIVE)
    )
    return session.scalar(query.limit(1)) is not None


def _erase(session: Session, who: Who, row: Pairing) -> None:
    """Free text goes too; records, drawings and slips stay with the ledger as its evidence."""
    id = row.id
    session.execute(delete(Household).where(Household.pairing_id == id))
    visits = PairingVisit.pairing_id == id
    its = session.scalars(select(PairingVisit.id).where(visits))
    drop_drafts_about(session, Draft, [id, *its])
    session.execute(update(PairingVisit).where(visits).values(missed=""))
    clear_orders(session, ServiceOrder.visit_id.in_(select(PairingVisit.id).where(visits)))
    row.reason, row.erased_at = "", machine_now()
    session.flush()
    log(session, *who, Change("pairing.erased", f"pairing:{id}"))
