"""Who signed in on a device before: a cookie of its own, so that a signature says whose it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import current_app, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from station.domain.permission import WORKING
from station.models.account import Account, volunteer_of_account

YEAR: Final = timedelta(days=365)
MOST: Final = 8
DOOR: Final = "door.post_login"


def remember_device(response: Response) -> Response:
    """After a sign-in by page: the account joins those known on this device, the newest first."""
    if request.endpoint == DOOR and current_user.is_authenticated:
        own = str(current_user.actor.id)
        known = [own, *(one for one in _known() if one != own)][:MOST]
        response.set_cookie(
            _name(),
            _signed().dumps(known),
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def logged_in(session: Session) -> set[UUID | None]:
    """The volunteers who ever signed in on this device; None stands for an officer."""
    found: set[UUID | None] = set()
    for text in _known():
        account = session.get(Account, UUID(text))
        volunteer = None if account is None else volunteer_of_account(session, account.id)
        if volunteer is not None:
            found.add(volunteer.id)
        if account is not None and account.role in WORKING:
            found.add(None)
    return found


def _known() -> list[str]:
    try:
        return [str(one) for one in _signed().loads(request.cookies.get(_name(), ""))]
    except BadSignature:
        return []


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="device")


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"
