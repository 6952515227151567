"""The cookie that leads from a typed or scanned code to its page, so that no address holds one."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from shared.domain import tracking_code
from shared.errors import InvalidError
from shared.web import signed
from shared.web.tier import this_settings

PURPOSE = "track"
WHILE = timedelta(hours=1)
R = TypeVar("R", bound=Response)


def let_follow(answer: R, code: str) -> R:
    """Sends the reader on with the code in a signed cookie, for an hour."""
    answer.set_cookie(
        _name(),
        signed.sign(PURPOSE, code),
        max_age=WHILE,
        secure=this_settings().https,
        httponly=True,
        samesite="Lax",
    )
    return answer


def forget(answer: R) -> R:
    """Takes the cookie away."""
    answer.delete_cookie(_name(), secure=this_settings().https, httponly=True, samesite="Lax")
    return answer


def code_in_cookie() -> str | None:
    """The code that this browser has shown within the hour."""
    found = signed.read(PURPOSE, request.cookies.get(_name(), ""))
    if found is None or found[1] > WHILE:
        return None
    return code_in(found[0]) or None


def code_in(text: str) -> str:
    """The code in its normal form; "", which nobody has, for what can be none."""
    try:
        return tracking_code.normalise(text)
    except InvalidError:
        return ""


def _name() -> str:
    settings = this_settings()
    return f"yigong-track-{settings.tier}-{settings.code}"
