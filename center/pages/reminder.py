"""/reminders: stations whose report of a month is missed, told so together or one alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from center.actions.grid import GridRow, grid
from center.actions.reminder import Asking, missing, remind_stations
from center.database import db
from center.models import reminder, station
from center.schemas.reminder import RemindFormSchema
from center.sentences import SENTENCES
from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month
from shared.errors import RefusalError
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.sentences import sentence_of

blueprint = Blueprint("reminder_page", __name__, url_prefix="/reminders")


@blueprint.get("/<string:month>")
@needs("report.remind")
def new_reminder(month: str) -> str:
    """Who lacks the month, when each was last reminded; `station` picks one of them."""
    return _page(Month.parse(month), open_form(RemindFormSchema()))


@blueprint.post("/<string:month>")
@needs("report.remind")
def post_reminder(month: str) -> Response | str | tuple[str, int]:
    """Reminds those named, each for itself."""
    form, asked = sent_form(RemindFormSchema()), Month.parse(month)
    results = form.submit(lambda sent: _remind(asked, sent))
    if results is None:
        return _page(asked, form), 422
    back = url_for("report_page.list_months", year=asked.year)
    if not any(refusal for _name, refusal in results):
        say(_("已催 %(n)s 站，它们下次联系就收到。", n=len(results)))
        return redirect(back)
    titles = station.titles(db.session())
    rows = [(name, titles.get(name, name), _said(refusal)) for name, refusal in results]
    title = _("催报：逐站的结果")
    return render_template(
        "bulk_result.html", title=title, rows=rows, action="", again={}, back=back
    )


def _remind(month: Month, sent: dict[str, Any]) -> list[tuple[str, RefusalError | None]]:
    asking, chosen = Asking("", month, sent["reason"]), (sent["names"], sent["count"])
    with transaction(db) as session:
        done = remind_stations(session, current_actor(), business_now(), asking, chosen)
    return [(row.station, row.refusal) for row in done]


def _page(month: Month, form: Form) -> str:
    session, now = db.session(), business_now()
    name = request.args.get("station") or None
    rows: list[GridRow] = missing(grid(session, now, month.year, name), month, now)
    return render_template(
        "reminder/new.html",
        month=month,
        rows=rows,
        known=reminder.of_month(session, month),
        form=form,
    )


def _said(refusal: RefusalError | None) -> str:
    return "" if refusal is None else sentence_of(SENTENCES, refusal.code, refusal.values)
