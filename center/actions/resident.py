"""What residents see at the front door: stations, a request by its code, lists without words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from center.actions.front_desk import desks, door_of, promise_of, reception
from center.actions.front_door import add, ask, may_of, reopen, withdraw
from center.models.front_door import FrontRequest, by_code, entered, entries_of
from center.models.front_door import listed as rows_of
from center.models.policy import working_days
from center.models.station import Station
from shared import resident as shared
from shared.domain.front_door import Entered, Entry, refused, waits
from shared.domain.geo_report import Query
from shared.domain.month import day_begins
from shared.domain.promise import last_day
from shared.domain.service_request import Status
from shared.resident import Followed, Line, Listed
from shared.wire.front_status import StatusSchema

DAY: Final = timedelta(days=1)


def knows(session: Session, request: UUID) -> bool:
    """Whether it came through here."""
    return session.get(FrontRequest, request) is not None


def follow(session: Session, code: str) -> Followed | None:
    """What whoever has the code sees: the station's newest word, and what it hasn't heard yet."""
    row = by_code(session, code)
    if row is None:
        return None
    home = session.get_one(Station, row.station)
    done = entered(entries_of(session, row))
    told = _unfetched(session, row, home, done) if row.shown is None else _told(row.shown)
    told["phone"] = told["phone"] or door_of(home)["phone"]
    told["lines"] = told["lines"] or [_asked(row, home)]
    return Followed(
        request=row.id,
        node=row.station,
        title=home.title,
        may=shared.acts_of(may_of(session, row)),
        waits=waits(done),
        refused=refused(done),
        **told,
    )


def listed(session: Session, query: Query, node: str) -> Sequence[Listed]:
    """What anybody may list of a station, of what residents are offered, as far as told here."""
    home = session.get(Station, node)
    offered = [] if home is None else [one["code"] for one in door_of(home)["items"]]
    return [
        Listed(
            request=row.id,
            item=row.item,
            item_name=row.item_name,
            status=Status(row.status),
            agency=row.holder_title,
            received=row.received_at,
            since=row.since,
            promised=None if row.promised_on is None else day_begins(row.promised_on + DAY),
        )
        for row in rows_of(session, query, node, offered)
    ]


RESIDENTS: Final = shared.Residents(
    desks=desks,
    reception=reception,
    knows=knows,
    ask=ask,
    follow=follow,
    find=None,
    add=add,
    withdraw=withdraw,
    reopen=reopen,
    list=listed,
    days=working_days,
    is_relay=True,
)


def _unfetched(
    session: Session, row: FrontRequest, home: Station, done: Sequence[Entered]
) -> dict[str, Any]:
    """Nobody holds it yet; what the station couldn't even read it won't do."""
    is_lost = refused(done[:1]) is Entry.ASKED
    days, promise = working_days(session), promise_of(door_of(home))
    status = Status.DECLINED if is_lost else Status.RECEIVED
    return {
        "number": "",
        "item": "",
        "status": status,
        "since": row.received_at,
        "holder": "",
        "phone": "",
        "last_day": last_day(status, row.received_at, days, promise),
        "pending": "",
        "lines": [],
    }


def _told(shown: dict[str, Any]) -> dict[str, Any]:
    said = StatusSchema().load(shown)
    return {
        "number": said["number"],
        "item": said["item_name"],
        "status": Status(said["status"]),
        "since": said["since"],
        "holder": said["holder_title"],
        "phone": said["phone"],
        "last_day": said["promised_on"],
        "pending": said["pending"],
        "lines": [_line(step) for step in said["steps"]],
        "added": said["added"],
    }


def _line(step: dict[str, Any]) -> Line:
    names = ("by_requester", "reason", "visitor", "visit_on", "visit_time")
    status, given = Status(step["status"]), {name: step[name] for name in names}
    return Line(at=step["since"], status=status, title=step["holder_title"], **given)


def _asked(row: FrontRequest, home: Station) -> Line:
    at: datetime = row.received_at
    return Line(at=at, status=Status.RECEIVED, title=home.title, by_requester=True)
