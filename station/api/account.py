"""A station's accounts beside the shared ones: volunteers' in bulk, and whose is whose."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from shared.clock import business_now
from shared.database import transaction
from shared.web import bulk
from shared.web.login import current_actor, needs
from station.actions.bulk import Bulk
from station.actions.handing_over import HandedOver, hand_over_tasks
from station.actions.volunteer_account import Slip, link_account, make_accounts, make_secrets
from station.database import db
from station.models.account import Account
from station.schemas.account import (
    HandedOverTasksSchema,
    HandOverTasksSchema,
    LinkAccountSchema,
    LinkedAccountSchema,
    MakeAccountsSchema,
    VolunteerSlipsSchema,
)
from station.sentences import SENTENCES

blueprint = Blueprint("volunteer_account", __name__, url_prefix="/api")


@blueprint.route("/accounts/<login>/volunteer", methods=["POST"])
@needs("account.link")
@blueprint.arguments(LinkAccountSchema)
@blueprint.response(200, LinkedAccountSchema)
def post_volunteer(asked: dict[str, Any], login: str) -> Account:
    """Links an account to the volunteer whom its holder is, or to none."""
    with transaction(db) as session:
        return link_account(session, current_actor(), business_now(), login, asked["volunteer"])


@blueprint.route("/volunteers/accounts", methods=["POST"])
@needs("account.make")
@blueprint.arguments(MakeAccountsSchema)
@blueprint.response(201, VolunteerSlipsSchema)
def post_volunteer_accounts(asked: dict[str, Any]) -> dict[str, Any]:
    """Makes accounts for volunteers who have none; the passwords are shown this once."""
    chosen, secrets = Bulk(asked["ids"], asked["count"]), make_secrets(asked["count"])
    with transaction(db) as session:
        slips = make_accounts(session, current_actor(), business_now(), chosen, secrets)
    return bulk.results(_slip(slip) for slip in slips)


@blueprint.route("/accounts/<login>/hand-over", methods=["POST"])
@needs("account.hand_over")
@blueprint.arguments(HandOverTasksSchema)
@blueprint.response(200, HandedOverTasksSchema)
def post_account_hand_over(asked: dict[str, str], login: str) -> HandedOver:
    """Moves what waits for an account to another one."""
    with transaction(db) as session:
        return hand_over_tasks(session, current_actor(), business_now(), login, asked["to"])


def _slip(slip: Slip) -> dict[str, Any]:
    told = (slip.refusal.code, slip.refusal.values) if slip.refusal else ("", {})
    return bulk.row(SENTENCES, slip.volunteer, *told) | {
        "name": slip.name,
        "login": slip.login,
        "one_time_password": slip.password,
    }
