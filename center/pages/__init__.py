"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from center.pages import (
    base_request,
    exemption,
    oddity,
    registration,
    registration_bulk,
    reminder,
    report,
    report_bulk,
    report_desk,
    service_request,
    sign,
    station,
    station_closing,
    statistics,
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
    service_request.blueprint,
    report.blueprint,
    year.blueprint,
    station.blueprint,
    exemption.blueprint,
    reminder.blueprint,
    statistics.blueprint,
    oddity.blueprint,
    sign.blueprint,
]
# views of the blueprints above
MORE = (base_request, registration_bulk, report_bulk, report_desk, station_closing)
