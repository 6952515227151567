"""Officers: made from the names in sheets, linked to the accounts that act for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.errors import ConflictError, ForbiddenError, NotFoundError
from shared.sign_in import account_by_login, plain_login
from station.domain.cell import name_key
from station.domain.certification import Identity
from station.domain.permission import WORKING
from station.models.account import ACCOUNTS, volunteer_of_account
from station.models.audit import log
from station.models.officer import Officer, officer_of, officers


def link_officer(
    session: Session, actor: Actor, now: datetime, officer_id: UUID, login: str
) -> Officer:
    """Makes a head's or clerk's acts count as the officer's, once and for all."""
    officer = session.get(Officer, officer_id, with_for_update=True)
    if officer is None:
        raise NotFoundError("officer.unknown")
    account = account_by_login(session, ACCOUNTS, plain_login(login))
    if account is None or not account.active:
        raise NotFoundError("officer.no_account", login=login)
    if account.role not in WORKING:
        raise ConflictError("officer.wrong_role", login=login)
    if officer.account_id == account.id:
        return officer
    if officer.account_id is not None or officer_of(session, account.id) is not None:
        raise ConflictError("officer.linked", name=officer.name, login=login)
    officer.account_id, officer.linked_at = account.id, now
    session.flush()
    log(
        session,
        actor,
        now,
        Change("officer.linked", f"officer:{officer.id}", {"account": None}, {"account": login}),
    )
    return officer


def name_officers(
    session: Session, actor: Actor, now: datetime, names: Iterable[str]
) -> dict[str, UUID]:
    """The ids of these names; new names become officers without an account."""
    wanted = sorted(set(names))
    known = {
        officer.name: officer.id
        for officer in session.scalars(select(Officer).where(Officer.name.in_(wanted)))
    }
    for name in wanted:
        if name not in known:
            officer = Officer(name=name)
            session.add(officer)
            session.flush()
            known[name] = officer.id
            change = Change("officer.named", f"officer:{officer.id}", None, {"name": name})
            log(session, actor, now, change)
    return known


def acting_officer(session: Session, actor: Actor, officer_id: UUID) -> Officer:
    """The officer, if the actor's account is linked to it; ForbiddenError otherwise."""
    officer = session.get(Officer, officer_id)
    if officer is None:
        raise NotFoundError("officer.unknown")
    if officer.account_id is None or officer.account_id != actor.id:
        raise ForbiddenError("officer.not_yours", name=officer.name)
    return officer


def identity_of(session: Session, actor: Actor, officer: Officer | None) -> Identity:
    """Who acts, as the rules on one's own records take it: by the account's link and by name."""
    names = (actor.name,) if officer is None else (officer.name, actor.name)
    volunteer = volunteer_of_account(session, actor.id)
    if volunteer is None:
        return Identity(names)
    return Identity(names, volunteer.id, volunteer.name)


def officer_for(session: Session, who: tuple[Actor, datetime], holder: Actor) -> Officer:
    """The officer behind an account; one is made of its name where none is spelled like it.

    Else one person with two accounts would be a first and a second officer.
    """
    officer = officer_of(session, holder.id)
    if officer is not None:
        return officer
    if name_key(holder.name) in {name_key(known.name) for known in officers(session)}:
        raise ConflictError("officer.not_linked", name=holder.name)
    officer = Officer(name=holder.name, account_id=holder.id, linked_at=who[1])
    session.add(officer)
    session.flush()
    after = {"name": holder.name, "account": holder.id}
    log(session, *who, Change("officer.named", f"officer:{officer.id}", None, after))
    return officer
