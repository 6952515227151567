"""What a tier hands to the web layer, and how a view finds it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
class Tier:
    """A tier's parts: package name, database, link, accounts, tables of permissions and words.

    `blueprints` are in the API's description, `wires` (the federation's) are not; `counts` gives
    the start page its lines: Chinese label to number; `founded` is what a new node does first.
    """

    package: str
    db: SQLAlchemy
    link: Link
    accounts: Accounts
    permissions: Mapping[str, frozenset[str]]
    sentences: Mapping[str, str]
    blueprints: Sequence[Blueprint]
    wires: Sequence[FlaskBlueprint]
    counts: Callable[[Session], Mapping[str, int]]
    founded: Callable[[Session, Actor, datetime], None] | None = None


def this_tier() -> Tier:
    """The tier of the app that answers this request."""
    tier: Tier = current_app.extensions["yigong"]
    return tier
