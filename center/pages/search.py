"""What the one search box finds here: people by name or number, stations by name or code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from center.domain.permission import PERMISSIONS
from center.models import station
from center.models.search import Found, search_people
from shared import reading
from shared.account import Actor
from shared.web.tier import Hit
from shared.web.word import word


def search(session: Session, actor: Actor, typed: str) -> Sequence[Hit]:
    """People for whoever may see them, then stations for all; four queries at most."""
    found: list[Hit] = []
    if actor.role in PERMISSIONS["volunteer.search"]:
        found += [_person(one) for one in search_people(session, typed)]
    return [*found, *_stations(session, typed)]


def _person(one: Found) -> Hit:
    if one.volunteer is None:
        href = url_for("registration_page.show_registration", id=one.registration)
        return Hit(_("登记"), one.name, href, f"{one.title} · {word(one.status)}")
    href = url_for("volunteer_page.show_volunteer", id=one.volunteer)
    note = [one.title, one.card or "", "" if one.status == "approved" else word(one.status)]
    return Hit(_("义工"), one.name, href, " · ".join(filter(None, note)))


def _stations(session: Session, typed: str) -> Iterator[Hit]:
    key = reading.key(typed)
    for home in station.everyone(session) if key else ():
        code = home.name.partition(":")[2]
        if code.startswith(typed) or any(t.startswith(key) for t in reading.tokens(home.title)):
            href = url_for("station_page.show_station", name=home.name)
            yield Hit(_("工作站"), home.title, href, code)
