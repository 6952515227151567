"""What stations are told of the center's own acts: each act's whole state, to whom it concerns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from center.actions import hop
from center.models import exemption, station
from center.models.exemption import Exemption
from center.models.reminder import Reminder
from center.models.station import Station
from shared.account import Actor
from shared.clock import local_day
from shared.domain.month import Month
from shared.domain.notice import Kind
from shared.federation.outbox import Draft
from shared.wire.notice import NOTICE


def tell_exemption(session: Session, actor: Actor, now: datetime, row: Exemption) -> None:
    """To its station, or to all of them: which months are waived, or are no longer."""
    homes = [row.station] if row.station else [home.name for home in station.everyone(session)]
    for name in homes:
        hop.down(session, name, _exemption(row, now, actor))


def tell_exemptions(session: Session, actor: Actor, now: datetime, name: str) -> None:
    """A station that was approved just now learns what was granted before it came."""
    for row in exemption.standing(session, name):
        hop.down(session, name, _exemption(row, now, actor))


def tell_reminder(session: Session, actor: Actor, now: datetime, row: Reminder) -> None:
    """That a month's report is missed, and in whose words."""
    month = Month.parse(row.month)
    facts = {"first": month, "last": month, "reason": row.words}
    said = _said(Kind.REPORT_REMINDED, row.reminded_by, row.reminded_on)
    subject = f"month:{row.station.partition(':')[2]}:{month}"
    hop.down(session, row.station, Draft(NOTICE, subject, said | facts, now, actor.id))


def tell_standing(session: Session, actor: Actor, now: datetime, home: Station) -> None:
    """That the center closed a station, after which day and why, or opened it again."""
    closed = home.closed_reason is not None
    kind = Kind.STATION_CLOSED if closed else Kind.STATION_REOPENED
    facts = {"last_day": home.closed_on, "reason": home.closed_reason} if closed else {}
    data = _said(kind, actor.name, local_day(now)) | facts
    hop.down(session, home.name, Draft(NOTICE, f"node:{home.name}", data, now, actor.id))


def _exemption(row: Exemption, now: datetime, actor: Actor) -> Draft:
    if row.withdrawn_on is None:
        said = _said(Kind.EXEMPTION_GRANTED, row.granted_by, row.granted_on)
    else:
        said = _said(Kind.EXEMPTION_WITHDRAWN, row.withdrawn_by or "", row.withdrawn_on)
    months = {"first": Month.parse(row.first), "last": Month.parse(row.last)}
    data = said | months | {"reason": row.reason}
    return Draft(NOTICE, f"exemption:{row.id}", data, now, actor.id)


def _said(kind: Kind, by: str, day: date) -> dict[str, Any]:
    return {"kind": kind, "by": by[:60], "said_on": day}
