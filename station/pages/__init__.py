"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from station.pages import (
    activity,
    activity_ending,
    certification,
    contest,
    member,
    month_draft,
    month_paper,
    monthly_report,
    own,
    record,
    record_reissue,
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
    activity_ending.blueprint,
    volunteer.blueprint,
    record.blueprint,
    record_reissue.blueprint,
    certification.blueprint,
    monthly_report.blueprint,
    month_draft.blueprint,
    month_paper.blueprint,
    year.blueprint,
    registration.blueprint,
    member.blueprint,
    workbook_import.blueprint,
    team.blueprint,
    training.blueprint,
    contest.blueprint,
    transfer.blueprint,
]
