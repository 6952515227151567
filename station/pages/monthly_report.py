"""The monthly report by hand: a year's months, one month with its checks and signature."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.account import is_password
from shared.asked import number_in, year_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.month import Month, months_of
from shared.domain.monthly_report import UNSIGNED, Status
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.web.edit import history
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.monthly_report import ask_unlock, close_month, sign_month
from station.actions.visit_chore import raise_visits
from station.database import db
from station.domain.month_check import Level
from station.domain.report import Signature
from station.domain.training import table_of as training_table
from station.models.account import Account
from station.models.comparison import compare_versions
from station.models.month_draft import MonthDraft, draft_of
from station.models.month_report import report_of
from station.models.month_view import MonthView, view
from station.models.month_year import MonthLine, year_lines
from station.models.tally_version import versions_of
from station.pages.month_check import said
from station.pages.notice import words_of

blueprint = Blueprint("month_page", __name__, url_prefix="/months")


class SignSchema(Schema):
    """The signer's password again, a reason where it is an amendment, and what was looked at."""

    password = fields.String(required=True, validate=validate.Length(min=1, max=1024))
    reason = fields.String(validate=validate.Length(max=500))
    looked_at = fields.String(required=True)


class UnlockSchema(Schema):
    """Why an accepted month must change."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


@blueprint.get("")
@needs("month.read")
def list_months() -> str:
    """A year's months: state, deadline, journey."""
    today = local_day(business_now())
    year = year_in(request.args.get("year", ""), today.year)
    lines: list[MonthLine] = year_lines(db.session(), months_of(year), business_now())
    return render_template("monthly_report/list.html", lines=lines, year=year)


@blueprint.get("/<string:month>")
@needs("month.read")
def show_month(month: str) -> str:
    """The report as paper, what it lacks, and the signature."""
    return _page(Month.parse(month))


@blueprint.post("/<string:month>/closing")
@needs("month.close")
def post_closing(month: str) -> Response:
    """The clerk has looked it over: it waits for the head."""
    now = business_now()
    with transaction(db) as session:
        raise_visits(session, now)
        close_month(session, current_actor(), now, Month.parse(month))
    say(_("核对好了，等站长签字。"))
    return redirect(url_for("month_page.show_month", month=month))


@blueprint.post("/<string:month>/signature")
@needs("month.sign")
def post_signature(month: str) -> Response | tuple[str, int]:
    """Seals the month as it was looked at, and sends it to the center."""
    form, asked = sent_form(SignSchema()), Month.parse(month)
    if form.submit(lambda typed: _sign(asked, typed)) is None:
        return _page(asked, sign=form), 422
    say(_("%(month)s月报已签字封存，正在送服务中心。", month=asked.month))
    return redirect(url_for("month_page.show_month", month=month))


@blueprint.post("/<string:month>/unlock-request")
@needs("month.unlock")
def post_unlock_request(month: str) -> Response | tuple[str, int]:
    """Asks the center for leave to change an accepted month."""
    form, asked = sent_form(UnlockSchema()), Month.parse(month)

    def ask(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            ask_unlock(session, current_actor(), business_now(), asked, typed["reason"])
        return True

    if form.submit(ask) is None:
        return _page(asked, unlock=form), 422
    say(_("已请服务中心解锁，答复会出现在“今日”。"))
    return redirect(url_for("month_page.show_month", month=month))


@blueprint.get("/<string:month>/comparison")
@needs("month.read")
def show_comparison(month: str) -> str:
    """Two signed versions side by side, the newest two unasked."""
    asked, session = Month.parse(month), db.session()
    report = report_of(session, asked)
    versions = {one.revision: one for one in versions_of(session, report.id)} if report else {}
    if len(versions) < 2:
        raise NotFoundError("monthly_report.one_version", month=month)
    first = _chosen("first", versions, max(versions) - 1)
    second = _chosen("second", versions, max(versions))
    compared = compare_versions(session, asked, versions[first], versions[second])
    return render_template(
        "monthly_report/comparison.html",
        month=asked,
        compared=compared.figures,
        names=compared.names,
        first=versions[first],
        second=versions[second],
    )


def _chosen(name: str, known: dict[int, Any], otherwise: int) -> int:
    asked = number_in(request.args.get(name, ""))
    return asked if asked is not None and asked in known else otherwise


def _sign(month: Month, typed: dict[str, Any]) -> int:
    """Refuses another's password, and figures that aren't those that were looked at."""
    actor, now = current_actor(), business_now()
    with transaction(db) as session:
        raise_visits(session, now)  # an agent that stands still hides none
    with transaction(db) as session:
        account = session.get_one(Account, actor.id)
        if not is_password(typed["password"], account.password_hash):
            raise InvalidError("password.wrong", field="password")
        found = view(session, month, now)
        draft = draft_of(session, found, now)
        if looked_at(draft) != typed["looked_at"]:
            raise ConflictError("monthly_report.changed_meanwhile")
        if found.status == Status.OPEN:
            close_month(session, actor, now, month)
        signature = Signature(
            summary=draft.summary,
            no_photo_reason="" if draft.photos else draft.no_photo_reason,
            reason=typed.get("reason", ""),
        )
        return sign_month(session, actor, now, month, signature).revision


def looked_at(draft: MonthDraft) -> str:
    """A digest of what the page shows: whoever signs, signs what they saw."""
    shown = [draft.table, draft.summary, draft.no_photo_reason, draft.roster, draft.told.to_dict()]
    pictures = [(photo.sha256, photo.caption) for photo in draft.photos]
    text = json.dumps([shown, pictures], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _page(month: Month, sign: Form | None = None, unlock: Form | None = None) -> str:
    session, now = db.session(), business_now()
    found = view(session, month, now)
    draft = draft_of(session, found, now)
    subject = f"tally:{found.report.id}" if found.report else ""
    return render_template(
        "monthly_report/show.html",
        month=month,
        view=found,
        draft=draft,
        newest=found.signed[-1] if found.signed else None,
        checks=[(check, said(check, month)) for check in draft.checks],
        blocked=any(check.level is Level.BLOCKS for check in draft.checks),
        unsigned=found.status in UNSIGNED,
        amended=found.status not in UNSIGNED and bool(found.pending),
        sign=sign or Form(SignSchema()),
        unlock=unlock or Form(UnlockSchema()),
        looked_at=looked_at(draft),
        training=training_table(draft.training),
        left=(found.due_on - local_day(now)).days,
        lines=history(session, subject) if subject else (),
        is_amendment=_is_amendment(found),
        reminded=words_of(found.reminder, local_day(now)) if found.reminder else "",
    )


def _is_amendment(found: MonthView) -> bool:
    report = found.report
    return report is not None and report.revision > 0 and report.decision != Status.RETURNED
