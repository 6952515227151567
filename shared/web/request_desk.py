"""Routed requests at center and association: the queue as a list, what a page of one shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import Schema, fields, validate
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.domain.promise import kept_until
from shared.domain.service_request import LONGEST_REASON
from shared.federation.outbox import this_node
from shared.request_query import HERE, QUEUES, R, Requests
from shared.web.export import excel
from shared.web.form import Form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows, rows_of
from shared.web.tier import this_settings, this_tier
from shared.web.wish_word import wishes_said
from shared.web.word import word

PAGE = "request_page.show_request"


class ReasonSchema(Schema):
    """Why, for the requester and all on the way to read."""

    reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))


class RouteSchema(ReasonSchema):
    """To which node."""

    to = fields.String(required=True, validate=validate.Length(min=1, max=40))


def last_day(row: R) -> date | None:
    """The last day on which the next step keeps the promise; None where none is made."""
    return kept_until(row.promised_at)


def listing(table: type[R], titles: Mapping[str, str]) -> Listing:
    """Where each came from, what it is, who has it; routing texts are encrypted, unsorted."""
    columns = (
        Column("item", _l("要办什么"), lambda row: row.item_name, table.item_name),
        Column("from", _l("哪个站的"), lambda row: titles.get(row.first_station, "")),
        Column("district", _l("片区"), lambda row: row.district, table.district),
        Column("status", _l("状态"), lambda row: word(f"request:{row.status}")),
        Column("holder", _l("在谁手里"), lambda row: titles.get(row.holder or "", "")),
        Column("promised", _l("最迟"), last_day, table.promised_at),
        Column("received", _l("居民提出"), lambda row: local_day(row.received_at)),
    )
    return Listing("requests", columns, ("queue",))


def queue_page(
    requests: Requests[Any, Any], titles: Mapping[str, str]
) -> tuple[Rows, dict[str, Any]] | Response:
    """A queue in its order and what its template needs; or the same as a workbook."""
    session, own = this_tier().db.session(), this_settings().name
    titles = {**titles, own: this_node(session, this_tier().link.tables).title}
    asked = listing(requests.table, titles).ask()
    named = asked.filters.get("queue", "")
    name = named if named in QUEUES else HERE
    query = requests.queue(name, own, business_now())
    if asked.order():
        query = query.order_by(None).order_by(*asked.order(), requests.table.id)
    rows = rows_of(session, query, asked)
    if asked.excel:
        return excel(rows)
    more = {"queue": name, "lengths": requests.lengths(session, own), "titles": titles}
    stands = requests.standing(session, own, business_now())
    return rows, more | {"last_day": last_day, "own": own, "standing": stands}


def shown(requests: Requests[Any, Any], row: Any) -> dict[str, Any]:
    """What a page of one shows besides the ways on: its thread, its wishes, its last day."""
    session, today = this_tier().db.session(), local_day(business_now())
    steps = requests.steps(session, row.id)
    return {
        "row": row,
        "steps": steps,
        "newest": next((step for step in steps if not step.is_note), None),
        "wished": wishes_said(row.wished, today),
        "last_day": last_day(row),
        "own": this_settings().name,
    }


def sent(form: Form, act: Callable[[dict[str, Any]], UUID]) -> Response | None:
    """Back to the page of the one that `act` gives; None where the form is to be shown again."""
    id = form.submit(act)
    return None if id is None else redirect(url_for(PAGE, id=id))
