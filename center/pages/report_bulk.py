"""/reports for many at once, the people behind one report, and two of its versions compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Row
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from center.actions.bulk import RowResult
from center.actions.report import compare_versions
from center.actions.tally_decision import decide_tallies
from center.database import db
from center.domain.decision import Decision
from center.models import report, station, tally, volunteer
from center.models.tally import Revision, Tally
from center.pages.bulk import show_results, ticked
from center.pages.difference import anonymous
from center.pages.report import blueprint
from center.schemas.desk import TalliesFormSchema, seen
from shared.asked import number_in
from shared.clock import business_now
from shared.database import transaction
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say


@blueprint.post("/confirmation")
@needs("tally.decide")
def post_confirmation() -> str | Response:
    """Writes nothing: shows what the act on those ticked will do."""
    ids = ticked()
    if not ids:
        say(_("先勾选要办的月报。"))
        return redirect(url_for(".list_waiting"))
    return _confirm_page(ids, Form(TalliesFormSchema()))


@blueprint.post("/decisions")
@needs("tally.decide")
def post_decisions() -> str | tuple[str, int]:
    """The same word on those ticked."""
    form = sent_form(TalliesFormSchema())
    results = form.submit(_decide)
    if results is None:
        return _confirm_page(ticked(), form), 422
    session = db.session()
    titles = station.titles(session)
    rows = report.some(session, [row.id for row in results])
    names = {month.id: f"{titles[month.station]} {month.month}" for month, _revision in rows}
    again = {"decision": _word(), "reason": request.form.get("reason", "")}
    ways = (url_for(".post_confirmation"), again, url_for(".list_waiting"))
    return show_results(_("月报：逐份的结果"), results, names, ways)


@blueprint.get("/<uuid:id>/people")
@needs("tally.show")
def show_people(id: UUID) -> str:
    """Each volunteer's figures in a version; card numbers, no names."""
    session = db.session()
    month, home = report.one(session, id)
    revision = _number("revision", month.revision)
    rows = sorted(tally.rows_of(session, id, revision).items())
    return render_template(
        "report/people.html",
        month=month,
        home=home,
        revision=revision,
        rows=rows,
        names=_numbers(session, (who for who, _figures in rows)),
    )


@blueprint.get("/<uuid:id>/versions")
@needs("tally.show")
def show_versions(id: UUID) -> str:
    """Two versions side by side; the newest beside the one before unless others are asked for."""
    session = db.session()
    month, _home = report.one(session, id)
    second = _number("second", month.revision)
    first = _number("first", max(second - 1, 1))
    read, compared, entries = compare_versions(session, id, first, second)
    people = {line.volunteer for line in compared.volunteers}
    people |= {one.volunteer for one in (*entries.added, *entries.removed)}
    people |= {one.after.volunteer for one in entries.changed}
    return render_template(
        "report/versions.html",
        read=read,
        compared=compared,
        entries=entries,
        first=first,
        second=second,
        names=_numbers(session, people),
    )


def _decide(sent: dict[str, Any]) -> list[RowResult]:
    decision = Decision(sent["decision"], sent["reason"], versions=seen(sent["versions"]))
    word = (decision, sent["count"])
    with transaction(db) as session:
        return decide_tallies(session, current_actor(), business_now(), sent["ids"], word)


def _confirm_page(ids: Sequence[UUID], form: Form) -> str:
    session = db.session()
    rows: Sequence[Row[Tally, Revision]] = report.some(session, ids)
    titles = station.titles(session)
    return render_template("report/confirm.html", rows=rows, titles=titles, word=_word(), form=form)


def _word() -> str:
    return "returned" if request.form.get("decision") == "returned" else "accepted"


def _numbers(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Volunteer → card number, or the end of the UUID."""
    ids = list(people)
    cards = volunteer.cards(session, ids)
    return {who: cards[who].number if who in cards else anonymous(who) for who in ids}


def _number(name: str, otherwise: int) -> int:
    found = number_in(request.args.get(name, ""))
    return otherwise if found is None else found
