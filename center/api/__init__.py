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
    oddity.blueprint,
    exemption.blueprint,
    reminder.blueprint,
    aggregate.blueprint,
    photo.blueprint,
    search.blueprint,
]
