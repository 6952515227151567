"""The stations' years: received in parts, checked by the center, recounted here, returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from association.actions.recount import differences_of, plain
from association.domain.year import Figures, Progress, Status, check_part, status, sums_of
from association.models import policy, station, year
from association.models.audit import log
from association.models.federation import TABLES
from association.models.year import StationYear, VolunteerYear, YearPart
from shared.account import Actor
from shared.audit import Change
from shared.errors import ConflictError, ForbiddenError, InvalidError
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise
from shared.federation.sender import sender_of
from shared.wire.year import RETURNED

DIFFERENCES_SENT = 500


@dataclass(frozen=True)
class Return:
    """Which station's year goes back, and why."""

    station: str
    year: int
    reason: str


def on_sealed(session: Session, message: Message, now: datetime) -> None:
    """Keeps one part of a station's year, forwarded by its center, sealed by the station."""
    data = message.data
    if data["station"] != message.sender:
        raise ForbiddenError("year.not_own", station=data["station"], sender=message.sender)
    station.of_center(session, message.sender, message.via)
    policy.by_year(session, data["year"])
    found = year.opened(session, message.sender, data["year"])
    if data["version"] < found.version:
        return
    if found.closed_on is not None:
        raise ConflictError("year.closed", station=found.station, year=found.year)
    is_newer = data["version"] > found.version
    check_part(data["part"], data["parts"], None if is_newer else found.parts)
    found.version, found.parts = data["version"], data["parts"]
    _keep_part(session, message)
    actor = sender_of(message)
    log(session, actor, now, Change("year.received", _subject(found), None, _part(message)))
    judge(session, actor, now, found)


def on_checked(session: Session, message: Message, now: datetime) -> None:
    """Keeps the center's check; it counts once all parts of that very version are here."""
    data = message.data
    station.of_center(session, data["station"], message.sender)
    policy.by_year(session, data["year"])
    found = year.opened(session, data["station"], data["year"])
    if data["version"] < found.checked_version or found.closed_on is not None:
        return
    found.checked_version, found.checked_parts = data["version"], data["parts"]
    found.agrees, found.checked_by = data["agrees"], data["by"]
    found.check_differences = [plain(difference) for difference in data["differences"]]
    after = {"version": data["version"], "agrees": data["agrees"]}
    actor = sender_of(message)
    log(session, actor, now, Change("year.checked", _subject(found), None, after))
    judge(session, actor, now, found)


def return_year(session: Session, actor: Actor, now: datetime, back: Return) -> StationYear:
    """Sends a station's year back through its center; a newer version starts anew."""
    found = year.by_station(session, back.station, back.year)
    if found.closed_on is not None:
        raise ConflictError("year.closed", station=found.station, year=found.year)
    if found.version == 0 or found.status == Status.RETURNED:
        raise ConflictError("year.not_returnable", status=found.status)
    if not back.reason.strip():
        raise InvalidError("year.reason_missing", field="reason")
    found.returned_version, found.returned_reason = found.version, back.reason
    after = {"version": found.version, "reason": back.reason}
    log(session, actor, now, Change("year.returned", _subject(found), None, after))
    differences = [*found.differences, *found.check_differences][:DIFFERENCES_SENT]
    data = {
        "station": found.station,
        "year": found.year,
        "version": found.version,
        "reason": back.reason,
        "by": actor.name[:60],
        "differences": differences,
    }
    draft = Draft(RETURNED, _subject(found), data, now, actor=actor.id)
    promise(session, TABLES, station.by_name(session, found.station).center, draft)
    judge(session, actor, now, found)
    return found


def judge(session: Session, actor: Actor, now: datetime, found: StationYear) -> None:
    """Recounts a year whose parts are all in and sets where it stands; a closed one stays."""
    if found.closed_on is not None:
        return
    session.flush()
    parts_in = year.parts_in(session, found)
    is_whole = found.version > 0 and parts_in == found.parts
    found.differences = differences_of(session, found) if is_whole else []
    progress = Progress(
        found.version,
        found.parts,
        parts_in,
        found.checked_version,
        bool(found.agrees),
        found.returned_version,
    )
    before, after = found.status, status(progress, differs=bool(found.differences))
    if before != after:
        found.status = after
        change = Change("year.judged", _subject(found), {"status": before}, {"status": after})
        log(session, actor, now, change)


def judge_anew(session: Session, actor: Actor, now: datetime, year_: int) -> None:
    """Judges every station's year again, as after a new policy."""
    for found in year.of_year(session, year_, lock=True).values():
        judge(session, actor, now, found)


def _keep_part(session: Session, message: Message) -> None:
    data = message.data
    key = {name: data[name] for name in ("station", "year", "version", "part")}
    if session.get(YearPart, tuple(key.values())) is not None:
        return
    session.add(
        YearPart(
            **key,
            signed_by=data["signed_by"],
            sealed_at=data["sealed_at"],
            received_at=message.business_at,
        )
    )
    known = year.volunteer_ids(session, data["station"], data["year"], data["version"])
    for said in data["volunteers"]:
        if said["volunteer"] in known:
            raise InvalidError("year.volunteer_twice", volunteer=str(said["volunteer"]))
        known.add(said["volunteer"])
        sums = sums_of((row["month"], _figures(row)) for row in said["months"])
        session.add(
            VolunteerYear(
                **key,
                volunteer=said["volunteer"],
                months=[plain(row) for row in said["months"]],
                stated=vars(_figures(said)),
                hours=sums.hours,
                satisfied_hours=sums.satisfied_hours,
                points_hours=sums.points_hours,
            )
        )


def _figures(row: dict[str, int]) -> Figures:
    return Figures(row["hours"], row["satisfied_hours"], row["points_hours"], row["points"])


def _part(message: Message) -> dict[str, int]:
    return {name: message.data[name] for name in ("version", "part", "parts")}


def _subject(found: StationYear) -> str:
    return f"year:{found.station.partition(':')[2]}:{found.year}"
