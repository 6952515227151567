"""The JSON API of this tier."""

from __future__ import annotations

from flask_smorest import Blueprint

from station.api import (
    certification,
    monthly_report,
    policy,
    service_record,
    star,
    yearly_report,
)

BLUEPRINTS: list[Blueprint] = [
    service_record.blueprint,
    certification.blueprint,
    monthly_report.blueprint,
    yearly_report.blueprint,
    star.blueprint,
    policy.blueprint,
]
