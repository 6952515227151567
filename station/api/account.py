"""Accounts as a station has them beside the shared ones: whose volunteer each is."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web.login import current_actor, needs
from station.actions.volunteer_account import link_account
from station.database import db
from station.models.account import Account
from station.schemas.account import LinkAccountSchema, LinkedAccountSchema

blueprint = Blueprint("volunteer_account", __name__, url_prefix="/api")


@blueprint.route("/accounts/<login>/volunteer", methods=["POST"])
@needs("account.link")
@blueprint.arguments(LinkAccountSchema)
@blueprint.response(200, LinkedAccountSchema)
def post_volunteer(asked: dict[str, Any], login: str) -> Account:
    """Links an account to the volunteer whom its holder is, or to none."""
    with transaction(db) as session:
        return link_account(session, current_actor(), business_now(), login, asked["volunteer"])
