"""Who this node is to a request, what it calls other nodes, and how it writes a step."""

from __future__ import annotations

from sqlalchemy.orm import Session

from association.models import center, policy
from association.models.audit import Audit
from association.models.federation import TABLES
from association.models.service_request import REQUESTS
from shared.domain.passage import Desk
from shared.federation.node_key import key_of
from shared.federation.outbox import this_node
from shared.request_book import Book


def desk_of(session: Session) -> Desk:
    """The association and its centers."""
    names = frozenset(center.names(session))
    return Desk(this_node(session, TABLES).name, names, is_association=True)


def title_of(session: Session, node: str | None) -> str:
    """What a node is called; its name where nothing better is known, "" for nobody."""
    own = this_node(session, TABLES)
    if node is None or node == own.name:
        return own.title if node else ""
    known = session.get(center.Center, node) or key_of(session, TABLES, node)
    return known.title if known and known.title else node


BOOK = Book(REQUESTS, Audit, title_of, policy.working_days)
