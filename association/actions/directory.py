"""The directory of keys: every center learns every node's, to check seals of origin by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from association.models import center, station
from association.models.federation import TABLES
from shared.errors import NotFoundError
from shared.federation.node_key import key_of, public_keys
from shared.federation.outbox import Draft, promise, this_node
from shared.vault import vault_of
from shared.wire.node import DIRECTORY

KEYS_PER_MESSAGE = 500


def tell_of_center(session: Session, now: datetime, name: str, to: Iterable[str]) -> None:
    """Promises one center's and its stations' keys to other centers, 500 to a message."""
    stations = [found.name for found in station.all_of_center(session, name)]
    keys = [_entry(session, node) for node in (name, *stations)]
    others = [other for other in to if other != name]
    for first in range(0, len(keys), KEYS_PER_MESSAGE):
        subject = f"keys:{name}:{first // KEYS_PER_MESSAGE + 1}"
        _tell(session, now, subject, keys[first : first + KEYS_PER_MESSAGE], others)


def tell_of_stations(
    session: Session, now: datetime, names: Iterable[str], to: Sequence[str]
) -> None:
    """Promises single stations' keys, one a message: what is new, and no more, goes on."""
    for name in names:
        _tell(session, now, f"node:{name}", [_entry(session, name)], to)


def tell_all(session: Session, now: datetime, to: str) -> None:
    """Promises a new center everything: the association's own keys and all other centers'."""
    own = this_node(session, TABLES)
    sign_key, seal_key = public_keys(vault_of(session))
    entry = {"node": own.name, "title": own.title, "sign_key": sign_key, "seal_key": seal_key}
    _tell(session, now, f"node:{own.name}", [entry], [to])
    for name in center.names(session):
        tell_of_center(session, now, name, [to])


def _entry(session: Session, node: str) -> dict[str, Any]:
    key = key_of(session, TABLES, node)
    if key is None:
        raise NotFoundError("key.unknown", node=node)
    return {
        "node": node,
        "title": key.title,
        "sign_key": key.sign_key,
        "seal_key": key.seal_key,
    }


def _tell(
    session: Session, now: datetime, subject: str, nodes: list[dict[str, Any]], to: Iterable[str]
) -> None:
    for name in to:
        promise(session, TABLES, name, Draft(DIRECTORY, subject, {"nodes": nodes}, now))
