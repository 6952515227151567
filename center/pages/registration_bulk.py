"""/registrations for many at once: a page that says what will be done, then a result a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from center.actions.bulk import RowResult
from center.actions.doubt import undoubted
from center.actions.registration import confirm_claims, decide_registrations
from center.database import db
from center.domain.decision import Decision
from center.models import registration, station
from center.models.registration import CLAIMS, Registration
from center.pages.bulk import show_results, ticked
from center.pages.registration import blueprint
from center.schemas.desk import RegistrationsFormSchema, UndoubtedFormSchema, seen
from shared.clock import business_now
from shared.database import transaction
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say


@blueprint.post("/confirmation")
@needs("registration.decide")
def post_confirmation() -> str | Response:
    """Writes nothing: shows what the act on those ticked will do."""
    ids = ticked()
    if not ids:
        say(_("先勾选要办的登记。"))
        return redirect(_back())
    return _confirm_page(_named(db.session(), ids), Form(RegistrationsFormSchema()))


@blueprint.post("/decisions")
@needs("registration.decide")
def post_decisions() -> str | tuple[str, int]:
    """The same word on those ticked."""
    form = sent_form(RegistrationsFormSchema())
    results = form.submit(_decide)
    rows = _named(db.session(), ticked())
    if results is None:
        return _confirm_page(rows, form), 422
    return _results(results, rows, form.value("decision"))


@blueprint.get("/undoubted")
@needs("registration.decide")
def new_undoubted() -> str:
    """What approving all without doubt will do."""
    return _all_page("approved", Form(UndoubtedFormSchema()))


@blueprint.get("/claims")
@needs("registration.decide")
def new_claims() -> str:
    """What confirming all paper claims will do."""
    return _all_page("confirmed", Form(UndoubtedFormSchema()))


@blueprint.post("/all-decisions")
@needs("registration.decide")
def post_all_decisions() -> str | tuple[str, int]:
    """On all of them, if they are still as many as were seen."""
    form = sent_form(UndoubtedFormSchema())
    done = form.submit(_decide_all)
    if done is None:
        return _all_page(_word(), form), 422
    results, rows = done
    return _results(results, rows, form.value("decision"))


def _decide(sent: dict[str, Any]) -> list[RowResult]:
    with transaction(db) as session:
        word = Decision(sent["decision"], sent["reason"], versions=seen(sent["versions"]))
        return _act(session, word, (sent["ids"], sent["count"]))


def _decide_all(sent: dict[str, Any]) -> tuple[list[RowResult], Sequence[Registration]]:
    with transaction(db) as session:
        rows = _all(session, sent["decision"], sent["station"] or None)
        asked = ([row.id for row in rows], sent["count"])
        return _act(session, Decision(sent["decision"]), asked), rows


def _act(session: Session, word: Decision, asked: tuple[Sequence[UUID], int]) -> list[RowResult]:
    ids, count = asked
    actor, now = current_actor(), business_now()
    if word.decision == "confirmed":
        return confirm_claims(session, actor, now, ids, count)
    return decide_registrations(session, actor, now, ids, (word, count))


def _all(session: Session, word: str, home: str | None) -> Sequence[Registration]:
    if word == "approved":
        return undoubted(session, home)
    query = registration.queue(CLAIMS, home).order_by(Registration.applied_on, Registration.id)
    return session.scalars(query).all()


def _named(session: Session, ids: Sequence[UUID]) -> list[Registration]:
    found = session.scalars(select(Registration).where(Registration.id.in_(ids)))
    rows = {row.id: row for row in found}
    return [rows[id] for id in ids if id in rows]


def _confirm_page(rows: Sequence[Registration], form: Form) -> str:
    return render_template(
        "registration/confirm.html",
        rows=rows,
        titles=station.titles(db.session()),
        word=_word(),
        form=form,
        action=url_for(".post_decisions", **_asked()),
        named=True,
        back=_back(),
    )


def _all_page(word: str, form: Form) -> str:
    session, home = db.session(), request.values.get("station") or None
    return render_template(
        "registration/confirm.html",
        rows=_all(session, word, home),
        titles=station.titles(session),
        word=word,
        form=form,
        action=url_for(".post_all_decisions"),
        named=False,
        home=home,
        back=_back(),
    )


def _results(results: Sequence[RowResult], rows: Sequence[Registration], word: str) -> str:
    names = {row.id: row.name for row in rows}
    again = {"decision": word, "reason": request.form.get("reason", "")}
    ways = (url_for(".post_confirmation", **_asked()), again, _back())
    return show_results(_("登记审批：逐份的结果"), results, names, ways)


def _word() -> str:
    """The word that was pressed; what isn't known counts as an approval to be looked at."""
    word = request.form.get("decision", "")
    return word if word in {"approved", "returned", "rejected", "confirmed"} else "approved"


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in ("show", "station") if request.args.get(name)}


def _back() -> str:
    return url_for(".list_registrations", **_asked())
