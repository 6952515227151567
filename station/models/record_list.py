"""Filters of the ledger's list that come from an address: a figure's category, form, volunteer."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, or_

from shared.asked import uuid_in
from shared.domain.service_record import Category, Form, Status
from station.models.ledger import IN_EFFECT
from station.models.service_record import ServiceRecord
from station.models.volunteer import Volunteer


def figure_conditions(filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """What of `q`, `category`, `form`, `volunteer` means something; the rest is left out."""
    found: list[ColumnElement[bool]] = []
    if typed := filters.get("q"):
        found.append(Volunteer.name.contains(typed, autoescape=True))
    if filters.get("category") in [*Category]:
        found.append(ServiceRecord.category == filters["category"])
    if filters.get("form") in [*Form]:
        found.append(ServiceRecord.form == filters["form"])
    if (volunteer := uuid_in(filters.get("volunteer", ""))) is not None:
        found.append(ServiceRecord.volunteer_id == volunteer)
    if filters.get("waits") == "evaluation":
        live = (Status.SUBMITTED, Status.CERTIFIED)
        found.append(or_(IN_EFFECT.is_(None), ServiceRecord.status.in_(live)))
    return found
