"""Under which address strangers reach this node: what the QR of a card leads to."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from association.models.audit import log
from association.models.federation import TABLES
from shared.account import Actor
from shared.audit import Change
from shared.errors import InvalidError
from shared.federation.outbox import this_node

LONGEST = 200


def set_address(session: Session, actor: Actor, now: datetime, url: str) -> str | None:
    """Sets or (empty) takes it back; what is printed already leads to the old one."""
    node = this_node(session, TABLES)
    before, node.public_url = node.public_url, _read(url)
    after = {"url": node.public_url}
    log(session, actor, now, Change("address.set", f"node:{node.name}", {"url": before}, after))
    return node.public_url


def _read(url: str) -> str | None:
    text = url.strip().rstrip("/")
    if not text:
        return None
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or parts.query or parts.fragment or parts.username or len(text) > LONGEST:
        raise InvalidError("address.malformed", field="url")
    return text
