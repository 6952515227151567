"""One-time links at the front door: what they show, and what was signed, sealed for the station."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.front_desk import door_of
from center.actions.front_door import enter
from center.models.front_door import Concern, FrontLink, concern_of
from center.models.station import Station
from shared.clock import machine_now
from shared.domain import one_time_signature as rules
from shared.domain.front_door import Entry
from shared.domain.ink import kept, strokes_of
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.signing import Line, Shown, Signed, Signing
from shared.wire.front_door import LONGEST_INK
from shared.wire.front_status import SignatureLineSchema


def show(session: Session, token: str) -> Shown:
    """What a link opens: masked names, times and whole hours."""
    link = _open_link(session, token)
    row = concern_of(session, link)
    home = session.get_one(Station, row.station)
    return Shown(
        lines=[_line(one) for one in _lines(link)],
        seen=link.statement,
        what=row.item_name,
        title=home.title,
        phone=door_of(home)["phone"],
    )


def sign(session: Session, now: datetime, token: str, signed: Signed) -> UUID:
    """Seals it and uses the link up; the station checks it again, against what stands there."""
    row, link = _locked(session, token)
    lines = [rules.Line(one["record"], one["hours"]) for one in _lines(link)]
    rules.check_seen(link.order_id, lines, signed.seen)
    said = rules.evaluated(lines, dict(signed.said))
    signer = rules.check_signer(signed.signer, [one["visitor"] for one in _lines(link)])
    ink = kept(strokes_of(signed.ink)).decode()
    if len(ink) > LONGEST_INK:
        raise InvalidError("one_time_signature.too_much_ink", field="ink")
    inside = {
        "token": token,
        "seen": signed.seen,
        "said": [{"record": one.record, "evaluation": one.evaluation} for one in said],
        "name": signer.name,
        "capacity": signer.capacity,
        "witness": signer.witness,
        "ink": ink,
        "at": machine_now(),
    }
    return _use(session, now, (row, link), (Entry.SIGNED, inside))


def dispute(session: Session, now: datetime, token: str, words: str) -> UUID:
    """Nothing is signed; whoever served mends it, and another link is made."""
    row, link = _locked(session, token)
    inside = {"token": token, "words": rules.check_dispute(words)}
    return _use(session, now, (row, link), (Entry.DISPUTED, inside))


SIGNING: Final = Signing(show, sign, dispute, is_relay=True)


def _use(
    session: Session,
    now: datetime,
    found: tuple[Concern, FrontLink],
    said: tuple[Entry, dict[str, Any]],
) -> UUID:
    row, link = found
    link.used_by = enter(session, now, row, *said)
    session.flush()
    return link.used_by


def _locked(session: Session, token: str) -> tuple[Concern, FrontLink]:
    """Request or order, then link: in this order for whoever moves either."""
    row = concern_of(session, _open_link(session, token), lock=True)
    return row, _open_link(session, token, lock=True)


def _open_link(session: Session, token: str, *, lock: bool = False) -> FrontLink:
    digest = hashlib.sha256(token.encode()).hexdigest()
    link = session.get(FrontLink, digest, with_for_update=lock or None, populate_existing=lock)
    if link is None:
        raise NotFoundError("one_time_signature.unknown")
    if link.used_by is not None:
        raise ConflictError("one_time_signature.used")
    if not link.is_open:
        raise ConflictError("one_time_signature.revoked")
    if machine_now() >= link.expires_at:
        raise ConflictError("one_time_signature.expired")
    return link


def _lines(link: FrontLink) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = SignatureLineSchema(many=True).load(link.lines)
    return found


def _line(said: dict[str, Any]) -> Line:
    start, end = (int(said[at][:2]) * 60 + int(said[at][3:]) for at in ("start", "end"))
    names = ("record", "start", "end", "break_minutes", "hours")
    return Line(
        name=said["visitor"],
        day=said["served_on"],
        minutes=max(0, end - start - said["break_minutes"]),
        **{name: said[name] for name in names},
    )
