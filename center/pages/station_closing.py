"""/stations: one is ended by the center, or opened again."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from center.actions.station import Closing, close_station, reopen_station
from center.database import db
from center.models import station, station_list
from center.pages.station import blueprint
from center.schemas.station import CloseSchema
from shared.clock import business_now
from shared.database import transaction
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say


@blueprint.get("/<name>/closing")
@needs("station.close")
def new_closing(name: str) -> str:
    """Says what ending it means, and asks for its last day and why."""
    return _page(name, open_form(CloseSchema()))


@blueprint.post("/<name>/closing")
@needs("station.close")
def post_closing(name: str) -> Response | tuple[str, int]:
    """Ends it; what it reported stays."""
    form = sent_form(CloseSchema())
    title = form.submit(lambda sent: _close(name, sent))
    if title is None:
        return _page(name, form), 422
    say(_("%(title)s已停用，它报来的都还在。", title=title))
    return redirect(url_for(".show_station", name=name))


@blueprint.post("/<name>/reopening")
@needs("station.close")
def post_reopening(name: str) -> Response:
    """Takes the closing back."""
    with transaction(db) as session:
        title = reopen_station(session, current_actor(), business_now(), name).title
    say(_("%(title)s恢复了，该报的月份又算进来。", title=title))
    return redirect(url_for(".show_station", name=name))


def _close(name: str, sent: dict[str, Any]) -> str:
    with transaction(db) as session:
        closing = Closing(name, **sent)
        return close_station(session, current_actor(), business_now(), closing).title


def _page(name: str, form: Form) -> str:
    session = db.session()
    home = station.by_name(session, name)
    serving = station_list.counts_of(session, name)[0]
    return render_template("station/close.html", home=home, serving=serving, form=form)
