"""When the next call is due: adaptive polling, back-off and waking, all in the peer's row."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.federation.blob import OUT
from shared.federation.delivery import send_now, waiting
from shared.federation.enrolment import ACTIVE, UPPER
from shared.federation.name import stream_of
from shared.federation.outbox import own_name
from shared.federation.tables import PeerMixin, Tables

SHORTEST_POLL = 5.0
LONGEST_POLL = 60.0
FIRST_BACK_OFF = 5.0
LONGEST_BACK_OFF = 900.0
PENDING_SECONDS = 10.0
REVOKED_SECONDS = 3600.0
LARGEST_BATCH = 100
LONGEST_JITTER = 1.2


def upper_peer(session: Session, tables: Tables, *, lock: bool = False) -> PeerMixin | None:
    """The node above, once this one has enrolled."""
    chosen = select(tables.peer).where(tables.peer.side == UPPER)
    if lock:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return session.scalars(chosen).first()


def is_due(session: Session, tables: Tables) -> bool:
    """Whether to call now: the time has come, or something waits and the shortest poll is over."""
    peer, now = upper_peer(session, tables), machine_now()
    if peer is None:
        return False
    if not _is_planned(peer, now):
        return True
    if peer.fails or peer.state != ACTIVE:
        return False
    rest = timedelta(seconds=SHORTEST_POLL)
    rested = peer.last_ok is None or not now - rest < peer.last_ok <= now
    stream = stream_of(own_name(session, tables), peer.node)
    return rested and waiting(session, tables, stream, now) > 0


def _is_planned(peer: PeerMixin, now: datetime) -> bool:
    """Whether the call's time is yet to come; one too far ahead is of a clock since put back."""
    is_well = not peer.fails and peer.state == ACTIVE
    longest = timedelta(seconds=LONGEST_JITTER * (LONGEST_POLL if is_well else REVOKED_SECONDS))
    return peer.next_at is not None and now < peer.next_at <= now + longest


def wake(session: Session, tables: Tables) -> None:
    """ "Send now": ends what holds promises back and any back-off, on all links of this node."""
    own = own_name(session, tables)
    for peer in session.scalars(select(tables.peer)):
        send_now(session, tables, stream_of(own, peer.node))
        if peer.side == UPPER:
            peer.next_at = machine_now()
            photos = (tables.passage.peer == peer.node, tables.passage.direction == OUT)
            session.execute(update(tables.passage).where(*photos).values(retry_at=None))


def hurry(peer: PeerMixin) -> None:
    """The next call is due now, unless the link is backing off."""
    if not peer.fails:
        peer.next_at = machine_now()


def after_success(peer: PeerMixin, seen: datetime | None, *, busy: bool) -> None:
    """Again at once while anything moves; then ever more rarely, up to a minute."""
    peer.state, peer.fails, peer.last_error = ACTIVE, 0, None
    peer.last_ok = machine_now()
    peer.batch_limit = min(LARGEST_BATCH, peer.batch_limit * 2)
    wait = peer.poll_seconds
    peer.poll_seconds = SHORTEST_POLL if busy else min(LONGEST_POLL, wait * 1.5)
    _plan(peer, seen, 0.0 if busy else _jitter(wait))


def after_failure(
    peer: PeerMixin, seen: datetime | None, error: str, wait: float | None = None
) -> None:
    """5 s times 2 to the n, at most 15 min, never for good; or as long as the answer says."""
    peer.fails, peer.last_error = peer.fails + 1, error[:500]
    back_off = FIRST_BACK_OFF * 2 ** min(peer.fails - 1, 20)
    _plan(peer, seen, _jitter(min(LONGEST_BACK_OFF, back_off)) if wait is None else wait)


def _plan(peer: PeerMixin, seen: datetime | None, seconds: float) -> None:
    """Leaves the time alone where somebody has moved it since `seen`: that was a waking."""
    if peer.next_at == seen:
        peer.next_at = machine_now() + timedelta(seconds=seconds)


def _jitter(seconds: float) -> float:
    return seconds * random.uniform(0.8, LONGEST_JITTER)
