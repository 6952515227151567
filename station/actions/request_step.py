"""One step of a request: its row, the line that requester and clerk read, the promise, the log.

Whatever moves a request goes through `take_step`; who has to tell other nodes does it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import machine_now
from shared.domain.passage import OVER, Passage
from shared.domain.promise import due
from shared.domain.service_request import ABOVE, Status
from shared.federation.outbox import own_name, this_node
from shared.resident import RESIDENT
from station.actions.front_news import tell_status
from station.actions.request_news import tell_progress
from station.models.audit import log
from station.models.federation import TABLES
from station.models.policy import working_days
from station.models.request_step import RequestStep
from station.models.service_request import ServiceRequest, columns_of
from station.models.station_state import promise_of, station_state


@dataclass(frozen=True)
class Step:
    """What is said of a step. `title` names who has it from now on, "" where that is this node.

    `heard`: another node said so; what this one says of a request of others is told above.
    """

    reason: str = ""
    title: str = ""
    visitor: str = ""
    visit_on: date | None = None
    visit_time: str = ""
    heard: bool = False


def take_step(
    session: Session,
    who: tuple[Actor, datetime],
    row: ServiceRequest,
    passage: Passage,
    step: Step = Step(),
) -> None:
    """Writes where the request is after a step, since when and until when the next is promised."""
    actor, now = who
    before, holder = row.status, row.holder
    for name, value in columns_of(passage).items():
        setattr(row, name, value)
    node = this_node(session, TABLES)
    if passage.holder == node.name:
        row.holder_title = node.title
    elif step.title:
        row.holder_title = step.title
    row.status_since, row.promised_at = now, promised_at(session, passage.status, now)
    if passage.status is Status.RECEIVED or passage.status in ABOVE:
        row.taker, row.taker_phone = "", ""
    is_over = passage.status in OVER
    row.closed_at, row.over_since = (now, machine_now()) if is_over else (None, None)
    line = write_line(session, who, row, step)
    if passage.holder is None and holder == node.name and not step.heard:
        line.is_ours = True
    after = {"status": row.status, "holder": row.holder_title}
    was = None if before == row.status else {"status": before}
    change = Change(f"request.{row.status}", f"request:{row.id}", was, after)
    log(session, actor, now, change)
    if row.first_station != node.name and not step.heard:
        tell_progress(session, who, row, vars(step))


def write_line(
    session: Session, who: tuple[Actor, datetime], row: ServiceRequest, step: Step
) -> RequestStep:
    """The line of a step, as requester and clerk read it."""
    actor, now = who
    is_ours = row.holder == own_name(session, TABLES)
    line = RequestStep(
        request_id=row.id,
        at=now,
        status=row.status,
        holder_title=row.holder_title,
        by="" if actor.role == RESIDENT else actor.name,
        reason=step.reason.strip(),
        visitor=step.visitor,
        visit_on=step.visit_on,
        visit_time=step.visit_time,
        is_ours=is_ours,
        promised_at=row.promised_at if is_ours else None,
    )
    session.add(line)
    session.flush()
    tell_status(session, who, row)
    return line


def agree_visit(
    session: Session, who: tuple[Actor, datetime], row: ServiceRequest, step: Step
) -> None:
    """Who comes and when, while the status stays; the first station hears of it too."""
    write_line(session, who, row, step)
    if row.first_station != own_name(session, TABLES):
        tell_progress(session, who, row, vars(step))


def promised_at(session: Session, status: Status, since: datetime) -> datetime | None:
    """Until when the next step is promised, by the yearly table and this station's days."""
    return due(status, since, working_days(session), promise_of(station_state(session)))
