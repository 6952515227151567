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
from shared.sign_in import Accounts

if TYPE_CHECKING:
    from shared.federation.link import Link


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


@dataclass(frozen=True)
class Tier:
    """A tier's parts: package name, database, link, accounts, tables of permissions and words.

    `blueprints` are in the API's description, `pages` are for people, `wires` the federation's.
    `words` says codes in Chinese msgids, `search` finds things by what was typed, `front` is the
    endpoint where a role's day begins, `badges` counts what waits behind endpoints of `nav`;
    `founded` is what a new node does first.
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
    founded: Callable[[Session, Actor, datetime], None] | None = None


def this_tier() -> Tier:
    """The tier of the app that answers this request."""
    tier: Tier = current_app.extensions["yigong"]
    return tier
