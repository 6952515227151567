"""Contests: opened by a volunteer with one press, given to somebody, answered in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.clock import local_day
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.sign_in import account_by_login, plain_login
from station.actions.own import own_volunteer
from station.domain import contest as rules
from station.domain.contest import Status, Subject
from station.domain.permission import WORKING
from station.models.account import ACCOUNTS, volunteer_of_account
from station.models.audit import log
from station.models.contest import Contest, lock_contest, open_contest
from station.models.policy import working_days
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station


@dataclass(frozen=True)
class Answer:
    """Whether the volunteer is right, and the station's words."""

    status: Status
    words: str = ""


def contest_subject(
    session: Session, actor: Actor, now: datetime, subject: Subject, words: str = ""
) -> Contest:
    """Contests a record or a total of the actor's own; once while it isn't answered."""
    volunteer, today = own_volunteer(session, actor), local_day(now)
    subject.check(today)
    lock_station(session)
    _check_own(session, volunteer.id, subject)
    if open_contest(session, volunteer.id, subject) is not None:
        raise ConflictError("contest.open_already")
    contest = Contest(
        volunteer_id=volunteer.id,
        record_id=subject.record,
        period=subject.period,
        words=words.strip(),
        status=Status.OPEN,
        opened_at=now,
        due_on=rules.due_on(today, working_days(session)),
    )
    session.add(contest)
    session.flush()
    after = {"record": subject.record, "period": subject.period, "due_on": contest.due_on}
    log(session, actor, now, Change("contest.opened", f"contest:{contest.id}", None, after))
    return contest


def assign_contest(
    session: Session, actor: Actor, now: datetime, contest_id: UUID, login: str | None
) -> Contest:
    """Names who is to answer it; None: whoever comes to it."""
    contest = _locked(session, contest_id)
    if contest.status != Status.OPEN:
        raise ConflictError("contest.answered")
    before, contest.assigned_to = contest.assigned_to, _assignee(session, login)
    session.flush()
    subject = f"contest:{contest.id}"
    was, is_now = {"assigned_to": before}, {"assigned_to": contest.assigned_to}
    log(session, actor, now, Change("contest.assigned", subject, was, is_now))
    return contest


def answer_contest(
    session: Session, actor: Actor, now: datetime, contest_id: UUID, given: Answer
) -> Contest:
    """Says that the volunteer is right, or why not; a wrong record is then voided or reissued."""
    contest = _locked(session, contest_id)
    own = volunteer_of_account(session, actor.id)
    rules.check_answerer(own is not None and own.id == contest.volunteer_id)
    before = contest.status
    contest.status = rules.answer(Status(before), given.status, given.words)
    contest.answer = given.words.strip()
    contest.answered_at, contest.answered_by = now, actor.name
    session.flush()
    change = Change(
        f"contest.{contest.status}",
        f"contest:{contest.id}",
        {"status": before},
        {"status": contest.status},
    )
    log(session, actor, now, change)
    return contest


def _check_own(session: Session, volunteer_id: UUID, subject: Subject) -> None:
    """Another's record is as unknown as none."""
    if subject.record is None:
        return
    record = session.get(ServiceRecord, subject.record)
    if record is None or record.volunteer_id != volunteer_id:
        raise NotFoundError("service_record.unknown")


def _locked(session: Session, contest_id: UUID) -> Contest:
    contest = lock_contest(session, contest_id)
    if contest is None:
        raise NotFoundError("contest.unknown")
    return contest


def _assignee(session: Session, login: str | None) -> UUID | None:
    if login is None:
        return None
    account = account_by_login(session, ACCOUNTS, plain_login(login))
    if account is None or not account.active or account.role not in WORKING:
        raise InvalidError("contest.no_assignee", login=login, field="account")
    return account.id
