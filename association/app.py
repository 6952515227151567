"""The Flask app of the association."""

from __future__ import annotations

from flask import Flask

from association.actions.policy import open_association
from association.api import BLUEPRINTS
from association.api.verification import keys
from association.database import db
from association.domain.permission import PERMISSIONS
from association.federation import LINK
from association.models.account import ACCOUNTS
from association.pages import PAGES
from association.pages.enrolment import GATE
from association.pages.first_step import first_steps
from association.pages.nav import NAV
from association.pages.search import search
from association.sentences import SENTENCES
from association.words import WORDS
from shared.federation.blueprint import federation_blueprint
from shared.home import Settings
from shared.web.app import make_app
from shared.web.tier import Tier

TIER = Tier(
    package="association",
    db=db,
    link=LINK,
    accounts=ACCOUNTS,
    permissions=PERMISSIONS,
    sentences=SENTENCES,
    blueprints=BLUEPRINTS,
    wires=(federation_blueprint(db, LINK), keys),
    pages=PAGES,
    nav=NAV,
    words=WORDS,
    search=search,
    first_steps=first_steps,
    gate=GATE,
    founded=open_association,
)


def create_app(settings: Settings) -> Flask:
    """An app of its own for one node's home."""
    return make_app(TIER, settings)
