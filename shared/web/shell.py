"""What stands around every page: who the node is, the ways in, the line upwards, the reader's own
settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from sqlalchemy import select

from shared.clock import ZONE, business_now, is_simulated, local_day, machine_now
from shared.federation.enrolment import UPPER
from shared.home import title_now
from shared.web import today
from shared.web.icon import icon
from shared.web.tier import NavItem, this_settings, this_tier
from shared.web.word import actor_word, slot, word

SEALS = {"station": "站", "center": "局", "association": "会"}
QUIET_UNTIL = timedelta(hours=2)
LATE_AFTER = timedelta(hours=24)
NEVER, OK, SOON, LATE = "never", "ok", "soon", "late"
IN_BAR = 6
IN_TABS = 4
THEMES = ("light", "dark")
SIZES = ("large",)


@dataclass(frozen=True)
class Line:
    """The line to the upper node: never, ok, soon (2 h without contact) or late (24 h)."""

    state: str
    last_ok: datetime | None
    upper: str


def add_shell(app: Flask) -> None:
    """Gives templates what the shell shows, and the filters that pages write dates with."""
    app.jinja_env.filters |= {
        "word": _said(word),
        "slot": _said(slot),
        "actor": _said(actor_word),
        "local_time": _local_time,
        "moment": lambda instant: today.moment(instant, business_now()),
        "machine_moment": lambda instant: today.moment(instant, machine_now()),
        "ago": lambda instant: today.ago(instant, machine_now()),
        "month_name": today.month_name,
        "short_day": lambda day: today.short_day(day, local_day(business_now())),
        "long_day": today.long_day,
    }
    app.jinja_env.globals |= {"icon": icon, "csrf": csrf, "may_do": may_do}
    app.jinja_env.add_extension("jinja2.ext.do")

    @app.context_processor
    def _() -> dict[str, Any]:
        return _around()


def _said(say: Callable[[Any], str]) -> Callable[[Context, Any], str]:
    """A filter that needs the context: of a constant, Jinja would keep the first reader's words."""

    @pass_context
    def said(_context: Context, value: Any) -> str:
        return say(value)

    return said


def csrf() -> Markup:
    """The hidden field that every form with POST carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def may_do(permission: str) -> bool:
    """Whether whoever is signed in has a permission; templates leave out what they may not do."""
    roles = this_tier().permissions.get(permission, frozenset())
    return bool(current_user.is_authenticated and current_user.actor.role in roles)


def nav_of(role: str) -> list[NavItem]:
    """What a role may enter, in the tier's order."""
    tier = this_tier()
    return [item for item in tier.nav if role in tier.permissions[item.permission]]


def line_up() -> Line | None:
    """The line to the upper node; None without one, or for whom it is nothing. One query."""
    tier, settings = this_tier(), this_settings()
    if settings.upper is None or settings.practice or not may_do("link.read"):
        return None
    table = tier.link.tables.peer
    if "upper" not in g:
        query = select(table.last_ok, table.title).where(table.side == UPPER)
        found = tier.db.session().execute(query).first()
        g.upper = (None, settings.upper) if found is None else tuple(found)
    last_ok, title = g.upper
    return Line(silence(last_ok), last_ok, title)


def silence(last_ok: datetime | None) -> str:
    """How long nothing came over a line: never, ok, soon (2 h) or late (24 h)."""
    if last_ok is None:
        return NEVER
    silent = machine_now() - last_ok
    return LATE if silent > LATE_AFTER else SOON if silent > QUIET_UNTIL else OK


def note_upper(last_ok: datetime | None, title: str) -> None:
    """A page that has asked for the upper node already saves the shell its query."""
    g.upper = (last_ok, title)


def own_title() -> str:
    """This node's name as people see it."""
    return title_now(this_settings())


def _around() -> dict[str, Any]:
    tier, settings = this_tier(), this_settings()
    shown: dict[str, Any] = {
        "node": replace(settings, title=title_now(settings)),
        "tier_name": word(tier.package),
        "tier_seal": SEALS[tier.package],
        "simulated": is_simulated() and not settings.practice,
        "practice": tier.practice if settings.practice else None,
        "today": local_day(business_now()),
        "now": business_now(),
        "theme": _chosen("theme", THEMES),
        "size": _chosen("size", SIZES),
        "for_residents": tier.residents is not None,
        "keys": request.cookies.get("keys") != "off",
        "here": request.full_path.rstrip("?"),
    }
    if not current_user.is_authenticated or current_user.must_change:
        return shown | {"nav": (), "more": (), "tabs": (), "badges": {}, "uplink": None}
    items = nav_of(current_user.actor.role)
    bar = [item for item in items if item.main][:IN_BAR]
    return shown | {
        "nav": bar,
        "tabs": bar[:IN_TABS],
        "more": [item for item in items if item not in bar],
        "badges": tier.badges(tier.db.session(), current_user.actor),
        "uplink": line_up(),
    }


def _chosen(name: str, known: tuple[str, ...]) -> str:
    value = request.cookies.get(name, "")
    return value if value in known else ""


def _local_time(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"
