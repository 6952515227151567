"""/reports: those to read, one as the paper itself, and the center's word on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from werkzeug.wrappers import Response

from center.actions.report import read_report
from center.actions.tally_decision import decide_tally, unlock_tally
from center.database import db
from center.domain.decision import Decision
from center.models import photo, report, station, tally
from center.models.tally import Revision, Tally
from center.pages.difference import said
from center.pages.report import blueprint
from center.pages.thread import thread
from center.schemas.desk import TallyFormSchema, UnlockFormSchema
from shared.asked import number_in
from shared.clock import business_now
from shared.database import transaction
from shared.domain.monthly_report import Status
from shared.web.edit import require_unchanged
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.word import word

UNLOCKS = "unlock_asked"
SHOWS = (Status.REPORTED, UNLOCKS, Status.RETURNED, Status.UNLOCKED, Status.ACCEPTED)
SAID = {
    "accepted": _l("已接受%(title)s %(month)s 的月报。"),
    "returned": _l("已退回%(title)s %(month)s 的月报，工作站会看到您写的理由。"),
    "unlocked": _l("已解锁%(title)s %(month)s，工作站可以报新的一版。"),
    "unlock_refused": _l("没有解锁%(title)s %(month)s，工作站会看到您写的理由。"),
}


@blueprint.get("/waiting")
@needs("tally.show")
def list_waiting() -> str | Response:
    """Those to be read, those whose station asks for an unlock, or those of another status."""
    session = db.session()
    titles = station.titles(session)
    columns = (
        Column("month", _l("月份"), lambda row: row[0].month, Tally.month),
        Column("station", _l("工作站"), lambda row: titles[row[0].station], Tally.station),
        Column("revision", _l("版本"), lambda row: row[0].revision, Tally.revision, number=True),
        Column("activities", _l("活动次数"), lambda row: _sum(row[1], "activities"), number=True),
        Column("records", _l("人次"), lambda row: _sum(row[1], "records"), number=True),
        Column("hours", _l("小时"), lambda row: _sum(row[1], "hours"), number=True),
        Column("arrived", _l("收到"), lambda row: row[1].arrived_at, Revision.arrived_at),
        Column("status", _l("状态"), lambda row: word(f"tally:{row[0].status}"), start=False),
        Column("signed", _l("签字人"), lambda row: row[1].signed_by, start=False),
    )
    asked = Listing("tallies", columns, ("show", "station"), "month").ask()
    show = asked.filters.get("show", Status.REPORTED)
    query = _shown(show if show in SHOWS else Status.REPORTED, asked.filters.get("station"))
    rows = rows_of(session, query.order_by(*asked.order(), Tally.station, Tally.id), asked)
    if asked.excel:
        return excel(rows)
    shown = {"show": show, "titles": titles, "lengths": report.lengths(session)}
    return render_template("report/list.html", rows=rows, **shown)


@blueprint.get("/<uuid:id>")
@needs("tally.show")
def show_report(id: UUID) -> str:
    """The newest version, or `revision`; what the check found stands beside it."""
    return _page(id, number_in(request.args.get("revision", "")), None)


@blueprint.get("/<uuid:id>/next")
@needs("tally.show")
def show_next(id: UUID) -> Response:
    """The next to be read, or with `back` the one before; the list where there is none."""
    step = -1 if request.args.get("back") else 1
    return redirect(_beside(id, step))


@blueprint.post("/<uuid:id>/decision")
@needs("tally.decide")
def post_decision(id: UUID) -> Response | tuple[str, int]:
    """Accepts or returns the version that was seen; then the next to be read opens."""
    form = sent_form(TallyFormSchema())
    following = _beside(id, 1)
    done = form.submit(lambda sent: _decide(id, sent))
    if done is None:
        return _page(id, None, form), 422
    say(_(SAID[form.value("decision")], **done))
    return redirect(following)


@blueprint.post("/<uuid:id>/unlock")
@needs("tally.decide")
def post_unlock(id: UUID) -> Response | tuple[str, int]:
    """Answers a station's request to change an accepted month."""
    form = sent_form(UnlockFormSchema())
    done = form.submit(lambda sent: _unlock(id, sent))
    if done is None:
        return _page(id, None, form), 422
    say(_(SAID[form.value("decision")], **done))
    return redirect(url_for(".show_report", id=id))


def _decide(id: UUID, sent: dict[str, Any]) -> dict[str, str]:
    with transaction(db) as session:
        tally.locked(session, id)
        require_unchanged(session, f"tally:{id}")
        decision = Decision(sent["decision"], sent["reason"], sent["revision"])
        decide_tally(session, current_actor(), business_now(), id, decision)
        month, home = report.one(session, id)
        return {"title": home.title, "month": month.month}


def _unlock(id: UUID, sent: dict[str, Any]) -> dict[str, str]:
    with transaction(db) as session:
        tally.locked(session, id)
        require_unchanged(session, f"tally:{id}")
        decision = Decision(sent["decision"], sent["reason"])
        unlock_tally(session, current_actor(), business_now(), id, decision)
        month, home = report.one(session, id)
        return {"title": home.title, "month": month.month}


def _beside(id: UUID, step: int) -> str:
    """The address of the one so many places on; of one that is alone the list's."""
    ids = list(report.waiting(db.session()))
    if id not in ids:
        return url_for(".show_report", id=ids[0]) if ids else url_for(".list_waiting")
    others = ids[ids.index(id) + 1 :] + ids[: ids.index(id)]
    if not others:
        return url_for(".list_waiting")
    return url_for(".show_report", id=others[0 if step > 0 else -1])


def _page(id: UUID, revision: int | None, form: Form | None) -> str:
    session = db.session()
    read = read_report(session, id, revision)
    if form is None:
        initial = {"revision": read.shown.revision}
        form = open_form(TallyFormSchema(), initial, url_for(".show_report", id=id))
    titles = {read.station.name: read.station.title}
    return render_template(
        "report/show.html",
        read=read,
        form=form,
        found=[said(one) for one in read.differences or ()],
        pictures=photo.pictures(session, read.shown) if read.shown.photos else [],
        thread=thread(session, titles, f"tally:{id}"),
    )


def _shown(show: str, home: str | None) -> Select[Tally, Revision]:
    if show == UNLOCKS:
        return report.listed({"unlock_asked": True, "station": home}).order_by(None)
    return report.listed({"status": show, "station": home}).order_by(None)


def _sum(revision: Revision, figure: str) -> int:
    return sum(int(cell[figure]) for cell in revision.cells)
