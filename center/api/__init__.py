"""The JSON API of this tier."""

from __future__ import annotations

from flask_smorest import Blueprint

from center.api import (
    aggregate,
    exemption,
    oddity,
    photo,
    registration,
    reminder,
    report,
    search,
    service_request,
    station,
    tally,
    transfer,
    volunteer,
    year,
)

BLUEPRINTS: list[Blueprint] = [
    station.blueprint,
    registration.blueprint,
    volunteer.blueprint,
    tally.blueprint,
    report.blueprint,
    year.blueprint,
    transfer.blueprint,
    service_request.blueprint,
    oddity.blueprint,
    exemption.blueprint,
    reminder.blueprint,
    aggregate.blueprint,
    photo.blueprint,
    search.blueprint,
]
