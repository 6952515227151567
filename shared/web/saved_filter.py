"""Filters of lists, saved by name: of one's own account, one query to read."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import delete, select
from werkzeug.wrappers import Response

from shared.database import transaction
from shared.draft import SavedFilterMixin
from shared.errors import InvalidError
from shared.web.login import current_actor, needs_login
from shared.web.say import say
from shared.web.tier import this_tier

LONGEST = 60


def saved_filters(name: str) -> list[SavedFilterMixin]:
    """The reader's saved filters of a list, by name."""
    tier = this_tier()
    table = tier.accounts.saved_filter
    query = select(table).where(table.account_id == current_actor().id, table.list == name)
    return list(tier.db.session().scalars(query.order_by(table.name)))


def add_saved_filters(blueprint: Blueprint) -> None:
    """POST /filters saves one, POST /filters/removal takes one off the list."""

    @blueprint.post("/filters")
    @needs_login
    def save_filter() -> Response:
        """Under a name; one of the same name gives way."""
        name = request.form.get("name", "").strip()
        if not 0 < len(name) <= LONGEST:
            raise InvalidError("saved_filter.name", most=LONGEST, field="name")
        tier, actor = this_tier(), current_actor()
        table, where = tier.accounts.saved_filter, request.form.get("list", "")[:60]
        query = request.form.get("query", "")[:1000]
        with transaction(tier.db) as session:
            mine = (table.account_id == actor.id, table.list == where, table.name == name)
            session.execute(delete(table).where(*mine))
            session.add(table(account_id=actor.id, list=where, name=name, query=query))
        say(_("筛选“%(name)s”已存好。", name=name))
        return redirect(local(request.form.get("_next", "")))

    @blueprint.post("/filters/removal")
    @needs_login
    def remove_filter() -> Response:
        """Takes one's own saved filter away."""
        tier, actor = this_tier(), current_actor()
        table = tier.accounts.saved_filter
        with transaction(tier.db) as session:
            mine = (table.account_id == actor.id, table.list == request.form.get("list", ""))
            session.execute(delete(table).where(*mine, table.name == request.form.get("name", "")))
        return redirect(local(request.form.get("_next", "")))


def local(address: str) -> str:
    """An address of this node; anything else becomes the front page."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    # browsers leave tabs and line ends out of an address: "/<tab>/elsewhere" would lead there
    is_whole = all(sign.isprintable() for sign in address)
    return address if plain and is_whole else url_for("start.show_start")
