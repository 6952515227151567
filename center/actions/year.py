"""A station's sealed year: received in parts, checked against its months, sent up or back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from center.actions import hop
from center.domain import year as rule
from center.models import station_year, tally
from center.models.audit import log
from center.models.station_year import StationYear, YearPart
from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.domain.life_cycle import move
from shared.domain.year import NEXT, Status
from shared.errors import ConflictError, InvalidError
from shared.federation.link import Message
from shared.federation.outbox import Draft
from shared.federation.sender import sender_of
from shared.wire.year import CHECKED, RETURNED

MOST_DIFFERENCES = 500


def on_sealed(session: Session, message: Message, now: datetime) -> None:
    """Keeps a part; a newer version replaces the one before unless that went up."""
    hop.check_own(message)
    data = message.data
    key = (message.sender, data["year"])
    known = session.get(StationYear, key, with_for_update=True)
    if known is None or known.version < data["version"]:
        known = _begin(session, known, message)
    if known.version > data["version"]:
        return
    if data["parts"] != known.parts or not 1 <= data["part"] <= known.parts:
        raise ConflictError("year.parts_differ", parts=known.parts)
    part = (*key, data["version"], data["part"])
    if session.get(YearPart, part) is not None:
        return
    names = ("station", "year", "version", "part")
    lines = hop.raw(message)["volunteers"]
    fields = dict(zip(names, part, strict=True))
    session.add(YearPart(**fields, message=message.id, volunteers=lines))
    after = {"version": known.version, "part": data["part"], "parts": known.parts}
    log(session, sender_of(message), now, Change("year.report", _subject(known), None, after))


def differences(session: Session, sealed: StationYear) -> list[rule.Difference]:
    """Every figure of the year that differs from the accepted months; parts as far as here."""
    lines = [line for part in station_year.parts_of(session, sealed) for line in part.volunteers]
    rows = tally.accepted_rows(session, sealed.station, sealed.year)
    held = {
        key: rule.MonthLine(row.revision, *(getattr(row, name) for name in rule.FIGURES))
        for key, row in rows.items()
    }
    return rule.compare(sealed.year, rule.read(lines), held)


def forward_year(session: Session, actor: Actor, now: datetime, station: str, year: int) -> None:
    """Sends a year that agrees to the association: the station's own bytes, then the check."""
    sealed = station_year.locked(session, station, year)
    after = move(NEXT, Status(sealed.status), Status.FORWARDED)
    parts = station_year.parts_of(session, sealed)
    months = tally.statuses(session, station, year)
    found = differences(session, sealed)
    rule.check_forward(months, (len(parts), sealed.parts), len(found))
    sealed.status = after
    for part in parts:
        hop.pass_up(session, hop.kept(session, part.message))
    hop.up(session, _checked(sealed, actor, now))
    _decided(session, actor, now, sealed, "")


def return_year(
    session: Session, actor: Actor, now: datetime, key: tuple[str, int], reason: str
) -> None:
    """Sends a year back to its station with the reason and the differences, the first 500."""
    if not reason.strip():
        raise InvalidError("decision.no_reason", field="reason")
    sealed = station_year.locked(session, *key)
    found = [vars(difference) for difference in differences(session, sealed)[:MOST_DIFFERENCES]]
    sealed.status = move(NEXT, Status(sealed.status), Status.RETURNED)
    data = _identity(sealed) | {"reason": reason.strip(), "by": actor.name[:60]}
    data |= {"differences": found}
    draft = Draft(RETURNED, _subject(sealed), data, now, actor.id)
    hop.down(session, sealed.station, draft)
    _decided(session, actor, now, sealed, reason.strip())


def on_returned(session: Session, message: Message, now: datetime) -> None:
    """The association sends a year back: so does the center, with the association's reason."""
    data = message.data
    sealed = station_year.locked(session, data["station"], data["year"])
    if sealed.version != data["version"] or sealed.status == Status.RETURNED:
        return
    sealed.status = move(NEXT, Status(sealed.status), Status.RETURNED)
    draft = Draft(RETURNED, _subject(sealed), data, now, message.actor, message.id)
    hop.down(session, sealed.station, draft)
    _decided(session, sender_of(message), now, sealed, data["reason"])


def _begin(session: Session, known: StationYear | None, message: Message) -> StationYear:
    if known is None:
        known = StationYear(station=message.sender, year=message.data["year"])
        session.add(known)
    elif known.status == Status.FORWARDED:
        raise ConflictError("year.went_up")
    known.version, known.parts = message.data["version"], message.data["parts"]
    known.status = Status.REPORTED
    known.signed_by, known.sealed_at = message.data["signed_by"], message.data["sealed_at"]
    known.arrived_at = message.business_at
    session.flush()
    return known


def _decided(
    session: Session, actor: Actor, now: datetime, sealed: StationYear, reason: str
) -> None:
    sealed.reason, sealed.decided_on, sealed.decided_by = reason, local_day(now), actor.name
    after = {"status": sealed.status, "version": sealed.version, "reason": reason}
    change = Change(f"year.{sealed.status}", _subject(sealed), None, after)
    log(session, actor, now, change)


def _checked(sealed: StationYear, actor: Actor, now: datetime) -> Draft:
    data = _identity(sealed) | {"parts": sealed.parts, "agrees": True, "differences": []}
    return Draft(CHECKED, _subject(sealed), data | {"by": actor.name}, now, actor.id)


def _identity(sealed: StationYear) -> dict[str, Any]:
    return {"station": sealed.station, "year": sealed.year, "version": sealed.version}


def _subject(sealed: StationYear) -> str:
    return f"year:{sealed.station.partition(':')[2]}:{sealed.year}"
