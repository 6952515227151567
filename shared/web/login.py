"""Who asks: the signed-in account of a cookie or a bearer token, and what its role may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, Request, g, request
from flask_login import LoginManager, UserMixin, current_user

from shared.account import Actor
from shared.errors import ForbiddenError, UntrustedError
from shared.sign_in import actor_of, holder_of
from shared.web.tier import this_tier

P = ParamSpec("P")
R = TypeVar("R")


class SignedIn(UserMixin):  # type: ignore[misc]
    """An account behind a request: whoever acts, and the token that shows it."""

    def __init__(self, token: str, actor: Actor, must_change: bool) -> None:
        self.token = token
        self.actor = actor
        self.must_change = must_change

    def get_id(self) -> str:
        """The token: a cookie ends when its token does."""
        return self.token


def needs(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Lets a view answer only those whose role has the permission in the tier's table.

    It stands right under `@….route`, so that nothing is read from who may not ask.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            require(permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def needs_login(view: Callable[P, R]) -> Callable[P, R]:
    """Lets a view answer whoever is signed in, even with a one-time password; place it likewise."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_actor()
        return view(*args, **kwargs)

    return guarded


def require(permission: str) -> None:
    """Refuses who isn't signed in, has yet to change a one-time password, or hasn't the role."""
    actor = current_actor()
    if current_user.must_change:
        raise ForbiddenError("password.must_change")
    if actor.role not in this_tier().permissions[permission]:
        raise ForbiddenError("permission.denied", role=actor.role, permission=permission)


def current_actor() -> Actor:
    """Whoever is signed in; UntrustedError where nobody is."""
    if not current_user.is_authenticated:
        raise UntrustedError("login.needed")
    actor: Actor = current_user.actor
    return actor


def is_by_cookie() -> bool:
    """Whether it was the browser's cookie, sent by itself, that signed this request in."""
    return bool(g.get("by_cookie"))


def add_login(app: Flask) -> None:
    """Gives an app its own login manager: the cookie where there is one, else a bearer token."""
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader
    def _(token: str) -> SignedIn | None:
        g.by_cookie = True
        return _signed_in(token)

    @manager.request_loader
    def _(asked: Request) -> SignedIn | None:
        kind, _, token = asked.headers.get("Authorization", "").partition(" ")
        return _signed_in(token.strip()) if kind.casefold() == "bearer" else None


def _signed_in(token: str) -> SignedIn | None:
    tier = this_tier()
    account = holder_of(tier.db.session(), tier.accounts, token)
    if account is None:
        return None
    channel = "api" if request.path.startswith("/api/") else "page"
    return SignedIn(token, actor_of(account, channel), account.must_change)
