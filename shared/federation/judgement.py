"""What a signed answer of the upper node means for the lower one (federation.md part 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.clock import business_now, machine_now
from shared.errors import InvalidError
from shared.federation import batch, blob_offer, inbox, position, schedule
from shared.federation.call import Call
from shared.federation.consumer import BEHIND, OTHER_INSTANCE, Arrival, Verdict, take
from shared.federation.enrolment import ACTIVE
from shared.federation.link import Link
from shared.federation.name import stream_of
from shared.federation.node_key import thumbprint
from shared.federation.outbox import own_name
from shared.federation.receipt import accept_receipt
from shared.federation.stream import FORK, lock_stream, rewind
from shared.federation.tables import KeyMixin, PeerMixin, StreamMixin


@dataclass(frozen=True)
class Judgement:
    """`again`: something moved, call at once. `mended`: try this once more."""

    again: bool = False
    mended: bool = False


def judge(
    session: Session, link: Link, call: Call, said: Mapping[str, Any], *, is_second: bool
) -> Judgement:
    """Enters what the answer says; RefusalError where a signed answer makes no sense."""
    peer = schedule.upper_peer(session, link.tables, lock=True)
    if peer is None:
        return Judgement()
    if said["status"] == 200:
        return _absorb(session, link, call, said, peer)
    code = str(said.get("code"))
    if not is_second and _mend(session, link, peer, code, said):
        peer.last_error = code
        return Judgement(mended=True)
    if code == "too_big" and peer.batch_limit > 1:
        peer.batch_limit //= 2
        return Judgement(again=True)
    if code in ("pending", "revoked"):
        peer.state = code
    if code == FORK:
        _own_stream(session, link, peer).state = FORK
    schedule.after_failure(peer, call.seen, code, _wait(code, said))
    return Judgement()


def _wait(code: str, said: Mapping[str, Any]) -> float | None:
    """Seconds that the answer asks for; None leaves it to the back-off."""
    if code == "pending":
        return schedule.PENDING_SECONDS
    if code in ("revoked", OTHER_INSTANCE, "too_old"):
        return schedule.REVOKED_SECONDS
    asked = said.get("retry_after")
    if isinstance(asked, int) and not isinstance(asked, bool):
        return float(min(max(asked, 1), schedule.LONGEST_BACK_OFF))
    return None


def _mend(
    session: Session, link: Link, peer: PeerMixin, code: str, said: Mapping[str, Any]
) -> bool:
    if code == "clock_skew":
        peer.clock_offset = (_time(said) - machine_now()).total_seconds()
        return True
    if code == BEHIND:
        stream = _own_stream(session, link, peer)
        return rewind(session, link.tables, stream, position.from_wire(said.get("cursor")))
    return code == "replay"


def _time(said: Mapping[str, Any]) -> datetime:
    try:
        time = datetime.fromisoformat(str(said.get("time")))
    except ValueError as error:
        raise InvalidError("exchange.malformed", what="time") from error
    if time.tzinfo is None:
        raise InvalidError("exchange.malformed", what="time")
    return time


def _own_stream(session: Session, link: Link, peer: PeerMixin) -> StreamMixin:
    own = own_name(session, link.tables)
    return lock_stream(session, link.tables, stream_of(own, peer.node))


def _absorb(
    session: Session, link: Link, call: Call, said: Mapping[str, Any], peer: PeerMixin
) -> Judgement:
    key = session.get(link.tables.key, thumbprint(peer.sign_key))
    if key is None:
        raise InvalidError("exchange.malformed", what="key")
    if call.up is not None:
        _take_receipt(session, link, call, said, (peer, key))
    verdict = _take_down(session, link, call, said, (peer, key))
    blob_offer.take_answer(session, link.tables, peer.node, said.get("blobs"))
    peer.clock_offset = (_time(said) - machine_now()).total_seconds()
    moved = bool(call.up and call.up.rows) or bool(verdict.stored)
    newly_let_in = call.up is None and peer.state != ACTIVE
    busy = moved or newly_let_in
    schedule.after_success(peer, call.seen, busy=busy)
    if verdict.refusal is not None:
        peer.last_error = f"down: {verdict.refusal}"
    return Judgement(again=busy)


def _take_receipt(
    session: Session,
    link: Link,
    call: Call,
    said: Mapping[str, Any],
    upper: tuple[PeerMixin, KeyMixin],
) -> None:
    """The receipt marks rows as arrived; the cursor says where to go on (R1)."""
    peer, key = upper
    stream = _own_stream(session, link, peer)
    if call.up is not None and call.up.rows:
        accept_receipt(session, link.tables, stream, str(said.get("receipt")), key)
    rewind(session, link.tables, stream, position.from_wire(said.get("up_cursor")))


def _take_down(
    session: Session,
    link: Link,
    call: Call,
    said: Mapping[str, Any],
    upper: tuple[PeerMixin, KeyMixin],
) -> Verdict:
    """Stores what came down and tries it."""
    peer, key = upper
    now = business_now()
    name = stream_of(peer.node, own_name(session, link.tables))
    stream = lock_stream(session, link.tables, name)
    stream.peer_seen_seq = max(stream.peer_seen_seq, call.cursor.seq)
    if said.get("down") is None:
        stream.state = FORK
        return Verdict(FORK, call.cursor)
    if peer.instance is None:
        raise InvalidError("exchange.malformed", what="instance")
    arrival = Arrival(peer.node, peer.instance, key, machine_now(), now)
    verdict = take(session, link.tables, batch.from_wire(said["down"]), arrival)
    inbox.apply_rows(session, link, verdict.stored, now)
    inbox.retry(session, link, name, now)
    return verdict
