"""The year at a station: what it still lacks, the seal, everybody's result."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.account import is_password
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import InvalidError
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.yearly_report import seal_year
from station.database import db
from station.domain.month_check import Level
from station.models.account import Account
from station.models.year_draft import YearDraft
from station.pages.month_check import said

blueprint = Blueprint("year_page", __name__, url_prefix="/years")


class SealSchema(Schema):
    """The signer's password again."""

    password = fields.String(required=True, validate=validate.Length(min=1, max=1024))


@blueprint.get("")
@needs("year.read")
def list_years() -> Response:
    """The year that is about to be reported: the last one until spring, then this one."""
    today = local_day(business_now())
    return redirect(url_for("year_page.show_year", year=today.year - (today.month < 4)))


@blueprint.get("/<int:year>")
@needs("year.read")
def show_year(year: int) -> str:
    """The check list, the seal, results with the association's word."""
    return _page(year, Form(SealSchema()))


@blueprint.post("/<int:year>/seal")
@needs("year.seal")
def post_seal(year: int) -> Response | tuple[str, int]:
    """Seals the year's figures and sends them up."""
    form = sent_form(SealSchema())

    def seal(typed: dict[str, Any]) -> int:
        actor = current_actor()
        with transaction(db) as session:
            account = session.get_one(Account, actor.id)
            if not is_password(typed["password"], account.password_hash):
                raise InvalidError("password.wrong", field="password")
            return seal_year(session, actor, business_now(), year).version

    if form.submit(seal) is None:
        return _page(year, form), 422
    say(_("%(year)s 年已封存，正在送服务中心。", year=year))
    return redirect(url_for("year_page.show_year", year=year))


def _page(year: int, form: Form) -> str:
    if not 1900 <= year <= 9998:
        raise InvalidError("month.bad")
    draft = YearDraft(db.session(), year, business_now())
    found, versions = draft.checks, draft.versions
    return render_template(
        "year/show.html",
        year=year,
        checks=[(check, said(check)) for check in found],
        blocked=any(check.level is Level.BLOCKS and check.code != "returned" for check in found),
        sealed=any(check.code == "seal" and check.level is Level.DONE for check in found),
        newest=versions[-1] if versions else None,
        results=draft.results,
        policy=draft.policy,
        form=form,
    )
