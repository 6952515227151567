"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from station.pages import (
    activity,
    certification,
    member,
    monthly_report,
    record,
    registration,
    today,
    volunteer,
    workbook_import,
)

PAGES: list[Blueprint] = [
    today.blueprint,
    member.blueprint,
    registration.blueprint,
    volunteer.blueprint,
    workbook_import.blueprint,
    activity.blueprint,
    record.blueprint,
    certification.blueprint,
    monthly_report.blueprint,
]
