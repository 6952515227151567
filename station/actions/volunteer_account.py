"""Accounts of volunteers: made in bulk with slips, and whose account is whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shared.account import Actor, hash_password
from shared.account_change import found_account
from shared.audit import Change
from shared.errors import ConflictError, NotFoundError, RefusalError
from shared.password import one_time_password
from shared.reading import login_for, stem_of
from shared.sign_in import NewAccount, add_account
from station.actions.bulk import Bulk, check_count
from station.actions.team import give_serving_role
from station.domain.permission import VOLUNTEER
from station.domain.team import SERVING
from station.models.account import ACCOUNTS, Account
from station.models.audit import log
from station.models.station_state import lock_station
from station.models.volunteer import Volunteer


@dataclass(frozen=True)
class Secret:
    """A one-time password and its hash, which takes too long to make while others wait."""

    password: str = field(repr=False)
    hashed: str = field(repr=False)


@dataclass(frozen=True)
class Slip:
    """What is printed for one volunteer, this once, or why they got no account."""

    volunteer: UUID
    name: str = ""
    login: str = ""
    password: str = field(default="", repr=False)
    refusal: RefusalError | None = None


def make_secrets(count: int) -> list[Secret]:
    """As many one-time passwords, hashed before any transaction begins."""
    passwords = [one_time_password() for _ in range(count)]
    return [Secret(password, hash_password(password)) for password in passwords]


def count_wanting(session: Session, ids: Iterable[UUID]) -> int:
    """How many of these serve and have no account: so many secrets are needed."""
    people = _people(session, ids).values()
    return sum(account is None and status in SERVING for _, status, account in people)


def make_accounts(
    session: Session, actor: Actor, now: datetime, bulk: Bulk, secrets: Sequence[Secret]
) -> list[Slip]:
    """An account for each of these volunteers who serve and have none; a result per volunteer.

    The login is the pinyin of the name, numbered where it is taken. Whoever comes after the
    last secret is told to wait for the next batch; refused as a whole where the count differs.
    """
    check_count(bulk)
    lock_station(session)
    people, left = _people(session, bulk.ids), iter(secrets)
    taken = _logins(session, (stem_of(name) for name, _, _ in people.values()))
    slips = []
    for volunteer_id in bulk.ids:
        try:
            name = _eligible(people, volunteer_id)
            secret = next(left, None)
            if secret is None:
                raise ConflictError("account.next_batch", name=name)
        except RefusalError as refusal:
            slips.append(Slip(volunteer_id, refusal=refusal))
            continue
        login = login_for(name, taken)
        taken.add(login)
        new = NewAccount(login, name, VOLUNTEER, secret.password, hashed=secret.hashed)
        _add(session, (actor, now), new, volunteer_id)
        slips.append(Slip(volunteer_id, name, login, secret.password))
    return slips


def link_account(
    session: Session, actor: Actor, now: datetime, login: str, volunteer_id: UUID | None
) -> Account:
    """Says whom an account's holder is as a volunteer; None: nobody. One account, one volunteer."""
    account = session.get_one(Account, found_account(session, ACCOUNTS, login).id)
    if volunteer_id is not None and session.get(Volunteer, volunteer_id) is None:
        raise NotFoundError("volunteer.unknown")
    if account.volunteer_id != volunteer_id:
        before, account.volunteer_id = account.volunteer_id, volunteer_id
        _log_link(session, (actor, now), account, before)
        if volunteer_id is not None:
            give_serving_role(session, (actor, now), volunteer_id)
    return account


def _add(
    session: Session, who: tuple[Actor, datetime], new: NewAccount, volunteer_id: UUID
) -> None:
    account = session.get_one(Account, add_account(session, ACCOUNTS, *who, new).id)
    account.volunteer_id = volunteer_id
    _log_link(session, who, account, None)
    give_serving_role(session, who, volunteer_id)


def _people(session: Session, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str, UUID | None]]:
    """Name, status, and an account where there is one."""
    query = (
        select(Volunteer, Account.id)
        .outerjoin(Account, Account.volunteer_id == Volunteer.id)
        .where(Volunteer.id.in_(set(ids)), Volunteer.superseded_by.is_(None))
    )
    return {
        volunteer.id: (volunteer.name, volunteer.status, account)
        for volunteer, account in session.execute(query)
    }


def _logins(session: Session, stems: Iterable[str]) -> set[str]:
    """Those that begin as one of these does."""
    begins = [Account.login.startswith(stem, autoescape=True) for stem in set(stems)]
    query = select(Account.login).where(or_(*begins)) if begins else select(Account.login)
    return set(session.scalars(query))


def _eligible(people: Mapping[UUID, tuple[str, str, UUID | None]], volunteer_id: UUID) -> str:
    """The name to make a login of."""
    if volunteer_id not in people:
        raise NotFoundError("volunteer.unknown")
    name, status, account = people[volunteer_id]
    if account is not None:
        raise ConflictError("account.volunteer_has_one", name=name)
    if status not in SERVING:
        raise ConflictError("volunteer.not_approved", name=name)
    return name


def _log_link(
    session: Session, who: tuple[Actor, datetime], account: Account, before: UUID | None
) -> None:
    session.flush()
    after = {"volunteer": account.volunteer_id}
    change = Change("account.linked", f"account:{account.id}", {"volunteer": before}, after)
    log(session, *who, change)
