"""Volunteers: the list with the year's points, one person with cards and records, leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import Select, func
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.card import Recovery
from shared.domain.policy import Policy
from shared.domain.registration import Status
from shared.domain.star import star
from shared.web.edit import history, require_unchanged, seen
from shared.web.export import excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Asked, Column, Listing, Rows, rows_of
from shared.web.login import current_actor, needs
from shared.web.saved_filter import saved_filters
from shared.web.say import say
from shared.web.word import word
from station.actions.pairing_people import HandedOver, hand_over_pairings
from station.actions.volunteer import Leaving, leave_volunteer
from station.database import db
from station.domain.progress import progress
from station.models.account import accounts_of
from station.models.attendance import in_service
from station.models.card import cards_of
from station.models.member import Member, members_on
from station.models.pairing_view import open_pairings_of, views_of
from station.models.photo import portrait_of
from station.models.policy import policy_of
from station.models.registration import newest_registration
from station.models.star import stars_of
from station.models.volunteer import Volunteer, volunteers_on
from station.models.volunteer_list import (
    VolunteerRow,
    Wanted,
    by_status,
    find,
    latest_lines,
    listed,
    year_of,
)
from station.pages.pairing_act import say_handed_over
from station.schemas.volunteer import REASONS

blueprint = Blueprint("volunteer_page", __name__, url_prefix="/volunteers")
IDLE = timedelta(days=90)
IDLE_MARK = "idle"
HAND_OVER_MARK = "to_hand_over"
LATEST = 20


class LeaveSchema(Schema):
    """The last day in service, and why; to whom the paired households go."""

    left_on = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    to = fields.UUID(load_default=None, allow_none=True)


def listing(points: Any, hours: Any, last_day: Any) -> Listing:
    """The list's columns; `points` and the others are what the year's query names so."""
    columns = (
        Column("name", _l("姓名"), lambda row: row.volunteer.name, Volunteer.name),
        Column("card", _l("义工证号"), lambda row: row.card),
        Column("status", _l("状态"), lambda row: word(row.volunteer.status), Volunteer.status),
        Column("post", _l("主岗"), lambda row: row.post, Member.post),
        Column("points", _l("今年积分"), lambda row: row.points, points, number=True),
        Column("hours", _l("今年小时"), lambda row: row.hours, hours, number=True),
        Column("last_day", _l("最近服务"), lambda row: row.last_day, last_day),
        Column(
            "approved",
            _l("通过日期"),
            lambda row: row.volunteer.approval_date,
            Volunteer.approval_date,
            start=False,
        ),
    )
    return Listing("volunteers", columns, ("q", "status"), sort="name")


@blueprint.get("")
@needs("volunteer.read")
def list_volunteers() -> str | Response:
    """Who serves here, with this year's points; those who are still to be approved too."""
    session, today = db.session(), local_day(business_now())
    policy = policy_of(session, today.year)
    asked, query = asked_for(policy, today)
    found = rows_of(session, query, asked)
    rows = Rows(asked, [VolunteerRow(*row) for row in found.items], found.total)
    if asked.excel:
        return excel(rows)
    return render_template(
        "volunteer/list.html",
        rows=rows,
        saved=saved_filters("volunteers"),
        counts=by_status(session),
        members=members_on(session, today),
        serving=volunteers_on(session, today),
        steps=policy.star_steps,
        star=lambda row: star(row.points, policy),
        idle_before=today - IDLE,
    )


def asked_for(policy: Policy, today: date) -> tuple[Asked, Select[Any]]:
    """What the list's address asks for, and the query of all its rows in their order."""
    year = year_of(policy)
    points, hours = func.coalesce(year.c.points, 0), func.coalesce(year.c.hours, 0)
    asked = listing(points, hours, year.c.last_day).ask()
    status = asked.filters.get("status")
    wanted = Wanted(
        status=None if status in (IDLE_MARK, HAND_OVER_MARK) else status,
        name=asked.filters.get("q"),
        idle_since=today - IDLE if status == IDLE_MARK else None,
        to_hand_over=status == HAND_OVER_MARK,
    )
    return asked, listed(year, wanted).order_by(*asked.order(), Volunteer.id)


@blueprint.get("/<uuid:volunteer_id>")
@needs("volunteer.read")
def show_volunteer(volunteer_id: UUID) -> str:
    """One volunteer: state, cards, the year, the latest records, what was done."""
    return detail(volunteer_id)


@blueprint.get("/<uuid:volunteer_id>/leaving")
@needs("volunteer.write")
def new_leaving(volunteer_id: UUID) -> str:
    """What it means that somebody leaves, before it is said."""
    return _leaving(volunteer_id, open_form(LeaveSchema()))


@blueprint.post("/<uuid:volunteer_id>/leaving")
@needs("volunteer.write")
def post_leaving(volunteer_id: UUID) -> Response | tuple[str, int]:
    """Ends a volunteer's service; records stay, the number too."""
    form = sent_form(LeaveSchema())

    def leave(typed: dict[str, Any]) -> tuple[str, HandedOver]:
        to, done = typed.pop("to"), HandedOver((), ())
        with transaction(db) as session:
            require_unchanged(session, f"volunteer:{volunteer_id}")
            actor, now = current_actor(), business_now()
            left = leave_volunteer(session, actor, now, volunteer_id, Leaving(**typed))
            if to is not None:
                done = hand_over_pairings(session, actor, now, (volunteer_id, to))
            return left.name, done

    left = form.submit(leave)
    if left is None:
        return _leaving(volunteer_id, form), 422
    name, done = left
    say(_("%(name)s已离开，服务中心会知道。记录和积分都留着。", name=name))
    say_handed_over(done)
    return redirect(url_for("volunteer_page.show_volunteer", volunteer_id=volunteer_id))


def detail(volunteer_id: UUID, form: Form | None = None) -> str:
    """The volunteer's page, with what was refused on it."""
    session, today = db.session(), local_day(business_now())
    policy = policy_of(session, today.year)
    row = find(session, volunteer_id, policy)
    cards = cards_of(session, volunteer_id)
    subjects = [f"volunteer:{volunteer_id}", *(f"card:{card.id}" for card in cards)]
    return render_template(
        "volunteer/show.html",
        row=row,
        registration=newest_registration(session, volunteer_id),
        cards=cards,
        policy=policy,
        progress=progress(row.points, policy),
        stars=stars_of(session, {volunteer_id}),
        records=latest_lines(session, volunteer_id, LATEST),
        lines=history(session, *subjects),
        form=form or Form(Schema()),
        recoveries=list(Recovery),
        portrait=portrait_of(session, volunteer_id),
        accounts=[one for one in accounts_of(session, volunteer_id) if one.active],
        serving=row.volunteer.status in (Status.APPROVED, Status.SUSPENDED),
        pairings=len(open_pairings_of(session, volunteer_id)),
    )


def _leaving(volunteer_id: UUID, form: Form) -> str:
    session, today = db.session(), local_day(business_now())
    policy = policy_of(session, today.year)
    subject = f"volunteer:{volunteer_id}"
    paired = open_pairings_of(session, volunteer_id)
    others = [one for one in in_service(session, today) if one[0] != volunteer_id]
    return render_template(
        "volunteer/leaving.html",
        row=find(session, volunteer_id, policy),
        form=form,
        reasons=[(code, word(f"leaving:{code}")) for code in REASONS],
        pairings=views_of(session, paired, today) if paired else (),
        people=others if paired else (),
        seen=seen(session, subject),
    )
