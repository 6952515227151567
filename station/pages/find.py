"""One box for everything at a station: people by every reading of their names, and cards."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.web.tier import Hit
from station.domain.permission import WORKING
from station.models.search import search_people


def find(session: Session, actor: Actor, typed: str) -> Sequence[Hit]:
    """Volunteers lead to their page, other members to their registration."""
    if actor.role not in WORKING:
        return ()
    hits = []
    for one in search_people(session, typed):
        note = " · ".join(part for part in (one.post, one.last_four) if part)
        if one.volunteer is None:
            href = url_for("registration_page.new_registration", name=one.name)
            hits.append(Hit(str(_("党员")), one.name, href, note))
        else:
            href = url_for("volunteer_page.show_volunteer", volunteer_id=one.volunteer)
            hits.append(Hit(str(_("义工")), one.name, href, note))
    return hits
