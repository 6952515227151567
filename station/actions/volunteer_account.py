"""Accounts of volunteers: which account is whose, as the checks on one's own records take it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.errors import NotFoundError
from shared.sign_in import account_by_login, plain_login
from station.models.account import ACCOUNTS, Account
from station.models.audit import log
from station.models.volunteer import Volunteer


def link_account(
    session: Session, actor: Actor, now: datetime, login: str, volunteer_id: UUID | None
) -> Account:
    """Says whom an account's holder is as a volunteer; None: nobody. One account, one volunteer."""
    account = account_of(session, login)
    if volunteer_id is not None and session.get(Volunteer, volunteer_id) is None:
        raise NotFoundError("volunteer.unknown")
    if account.volunteer_id == volunteer_id:
        return account
    before, account.volunteer_id = account.volunteer_id, volunteer_id
    session.flush()
    change = Change(
        "account.linked",
        f"account:{account.id}",
        {"volunteer": before},
        {"volunteer": volunteer_id},
    )
    log(session, actor, now, change)
    return account


def account_of(session: Session, login: str) -> Account:
    """The account of a login, locked to change it."""
    found = account_by_login(session, ACCOUNTS, plain_login(login))
    if found is None:
        raise NotFoundError("account.unknown", login=login)
    return session.get_one(Account, found.id, with_for_update=True)
