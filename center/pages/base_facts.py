"""What the page of a request shows where a base of this center serves it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session

from center.actions.base_contact import opened
from center.domain.base_request import MOST_HOURS, MOST_PEOPLE
from center.models.base_contact import BaseContact, shown_until
from center.models.service_request import ServiceRequest
from shared.clock import machine_now
from shared.domain.contact_showing import Reason
from shared.domain.service_record import Evaluation
from shared.domain.service_request import ABOVE, Status
from shared.web.form import Form
from shared.web.login import current_actor
from shared.web.secret import keep_nowhere

SIGNED = (Evaluation.SATISFIED, Evaluation.DISSATISFIED)


class ServedSchema(Schema):
    """When, how many people, hours of all together, and what the recipient said."""

    served_on = fields.Date(required=True)
    people = fields.Integer(required=True, validate=validate.Range(1, MOST_PEOPLE))
    hours = fields.Integer(required=True, validate=validate.Range(1, MOST_PEOPLE * MOST_HOURS))
    evaluation = fields.String(required=True, validate=validate.OneOf([*SIGNED]))


def base_facts(session: Session, row: ServiceRequest, own: str, form: Form) -> dict[str, Any]:
    """Whether it has come, and in clear for whoever gave a reason in the last ten minutes.

    `form` is what was sent, shown again where it is the report of what was done.
    """
    if row.holder != own or Status(row.status) in ABOVE:
        return {"at_base": False, "left": 0}
    now = machine_now()
    ends = shown_until(session, row.id, current_actor().id, now)
    left = 0 if ends is None else max(1, int((ends - now).total_seconds()))
    keep_nowhere()
    return {
        "at_base": True,
        "left": left,
        "has_contact": session.get(BaseContact, row.id) is not None,
        "base": opened(session, row.id) if left else None,
        "reasons": [*Reason],
        "served": form if isinstance(form.schema, ServedSchema) else Form(ServedSchema()),
        "signed": SIGNED,
    }
