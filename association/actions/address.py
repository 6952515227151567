"""Under which address strangers reach this node: what the QR of a card leads to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from association.models.audit import log
from association.models.federation import TABLES
from shared.account import Actor
from shared.audit import Change
from shared.domain.web_address import is_web_address
from shared.errors import InvalidError
from shared.federation.outbox import this_node


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
    if not is_web_address(text):
        raise InvalidError("address.malformed", field="url")
    return text
