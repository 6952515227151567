"""The recipient's signature: one-time links, what is signed through them, slips signed on paper."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import machine_now
from shared.domain import one_time_signature as rules
from shared.domain.canonical import digest
from shared.domain.ink import kept, strokes_of
from shared.domain.life_cycle import move
from shared.domain.month import Month
from shared.domain.one_time_signature import Device, Line, Link, Signer
from shared.domain.service_order import Status
from shared.domain.service_record import NEXT, Evaluation
from shared.domain.service_record import Status as RecordStatus
from shared.errors import ConflictError, NotFoundError
from station.actions.front_news import tell_order, tell_status
from station.actions.order_done import dispute_order
from station.actions.order_step import Opened, Who, check_serves, follow, move_order, open_order
from station.actions.reported_service import SignedSlip, take_slip
from station.actions.service_order import revoke_links
from station.actions.service_record import log_record, reopen_months
from station.domain.certification import SECOND_OFFICER
from station.domain.photo import Kind
from station.models import ledger, photo
from station.models.audit import log
from station.models.service_order import ServiceOrder, by_id
from station.models.service_record import ServiceRecord
from station.models.signature import Signature, SignatureLink, link_of, waiting_records

TOKEN_BYTES = 24


@dataclass(frozen=True)
class Signing:
    """What a recipient says and draws; `seen` is the digest of what the page showed.

    `logged_in` are the volunteers (None: officers) who signed in on the device before. What was
    signed elsewhere brings its `device`, and when: by the machine's clock, the link was open then.
    """

    said: Mapping[UUID, Evaluation]
    signer: Signer
    ink: str = field(repr=False)
    seen: str = ""
    logged_in: Collection[UUID | None] = ()
    device: Device | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class OnPaper:
    """What an officer reads off a slip that was photographed and kept."""

    said: Mapping[UUID, Evaluation]
    signer: Signer
    photo: UUID


@dataclass(frozen=True)
class Shown:
    """What is to be signed: the order, its records with their names, and the digest of it all."""

    order: ServiceOrder
    lines: Sequence[ledger.Line]
    seen: str


def make_link(session: Session, actor: Actor, now: datetime, order_id: UUID) -> str:
    """A random token, shown this once; earlier ones open nothing any more."""
    opened = open_order(session, order_id)
    check_serves(session, actor, opened.order)
    lines = _lines(waiting_records(session, order_id))
    if not lines:
        raise ConflictError("one_time_signature.nothing_waits")
    revoke_links(session, order_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = SignatureLink(
        order_id=order_id,
        token_sha256=_sha256(token),
        statement=digest(rules.statement(order_id, lines)),
        made_at=machine_now(),
        made_by=actor.id,
    )
    session.add(link)
    session.flush()
    log(session, actor, now, Change("order.link_made", f"order:{order_id}"))
    tell_order(session, (actor, now), opened.order, opened.request)
    if opened.request is not None:
        tell_status(session, (actor, now), opened.request)
    return token


def shown_by(session: Session, token: str) -> Shown:
    """What a link opens, for its page; nothing is written."""
    link = _open_link(session, token)
    lines = waiting_records(session, link.order_id)
    blank = rules.statement(link.order_id, _lines(lines))
    return Shown(by_id(session, link.order_id), lines, digest(blank))


def sign_order(
    session: Session, actor: Actor, now: datetime, token: str, signing: Signing
) -> ServiceOrder:
    """Certifies what was shown, by the recipient's own hand; the link is used up."""
    at = signing.at or machine_now()
    opened = open_order(session, _open_link(session, token, at).order_id)
    link = _open_link(session, token, at, lock=True)
    lines = waiting_records(session, opened.order.id)
    rules.check_seen(opened.order.id, _lines(lines), signing.seen)
    strokes = strokes_of(signing.ink)
    ink = kept(strokes)
    drawn = hashlib.sha256(ink).hexdigest()
    volunteers = [line.record.volunteer_id for line in lines]
    device = signing.device or rules.device_of(signing.logged_in, volunteers)
    made = _signature(opened.order, lines, signing, (drawn, device))
    made.ink, made.link_id, made.signed_at = ink, link.id, at
    session.add(made)
    link.used_at = machine_now()
    for line in lines:
        record = line.record
        record.evaluation = made_for(made, record.id)
        _certify(session, (actor, now), record, made.digest)
    session.flush()
    certified = [line.record for line in lines if line.record.status == RecordStatus.CERTIFIED]
    reopen_months(session, (actor, now), [Month.parse(record.month) for record in certified])
    _signed(session, (actor, now), opened)
    return opened.order


def sign_on_paper(
    session: Session, actor: Actor, now: datetime, order_id: UUID, paper: OnPaper
) -> ServiceOrder:
    """A slip signed on paper: its photo is the evidence, and an officer certifies as ever."""
    opened = open_order(session, order_id)
    lines = waiting_records(session, order_id)
    slip = photo.by_id(session, paper.photo, lock=True)
    own = {None, *(line.record.id for line in lines)}
    if slip.kind != Kind.EVIDENCE or slip.record_id not in own:
        raise ConflictError("photo.in_use")
    if slip.order_id not in (None, order_id):
        raise ConflictError("photo.other_slip")
    made = _signature(opened.order, lines, paper, (slip.sha256, Device.PAPER))
    made.ink = b""
    session.add(made)
    slip.record_id = slip.record_id or lines[0].record.id
    for line in lines:
        signed = SignedSlip(slip.sha256, Evaluation(made_for(made, line.record.id)))
        take_slip(session, actor, now, line, signed)
    _signed(session, (actor, now), opened)
    return opened.order


def dispute_by_link(
    session: Session, actor: Actor, now: datetime, token: str, words: str
) -> ServiceOrder:
    """Nothing is signed; whoever served mends it and puts it before the recipient again."""
    return dispute_order(session, actor, now, _open_link(session, token).order_id, words)


def made_for(signature: Signature, record_id: UUID) -> str:
    """What a signature says of one record."""
    rows = {row["record"]: row["evaluation"] for row in signature.statement["records"]}
    return str(rows[str(record_id)])


def _signature(
    order: ServiceOrder,
    lines: Sequence[ledger.Line],
    by: Signing | OnPaper,
    drawn: tuple[str, Device],
) -> Signature:
    ink, device = drawn
    said = rules.evaluated(_lines(lines), dict(by.said))
    signer = rules.check_signer(by.signer, [line.name for line in lines])
    return Signature(
        order_id=order.id,
        statement=rules.statement(order.id, said),
        digest=rules.signed_digest(order.id, said, ink),
        capacity=signer.capacity,
        name=signer.name,
        witness=signer.witness,
        device=device,
        signed_at=machine_now(),
    )


def _certify(session: Session, who: Who, record: ServiceRecord, evidence: str) -> None:
    """By the recipient; what needs a second officer still waits for one."""
    before = record.status
    record.evidence, record.recipient_signed, record.certified_at = evidence, True, who[1]
    if record.needs_second:
        record.waits_for = SECOND_OFFICER
    else:
        record.status = move(NEXT, RecordStatus(before), RecordStatus.CERTIFIED)
        record.waits_for = None
    log_record(session, who, record, "signed", before)


def _signed(session: Session, who: Who, opened: Opened) -> None:
    """The order is; one whose record was issued anew is so already."""
    order = opened.order
    revoke_links(session, order.id)
    if order.status != Status.SIGNED:
        move_order(session, who, order, Status.SIGNED)
        order.ended_at, order.ended_by = who[1], who[0].id
    else:
        log(session, *who, Change("order.signed", f"order:{order.id}"))
    follow(session, who, opened)


def _open_link(
    session: Session, token: str, at: datetime | None = None, *, lock: bool = False
) -> SignatureLink:
    link = link_of(session, _sha256(token), lock=lock)
    if link is None:
        raise NotFoundError("one_time_signature.unknown")
    rules.check_open(Link(link.made_at, link.used_at, link.revoked_at), at or machine_now())
    return link


def _lines(lines: Sequence[ledger.Line]) -> list[Line]:
    return [Line(line.record.id, line.record.hours) for line in lines]


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
