"""Who left: what waits for them moves to somebody else by one press (domain.md part 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.account_change import found_account
from shared.audit import Change
from shared.domain.service_record import Status
from shared.errors import ConflictError, InvalidError
from shared.sign_in import actor_of
from station.actions.officer import identity_of, officer_for
from station.domain import contest
from station.domain.certification import CERTIFIER, Signer
from station.domain.permission import WORKING
from station.models.account import ACCOUNTS, Account, volunteer_of_account
from station.models.audit import log
from station.models.contest import Contest
from station.models.ledger import Line, lines_of
from station.models.officer import officer_of
from station.models.service_record import ServiceRecord
from station.models.station_state import lock_station

SUBMITTED = ServiceRecord.status == Status.SUBMITTED


@dataclass(frozen=True)
class HandedOver:
    """How many records to certify, to countersign, and contests moved; `kept` couldn't."""

    certifier: int
    second_officer: int
    contests: int
    kept: int


def hand_over_tasks(
    session: Session, actor: Actor, now: datetime, from_login: str, to_login: str
) -> HandedOver:
    """Moves what waits for the one account to the other, an active head's or clerk's.

    What the other may not do stays: their own records, and both signatures on one record.
    """
    lock_station(session)
    leaving = session.get_one(Account, found_account(session, ACCOUNTS, from_login).id)
    taking = session.get_one(Account, found_account(session, ACCOUNTS, to_login).id)
    if leaving.id == taking.id:
        raise ConflictError("handing_over.same")
    if not taking.active or taking.role not in WORKING:
        raise InvalidError("handing_over.no_receiver", login=taking.login, field="to")
    who = (actor, now)
    first, second, kept = _move_records(session, who, leaving, taking)
    contests, left = _move_contests(session, who, leaving, taking)
    moved = HandedOver(first, second, contests, kept + left)
    after = {"to": taking.id, **vars(moved)}
    change = Change("account.handed_over", f"account:{leaving.id}", None, after)
    log(session, *who, change)
    return moved


def _move_records(
    session: Session, who: tuple[Actor, datetime], leaving: Account, taking: Account
) -> tuple[int, int, int]:
    officer = officer_of(session, leaving.id)
    if officer is None:
        return 0, 0, 0
    waits = and_(ServiceRecord.certifier_id == officer.id, ServiceRecord.waits_for == CERTIFIER)
    first = _lines(session, waits)
    second = _lines(session, ServiceRecord.second_id == officer.id)
    if not first and not second:
        return 0, 0, 0
    signer = _signer(session, who, taking)
    moved = [
        _hand(session, who, line, ("certifier_id", signer.officer))
        for line in first
        if not _is_own(line, signer) and line.record.second_id != signer.officer
    ]
    countersigned = [
        _hand(session, who, line, ("second_id", signer.officer))
        for line in second
        if not _is_own(line, signer) and not _signs_first(line, signer)
    ]
    left = len(first) + len(second) - len(moved) - len(countersigned)
    return len(moved), len(countersigned), left


def _move_contests(
    session: Session, who: tuple[Actor, datetime], leaving: Account, taking: Account
) -> tuple[int, int]:
    own = volunteer_of_account(session, taking.id)
    query = select(Contest).filter_by(assigned_to=leaving.id, status=contest.Status.OPEN)
    found = session.scalars(query.with_for_update()).all()
    moved = [one for one in found if own is None or one.volunteer_id != own.id]
    for one in moved:
        one.assigned_to = taking.id
        was, is_now = {"assigned_to": leaving.id}, {"assigned_to": taking.id}
        log(session, *who, Change("contest.assigned", f"contest:{one.id}", was, is_now))
    return len(moved), len(found) - len(moved)


def _lines(session: Session, waits: ColumnElement[bool]) -> Sequence[Line]:
    query = select(ServiceRecord.id).where(SUBMITTED, waits)
    return list(lines_of(session, session.scalars(query), lock=True).values())


def _signer(session: Session, who: tuple[Actor, datetime], account: Account) -> Signer:
    holder = actor_of(account, who[0].channel)
    officer = officer_for(session, who, holder)
    return Signer(officer.id, account.id, identity_of(session, holder, officer))


def _is_own(line: Line, signer: Signer) -> bool:
    return signer.who.is_volunteer(line.record.volunteer_id, line.name)


def _signs_first(line: Line, signer: Signer) -> bool:
    return signer.officer == line.record.certifier_id or signer.account == line.record.certified_by


def _hand(session: Session, who: tuple[Actor, datetime], line: Line, to: tuple[str, UUID]) -> UUID:
    name, officer = to
    before = getattr(line.record, name)
    setattr(line.record, name, officer)
    subject = f"record:{line.record.id}"
    log(session, *who, Change("record.handed_over", subject, {name: before}, {name: officer}))
    return line.record.id
