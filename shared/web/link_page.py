"""上报与同步: how the talk with other nodes goes, and what a person has to do about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.audit import write_line
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import NotFoundError
from shared.federation import mending, schedule
from shared.federation.blob import photo_status
from shared.federation.enrolment import LOWER, UPPER
from shared.federation.name import stream_of
from shared.federation.schema import DiscardSchema
from shared.federation.status import status
from shared.federation.stuck import MOST, refused_messages, stuck_counts, stuck_messages
from shared.federation.tables import InboxMixin
from shared.web.export import excel
from shared.web.form import open_form, sent_form
from shared.web.language import marked as _l
from shared.web.line_word import line_word
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.lower_list import LISTING, lower_nodes, rows
from shared.web.saved_filter import local
from shared.web.say import say
from shared.web.shell import note_upper
from shared.web.stuck_word import stuck_word
from shared.web.tier import MonthLine, Tier, this_tier
from shared.web.word import word

FIRST_YEAR = 2000
PHOTO_STATES = ("waiting", "arrived", "refused")


def link_pages() -> Blueprint:
    """/link and what hangs below it."""
    blueprint = Blueprint("link_page", __name__, url_prefix="/link")
    _add_link(blueprint)
    _add_messages(blueprint)
    _add_mending(blueprint)
    return blueprint


def _add_link(blueprint: Blueprint) -> None:
    @blueprint.get("")
    @needs("link.read")
    def show_link() -> str | Response:
        """The line upwards, what needs a person, each month's journey, the nodes below."""
        tier, asked = this_tier(), LISTING.ask()
        session, tables = tier.db.session(), tier.link.tables
        shown = status(session, tables)
        for peer in shown["peers"]:
            peer["stream"] = stream_of(peer["node"], shown["name"])
        upper = next((peer for peer in shown["peers"] if peer["side"] == UPPER), None)
        if upper is not None:
            note_upper(upper["last_ok"], upper["title"])
        below = [peer for peer in shown["peers"] if peer["side"] == LOWER]
        nodes = lower_nodes(below, stuck_counts(session, tables) if tier.gate else {})
        page = rows(nodes, asked)
        if asked.excel:
            return excel(page)
        year = _year()
        return render_template(
            "link.html",
            shown=shown,
            upper=upper,
            fault=line_word(upper["last_error"]) if upper and upper["last_error"] else "",
            nodes=nodes,
            rows=page,
            photos=_photos(photo_status(session, tables)),
            year=year,
            months=_months(tier, year),
            **_stuck(tier, shown),
        )

    @blueprint.post("/dispatch")
    @needs("link.dispatch")
    def post_dispatch() -> Response:
        """Ends what holds promises back, and wakes the agent."""
        tier = this_tier()
        with transaction(tier.db) as session:
            schedule.wake(session, tier.link.tables)
        say(_("已叫醒收发进程，几秒钟内就送。"))
        return redirect(local(request.form.get("_next") or url_for("link_page.show_link")))

    @blueprint.get("/nodes/<node>")
    @needs("link.read")
    def show_node(node: str) -> str:
        """One node below: how the talk goes, what of it is stuck here, what it refused."""
        tier = this_tier()
        session, tables = tier.db.session(), tier.link.tables
        shown = status(session, tables)
        found = next((p for p in shown["peers"] if p["node"] == node and p["side"] == LOWER), None)
        if found is None:
            raise NotFoundError("node.unknown", node=node)
        found["stream"] = stream_of(node, shown["name"])
        query = stuck_messages(tables, stream=found["stream"]).order_by(tables.inbox.id)
        stuck = session.scalars(query.limit(MOST)).all()
        few = {found["stream"]: len(stuck)}
        peer = lower_nodes([found], few if len(stuck) < MOST else stuck_counts(session, tables))[0]
        return render_template(
            "link_node.html",
            peer=peer,
            shown=shown,
            stuck=stuck,
            refused=refused_messages(session, tables, stream_of(shown["name"], node)),
            photos=_photos([row for row in photo_status(session, tables) if row["node"] == node]),
            stuck_word=stuck_word,
        )


def _stuck(tier: Tier, shown: dict[str, Any]) -> dict[str, Any]:
    """What the page says of stuck messages: the oldest ones, and how many there are in all."""
    session, tables = tier.db.session(), tier.link.tables
    total = sum(shown["inbox"].get(state, 0) for state in mending.STUCK)
    query = stuck_messages(tables).order_by(tables.inbox.id).limit(MOST)
    refused = any(peer["refused"] for peer in shown["peers"])
    return {
        "stuck": session.scalars(query).all() if total else (),
        "stuck_total": total,
        "refused": refused_messages(session, tables) if refused else (),
        "stuck_word": stuck_word,
    }


def _photos(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Photos sent and received, added up over all nodes: waiting, arrived, refused."""
    return {
        way: {state: sum(row[way][state] for row in rows) for state in PHOTO_STATES}
        for way in ("sent", "received")
    }


def _months(tier: Tier, year: int) -> tuple[MonthLine, ...] | None:
    if tier.link_months is None:
        return None
    return tuple(tier.link_months(tier.db.session(), year))


def _year() -> int:
    """The year whose months are shown: this one, or one that was asked for."""
    this_year = local_day(business_now()).year
    asked = request.args.get("year", "")
    known = asked.isascii() and asked.isdigit() and len(asked) == 4
    return min(max(int(asked), FIRST_YEAR), this_year) if known else this_year


def _stuck_listing(table: type[InboxMixin]) -> Listing:
    columns = (
        Column("received", _l("收到"), lambda one: one.received_at, table.id),
        Column("type", _l("什么消息"), lambda one: word(f"message:{one.type}"), table.type),
        Column("from", _l("从哪来"), lambda one: one.stream.partition(">")[0], table.stream),
        Column("state", _l("状态"), lambda one: word(f"inbox:{one.state}"), table.state),
        Column("reason", _l("原因"), stuck_word),
    )
    return Listing("stuck_message", columns, ("state",), sort="received")


def _add_messages(blueprint: Blueprint) -> None:
    @blueprint.get("/messages")
    @needs("link.read")
    def list_messages() -> str | Response:
        """All that came in and wasn't applied, the oldest first."""
        tier = this_tier()
        table = tier.link.tables.inbox
        asked = _stuck_listing(table).ask()
        query = stuck_messages(tier.link.tables, asked.filters.get("state", ""))
        page = rows_of(tier.db.session(), query.order_by(*asked.order(), table.id), asked)
        if asked.excel:
            return excel(page)
        return render_template("link_messages.html", rows=page, stuck_word=stuck_word)


def _add_mending(blueprint: Blueprint) -> None:
    @blueprint.post("/messages/<uuid:id>/retry")
    @needs("link.mend")
    def post_retry(id: UUID) -> Response:
        """Tries it once more, and says what came of it."""
        tier, now, actor = this_tier(), business_now(), current_actor()
        with transaction(tier.db) as session:
            row, change = mending.retry_message(session, tier.link, now, id)
            write_line(session, tier.accounts.audit, actor, now, change)
            said = stuck_word(row) if row.state in mending.STUCK else ""
        say(_("还是没办成：%(why)s", why=said) if said else _("这条消息已经办好。"))
        return redirect(local(request.form.get("_next") or url_for("link_page.show_link")))

    @blueprint.get("/messages/<uuid:id>/removal")
    @needs("link.mend")
    def new_removal(id: UUID) -> str:
        """Asks why the message is given up, and says what that means."""
        return _removal_page(id, open_form(DiscardSchema()))

    @blueprint.post("/messages/<uuid:id>/removal")
    @needs("link.mend")
    def post_removal(id: UUID) -> Response | tuple[str, int]:
        """It stays stored and is never tried again."""
        tier, now, actor = this_tier(), business_now(), current_actor()
        form = sent_form(DiscardSchema())

        def act(typed: dict[str, Any]) -> bool:
            with transaction(tier.db) as session:
                _row, change = mending.discard_message(session, tier.link, id, typed["reason"])
                write_line(session, tier.accounts.audit, actor, now, change)
            return True

        if form.submit(act) is None:
            return _removal_page(id, form), 422
        say(_("已放弃这条消息，原因记在操作记录里。"))
        return redirect(url_for("link_page.show_link"))


def _removal_page(id: UUID, form: Any) -> str:
    tier = this_tier()
    table = tier.link.tables.inbox
    query = stuck_messages(tier.link.tables).where(table.msg_id == id).order_by(table.id)
    found = tier.db.session().scalars(query).first()
    if found is None:
        raise NotFoundError("message.not_found")
    return render_template("link_removal.html", form=form, message=found, stuck_word=stuck_word)
