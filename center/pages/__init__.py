"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from center.pages import (
    oddity,
    registration,
    registration_bulk,
    report,
    report_bulk,
    report_desk,
    station,
    today,
    transfer,
    volunteer,
    year,
)

PAGES: list[Blueprint] = [
    today.blueprint,
    registration.blueprint,
    volunteer.blueprint,
    transfer.blueprint,
    report.blueprint,
    year.blueprint,
    station.blueprint,
    oddity.blueprint,
]
MORE = (registration_bulk, report_bulk, report_desk)  # views of the blueprints above
