"""What a tier hands to the web layer, and how a view finds it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint as FlaskBlueprint
from flask import current_app
from flask_smorest import Blueprint
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.month import Month
from shared.sign_in import Accounts

if TYPE_CHECKING:
    from shared.federation.link import Link
    from shared.home import Settings
    from shared.resident import Residents


@dataclass(frozen=True)
class NavItem:
    """A way into the tier's pages: label (a msgid), endpoint, icon, and who has it.

    What isn't `main`, or has no room in the bar, stands behind 更多.
    """

    label: str
    endpoint: str
    icon: str
    permission: str
    main: bool = True


@dataclass(frozen=True)
class Hit:
    """One thing that a search found: what it is, its name, address and a line beside it."""

    kind: str
    title: str
    href: str
    note: str = ""


Act = Callable[[Session, Actor, datetime], None]


@dataclass(frozen=True)
class Step:
    """One of a new node's first steps: what, whether it is done, and where it is done.

    `label` and `why` are msgids; who hasn't the `permission` sees the step without its link.
    """

    label: str
    is_done: bool
    endpoint: str
    permission: str
    why: str = ""


@dataclass(frozen=True)
class MonthLine:
    """A month's revision on its way up; times are None while it hasn't come so far.

    `answer` is the upper node's word as a code, `refused` its sentence where it took nothing in;
    `is_newest` is False for one that a later revision replaced.
    """

    month: Month
    revision: int
    sealed_at: datetime
    sent_at: datetime | None
    receipt_at: datetime | None
    answer: str | None = None
    refused: str | None = None
    is_newest: bool = True
    href: str = ""


@dataclass(frozen=True)
class Gate:
    """How nodes of the tier `below` are let in, by people of permission `enrolment.manage`.

    `invite` gets (node, title, url) and gives the one-time string; `approve` gets the node and
    the fingerprint that was read out; `revoke` shuts a node out.
    """

    below: str
    invite: Callable[[Session, Actor, datetime, tuple[str, str, str]], str]
    approve: Callable[[Session, Actor, datetime, str, str | None], object]
    revoke: Callable[[Session, Actor, datetime, str], object]


@dataclass(frozen=True)
class HandOver:
    """Who left: `move` gets two logins and gives how many open tasks moved, how many couldn't.

    Only accounts of the roles `receivers` have such tasks, or take them.
    """

    receivers: frozenset[str]
    move: Callable[[Session, Actor, datetime, str, str], tuple[int, int]]


@dataclass(frozen=True)
class Practice:
    """What people practise with: `fill` enters false data, `answer` what the node above would say.

    `logins` are the accounts that `fill` makes, with what they may be called on the page.
    """

    fill: Callable[[Session, datetime], None]
    answer: Callable[[Session, datetime], None]
    logins: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Tier:
    """A tier's parts: package name, database, link, accounts, tables of permissions and words.

    `blueprints` are in the API's description, `pages` are for people, `wires` the federation's.
    `words` says codes in Chinese msgids, `search` finds things by what was typed, `front` is the
    endpoint where a role's day begins, `badges` counts what waits behind endpoints of `nav`;
    `founded` is what a new node does first, `renamed` what it does about a new name of its own.
    `first_steps` are those of a new node, `link_months` the months of a year on their way up,
    `gate` lets nodes in from below, `hand_over` moves the open tasks of whoever left,
    `practice` is what its people practise with, `residents` what those without a login may do.
    """

    package: str
    db: SQLAlchemy
    link: Link
    accounts: Accounts
    permissions: Mapping[str, frozenset[str]]
    sentences: Mapping[str, str]
    blueprints: Sequence[Blueprint]
    wires: Sequence[FlaskBlueprint]
    pages: Sequence[FlaskBlueprint] = ()
    nav: Sequence[NavItem] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    front: Callable[[Actor], str] = lambda _actor: "today_page.show_today"
    search: Callable[[Session, Actor, str], Sequence[Hit]] = lambda _session, _actor, _typed: ()
    badges: Callable[[Session, Actor], Mapping[str, int]] = lambda _session, _actor: {}
    founded: Act | None = None
    renamed: Act | None = None
    first_steps: Callable[[Session], Sequence[Step]] = lambda _session: ()
    link_months: Callable[[Session, int], Sequence[MonthLine]] | None = None
    gate: Gate | None = None
    hand_over: HandOver | None = None
    practice: Practice | None = None
    residents: Residents | None = None


def this_tier() -> Tier:
    """The tier of the app that answers this request."""
    tier: Tier = current_app.extensions["yigong"]
    return tier


def this_settings() -> Settings:
    """The settings of the app that answers this request."""
    settings: Settings = current_app.extensions["yigong_settings"]
    return settings
