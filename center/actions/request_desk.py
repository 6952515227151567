"""Who this node is to a request, what it calls other nodes, and how it writes a step."""

from __future__ import annotations

from sqlalchemy.orm import Session

from center.models import policy, station
from center.models.audit import Audit
from center.models.federation import TABLES
from center.models.service_request import REQUESTS
from shared.domain.passage import Desk
from shared.federation.node_key import key_of
from shared.federation.outbox import this_node
from shared.request_book import Book


def desk_of(session: Session) -> Desk:
    """This center and its stations, those that closed too."""
    return Desk(this_node(session, TABLES).name, frozenset(station.titles(session)))


def title_of(session: Session, node: str | None) -> str:
    """What a node is called; its name where nothing better is known, "" for nobody."""
    own = this_node(session, TABLES)
    if node is None or node == own.name:
        return own.title if node else ""
    known = session.get(station.Station, node) or key_of(session, TABLES, node)
    return known.title if known and known.title else node


BOOK = Book(REQUESTS, Audit, title_of, policy.working_days)
