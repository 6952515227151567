"""Passwords changed by their holders, reset at the counter, and made for printed slips."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from shared.account import AccountMixin, Actor, hash_password, is_password
from shared.account_change import check_counter, found_account
from shared.audit import Change, write_line
from shared.errors import ForbiddenError, InvalidError
from shared.sign_in import Accounts, Credentials

SLIP_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
SLIP_LENGTH = 12


@dataclass(frozen=True)
class PasswordChange:
    """What the holder types: the password that was, and the one that is to be."""

    old: str = field(repr=False)
    new: str = field(repr=False)


def change_password(
    session: Session, accounts: Accounts, actor: Actor, now: datetime, typed: PasswordChange
) -> None:
    """The actor's own; needs the old one, and ends every session and token they had."""
    account = session.get_one(accounts.account, actor.id)
    if not is_password(typed.old, account.password_hash):
        raise InvalidError("password.wrong", field="old")
    if typed.old == typed.new:
        raise InvalidError("password.same", field="new")
    _replace(session, accounts, account, typed.new)
    account.must_change = False
    change = Change("account.password_changed", f"account:{account.id}")
    write_line(session, accounts.audit, actor, now, change)


def reset_password(
    session: Session, accounts: Accounts, actor: Actor, now: datetime, given: Credentials
) -> AccountMixin:
    """Sets a one-time password that must be changed, and ends the account's sessions.

    Refuses from afar what is reset by a command alone: who could would sign in as the head; and
    whom the actor's role doesn't serve at the counter.
    """
    account = found_account(session, accounts, given.login)
    if account.role in accounts.by_command and given.channel != "command":
        raise ForbiddenError("password.by_command")
    check_counter(accounts, actor, account)
    _replace(session, accounts, account, given.password)
    account.must_change = True
    change = Change("account.password_reset", f"account:{account.id}")
    write_line(session, accounts.audit, actor, now, change)
    return account


def one_time_password() -> str:
    """Twelve signs without 0 O 1 I l, to be read from a slip (59 bit)."""
    return "".join(secrets.choice(SLIP_SIGNS) for _ in range(SLIP_LENGTH))


def _replace(session: Session, accounts: Accounts, account: AccountMixin, password: str) -> None:
    account.password_hash = hash_password(password)
    session.execute(delete(accounts.token).where(accounts.token.account_id == account.id))
