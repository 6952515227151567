"""The Flask app of a station."""

from __future__ import annotations

from flask import Flask

from shared.home import Settings
from shared.web.app import make_app
from shared.web.tier import Tier
from station.actions.node import open_station
from station.api import BLUEPRINTS
from station.database import db
from station.domain.permission import PERMISSIONS
from station.federation import LINK
from station.models.account import ACCOUNTS
from station.pages import PAGES
from station.pages.nav import NAV
from station.sentences import SENTENCES
from station.words import WORDS

TIER = Tier(
    package="station",
    db=db,
    link=LINK,
    accounts=ACCOUNTS,
    permissions=PERMISSIONS,
    sentences=SENTENCES,
    blueprints=BLUEPRINTS,
    wires=(),
    pages=PAGES,
    nav=NAV,
    words=WORDS,
    founded=open_station,
)


def create_app(settings: Settings) -> Flask:
    """An app of its own for one node's home."""
    return make_app(TIER, settings)
