"""The envelope: built once as bytes, read back under suspicion."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validate

from shared.errors import InvalidError
from shared.wire.schema import WireSchema, count, text

SPEC = "fed/1"
LARGEST = 256 * 1024
MOST_BLOBS = 200
NUL = b"\\u0000"
HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]")


@dataclass(frozen=True)
class Blob:
    """What a message says of bytes that travel beside it."""

    sha256: str
    size: int
    mime: str


@dataclass(frozen=True)
class Envelope:
    """What stands around a message's data; `data` is still as JSON gave it."""

    id: UUID
    type: str
    v: int
    sender: str
    to: str
    subject: str
    ver: int
    occurred: datetime
    cause: UUID | None
    actor: UUID | None
    data: dict[str, Any]
    blobs: tuple[Blob, ...] = ()


class BlobSchema(WireSchema):
    """Form alone: which kinds and sizes are taken is asked when the message is accepted."""

    sha256 = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))
    size = count()
    mime = text(60)

    @post_load
    def _make(self, data: dict[str, Any], **_kwargs: Any) -> Blob:
        return Blob(**data)


class EnvelopeSchema(WireSchema):
    """Form of the outside alone: bounded, so that it fits the inbox's columns."""

    spec = fields.String(required=True, validate=validate.Equal(SPEC))
    id = fields.UUID(required=True)
    type = text(60)
    v = fields.Integer(required=True, strict=True, validate=validate.Range(1, 9999))
    sender = text(60, data_key="from")
    to = text(60)
    subject = text(200)
    ver = count(validate=validate.Range(1, 2**31 - 1))
    occurred = fields.AwareDateTime(required=True)
    cause = fields.UUID(load_default=None, allow_none=True)
    actor = fields.UUID(load_default=None, allow_none=True)
    data = fields.Dict(keys=fields.String(), required=True)
    blobs = fields.List(
        fields.Nested(BlobSchema), load_default=list, validate=validate.Length(max=MOST_BLOBS)
    )


ENVELOPE = EnvelopeSchema()


def build(envelope: Envelope) -> bytes:
    """The bytes that are stored, hashed, signed and sent; InvalidError above 256 KiB."""
    outside = ENVELOPE.dump(
        {"spec": SPEC, **{name: getattr(envelope, name) for name in envelope.__dataclass_fields__}}
    )
    outside["salt"] = secrets.token_hex(16)
    try:
        body = json.dumps(outside, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InvalidError("message.unreadable") from error
    if len(body) > LARGEST:
        raise InvalidError("message.too_big", size=len(body), largest=LARGEST)
    return body


def parse(body: bytes) -> Envelope:
    """Reads UTF-8 of anybody's; InvalidError where no database could hold what it says.

    So no NUL, no halves of surrogate pairs, no floats, no endless nesting.
    """
    try:
        if NUL in body:
            raise ValueError("NUL")
        outside = json.loads(body.decode(), parse_float=_no_float, parse_constant=_no_float)
        if HALF_PAIR.search(body):
            json.dumps(outside, ensure_ascii=False).encode()
        loaded = ENVELOPE.load(outside)
        if not 1 < loaded["occurred"].year < 9999:
            raise ValueError("no day in every zone")
    except (ValueError, ValidationError, RecursionError) as error:
        raise InvalidError("message.unreadable") from error
    loaded.pop("spec")
    return Envelope(**loaded | {"blobs": tuple(loaded["blobs"])})


def _no_float(number: str) -> NoReturn:
    raise ValueError(f"no integer: {number[:20]}")
