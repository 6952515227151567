"""An envelope as a release wrote it, byte for byte, and what a receiver makes of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.federation import envelope
from shared.federation.envelope import Envelope
from shared.wire.table import TYPES

ID = UUID("0193a2b4-c5d6-7e8f-9a0b-1c2d3e4f5a6b")
SALT = "00112233445566778899aabbccddeeff"


def read(body: str) -> dict[str, Any]:
    """A golden envelope's data as the type's schema loads them."""
    found = envelope.parse(body.encode())
    return TYPES[found.type].schemas[found.v]().load(found.data)


def written(type: str, way: tuple[str, str], subject: str, data: dict[str, Any]) -> str:
    """What this release writes of data in Python's values; id, salt and time are fixed."""
    kind = TYPES[type]
    built = Envelope(
        id=ID,
        type=type,
        v=kind.v,
        sender=way[0],
        to=way[1],
        subject=subject,
        ver=1,
        occurred=datetime(2026, 11, 2, 8, 11, 5, tzinfo=UTC),
        cause=None,
        actor=None,
        data=kind.schemas[kind.v]().dump(data),
    )
    body = envelope.build(built).decode()
    return re.sub(r'"salt":"[0-9a-f]{32}"', f'"salt":"{SALT}"', body)
