"""The catalogue of services and the station's districts: added to, changed, offered no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.service_item import Item, check
from shared.errors import ConflictError
from station.actions.node import tell_station
from station.domain.service_item import district_name, own_code
from station.models import district as districts
from station.models.audit import log
from station.models.district import District
from station.models.service_item import ServiceItem, by_code

FIELDS = ("name", "category", "skills", "is_public", "is_active")


def add_item(session: Session, actor: Actor, now: datetime, item: Item) -> ServiceItem:
    """A service of this station's own, last in the list; without a code it gets one."""
    place = (session.scalar(select(func.max(ServiceItem.place))) or 0) + 1
    row = ServiceItem(code=item.code or own_code(place), is_active=True, place=place)
    if session.get(ServiceItem, row.code) is not None:
        raise ConflictError("service_item.code_taken", code=row.code, field="code")
    _fill(row, item)
    session.add(row)
    session.flush()
    log(session, actor, now, Change("item.added", f"item:{row.code}", None, _facts(row)))
    tell_station(session, actor, now)
    return row


def change_item(
    session: Session, who: tuple[Actor, datetime], item: Item, *, is_active: bool
) -> ServiceItem:
    """As it is offered from now on; requests keep the name under which they were asked."""
    row = by_code(session, item.code, lock=True)
    before = _facts(row)
    _fill(row, item)
    row.is_active = is_active
    session.flush()
    after = _facts(row)
    if after != before:
        _log_changed(session, who, f"item:{row.code}", before, after)
        tell_station(session, *who)
    return row


def add_district(session: Session, actor: Actor, now: datetime, name: str) -> District:
    """A part of the station's area; one given up that bears the name is taken up again."""
    said = district_name(name)
    row = session.scalar(select(District).filter_by(name=said).with_for_update())
    if row is not None and row.is_active:
        raise ConflictError("district.name_taken", name=said, field="name")
    if row is None:
        row = District(name=said)
        session.add(row)
    row.is_active = True
    session.flush()
    log(session, actor, now, Change("district.added", f"district:{row.id}", None, {"name": said}))
    return row


def give_up_district(session: Session, actor: Actor, now: datetime, district: UUID) -> District:
    """Chosen no more; what lies in it keeps its name."""
    row = districts.by_id(session, district, lock=True)
    row.is_active = False
    after = {"name": row.name}
    log(session, actor, now, Change("district.given_up", f"district:{row.id}", None, after))
    return row


def _fill(row: ServiceItem, item: Item) -> None:
    check(Item(row.code, item.name, item.category, item.skills, item.is_public))
    row.name, row.category = item.name.strip(), item.category
    row.skills, row.is_public = [one.strip() for one in item.skills], item.is_public


def _facts(row: ServiceItem) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _log_changed(
    session: Session,
    who: tuple[Actor, datetime],
    subject: str,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    changed = {name for name in after if after[name] != before[name]}
    was = {name: before[name] for name in changed}
    is_now = {name: after[name] for name in changed}
    log(session, *who, Change("item.changed", subject, was, is_now))
