"""An activity as its form has it: what it is, one time for all, who came, and where one differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from marshmallow import Schema, fields, validate

from shared.domain.service_record import Category, Evaluation
from shared.errors import InvalidError
from station.domain.activity import FORMS, Plan
from station.domain.attendance import Attendance, Attendee

TEXT: Final = validate.Length(min=1, max=200)
EACH: Final = ("start", "end", "evaluation")


class ActivitySchema(Schema):
    """The plan and the list in one; nothing is evaluated beforehand."""

    title = fields.String(required=True, validate=TEXT)
    category = fields.String(required=True, validate=validate.OneOf([*Category]))
    form = fields.String(load_default="group", validate=validate.OneOf(sorted(FORMS)))
    place = fields.String(required=True, validate=TEXT)
    content = fields.String(required=True, validate=TEXT)
    day = fields.Date(required=True)
    start = fields.String(required=True, validate=validate.Regexp(r"^\d{1,2}:\d{2}$"))
    end = fields.String(required=True, validate=validate.Regexp(r"^\d{1,2}:\d{2}$"))
    break_minutes = fields.Integer(load_default=0, validate=validate.Range(min=0, max=600))
    team = fields.UUID(allow_none=True, load_default=None)
    key_work = fields.String(load_default="", validate=validate.Length(max=60))
    is_dangerous = fields.Boolean()
    insured = fields.Boolean()
    has_host = fields.Boolean()
    paid = fields.Boolean()
    evaluation = fields.String(load_default="none", validate=validate.OneOf([*Evaluation]))
    late_reason = fields.String(load_default="", validate=validate.Length(max=500))
    reason = fields.String(load_default="", validate=validate.Length(max=500))
    people = fields.List(fields.UUID())


def plan_of(typed: Mapping[str, Any]) -> Plan:
    """The plan that was typed."""
    return Plan(
        title=typed["title"],
        category=Category(typed["category"]),
        place=typed["place"],
        content=typed["content"],
        day=typed["day"],
        start=clock(typed["start"], "start"),
        end=clock(typed["end"], "end"),
        form=next(form for form in FORMS if form == typed["form"]),
        break_minutes=typed["break_minutes"],
        team=typed["team"],
        is_dangerous=typed["is_dangerous"],
        insured=typed["insured"],
        has_host=typed["has_host"],
        key_work=typed["key_work"],
    )


def planned(typed: Mapping[str, Any]) -> Plan:
    """The plan with the people who are ticked: they are named, not yet there."""
    return replace(plan_of(typed), people=tuple(typed["people"]))


def attendance_of(typed: Mapping[str, Any], sent: Mapping[str, str]) -> Attendance:
    """Who came; `sent` has the fields `start-<id>` and so on of whom something differs for."""
    return Attendance(
        rows=[_attendee(who, sent) for who in typed["people"]],
        evaluation=Evaluation(typed["evaluation"]),
        paid=typed["paid"],
        late_reason=typed["late_reason"],
    )


def initial_of(plan: Plan, attendance: Attendance | None = None) -> dict[str, Any]:
    """The form filled in again, the fields of single people included."""
    names = ActivitySchema().fields.keys() & set(Plan.__dataclass_fields__)
    filled: dict[str, Any] = {name: getattr(plan, name) for name in names}
    filled["people"] = [str(who) for who in plan.people]
    if attendance is None:
        return filled
    filled |= {
        "people": [str(row.volunteer) for row in attendance.rows],
        "start": attendance.start or plan.start,
        "end": attendance.end or plan.end,
        "evaluation": str(attendance.evaluation),
        "paid": attendance.paid,
    }
    for row in attendance.rows:
        own = {name: getattr(row, name) for name in EACH}
        filled |= {f"{name}-{row.volunteer}": str(value) for name, value in own.items() if value}
    return filled


def clock(text: str, field: str) -> str:
    """8:30 as 08:30; InvalidError at its field for no time of day."""
    hour, _, minute = text.partition(":")
    if int(hour) > 24 or int(minute) > 59:
        raise InvalidError("service_record.bad_time", time=text, field=field)
    return f"{int(hour):02d}:{minute}"


def _attendee(who: UUID, sent: Mapping[str, str]) -> Attendee:
    own = {name: sent.get(f"{name}-{who}", "").strip() for name in EACH}
    return Attendee(
        volunteer=who,
        start=clock(own["start"], "people") if _is_time(own["start"]) else None,
        end=clock(own["end"], "people") if _is_time(own["end"]) else None,
        evaluation=Evaluation(own["evaluation"]) if own["evaluation"] in [*Evaluation] else None,
    )


def _is_time(text: str) -> bool:
    hour, colon, minute = text.partition(":")
    return bool(colon) and hour.isdigit() and minute.isdigit() and len(minute) == 2
