"""The grid from what is stored, with the deadlines of the year's policy."""

from datetime import UTC, date, datetime

from center.actions.grid import GridRow, grid
from center.database import db
from shared.domain.monthly_report import Cell
from tests.center.bureau import A, B, Bureau
from tests.center.report import served

ON_TIME = datetime(2025, 2, 4, 15, 59, tzinfo=UTC)
LATE = datetime(2025, 2, 4, 16, 0, tzinfo=UTC)


def rows(bureau: Bureau) -> dict[str, GridRow]:
    found = grid(db.session(), bureau.now, 2025)
    db.session().rollback()
    return {row.station.name: row for row in found}


def test_a_month_goes_from_waiting_through_missing_to_late(bureau: Bureau) -> None:
    bureau.now = ON_TIME
    assert rows(bureau)[B].months[0].state is Cell.WAITING
    assert rows(bureau)[B].months[0].last_day == date(2025, 2, 4)
    bureau.now = LATE
    assert rows(bureau)[B].months[0].state is Cell.MISSING
    bureau.report("2025-01", [], station=B, at=LATE)
    row = rows(bureau)[B]
    assert row.months[0].state is Cell.LATE
    assert (row.rate.on_time, row.rate.owed) == (0, 1)


def test_an_amended_month_stays_on_time_and_a_returned_one_is_shown(bureau: Bureau) -> None:
    who = bureau.volunteer()
    entries = [served(who, date(2025, 1, 5))]
    id = bureau.report("2025-01", entries, at=ON_TIME)
    bureau.now = LATE
    assert rows(bureau)[A].months[0].state is Cell.ON_TIME
    bureau.judge(id)
    bureau.unlock(id, "2025-01")
    bureau.report("2025-01", entries, tally=id, revision=2, at=LATE)
    assert rows(bureau)[A].months[0].state is Cell.ON_TIME
    bureau.judge(id)
    month = rows(bureau)[A].months[0]
    assert month.state is Cell.AMENDED
    assert month.tally is not None
    assert month.tally.arrived_at == ON_TIME
    other = bureau.report("2025-02", [], summary="")
    assert rows(bureau)[A].months[1].state is Cell.EMPTY
    bureau.judge(other, "returned", "没有小结")
    assert rows(bureau)[A].months[1].state is Cell.RETURNED


def test_paper_is_taken_over_and_counts_in_no_rate(bureau: Bureau) -> None:
    bureau.judge(bureau.report("2025-01", [], channel="paper"))
    row = rows(bureau)[A]
    assert row.months[0].state is Cell.TAKEN_OVER
    assert row.rate.owed == 0
