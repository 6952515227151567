"""What is wanting of pairings, as conditions in SQL: visits overdue, nobody who goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from shared.domain.service_order import LIVE, Status
from station.domain.pairing_change import State
from station.models.pairing import Pairing, PairingSpan, PairingTie, PairingVisit
from station.models.service_order import ServiceOrder
from station.models.visit_figures import is_signed
from station.models.volunteer import Volunteer, is_serving


def is_overdue(today: date) -> ColumnElement[bool]:
    """A visit whose day has gone by, that nobody made and nobody said why."""
    return and_(_is_owed(), PairingVisit.due < today, ~_has({Status.DONE}), ~is_signed())


def is_unmanned(today: date) -> ColumnElement[bool]:
    """A visit of the present round to which nobody is on the way."""
    return and_(_is_owed(), PairingVisit.due >= today, ~_has(LIVE), ~is_signed())


def is_ahead(today: date) -> ColumnElement[bool]:
    """A visit of the present round, made or not."""
    return and_(_is_owed(), PairingVisit.due >= today)


def is_orphaned() -> ColumnElement[bool]:
    """A pairing with somebody who serves no more: their part is to be handed over."""
    mine = and_(PairingTie.pairing_id == Pairing.id, PairingTie.last.is_(None))
    away = and_(Volunteer.id == PairingTie.volunteer_id, ~is_serving())
    return and_(Pairing.status != State.ENDED, exists().where(mine, away))


def wants_somebody(today: date) -> ColumnElement[bool]:
    """A pairing that is orphaned, or has a visit to which nobody goes."""
    visit = and_(PairingVisit.pairing_id == Pairing.id, is_unmanned(today))
    return or_(is_orphaned(), exists().where(visit))


def has_overdue(today: date) -> ColumnElement[bool]:
    """A pairing with an overdue visit."""
    return exists().where(PairingVisit.pairing_id == Pairing.id, is_overdue(today))


def _is_owed() -> ColumnElement[bool]:
    """Of a round that was kept whole, and nobody said why it was missed."""
    kept = or_(PairingSpan.last.is_(None), PairingSpan.last >= PairingVisit.due)
    its = select(PairingSpan.id).where(PairingSpan.id == PairingVisit.span_id, kept)
    return and_(PairingVisit.missed_at.is_(None), its.exists())


def _has(statuses: Collection[Status]) -> ColumnElement[bool]:
    return exists().where(
        ServiceOrder.visit_id == PairingVisit.id, ServiceOrder.status.in_(statuses)
    )


def listed(status: str, today: date) -> Select[Pairing]:
    """In one state; `orphaned`: that want somebody; `overdue`: with an overdue visit; "": all."""
    query = select(Pairing)
    if status == "orphaned":
        return query.where(wants_somebody(today))
    if status == "overdue":
        return query.where(has_overdue(today))
    return query.where(Pairing.status == status) if status else query
