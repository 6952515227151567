"""What the center tells a station of requests, its own and others'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from uuid_utils.compat import uuid7

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.contact_file import ContactFile, Said
from shared.domain.service_request import Why
from shared.federation.enrolment import ACTIVE, UPPER
from shared.federation.node_key import key_of, public_keys, put_key
from shared.federation.sealing import seal_for
from shared.vault import Vault, vault_of
from station.actions import escalation
from station.actions.escalation import Confirmed
from station.database import db
from station.models.audit import Audit
from station.models.federation import TABLES
from station.models.service_request import ServiceRequest
from tests.center.bureau import new_vault
from tests.station.ledger.station import Station
from tests.station.requests.desk import ask

OWN, CENTER, SISTER = "station:01-3301", "center:01", "station:01-3302"
REACH = "https://center.example"
AT = "2025-02-03T01:00:00+00:00"
TEXT, REASON = "要会修水管的义工，本周内", "本站会修水管的都出差了"
STRANGER = Contact("冯玉英", "13812344472", "育才里3号楼", "卫生间的灯不亮了，开关发热")
OUTCOME = {
    "served_on": "2025-02-05",
    "people": 2,
    "hours": 4,
    "evaluation": "satisfied",
    "signature": "a" * 64,
}


def center_known(url: str = REACH) -> Vault:
    """This station calls its center under an address from now on; by this the center opens."""
    vault = new_vault()
    keys = dict(zip(("sign_key", "seal_key"), public_keys(vault), strict=True))
    facts = {"node": CENTER, "title": "教育局中心", "side": UPPER, "state": ACTIVE}
    with transaction(db) as session:
        session.add(TABLES.peer(url=url, enrolled_at=machine_now(), **facts, **keys))
        put_key(session, TABLES, CENTER, "教育局中心", *keys.values())
    return vault


def escalate(station: Station, id: UUID, **changes: Any) -> ServiceRequest:
    confirmed = {"text": TEXT, "why": Why.NOBODY_FITS, "reason": REASON} | changes
    with transaction(db) as session:
        actor = station.actor("clerk")
        return escalation.confirm_escalation(
            session, actor, business_now(), id, Confirmed(**confirmed)
        )


def escalated(station: Station, **changes: Any) -> UUID:
    """Asked here and passed on."""
    id = ask(station, **changes).id
    escalate(station, id)
    return id


def act(station: Station, name: str, id: UUID, *more: Any) -> ServiceRequest:
    """`take_back_request`, `ask_withdrawal`, `return_request`."""
    with transaction(db) as session:
        done = getattr(escalation, name)
        found: ServiceRequest = done(session, station.actor("clerk"), business_now(), id, *more)
        return found


def hear(at: Station, kind: str, id: UUID, said: tuple[int, int], /, **data: Any) -> None:
    """The center says something of a request."""
    whole = {"request": str(id), "custody": number(*said), **data}
    name = f"request.{kind}"
    at.receive(at.message(name, f"request:{id}", whole))


def number(association: int, center: int) -> dict[str, int]:
    return {"association": association, "center": center}


def routed(station: Station, id: UUID, said: tuple[int, int] = (0, 2), **more: Any) -> None:
    """Who has it now; a stranger's lamp for this station unless `to` and `first_station` differ."""
    facts = {
        "first_station": OWN,
        "category": "convenience",
        "item": "repair",
        "item_name": "义务维修",
        "district": "育才里",
        "wished": ["3-afternoon"],
        "urgency": "normal",
        "has_stars": True,
        "received_at": AT,
        "why": "nobody_fits",
        "routing_text": "卫生间灯不亮，要会水电维修的义工",
        "status": "routed",
        "to": SISTER,
        "to_title": "第二中学",
        "reason": "也管您这一片",
        "routed_at": AT,
        "by": "高远",
    }
    hear(station, "routed", id, said, **(facts | more))


def task(station: Station, id: UUID | None = None, said: tuple[int, int] = (0, 2)) -> UUID:
    """Another station's request, given to this one."""
    found = id or uuid7()
    routed(station, found, said, first_station=SISTER, to=OWN, to_title="实验小学")
    return found


def taken(station: Station, id: UUID, said: tuple[int, int] = (0, 2), **more: Any) -> None:
    """The sister accepted this station's request."""
    facts = {
        "station": SISTER,
        "title": "第二中学",
        "seal_key": seal_key_of(SISTER),
        "taken_at": AT,
    }
    hear(station, "taken", id, said, **(facts | more))


def progress(station: Station, id: UUID, status: str, **more: Any) -> None:
    facts = {"station": SISTER, "title": "第二中学", "status": status, "since": AT}
    hear(station, "progress", id, more.pop("said", (0, 2)), **(facts | more))


def closed(
    station: Station, id: UUID, said: tuple[int, int], outcome: str, holder: str | None
) -> None:
    facts = {"outcome": outcome, "holder": holder, "reason": "", "closed_at": AT, "by": "高远"}
    hear(station, "closed", id, said, **facts)


def contact(
    station: Station, id: UUID, custody: tuple[int, int] = (0, 2), said: Sequence[str] = ()
) -> None:
    """The stranger's contact and later words, sealed for this station as the first one does."""
    began = business_now()
    words = tuple(
        Said(uuid5(id, text), began + timedelta(minutes=number), "added", text)
        for number, text in enumerate(said)
    )
    clear = ContactFile(STRANGER, words).to_json().encode()
    with transaction(db) as session:
        put_key(session, TABLES, OWN, "实验小学", *public_keys(vault_of(session)))
        sealed = seal_for(session, TABLES, OWN, clear)
    hear(station, "contact", id, custody, to=OWN, sealed=sealed)


def seal_key_of(node: str) -> str:
    """Its key as the directory brought it."""
    session = db.session()
    known = key_of(session, TABLES, node)
    session.rollback()
    if known is not None:
        return known.seal_key
    sign_key, seal_key = public_keys(new_vault())
    with transaction(db) as session:
        put_key(session, TABLES, node, "第二中学", sign_key, seal_key)
    return seal_key


def audited(station: Station, action: str) -> list[Audit]:
    return list(station.session.scalars(select(Audit).where(Audit.action == action)))
