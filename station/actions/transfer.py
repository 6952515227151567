"""Transfers: asked for by the new station, the personal file sealed by the old one, taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain import id_number
from shared.domain.life_cycle import move
from shared.domain.registration import Status as ServiceStatus
from shared.domain.transfer import NEXT, Status
from shared.errors import ConflictError, InvalidError, NotFoundError, UntrustedError
from shared.federation.link import Message
from shared.federation.outbox import Draft, own_name, promise, upper_name
from shared.federation.sealing import open_sealed, seal_for
from shared.federation.sender import sender_of
from shared.vault import vault_of
from shared.wire import transfer as wire
from station.actions.personal_file import make_file, take_in
from station.actions.profile import tell_profile
from station.actions.team import part_from_teams
from station.actions.volunteer import end_service
from station.domain.cell import name
from station.domain.personal_file import PersonalFile
from station.models.audit import log
from station.models.federation import TABLES
from station.models.member import member_by_digest
from station.models.registration import newest_registration
from station.models.station_state import lock_station
from station.models.transfer import Transfer, lock_transfer, open_transfer
from station.models.volunteer import Volunteer, lock_volunteer, volunteer_of

IN, OUT = "in", "out"
SERVING = (ServiceStatus.APPROVED, ServiceStatus.SUSPENDED)


@dataclass(frozen=True)
class Newcomer:
    """Number and name as on the ID card that the new clerk saw."""

    id_number: str = field(repr=False)
    name: str


def ask_transfer(session: Session, actor: Actor, now: datetime, newcomer: Newcomer) -> Transfer:
    """Asks the center for whoever stands before the clerk; it learns the digest alone."""
    lock_station(session)
    today = local_day(now)
    number = id_number.check(newcomer.id_number, today)
    written = name(newcomer.name)
    if not written:
        raise InvalidError("transfer.no_name", field="name")
    vault = vault_of(session)
    digest, search = vault.duplicate_digest(number), vault.search_digest(number)
    if digest is None:
        raise ConflictError("registration.no_word")
    _check_not_here(session, search, written)
    transfer = Transfer(
        direction=IN,
        status=Status.ASKED,
        name=written,
        id_number=number,
        search_digest=search,
        to_station=own_name(session, TABLES),
        asked_on=today,
    )
    session.add(transfer)
    session.flush()
    data = {
        "transfer": transfer.id,
        "station": transfer.to_station,
        "name": written,
        "digest": digest,
        "asked_on": today,
    }
    draft = Draft(wire.ASKED, _subject(transfer), data, now, actor=actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    log(session, actor, now, Change("transfer.asked", _subject(transfer), None, _state(transfer)))
    return transfer


def on_decided(session: Session, message: Message, now: datetime) -> None:
    """At the new station the answer; at the old one, if approved, the file is sealed and sent."""
    data, own = message.data, own_name(session, TABLES)
    if _is(data["to_station"], own):
        _on_answer(session, message, now)
    elif data["from_station"] and _is(data["from_station"], own):
        _on_parting(session, message, now)
    else:
        raise ConflictError("transfer.other_station", station=data["to_station"])


def on_statement(session: Session, message: Message, now: datetime) -> None:
    """Opens the file, which must be of the person whose ID card was seen, and takes them in."""
    data = message.data
    lock_station(session)
    transfer = lock_transfer(session, data["transfer"])
    if transfer is None or transfer.status == Status.ASKED:
        raise NotFoundError("transfer.unknown")
    if transfer.direction != IN or transfer.status == Status.REFUSED:
        raise ConflictError("transfer.not_approved", status=transfer.status)
    if transfer.status == Status.COMPLETED:
        return
    file = PersonalFile.from_json(open_sealed(session, data["sealed"]).decode())
    digest = vault_of(session).search_digest(file.person.id_number)
    if file.volunteer != data["volunteer"] or digest != transfer.search_digest:
        raise UntrustedError("transfer.other_person")
    actor, before = sender_of(message), _state(transfer)
    volunteer = take_in(session, file, transfer.decided_on or local_day(now), actor.id)
    tell_profile(session, (actor, now), volunteer)
    transfer.status = move(NEXT, Status(transfer.status), Status.COMPLETED)
    transfer.volunteer_id, transfer.file = file.volunteer, file.to_json()
    log(session, actor, now, _change("completed", transfer, before))


def refuse_question(session: Session, transfer_id: UUID, sentence: str) -> None:
    """A question that the center couldn't take in is refused with its words."""
    transfer = lock_transfer(session, transfer_id)
    if transfer is not None and transfer.status == Status.ASKED:
        transfer.status, transfer.reason = Status.REFUSED, sentence


def _check_not_here(session: Session, search: str, written: str) -> None:
    member = member_by_digest(session, search)
    volunteer = volunteer_of(session, member.id) if member else None
    if volunteer is not None and volunteer.status in SERVING:
        raise ConflictError("transfer.volunteer_here", name=written)
    if open_transfer(session, search) is not None:
        raise ConflictError("transfer.asked_already", name=written)


def _on_answer(session: Session, message: Message, now: datetime) -> None:
    transfer = lock_transfer(session, message.data["transfer"])
    if transfer is None:
        raise NotFoundError("transfer.unknown")
    decided = Status(message.data["decision"])
    if transfer.status in (decided, Status.COMPLETED):
        return
    before = _state(transfer)
    transfer.status = move(NEXT, Status(transfer.status), decided)
    transfer.from_station = message.data["from_station"]
    transfer.volunteer_id = message.data["volunteer"]
    _note(transfer, message)
    log(session, sender_of(message), now, _change(decided, transfer, before))


def _on_parting(session: Session, message: Message, now: datetime) -> None:
    """Nothing but a note where the center refused; the file is sent once."""
    data = message.data
    lock_station(session)
    if data["decision"] != Status.APPROVED or lock_transfer(session, data["transfer"]) is not None:
        return
    volunteer = lock_volunteer(session, data["volunteer"])
    if volunteer is None:
        raise NotFoundError("volunteer.unknown")
    file = make_file(session, volunteer)
    to_node = _node(data["to_station"])
    sealed = seal_for(session, TABLES, to_node, file.to_json().encode())
    transfer = Transfer(
        id=data["transfer"],
        direction=OUT,
        status=Status.COMPLETED,
        name=volunteer.name,
        volunteer_id=volunteer.id,
        from_station=own_name(session, TABLES),
        to_station=to_node,
        asked_on=data["decided_on"],
    )
    _note(transfer, message)
    session.add(transfer)
    _part(session, volunteer, transfer)
    part_from_teams(session, (sender_of(message), now), volunteer)
    statement = {
        "transfer": transfer.id,
        "volunteer": volunteer.id,
        "to_station": data["to_station"],
        "sealed": sealed,
    }
    draft = Draft(wire.STATEMENT, _subject(transfer), statement, now, cause=message.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    log(session, sender_of(message), now, _change("left", transfer, None))


def _part(session: Session, volunteer: Volunteer, transfer: Transfer) -> None:
    """Served here up to the day of the decision; the row stays for its records."""
    day = transfer.decided_on or transfer.asked_on
    newest_registration(session, volunteer.id).status = ServiceStatus.LEFT
    volunteer.status, volunteer.left_on = ServiceStatus.LEFT, day
    volunteer.left_reason, volunteer.transferred_to = "transferred", transfer.to_station
    end_service(session, volunteer, day)


def _note(transfer: Transfer, message: Message) -> None:
    transfer.decided_on, transfer.decided_by = message.data["decided_on"], message.data["by"]
    transfer.reason = message.data["reason"]


def _change(verb: str, transfer: Transfer, before: dict[str, str | None] | None) -> Change:
    return Change(f"transfer.{verb}", _subject(transfer), before, _state(transfer))


def _state(transfer: Transfer) -> dict[str, str | None]:
    return {
        "status": transfer.status,
        "volunteer": str(transfer.volunteer_id) if transfer.volunteer_id else None,
        "from_station": transfer.from_station,
        "to_station": transfer.to_station,
    }


def _subject(transfer: Transfer) -> str:
    return f"transfer:{transfer.id}"


def _node(station: str) -> str:
    """A station's node name, whether it was named by it or by its code."""
    return station if ":" in station else f"station:{station}"


def _is(station: str, own: str) -> bool:
    return _node(station) == own
