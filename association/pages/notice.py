"""The public notice (公示) of proposed stars: what is public, until when, and starting one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from association.actions.notice import Announcement, start_notice
from association.database import db
from association.domain.name import public
from association.domain.notice import is_over
from association.models import notice, station, volunteer
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say

blueprint = Blueprint("notice_page", __name__, url_prefix="/notices")


class NoticeSchema(Schema):
    """Where objections are heard."""

    telephone = fields.String(required=True, validate=validate.Length(min=3, max=40))


@blueprint.get("/<int:year>")
@needs("notice.read")
def show_notice(year: int) -> str:
    """What is public, with names as consented, to print and to hang out."""
    return _page(year, open_form(NoticeSchema()))


@blueprint.post("/<int:year>")
@needs("notice.start")
def post_notice(year: int) -> Response | tuple[str, int]:
    """Publishes the ripe proposals that aren't public yet."""
    form = sent_form(NoticeSchema())

    def start(typed: dict[str, Any]) -> Any:
        with transaction(db) as session:
            announced = Announcement(year, typed["telephone"])
            return start_notice(session, current_actor(), business_now(), announced).last_day

    last = form.submit(start)
    if last is None:
        return _page(year, form), 422
    say(_("公示开始，到 %(day)s 为止。", day=last.isoformat()))
    return redirect(url_for("notice_page.show_notice", year=year))


def _page(year: int, form: Form) -> str:
    session = db.session()
    lines = notice.lines(session, year)
    people = volunteer.among(session, {line.volunteer for line in lines})
    notices = notice.of_year(session, year)
    names = {one.id: public(one.name, naming=one.naming) for one in people.values()}
    return render_template(
        "notice/show.html",
        year=year,
        notices=notices,
        lines=lines,
        names=names,
        titles=station.titles(session, {line.station for line in lines}),
        over=bool(notices) and is_over(notices[-1].last_day, local_day(business_now())),
        form=form,
    )
