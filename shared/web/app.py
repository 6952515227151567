"""What each Flask app has: database, login, limits, headers, API description, errors."""

from __future__ import annotations

import secrets
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import MODIFIERS
from flask import Flask, Response, g, request
from flask_bootstrap import Bootstrap5
from flask_login import current_user
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFError, CSRFProtect
from marshmallow import Schema
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.engine import add_database
from shared.federation.api import link_blueprint
from shared.home import Settings
from shared.web.account_page import account_pages
from shared.web.accounts import accounts_blueprint
from shared.web.api_description import DescribedLater
from shared.web.ask import ask_blueprint
from shared.web.audit import audit_blueprint
from shared.web.audit_page import audit_pages
from shared.web.desk import desk_blueprint
from shared.web.door import door_blueprint
from shared.web.enrolment_page import enrolment_pages, gate_pages
from shared.web.errors import add_errors
from shared.web.first_step_page import first_step_pages
from shared.web.input import add_input_check
from shared.web.lane import add_lane
from shared.web.language import add_languages
from shared.web.limit import make_limiter
from shared.web.link_page import link_pages
from shared.web.login import add_login, is_by_cookie
from shared.web.open311 import open311_blueprint
from shared.web.practice_page import practice_pages
from shared.web.set_up_page import lead_to_set_up, set_up_pages
from shared.web.shell import add_shell
from shared.web.sign_in import sign_in_blueprint
from shared.web.start import start_blueprint
from shared.web.tier import Tier
from shared.web.track import track_blueprint
from shared.web.upload import add_upload_limit

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WITHOUT_COOKIE = ("/federation/", "/open311/", "/s/")
"""What a signature, nobody or the address's own secret allows, whoever's cookie comes with it."""

SECRETIVE = ("/ask", "/track", "/t/", "/s/", "/open311/v2/tokens/")
ELSEWHERE = frozenset({"cross-site", "same-site"})
POLICY = {
    "default-src": "'self'",
    "img-src": ["'self'", "data:"],
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def make_app(tier: Tier, settings: Settings) -> Flask:
    """An app of its own: extensions, engine and vault are shared with no other in the process."""
    app = Flask(tier.package)
    app.extensions["yigong"] = tier
    app.extensions["yigong_settings"] = settings
    _configure(app, settings)
    add_database(app, tier.db, settings)
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, n)  # type: ignore[method-assign]
    _add_request_id(app)
    add_upload_limit(app)
    add_lane(app)
    add_input_check(app)
    add_login(app)
    _add_csrf(app)
    _add_headers(app, settings)
    add_languages(app, tier.package)
    lead_to_set_up(app)
    _add_blueprints(app, tier, settings)
    add_shell(app)
    add_errors(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.home.cookie_key.read_text(encoding="ascii"),
        SESSION_COOKIE_NAME=f"yigong-{settings.tier}-{settings.code}",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BOOTSTRAP_SERVE_LOCAL=True,
        API_TITLE=f"Yigong {settings.tier}",
        API_VERSION="1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]


def _add_blueprints(app: Flask, tier: Tier, settings: Settings) -> None:
    plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
    api = DescribedLater(app, spec_kwargs={"marshmallow_plugin": plugin})
    limiter = make_limiter(app)
    shared = [
        sign_in_blueprint(limiter),
        accounts_blueprint(),
        audit_blueprint(),
        link_blueprint(tier.db, tier.link),
    ]
    for blueprint in [*shared, *tier.blueprints]:
        api.register_blueprint(blueprint)
    Bootstrap5(app)
    own = [start_blueprint(), door_blueprint(limiter), set_up_pages(limiter), desk_blueprint()]
    house = [audit_pages(), account_pages(), first_step_pages(), link_pages(), enrolment_pages()]
    gate = [] if tier.gate is None else [gate_pages(tier.gate)]
    if tier.residents is not None:
        of_residents = (ask_blueprint, track_blueprint, open311_blueprint)
        house += [made(tier.residents) for made in of_residents]
    # a node to practise at hears no other one
    beside = [practice_pages()] if settings.practice else [*gate, *tier.wires]
    for plain in [*own, *house, *beside, *tier.pages]:
        app.register_blueprint(plain)


def _schema_name(schema: Any) -> str:
    """A schema's name in the description; one narrowed by `only` or `exclude` stands in place."""
    if isinstance(schema, Schema) and any(getattr(schema, name) for name in MODIFIERS):
        return ""
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Schema")


def _add_request_id(app: Flask) -> None:
    @app.before_request
    def _() -> None:
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def _(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        return response


def _add_csrf(app: Flask) -> None:
    """A write needs the CSRF token where a cookie signed it in, and on every page.

    What other nodes send is signed by them and knows no cookie, nor does Open311; a one-time link
    is its own right, and who signs on a phone that keeps no cookie loses nothing. Whose page sent a
    form is told by `Sec-Fetch-Site`, not by a Referer: pages with a tracking code send none.
    """
    csrf = CSRFProtect(app)

    @app.before_request
    def _() -> None:
        if (
            request.method in SAFE
            or request.url_rule is None
            or request.path.startswith(WITHOUT_COOKIE)
        ):
            return
        by_cookie = current_user.is_authenticated and is_by_cookie()
        if by_cookie or not request.path.startswith("/api/"):
            if request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
                raise CSRFError
            csrf.protect()


def _add_headers(app: Flask, settings: Settings) -> None:
    @app.after_request
    def _(response: Response) -> Response:
        """After Talisman's: what is registered first comes last."""
        if request.path.startswith(SECRETIVE):
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Cache-Control"] = "no-store"
        return response

    Talisman(
        app,
        force_https=settings.https,
        strict_transport_security=settings.https,
        session_cookie_secure=settings.https,
        frame_options="DENY",
        content_security_policy=POLICY,
        referrer_policy="same-origin",
    )
