"""The JSON API of this tier."""

from __future__ import annotations

from flask_smorest import Blueprint

from station.api import (
    account,
    activity,
    basis,
    card,
    certification,
    contest,
    member,
    monthly_report,
    officer,
    own,
    photo,
    policy,
    profile,
    registration,
    search,
    service_record,
    star,
    talk,
    team,
    training,
    transfer,
    volunteer,
    workbook_import,
    yearly_report,
)

BLUEPRINTS: list[Blueprint] = [
    workbook_import.blueprint,
    member.blueprint,
    search.blueprint,
    registration.blueprint,
    volunteer.blueprint,
    officer.blueprint,
    account.blueprint,
    card.blueprint,
    transfer.blueprint,
    service_record.blueprint,
    activity.blueprint,
    training.blueprint,
    certification.blueprint,
    monthly_report.blueprint,
    basis.blueprint,
    own.blueprint,
    yearly_report.blueprint,
    photo.blueprint,
    star.blueprint,
    team.blueprint,
    contest.blueprint,
    profile.blueprint,
    talk.blueprint,
    policy.blueprint,
]
