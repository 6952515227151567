"""Promises: messages written with the rows that cause them, numbered later (D2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from shared.errors import ForbiddenError, InvalidError, NotFoundError
from shared.federation import envelope
from shared.federation.blob import note_promised
from shared.federation.envelope import Blob
from shared.federation.link import Message
from shared.federation.name import stream_of, tier_of
from shared.federation.proof import seal_body
from shared.federation.tables import NodeMixin, Tables
from shared.federation.upsert import insert_into
from shared.vault import vault_of
from shared.wire.table import TYPES, may_travel


@dataclass(frozen=True)
class Draft:
    """What an action wants to say; `data` in Python values, `not_before` in machine time.

    `blobs` are the photos whose bytes follow once the message was accepted.
    """

    type: str
    subject: str
    data: Mapping[str, Any]
    now: datetime
    actor: UUID | None = None
    cause: UUID | None = None
    not_before: datetime | None = None
    blobs: tuple[Blob, ...] = ()


def this_node(session: Session, tables: Tables) -> NodeMixin:
    """The row of this node; NotFoundError in a database that `init` has not filled."""
    node = session.get(tables.node, 1)
    if node is None:
        raise NotFoundError("node.unknown", node="")
    return node


def own_name(session: Session, tables: Tables) -> str:
    """This node's name in the tree, such as `station:01-3301`."""
    return this_node(session, tables).name


def upper_name(session: Session, tables: Tables) -> str:
    """The node above, known before it is enrolled with; NotFoundError at the association."""
    upper = this_node(session, tables).upper
    if upper is None:
        raise NotFoundError("node.no_upper")
    return upper


def promise(session: Session, tables: Tables, to: str, draft: Draft) -> UUID:
    """Writes a message for `to` into this transaction; gives its id.

    Refuses what its type's schema would not read back, what may not take this hop
    (ForbiddenError), and what exceeds 256 KiB.
    """
    sender = own_name(session, tables)
    if not may_travel(draft.type, tier_of(sender), tier_of(to)):
        raise ForbiddenError("message.wrong_hop", type=draft.type, sender=sender)
    stream = stream_of(sender, to)
    built = envelope.Envelope(
        id=uuid7(),
        type=draft.type,
        v=TYPES[draft.type].v,
        sender=sender,
        to=to,
        subject=draft.subject,
        ver=_next_version(session, tables, stream, draft),
        occurred=draft.now,
        cause=draft.cause,
        actor=draft.actor,
        data=_dump(draft.type, draft.data),
        blobs=draft.blobs,
    )
    body = envelope.build(built)
    envelope.parse(body)
    sealed = TYPES[draft.type].origin == tier_of(sender)
    seal = seal_body(vault_of(session), body) if sealed else None
    _write(session, tables, stream, (built, body, seal), draft.not_before)
    note_promised(session, tables, to, draft.blobs, built.id)
    return built.id


def forward(session: Session, tables: Tables, to: str, message: Message) -> None:
    """Passes a sealed message on: same id, same bytes, same seal, on the stream to `to`."""
    sender = own_name(session, tables)
    if message.seal is None or not may_travel(message.type, tier_of(sender), tier_of(to)):
        raise ForbiddenError("message.wrong_hop", type=message.type, sender=sender)
    forwarded = (envelope.parse(message.body), message.body, message.seal)
    _write(session, tables, stream_of(sender, to), forwarded)


def _write(
    session: Session,
    tables: Tables,
    stream: str,
    parts: tuple[envelope.Envelope, bytes, str | None],
    not_before: datetime | None = None,
) -> None:
    built, body, seal = parts
    row = tables.outbox(
        msg_id=built.id,
        stream=stream,
        subject=built.subject,
        ver=built.ver,
        type=built.type,
        v=built.v,
        body=body,
        body_sha256=hashlib.sha256(body).digest(),
        body_size=len(body),
        seal=seal,
        not_before=not_before,
    )
    session.add(row)
    session.flush()


def _next_version(session: Session, tables: Tables, stream: str, draft: Draft) -> int:
    """Counts in one statement, which also puts concurrent promises on a subject in a queue."""
    table = tables.version
    insert = insert_into(session, table).values(
        stream=stream, type=draft.type, subject=draft.subject, ver=1
    )
    counted = insert.on_conflict_do_update(
        index_elements=["stream", "type", "subject"], set_={"ver": table.ver + 1}
    )
    return int(session.scalars(counted.returning(table.ver)).one())


def _dump(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    kind = TYPES[name]
    schema = kind.schemas[kind.v]()
    dumped: dict[str, Any] = schema.dump(data)
    try:
        schema.load(dumped)
    except ValidationError as error:
        raise InvalidError("message.invalid", type=name, fields=str(error.messages)) from error
    return dumped
