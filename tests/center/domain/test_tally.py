"""When a monthly report may come and be decided on, and the check against its entries."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from center.domain.tally import Evidence, Report, check, decide, receive, table_of, unlock
from shared.domain.entry import Entry, entries_digest
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.domain.policy import default_policy
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import Figures, add_up
from shared.errors import ConflictError
from tests.center.refusal import refused

POLICY = default_policy(2025)
ANNE, BERT = UUID(int=1), UUID(int=2)
APPROVED = {ANNE: date(2025, 1, 1), BERT: date(2025, 1, 1)}


def entry(number: int, who: UUID, **other: object) -> Entry:
    values = {
        "record": UUID(int=100 + number),
        "volunteer": who,
        "certifier": UUID(int=9),
        "date": date(2025, 3, 5),
        "start": "09:00",
        "end": "11:00",
        "hours": 2,
        "category": Category.CONVENIENCE,
        "form": Form.GROUP,
        "evaluation": Evaluation.SATISFIED,
        "paid": False,
        "channel": "workbook",
        "activity": "清扫",
    }
    return Entry(**(values | other))


ENTRIES = (
    entry(1, ANNE),
    entry(2, BERT),
    entry(3, BERT, start="14:00", end="15:00", hours=1, form=Form.DISPATCHED, activity=""),
)


def report(entries: tuple[Entry, ...] = ENTRIES) -> Report:
    tally = add_up(entries, POLICY)
    digest = entries_digest(entries)
    return Report(
        Month(2025, 3), tally.table, tally.volunteers, tally.total.people, len(entries), digest
    )


def where(report: Report, evidence: Evidence) -> set[str]:
    return {difference.where for difference in check(report, POLICY, evidence)}


def test_a_revision_may_come_until_one_is_accepted() -> None:
    for status in (Status.REPORTED, Status.RETURNED, Status.UNLOCKED):
        assert receive(status) is Status.REPORTED
    with refused(ConflictError, "tally.locked"):
        receive(Status.ACCEPTED)


def test_only_what_is_reported_is_accepted_or_returned() -> None:
    assert decide(Status.REPORTED, "accepted") is Status.ACCEPTED
    assert decide(Status.REPORTED, "returned") is Status.RETURNED
    with refused(ConflictError, "monthly_report.not_movable"):
        decide(Status.RETURNED, "accepted")


def test_an_accepted_month_is_unlocked_on_request_alone() -> None:
    assert unlock(Status.ACCEPTED, asked=True, year_went_up=False) is Status.UNLOCKED
    with refused(ConflictError, "tally.unlock_not_asked"):
        unlock(Status.ACCEPTED, asked=False, year_went_up=False)
    with refused(ConflictError, "tally.year_went_up"):
        unlock(Status.ACCEPTED, asked=True, year_went_up=True)
    with refused(ConflictError, "monthly_report.not_movable"):
        unlock(Status.REPORTED, asked=True, year_went_up=False)


def test_a_report_that_adds_up_with_its_entries_has_no_difference() -> None:
    assert check(report(), POLICY, Evidence(ENTRIES, APPROVED)) == []


def test_a_month_without_an_entry_adds_up() -> None:
    assert check(report(()), POLICY, Evidence((), {})) == []


def test_the_table_is_read_from_its_rows() -> None:
    cell = {
        "category": "convenience",
        "form": "group",
        "activities": 1,
        "records": 2,
        "people": 2,
        "hours": 4,
        "satisfied_hours": 4,
        "points_hours": 4,
    }
    key = (Category.CONVENIENCE, Form.GROUP)
    assert table_of([cell]) == {key: report().table[key]}


def test_a_raised_hour_is_found_in_table_volunteer_and_points() -> None:
    told = report()
    lines = dict(told.volunteers) | {ANNE: Figures(1, 3, 3, 3, 15)}
    found = where(replace(told, volunteers=lines), Evidence(ENTRIES, APPROVED))
    assert {"volunteers/hours", f"entries/{ANNE}/hours", f"entries/{ANNE}/points"} <= found


def test_a_missing_entry_is_found() -> None:
    found = where(report(), Evidence(ENTRIES[:2], APPROVED))
    assert {"entries/count", "entries/digest"} <= found


def test_an_entry_exchanged_for_an_equal_one_is_found_by_the_digest() -> None:
    other = (replace(ENTRIES[0], record=UUID(int=555)), *ENTRIES[1:])
    assert where(report(), Evidence(other, APPROVED)) == {"entries/digest"}


def test_an_entry_of_another_month_is_found() -> None:
    entries = (*ENTRIES[:2], replace(ENTRIES[2], date=date(2025, 4, 5)))
    assert where(report(entries), Evidence(entries, APPROVED)) == {"entries/of_other_months"}


def test_a_volunteer_whom_the_center_never_approved_is_found() -> None:
    found = where(report(), Evidence(ENTRIES, {ANNE: date(2025, 1, 1)}))
    assert found == {"volunteers/unknown"}


def test_an_entry_before_the_approval_is_found_and_its_day_counts() -> None:
    late = APPROVED | {ANNE: date(2025, 3, 6)}
    assert where(report(), Evidence(ENTRIES, late)) == {"entries/before_approval"}
    assert not where(report(), Evidence(ENTRIES, APPROVED | {ANNE: date(2025, 3, 5)}))


def test_more_hours_than_the_time_gives_are_found() -> None:
    entries = (*ENTRIES[:2], replace(ENTRIES[2], hours=2))
    assert where(report(entries), Evidence(entries, APPROVED)) == {"entries/hours_exceed_time"}


def test_one_activity_whose_list_has_several_times_is_one_and_no_day_has_less() -> None:
    listed = (
        entry(1, ANNE, channel="attendance"),
        entry(2, BERT, channel="attendance", start="10:00", hours=1),
        entry(4, BERT, channel="reissue", date=date(2025, 3, 6), activity="义诊"),
    )
    told = report(listed)
    assert told.table[Category.CONVENIENCE, Form.GROUP].activities == 2
    assert where(told, Evidence(listed, APPROVED)) == set()
    key = (Category.CONVENIENCE, Form.GROUP)
    fewer = dict(told.table) | {key: replace(told.table[key], activities=1)}
    found = where(replace(told, table=fewer), Evidence(listed, APPROVED))
    assert found == {"convenience/group/activities"}


@pytest.mark.parametrize("activities", [0, 3])
def test_activities_lie_between_the_distinct_times_and_the_records(activities: int) -> None:
    told = report()
    key = (Category.CONVENIENCE, Form.GROUP)
    table = dict(told.table) | {key: replace(told.table[key], activities=activities)}
    found = where(replace(told, table=table), Evidence(ENTRIES, APPROVED))
    assert found == {"convenience/group/activities"}


def test_no_part_of_requests_and_visits_is_more_than_its_whole() -> None:
    evidence = Evidence(ENTRIES, APPROVED)
    requests = RequestFigures(served=1, for_others=2, promised=3, kept=4)
    visits = VisitFigures(pairing_due=1, pairing_made=1, benefit_made=1)
    told = replace(report(), told=Told(requests, visits))
    assert where(told, evidence) == {
        "requests/for_others",
        "requests/kept",
        "visits/benefit_made",
    }
    right = replace(report(), told=Told(RequestFigures(served=1, for_others=1, received=9)))
    assert where(right, evidence) == set()
