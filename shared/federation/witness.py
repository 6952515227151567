"""The witness file outside the database: this instance and what was acknowledged (D10)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.federation.name import ends_of
from shared.federation.outbox import this_node
from shared.federation.tables import Tables


def testimony(session: Session, tables: Tables) -> dict[str, Any]:
    """What the file shall say: per stream the head, and what the consumer has of our own."""
    node = this_node(session, tables)
    streams = {
        row.stream: {
            "epoch": None if row.epoch is None else str(row.epoch),
            "seq": row.seq,
            "acked": row.peer_seen_seq if ends_of(row.stream)[0] == node.name else row.seq,
        }
        for row in session.scalars(select(tables.stream).order_by(tables.stream.stream))
    }
    return {"node": node.name, "instance": str(node.instance), "streams": streams}


def write(file: Path, said: dict[str, Any]) -> None:
    """Replaces the file whole, on the disk before it has its name; leaves it alone if equal."""
    text = json.dumps(said, indent=1, ensure_ascii=False)
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    part = file.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
