"""A station's year: sealed part by part from the accepted months, opened again when returned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.year import Status
from shared.errors import NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise, this_node, upper_name
from shared.federation.sender import sender_of
from shared.wire import year as wire
from station.domain import year as rules
from station.domain.tally import parts_of, read_table
from station.models.audit import log
from station.models.federation import TABLES
from station.models.station_state import lock_station
from station.models.tally_version import accepted_versions
from station.models.year_draft import owed, reported, served_in
from station.models.year_report import YearReport, years_versions


def seal_year(session: Session, actor: Actor, now: datetime, year: int) -> YearReport:
    """Signs the next version of a year and promises it; December accepted, nothing open."""
    lock_station(session)
    versions = years_versions(session, year, lock=True)
    before = Status(versions[-1].status) if versions else Status.OPEN
    status = rules.seal(before, owed(session, year), reported(session, year))
    report = YearReport(
        year=year,
        version=len(versions) + 1,
        status=status,
        parts=[],
        signed_by=actor.name,
        sealed_at=now,
    )
    report.parts = _promise(session, actor, report)
    session.add(report)
    session.flush()
    after = {"status": status, "version": report.version, "parts": len(report.parts)}
    subject = f"year:{this_node(session, TABLES).code}:{year}"
    log(session, actor, now, Change("year.sealed", subject, {"status": before}, after))
    return report


def on_returned(session: Session, message: Message, now: datetime) -> None:
    """Opens the version that was sent back; of an older one only the reason is kept."""
    data = message.data
    versions = years_versions(session, data["year"], lock=True)
    report = next((one for one in versions if one.version == data["version"]), None)
    if report is None:
        raise NotFoundError("yearly_report.unknown_version", version=data["version"])
    if report.returned_at is not None:
        return
    before = report.status
    report.return_reason, report.returned_at = data["reason"], now
    report.returned_by = data["by"] or None
    report.differences = wire.ReturnedSchema().dump(data)["differences"]
    report.status = rules.send_back(Status(before))
    subject = f"year:{this_node(session, TABLES).code}:{report.year}"
    after = {"status": report.status, "version": report.version, "reason": data["reason"]}
    change = Change("year.returned", subject, {"status": before}, after)
    log(session, sender_of(message), now, change)


def _promise(session: Session, actor: Actor, report: YearReport) -> list[dict[str, object]]:
    node, year = this_node(session, TABLES), report.year
    tallies = {
        month: (version.revision, read_table(version.data))
        for month, version in accepted_versions(session, year).items()
    }
    lines = rules.volunteer_lines(tallies, year, session.scalars(served_in(year)))
    parts = parts_of(lines, rules.VOLUNTEERS_PER_PART)
    sent = []
    for part, some in enumerate(parts, start=1):
        data = {
            "station": node.name,
            "year": year,
            "version": report.version,
            "part": part,
            "parts": len(parts),
            "signed_by": report.signed_by,
            "sealed_at": report.sealed_at,
            "volunteers": some,
        }
        subject = f"year:{node.code}:{year}:{part}"
        draft = Draft(wire.SEALED, subject, data, report.sealed_at, actor.id)
        promise(session, TABLES, upper_name(session, TABLES), draft)
        sent.append(wire.SealedSchema().dump(data))
    return sent
