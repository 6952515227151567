"""From stored bytes to a message that a handler may see; everything is suspected."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from shared.errors import ForbiddenError, InvalidError, NotFoundError, UntrustedError
from shared.federation import envelope, proof
from shared.federation.envelope import Envelope
from shared.federation.link import Message
from shared.federation.name import ends_of, tier_of
from shared.federation.tables import InboxMixin, Tables
from shared.wire.table import TYPES, MessageType, may_travel

UNKNOWN_TYPE = "message.unknown_type"


def read_message(session: Session, tables: Tables, row: InboxMixin) -> Message:
    """The message in a row; enters what its envelope says into the row.

    InvalidError: unreadable. NotFoundError: a type or key that is unknown so far.
    ForbiddenError, UntrustedError: not allowed on this hop, wrong sender, wrong seal.
    """
    body = row.body or b""
    found = envelope.parse(body)
    if found.id != row.msg_id:
        raise InvalidError("message.unreadable")
    row.sender, row.type, row.v = found.sender, found.type, found.v
    row.subject, row.ver = found.subject, found.ver
    via, own = ends_of(row.stream)
    kind = _kind(found, via, own)
    _check_sender(session, tables, row, found, kind)
    return Message(
        id=found.id,
        type=found.type,
        v=found.v,
        subject=found.subject,
        ver=found.ver,
        sender=found.sender,
        via=via,
        occurred=found.occurred,
        cause=found.cause,
        actor=found.actor,
        data=_load(found, kind),
        body=body,
        seal=row.seal,
        received_at=row.received_at,
        business_at=row.business_at,
        blobs=found.blobs,
    )


def _kind(found: Envelope, via: str, own: str) -> MessageType:
    kind = TYPES.get(found.type)
    if kind is None or found.v > kind.v:
        raise NotFoundError(UNKNOWN_TYPE, type=found.type, v=found.v)
    if not may_travel(found.type, tier_of(via), tier_of(own)):
        raise ForbiddenError("message.wrong_hop", type=found.type, sender=via)
    return kind


def _check_sender(
    session: Session, tables: Tables, row: InboxMixin, found: Envelope, kind: MessageType
) -> None:
    via, own = ends_of(row.stream)
    is_forwarded = found.sender != via
    if found.to != (via if is_forwarded else own):
        raise ForbiddenError("message.wrong_sender")
    if is_forwarded and (kind.origin is None or tier_of(found.sender) != kind.origin):
        raise ForbiddenError("message.wrong_sender")
    if kind.origin is not None and tier_of(found.sender) == kind.origin:
        _check_seal(session, tables, row, found.sender)
    elif kind.origin is not None:
        raise ForbiddenError("message.wrong_sender")


def _check_seal(session: Session, tables: Tables, row: InboxMixin, sender: str) -> None:
    if row.seal is None:
        raise UntrustedError("message.no_seal")
    kid = proof.key_id(row.seal)
    if kid is None:
        raise UntrustedError("message.wrong_seal")
    key = session.get(tables.key, kid)
    if key is None:
        raise NotFoundError("key.unknown", node=sender)
    if key.node != sender:
        raise UntrustedError("message.wrong_seal")
    try:
        proof.check_seal(row.seal, row.body or b"", key)
    except UntrustedError as error:
        raise UntrustedError("message.wrong_seal") from error


def _load(found: Envelope, kind: MessageType) -> dict[str, Any]:
    schema = kind.schemas.get(found.v)
    if schema is None:
        raise InvalidError("message.old_version", type=found.type, v=found.v)
    try:
        loaded: dict[str, Any] = schema().load(found.data)
    except ValidationError as error:
        fields = ", ".join(sorted(str(name)[:40] for name in error.messages_dict))
        raise InvalidError("message.invalid", fields=fields[:200]) from error
    return loaded
