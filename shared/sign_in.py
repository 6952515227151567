"""Accounts at work: made by the administrator, signed in by a token, signed out."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.account import (
    AccountMixin,
    Actor,
    AttemptMixin,
    TokenMixin,
    hash_password,
    is_password,
)
from shared.audit import AuditMixin, Change, write_line
from shared.clock import machine_now
from shared.draft import DraftMixin, SavedFilterMixin
from shared.errors import ConflictError, ForbiddenError, InvalidError, UntrustedError

TOKEN_LIFE = timedelta(hours=12)
TOKEN_BYTES = 32
LONGEST_LOGIN = 64
LONGEST_NAME = 60


@dataclass(frozen=True)
class Accounts:
    """The tier's concrete tables, and the roles that an account there can have.

    A password of the roles `by_command` is reset on the machine itself alone (domain.md part 12);
    `at_counter` says whose passwords a role may reset there, where not everybody's.
    """

    account: type[AccountMixin]
    token: type[TokenMixin]
    attempt: type[AttemptMixin]
    audit: type[AuditMixin]
    draft: type[DraftMixin]
    saved_filter: type[SavedFilterMixin]
    roles: frozenset[str]
    by_command: frozenset[str] = frozenset()
    at_counter: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class NewAccount:
    """What the administrator enters; a password that isn't `lasting` is for one sign-in.

    `hashed` is the password's hash where many were hashed before the database was locked.
    """

    login: str
    name: str
    role: str
    password: str = field(repr=False)
    lasting: bool = False
    hashed: str = field(default="", repr=False)


@dataclass(frozen=True)
class Credentials:
    """What was typed, and the channel it came by: api, page or command."""

    login: str
    password: str = field(repr=False)
    channel: str


@dataclass(frozen=True)
class Ticket:
    """A fresh sign-in: the token, shown this once, and until when it holds."""

    token: str = field(repr=False)
    expires_at: datetime
    account: AccountMixin


def add_account(
    session: Session, accounts: Accounts, actor: Actor, now: datetime, new: NewAccount
) -> AccountMixin:
    """Refuses a login that is taken, a role that the tier hasn't, and a short password.

    Of a role whose password a command alone resets, a command alone makes the second account.
    """
    login = plain_login(new.login)
    if len(new.name.strip()) > LONGEST_NAME:
        raise InvalidError("account.name_form", most=LONGEST_NAME, field="name")
    if new.role not in accounts.roles:
        raise InvalidError("account.unknown_role", role=new.role, field="role")
    if account_by_login(session, accounts, login) is not None:
        raise ConflictError("account.login_taken", login=login, field="login")
    _check_first(session, accounts, actor, new.role)
    account = accounts.account(
        login=login,
        name=new.name.strip() or login[:LONGEST_NAME],
        role=new.role,
        password_hash=new.hashed or hash_password(new.password),
        must_change=not new.lasting,
        created_at=machine_now(),
    )
    session.add(account)
    session.flush()
    change = Change("account.added", f"account:{account.id}", None, {"role": new.role})
    write_line(session, accounts.audit, actor, now, change)
    return account


def _check_first(session: Session, accounts: Accounts, actor: Actor, role: str) -> None:
    if role not in accounts.by_command or actor.channel == "command":
        return
    held = select(accounts.account.id).where(accounts.account.role == role, accounts.account.active)
    if session.scalar(held.limit(1)) is not None:
        raise ForbiddenError("account.by_command", field="role")


def sign_in(
    session: Session, accounts: Accounts, now: datetime, credentials: Credentials
) -> Ticket:
    """A token for 12 hours of the machine's clock; one refusal for all that can be wrong."""
    account = account_by_login(session, accounts, plain_login(credentials.login), lock=True)
    held = account.password_hash if account is not None else _nobody()
    if not is_password(credentials.password, held) or account is None or not account.active:
        raise UntrustedError("login.wrong")
    token, since = secrets.token_urlsafe(TOKEN_BYTES), machine_now()
    session.execute(delete(accounts.token).where(accounts.token.expires_at < since))
    row = accounts.token(
        account_id=account.id,
        digest=_digest(token),
        expires_at=since + TOKEN_LIFE,
        created_at=since,
    )
    session.add(row)
    change = Change("account.signed_in", f"account:{account.id}")
    write_line(session, accounts.audit, actor_of(account, credentials.channel), now, change)
    return Ticket(token, row.expires_at, account)


def sign_out(session: Session, accounts: Accounts, token: str) -> None:
    """Ends the session or token; one that is gone already stays gone."""
    session.execute(delete(accounts.token).where(accounts.token.digest == _digest(token)))


def holder_of(session: Session, accounts: Accounts, token: str) -> AccountMixin | None:
    """The active account that an unexpired token belongs to."""
    table = accounts.account
    query = (
        select(table)
        .join(accounts.token, accounts.token.account_id == table.id)
        .where(accounts.token.digest == _digest(token))
        .where(accounts.token.expires_at > machine_now())
        .where(table.active)
    )
    return session.scalars(query).one_or_none()


def account_by_login(
    session: Session, accounts: Accounts, login: str, *, lock: bool = False
) -> AccountMixin | None:
    """The account of a login that `plain_login` gave.

    With `lock` its password stays what it is until the transaction ends; others may read it.
    """
    query = select(accounts.account).where(accounts.account.login == login)
    return session.scalars(query.with_for_update(read=True) if lock else query).one_or_none()


def actor_of(account: AccountMixin, channel: str) -> Actor:
    """The account's holder as actions know them."""
    return Actor(account.id, account.name, account.role, channel)


def plain_login(login: str) -> str:
    """A login as it is stored: no outer spaces, letter case doesn't count."""
    plain = login.strip().casefold()
    if not plain or len(plain) > LONGEST_LOGIN:
        raise InvalidError("account.login_form", field="login")
    return plain


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobody() -> str:
    return hash_password(secrets.token_urlsafe())
