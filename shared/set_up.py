"""A node without accounts: the first one is made on its own page, by a one-time code."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import AccountMixin, Actor, hash_password, is_password
from shared.audit import Change, write_line
from shared.errors import ConflictError, InvalidError
from shared.federation.outbox import this_node
from shared.home import Home, Settings, write_secret, write_settings
from shared.password import one_time_password
from shared.sign_in import NewAccount, actor_of, add_account
from shared.web.tier import Tier

GROUP = 4
LONGEST_TITLE = 100
NOBODY = Actor(UUID(int=0), "首次设置", "administrator", "page")


@dataclass(frozen=True)
class FirstAccount:
    """What the page asks: the code from the console, the node's name, its administrator."""

    code: str = field(repr=False)
    title: str
    administrator: NewAccount


def new_code(home: Home) -> str:
    """A fresh code in groups of four signs; its hash alone is kept, an earlier code ends."""
    code = one_time_password()
    home.set_up_code.unlink(missing_ok=True)
    write_secret(home.set_up_code, hash_password(code))
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def is_waiting(session: Session, tier: Tier, home: Home) -> bool:
    """Whether the node waits for its first account; asks the database only where a code lies."""
    return home.set_up_code.exists() and not has_accounts(session, tier)


def has_accounts(session: Session, tier: Tier) -> bool:
    """Whether anybody can sign in here, or ever could."""
    return session.scalar(select(tier.accounts.account.id).limit(1)) is not None


def set_up(
    session: Session, tier: Tier, home: Home, now: datetime, asked: FirstAccount
) -> AccountMixin:
    """The administrator's account and the node's name. Refuses a wrong code, or a second time.

    The node's row is locked, so that of two who have the code one alone comes first.
    """
    node = session.get_one(tier.link.tables.node, 1, with_for_update=True)
    if has_accounts(session, tier):
        raise ConflictError("set_up.done")
    _check_code(home, asked.code)
    account = add_account(session, tier.accounts, NOBODY, now, asked.administrator)
    before, node.title = node.title, _title(asked.title)
    actor = actor_of(account, NOBODY.channel)
    change = Change("node.set_up", f"node:{node.name}", {"title": before}, {"title": node.title})
    write_line(session, tier.accounts.audit, actor, now, change)
    if tier.renamed is not None and node.title != before:
        session.flush()
        tier.renamed(session, actor, now)
    return account


def close(session: Session, tier: Tier, settings: Settings) -> None:
    """After the transaction: the code is used up, the home knows the node's name."""
    title = this_node(session, tier.link.tables).title
    write_settings(replace(settings, title=title))
    settings.home.set_up_code.unlink(missing_ok=True)


def _check_code(home: Home, typed: str) -> None:
    narrow = unicodedata.normalize("NFKC", typed).casefold()
    plain = "".join(sign for sign in narrow if sign.isalnum())
    kept = home.set_up_code
    if not kept.exists() or not is_password(plain, kept.read_text(encoding="ascii")):
        raise InvalidError("set_up.wrong_code", field="code")


def _title(typed: str) -> str:
    title = typed.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidError("home.title_missing", field="title")
    return title
