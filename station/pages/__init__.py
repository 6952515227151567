"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from station.pages import (
    activity,
    activity_ending,
    certification,
    contest,
    member,
    member_edit,
    month_draft,
    month_paper,
    monthly_report,
    notice,
    own,
    portrait,
    record,
    record_reissue,
    registration,
    slip,
    slip_paper,
    team,
    today,
    training,
    transfer,
    volunteer,
    volunteer_account,
    volunteer_card,
    volunteer_paper,
    workbook_import,
    year,
)

PAGES: list[Blueprint] = [
    today.blueprint,
    notice.blueprint,
    own.blueprint,
    activity.blueprint,
    activity_ending.blueprint,
    volunteer.blueprint,
    volunteer_account.blueprint,
    volunteer_paper.blueprint,
    portrait.blueprint,
    record.blueprint,
    slip.blueprint,
    slip_paper.blueprint,
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
# views of the blueprints above
MORE = (member_edit, volunteer_card)
