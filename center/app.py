"""The Flask app of a center."""

from __future__ import annotations

from flask import Flask

from center.actions.resident import RESIDENTS
from center.api import BLUEPRINTS
from center.database import db
from center.domain.permission import PERMISSIONS
from center.federation import LINK
from center.models.account import ACCOUNTS
from center.pages import PAGES
from center.pages.badge import badges
from center.pages.enrolment import GATE
from center.pages.first_step import first_steps
from center.pages.nav import NAV
from center.pages.search import search
from center.sentences import SENTENCES
from center.words import WORDS
from shared.federation.blueprint import federation_blueprint
from shared.home import Settings
from shared.web.app import make_app
from shared.web.tier import Tier

TIER = Tier(
    package="center",
    db=db,
    link=LINK,
    accounts=ACCOUNTS,
    permissions=PERMISSIONS,
    sentences=SENTENCES,
    blueprints=BLUEPRINTS,
    wires=(federation_blueprint(db, LINK),),
    pages=PAGES,
    nav=NAV,
    words=WORDS,
    badges=badges,
    search=search,
    first_steps=first_steps,
    gate=GATE,
    residents=RESIDENTS,
)


def create_app(settings: Settings) -> Flask:
    """An app of its own for one node's home."""
    return make_app(TIER, settings)
