"""How far what was said of things has come: one tick here, two with the receipt (part 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from shared.federation.name import stream_of
from shared.federation.outbox import this_node
from shared.federation.tables import Tables

SAVED: Final = "saved"
RECEIPTED: Final = "receipted"
REFUSED: Final = "refused"


def travelled(
    session: Session, tables: Tables, type: str, subjects: Iterable[str]
) -> Mapping[str, str]:
    """Each subject's newest message of a type to the node above: saved, receipted or refused.

    A subject of which nothing was said is left out. Reads versions by key, and of the messages
    those alone that are under way or came back.
    """
    node, wanted = this_node(session, tables), list(subjects)
    if node.upper is None or not wanted:
        return {}
    version, sent = tables.version, tables.outbox
    stream = stream_of(node.name, node.upper)
    said = (version.stream == stream, version.type == type, version.subject.in_(wanted))
    newest = {row.subject: row.ver for row in session.scalars(select(version).where(*said))}
    mine = (sent.stream == stream, sent.type == type, sent.subject.in_(list(newest)))
    columns = (sent.subject, sent.ver, sent.acked_at, sent.refused)
    under_way = select(*columns).where(*mine, sent.acked_at.is_(None))
    came_back = select(*columns).where(*mine, sent.refused.is_not(None))
    found = dict.fromkeys(newest, RECEIPTED)
    for subject, ver, acked_at, _ in session.execute(union_all(under_way, came_back)):
        if ver == newest[subject]:
            found[subject] = SAVED if acked_at is None else REFUSED
    return found
