"""What is done at a front door, sealed for its station and opened there; between them unread."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from shared.domain.front_door import Entry
from shared.errors import UntrustedError
from shared.federation.sealing import open_sealed, seal_for
from shared.federation.tables import Tables
from shared.wire.front_door import INSIDE


def seal_entry(
    session: Session, tables: Tables, station: str, kind: Entry, said: Mapping[str, Any]
) -> str:
    """A JWE for the station; NotFoundError while its key is unknown here."""
    clear = json.dumps(INSIDE[kind]().dump(said), ensure_ascii=False, separators=(",", ":"))
    return seal_for(session, tables, station, clear.encode())


def open_entry(session: Session, kind: Entry, sealed: str) -> dict[str, Any]:
    """What was sealed for this node; UntrustedError where it can't be read."""
    try:
        found: dict[str, Any] = INSIDE[kind]().load(json.loads(open_sealed(session, sealed)))
    except (ValueError, RecursionError, ValidationError) as broken:
        raise UntrustedError("front_door.unreadable") from broken
    return found
