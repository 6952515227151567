"""Service records: the ledger with its filters, one record with its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from shared.domain.service_record import Category, Evaluation, Form, Status
from shared.errors import InvalidError, NotFoundError
from shared.web.edit import history
from shared.web.export import excel
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.word import word
from station.actions.evaluation import evaluate_records
from station.database import db
from station.models.ledger import BY_TIME, Filter, Line, count, line_of, lines_of, listed
from station.models.photo import slips_of
from station.models.policy import policy_of
from station.models.record_list import figure_conditions
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer
from station.models.why import explained
from station.pages.ticked import ticked, told

blueprint = Blueprint("record_page", __name__, url_prefix="/records")
WAITS = ("certifier", "second_officer", "signature", "evaluation", "late")
LISTING = Listing(
    "records",
    (
        Column("name", _l("姓名"), lambda line: line.name, Volunteer.name),
        Column("day", _l("日期"), lambda line: line.record.day, ServiceRecord.day),
        Column(
            "time",
            _l("时间"),
            lambda line: f"{line.record.start}–{line.record.end}",
            ServiceRecord.start,
        ),
        Column(
            "hours", _l("小时"), lambda line: line.record.hours, ServiceRecord.hours, number=True
        ),
        Column("category", _l("类别"), lambda line: word(line.record.category)),
        Column("form", _l("形式"), lambda line: word(line.record.form)),
        Column("content", _l("做了什么"), lambda line: line.record.content),
        Column("place", _l("地点"), lambda line: line.record.place, start=False),
        Column("evaluation", _l("评价"), lambda line: word(line.evaluation)),
        Column("status", _l("状态"), lambda line: word(line.record.status), ServiceRecord.status),
    ),
    filters=("q", "month", "status", "waits", "category", "form", "volunteer"),
    sort="-day",
)


@blueprint.get("")
@needs("record.read")
def list_records() -> str | Response:
    """The ledger by month, state, what it waits for; the rows behind a figure."""
    asked, session = LISTING.ask(), db.session()
    chosen, figures = _chosen(asked.filters), figure_conditions(asked.filters)
    order = asked.order() or BY_TIME
    query = listed(chosen).where(*figures).order_by(None).order_by(*order, ServiceRecord.id)
    found = rows_of(session, query, asked, None if figures else count(session, chosen))
    rows = Rows(asked, [line_of(*row) for row in found.items], found.total)
    if asked.excel:
        return excel(rows)
    return render_template(
        "record/list.html",
        rows=rows,
        saved=saved_filters(LISTING.name),
        statuses=[*Status],
        waits=WAITS,
        categories=[*Category],
        forms=[*Form],
        why=_why(rows),
    )


@blueprint.post("/evaluation")
@needs("record.evaluate")
def post_evaluation() -> Response | str:
    """The same evaluation for what is ticked."""
    bulk, said = ticked(), request.form.get("evaluation", "")
    if said not in (Evaluation.SATISFIED, Evaluation.DISSATISFIED):
        raise InvalidError("service_record.choose_evaluation", field="evaluation")
    with transaction(db) as session:
        results = evaluate_records(session, current_actor(), business_now(), bulk, Evaluation(said))
    return told(results, _("评价"), _("已评价 %(n)s 条。", n=len(bulk.ids)))


@blueprint.get("/<uuid:record_id>")
@needs("record.read")
def show_record(record_id: UUID) -> str:
    """One record: where it stands, why its hours and points, what was done to it."""
    session, line = db.session(), line_at(record_id)
    policy = policy_of(session, line.record.day.year)
    return render_template(
        "record/show.html",
        line=line,
        slips=slips_of(session, line.record),
        policy=policy,
        explained=explained(line, policy),
        lines=history(session, f"record:{record_id}"),
    )


def _chosen(filters: Any) -> Filter:
    month, waits = filters.get("month", ""), filters.get("waits", "")
    status = filters.get("status", "")
    return Filter(
        month=_month(month),
        status=Status(status) if status in [*Status] else None,
        waits_for=waits if waits in WAITS[:3] else None,
        is_late=True if waits == "late" else None,
        unevaluated=True if waits == "evaluation" else None,
    )


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except InvalidError:
        return None


def _why(rows: Rows) -> bool:
    """Whether these are the rows behind one figure of a month's table."""
    names = rows.asked.filters.keys()
    return "month" in names and bool(names & {"category", "volunteer"})


def line_at(record_id: UUID) -> Line:
    """A record with its name; NotFoundError for none."""
    line = lines_of(db.session(), [record_id]).get(record_id)
    if line is None:
        raise NotFoundError("service_record.unknown")
    return line
