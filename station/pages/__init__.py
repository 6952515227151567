"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from station.pages import (
    activity,
    certification,
    contest,
    member,
    monthly_report,
    own,
    record,
    registration,
    team,
    today,
    training,
    transfer,
    volunteer,
    workbook_import,
    year,
)

PAGES: list[Blueprint] = [
    today.blueprint,
    own.blueprint,
    activity.blueprint,
    volunteer.blueprint,
    record.blueprint,
    certification.blueprint,
    monthly_report.blueprint,
    year.blueprint,
    registration.blueprint,
    member.blueprint,
    workbook_import.blueprint,
    team.blueprint,
    training.blueprint,
    contest.blueprint,
    transfer.blueprint,
]
