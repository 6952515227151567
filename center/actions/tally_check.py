"""Whether a stored revision adds up and came in time, by the year's policy."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.domain import tally as rule
from center.models import entry, policy, tally
from center.models.station import Station
from center.models.tally import Revision, Tally, TallyRow
from center.models.volunteer import Volunteer
from shared.domain import deadline
from shared.domain.policy import Policy
from shared.domain.tally_check import Difference
from shared.errors import ConflictError


def is_on_time(session: Session, month: Tally, revision: Revision) -> bool:
    """By the arrival at the center, business clock."""
    figures, days = policy.figures_and_days(session, month.year)
    return deadline.is_on_time(revision.arrived_at, month.of_month, figures, days)


def differences(
    session: Session, month: Tally, revision: Revision, figures: Policy | None = None
) -> list[Difference] | None:
    """Every figure that disagrees; None while parts of the entries are still under way.

    `figures` is the year's policy, where the caller has read it.
    """
    if revision.entries and not entry.is_complete(session, month.id, revision.revision):
        return None
    query = (
        select(TallyRow, Volunteer.first_approved)
        .outerjoin(Volunteer, Volunteer.id == TallyRow.volunteer)
        .where(TallyRow.tally == month.id, TallyRow.revision == revision.revision)
    )
    found = session.execute(query).all()
    report = rule.Report(
        month.of_month,
        rule.table_of(revision.cells),
        {row.volunteer: tally.figures(row) for row, _approved in found},
        revision.people,
        revision.entries,
        revision.entries_digest,
        revision.told,
    )
    approved = {row.volunteer: day for row, day in found if day is not None}
    entries = entry.values(session, month.id, revision.revision)
    evidence = rule.Evidence(entries, approved)
    return rule.check(report, figures or policy.policy_of(session, month.year), evidence)


def check_acceptable(session: Session, month: Tally, revision: Revision, home: Station) -> None:
    """Refuses what doesn't add up or isn't whole, and paper once the door is closed."""
    if revision.channel == "paper" and home.ordinary_since is not None:
        raise ConflictError("tally.paper_door_closed")
    found = differences(session, month, revision)
    if found is None:
        raise ConflictError("tally.entries_missing")
    if found:
        raise ConflictError("tally.does_not_add_up", differences=len(found), where=found[0].where)
