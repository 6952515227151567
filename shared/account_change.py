"""Accounts changed after they were made: closed, opened again, given another role."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.account import AccountMixin, Actor
from shared.audit import Change, write_line
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.sign_in import Accounts, account_by_login, plain_login

ADMINISTRATOR = "administrator"


def close_account(
    session: Session, accounts: Accounts, actor: Actor, now: datetime, login: str
) -> AccountMixin:
    """Its holder signs in no more, from this moment; what they did stays under their name.

    Refuses one's own account, and the last by which a node is administered.
    """
    account = found_account(session, accounts, login)
    check_counter(accounts, actor, account)
    if account.id == actor.id:
        raise ConflictError("account.own")
    if not account.active:
        return account
    if account.role == ADMINISTRATOR:
        _check_not_last(session, accounts)
    account.active = False
    session.execute(delete(accounts.token).where(accounts.token.account_id == account.id))
    write_line(session, accounts.audit, actor, now, _change(account, "closed"))
    return account


def reopen_account(
    session: Session, accounts: Accounts, actor: Actor, now: datetime, login: str
) -> AccountMixin:
    """Its holder signs in again with the password they had."""
    account = found_account(session, accounts, login)
    check_counter(accounts, actor, account)
    if not account.active:
        account.active = True
        write_line(session, accounts.audit, actor, now, _change(account, "reopened"))
    return account


def change_role(
    session: Session, accounts: Accounts, actor: Actor, now: datetime, to: tuple[str, str]
) -> AccountMixin:
    """Gives the account of a login a role; `to` is both.

    Refuses one's own, and from afar to take or give a role whose password a command alone
    resets: whoever could would sign in with it.
    """
    login, role = to
    account = found_account(session, accounts, login)
    if role not in accounts.roles:
        raise InvalidError("account.unknown_role", role=role, field="role")
    if account.id == actor.id:
        raise ConflictError("account.own")
    if {account.role, role} & accounts.by_command and actor.channel != "command":
        raise ForbiddenError("account.by_command", field="role")
    if account.role == ADMINISTRATOR != role:
        _check_not_last(session, accounts)
    give_role(session, accounts, (actor, now), account, role)
    return account


def give_role(
    session: Session,
    accounts: Accounts,
    who: tuple[Actor, datetime],
    account: AccountMixin,
    role: str,
) -> None:
    """Writes and audits it; nothing where it has the role. The rules must have been asked."""
    if account.role != role:
        before, account.role = account.role, role
        session.flush()
        write_line(session, accounts.audit, *who, _change(account, "role_changed", before))


def found_account(session: Session, accounts: Accounts, login: str) -> AccountMixin:
    """The account of a login, locked to change it."""
    account = account_by_login(session, accounts, plain_login(login))
    if account is None:
        raise NotFoundError("account.unknown", login=login)
    return session.get_one(accounts.account, account.id, with_for_update=True)


def check_counter(accounts: Accounts, actor: Actor, account: AccountMixin) -> None:
    """Refuses an account that is none of those whom the actor's role serves at the counter."""
    if account.role not in accounts.at_counter.get(actor.role, accounts.roles):
        raise ForbiddenError("account.not_at_counter", login=account.login)


def _check_not_last(session: Session, accounts: Accounts) -> None:
    """Locks them all, so that two can't put each other out at once."""
    table = accounts.account
    query = select(table.id).where(table.role == ADMINISTRATOR, table.active)
    if len(session.scalars(query.order_by(table.id).with_for_update()).all()) < 2:
        raise ConflictError("account.last_administrator")


def _change(account: AccountMixin, verb: str, before: str | None = None) -> Change:
    after = {"role": account.role, "active": account.active}
    was = None if before is None else {"role": before}
    return Change(f"account.{verb}", f"account:{account.id}", was, after)
