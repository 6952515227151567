"""What the one search box finds here: volunteers by name or any number they ever had."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from association.domain.permission import PERMISSIONS
from association.models.search import Found, search_people
from shared.account import Actor
from shared.web.tier import Hit


def search(session: Session, actor: Actor, typed: str) -> Sequence[Hit]:
    """People for whoever may see them; two queries."""
    if actor.role not in PERMISSIONS["volunteer.search"]:
        return ()
    return [_person(one) for one in search_people(session, typed)]


def _person(one: Found) -> Hit:
    """To the valid card; to the cards' queue where there is none."""
    note = [one.title, one.number or "", _("已离开") if one.left_on else ""]
    href = url_for("card_page.list_cards")
    if one.card is not None:
        href = url_for("card_page.show_card", card_id=one.card)
    return Hit(_("义工"), one.name, href, " · ".join(filter(None, note)))
