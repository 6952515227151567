"""Sign-in for programs (tokens) and browsers (cookie), and one's own password."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_limiter import Limiter
from flask_login import current_user, login_user, logout_user
from flask_smorest import Blueprint
from flask_wtf.csrf import generate_csrf
from marshmallow import Schema, fields, validate

from shared.clock import business_now
from shared.database import transaction
from shared.password import PasswordChange, change_password
from shared.sign_in import Credentials, Ticket, actor_of, sign_in, sign_out
from shared.web.limit import limit_sign_in
from shared.web.login import SignedIn, current_actor, needs_login
from shared.web.tier import this_tier

LONGEST = validate.Length(min=1, max=1024)


class CredentialsSchema(Schema):
    """What is typed to sign in."""

    login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    password = fields.String(required=True, validate=LONGEST, load_only=True)


class HolderSchema(Schema):
    """Who is signed in."""

    name = fields.String()
    role = fields.String()
    must_change = fields.Boolean()


class TokenSchema(HolderSchema):
    """A bearer token, shown this once."""

    token = fields.String()
    expires_at = fields.AwareDateTime(format="iso")


class SessionSchema(HolderSchema):
    """A browser's session: writes carry `csrf_token` in the header X-CSRFToken."""

    csrf_token = fields.String()


class PasswordChangeSchema(Schema):
    """The old and the new password."""

    old = fields.String(required=True, validate=LONGEST, load_only=True)
    new = fields.String(required=True, validate=LONGEST, load_only=True)


def sign_in_blueprint(limiter: Limiter) -> Blueprint:
    """The endpoints under /api/tokens, /api/session and /api/password."""
    blueprint = Blueprint("sign_in", __name__, url_prefix="/api")
    _add_tokens(blueprint, limiter)
    _add_session(blueprint, limiter)

    @blueprint.route("/password", methods=["PUT"])
    @needs_login
    @blueprint.arguments(PasswordChangeSchema)
    @blueprint.response(204)
    def put_password(typed: dict[str, str]) -> None:
        """Changes one's own password; every session and token ends."""
        actor, tier = current_actor(), this_tier()
        with transaction(tier.db) as session:
            change_password(session, tier.accounts, actor, business_now(), PasswordChange(**typed))
        logout_user()

    return blueprint


def _add_tokens(blueprint: Blueprint, limiter: Limiter) -> None:
    @blueprint.arguments(CredentialsSchema)
    @blueprint.response(201, TokenSchema)
    def post_token(typed: dict[str, str]) -> dict[str, Any]:
        """A token for 12 hours."""
        ticket = _ticket(typed, "api")
        return {"token": ticket.token, "expires_at": ticket.expires_at, **_holder(ticket)}

    @blueprint.route("/tokens", methods=["DELETE"])
    @blueprint.response(204)
    def delete_token() -> None:
        """Ends the token that the request carries."""
        _end()

    blueprint.add_url_rule(
        "/tokens", "post_token", limit_sign_in(limiter, post_token), methods=["POST"]
    )


def _add_session(blueprint: Blueprint, limiter: Limiter) -> None:
    @blueprint.arguments(CredentialsSchema)
    @blueprint.response(201, SessionSchema)
    def post_session(typed: dict[str, str]) -> dict[str, Any]:
        """Signs a browser in by cookie, for 12 hours."""
        ticket = _ticket(typed, "page")
        account = ticket.account
        login_user(SignedIn(ticket.token, actor_of(account, "page"), account.must_change))
        return {"csrf_token": generate_csrf(), **_holder(ticket)}

    @blueprint.route("/session", methods=["GET"])
    @blueprint.response(200, SessionSchema)
    def get_session() -> dict[str, Any]:
        """Who is signed in."""
        actor = current_actor()
        return {
            "name": actor.name,
            "role": actor.role,
            "must_change": current_user.must_change,
            "csrf_token": generate_csrf(),
        }

    @blueprint.route("/session", methods=["DELETE"])
    @blueprint.response(204)
    def delete_session() -> None:
        """Signs the browser out."""
        _end()

    blueprint.add_url_rule(
        "/session", "post_session", limit_sign_in(limiter, post_session), methods=["POST"]
    )


def _ticket(typed: dict[str, str], channel: str) -> Ticket:
    tier = this_tier()
    with transaction(tier.db) as session:
        return sign_in(
            session, tier.accounts, business_now(), Credentials(**typed, channel=channel)
        )


def _holder(ticket: Ticket) -> dict[str, Any]:
    account = ticket.account
    return {"name": account.name, "role": account.role, "must_change": account.must_change}


def _end() -> Response | None:
    current_actor()
    tier, token = this_tier(), current_user.token
    with transaction(tier.db) as session:
        sign_out(session, tier.accounts, token)
    logout_user()
    return None
