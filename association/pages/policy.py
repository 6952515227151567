"""The policy of each year: the figures that points and stars are computed by."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from association.actions.policy import Setting, set_policy
from association.database import db
from association.models import policy
from shared.clock import business_now
from shared.database import transaction
from shared.domain.policy import DeadlineRule, Policy, default_policy
from shared.web.edit import history, require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say

blueprint = Blueprint("policy_page", __name__, url_prefix="/policies")
NUMBERS = (
    "points_per_hour",
    "rounding_minute",
    "second_officer_over_hours",
    "refused_over_hours",
    "late_after_days",
    "notice_working_days",
    "training_minutes",
)
STEPS = ("one", "two", "three")


class PolicySchema(Schema):
    """A year's figures; the rule says which of them are out of bounds."""

    points_per_hour = fields.Integer(required=True)
    one = fields.Integer(required=True)
    two = fields.Integer(required=True)
    three = fields.Integer(required=True)
    rounding_minute = fields.Integer(required=True)
    paid_earns_points = fields.Boolean()
    second_officer_over_hours = fields.Integer(required=True)
    refused_over_hours = fields.Integer(required=True)
    late_after_days = fields.Integer(required=True)
    deadline_rule = fields.String(required=True, validate=validate.OneOf([*DeadlineRule]))
    notice_working_days = fields.Integer(required=True)
    training_minutes = fields.Integer(required=True)


@blueprint.get("")
@needs("policy.read")
def list_policies() -> str:
    """All years that have one, the newest first."""
    return render_template("policy/list.html", policies=policy.newest_first(db.session()))


@blueprint.get("/<int:year>")
@needs("policy.read")
def show_policy(year: int) -> str:
    """A year's figures, to read or to set."""
    found = db.session().get(policy.PolicyOfYear, year)
    value = default_policy(year) if found is None else found.value
    return _page(year, open_form(PolicySchema(), _initial(value)))


@blueprint.post("/<int:year>")
@needs("policy.set")
def post_policy(year: int) -> Response | tuple[str, int]:
    """Sets the year anew and tells all centers; not once it was published or decided by."""
    form = sent_form(PolicySchema())
    form.places = {"star_steps": "one"}

    def write(typed: dict[str, Any]) -> bool:
        steps = tuple(typed.pop(name) for name in STEPS)
        rule = DeadlineRule(typed.pop("deadline_rule"))
        value = Policy(year=year, star_steps=steps, deadline_rule=rule, **typed)
        with transaction(db) as session:
            require_unchanged(session, f"policy:{year}")
            set_policy(session, current_actor(), business_now(), Setting(value))
        return True

    if form.submit(write) is None:
        return _page(year, form), 422
    say(_("%(year)s 年政策已定，正在下发。", year=year))
    return redirect(url_for("policy_page.show_policy", year=year))


def _page(year: int, form: Form) -> str:
    session = db.session()
    return render_template(
        "policy/show.html",
        year=year,
        found=session.get(policy.PolicyOfYear, year),
        form=form,
        numbers=NUMBERS,
        rules=[*DeadlineRule],
        seen=seen(session, f"policy:{year}"),
        lines=history(session, f"policy:{year}"),
    )


def _initial(value: Policy) -> dict[str, Any]:
    figures = {name: getattr(value, name) for name in NUMBERS}
    steps = dict(zip(STEPS, value.star_steps, strict=True))
    rule = {"deadline_rule": str(value.deadline_rule)}
    return figures | steps | rule | {"paid_earns_points": value.paid_earns_points}
