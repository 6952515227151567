"""The Flask app of a station."""

from __future__ import annotations

from flask import Flask

from shared.home import Settings
from shared.web.app import make_app
from shared.web.tier import Tier
from station.actions.node import open_station, tell_station
from station.actions.resident import RESIDENTS
from station.api import BLUEPRINTS
from station.database import db
from station.domain.permission import PERMISSIONS
from station.federation import LINK
from station.models.account import ACCOUNTS
from station.pages import PAGES
from station.pages.find import find
from station.pages.first_step import first_steps
from station.pages.handing_over import HAND_OVER
from station.pages.link import link_months
from station.pages.nav import NAV
from station.pages.practice import PRACTICE
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
    search=find,
    first_steps=first_steps,
    link_months=link_months,
    hand_over=HAND_OVER,
    renamed=tell_station,
    practice=PRACTICE,
    founded=open_station,
    residents=RESIDENTS,
)


def create_app(settings: Settings) -> Flask:
    """An app of its own for one node's home."""
    return make_app(TIER, settings)
