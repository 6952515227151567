"""From proposals over the notice to decisions, first and second."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from association.actions.notice import Announcement, start_notice
from association.actions.policy import Setting, set_policy
from association.actions.proposal import Dossier, dossiers, proposed, reported
from association.actions.star import Order, decide_stars
from association.actions.star_basis import basis_of
from association.database import db
from association.domain.bulk import Result
from association.domain.star_decision import Wish
from association.models.notice import Notice
from association.models.policy import by_year
from association.models.star import of_volunteers, stars
from association.models.year import StationYear
from shared.domain.policy import Policy
from shared.domain.star_decision import Status
from shared.errors import ConflictError, InvalidError
from tests.association.district import CENTER, OFFICER, A, B, District

JANUARY = datetime(2026, 1, 12, 1, tzinfo=UTC)
AFTER = datetime(2026, 1, 20, 1, tzinfo=UTC)
APPROVE = Wish(Status.APPROVED)


def publish(district: District, now: datetime = JANUARY) -> Notice:
    with district.writing() as session:
        return start_notice(session, OFFICER, now, Announcement(2025, "0315-3300000"))


def standing(volunteer: UUID) -> dict[int, int]:
    """Stars by year, of the years that stand approved."""
    return stars(of_volunteers(db.session(), [volunteer]).get(volunteer, []))


def decide(district: District, ids: list[UUID], wish: Wish = APPROVE, **more: int) -> list[Result]:
    order = Order(more.get("year", 2025), ids, more.get("count", len(ids)), wish)
    with district.writing() as session:
        return decide_stars(session, OFFICER, AFTER, order)


def dossier(id: UUID) -> Dossier:
    session = db.session()
    session.rollback()
    [found] = dossiers(session, by_year(session, 2025).value, [id])
    return found


@pytest.fixture
def two(district: District) -> tuple[UUID, UUID]:
    """One who reaches two stars and one who reaches none, at station A, whose year is in."""
    high, low = district.approve(), district.approve()
    district.bring_in(A, {high: 130, low: 59})
    return high, low


def test_only_who_reaches_a_star_is_proposed_and_all_are_reported(
    district: District, two: tuple[UUID, UUID]
) -> None:
    rule = by_year(db.session(), 2025).value
    assert proposed(db.session(), rule) == [two[0]]
    assert set(reported(db.session(), rule)) == set(two)
    total = dossier(two[0]).total
    assert (total.points, total.proposed, total.streak) == (650, 2, 0)


def test_a_volunteer_of_two_stations_has_one_total_and_waits_for_both(district: District) -> None:
    id = district.approve()
    district.approve(B, volunteer=id, occurred=datetime(2025, 6, 10, tzinfo=UTC))
    district.bring_in(A, {id: 40})
    assert dossier(id).missing_stations == (B,)
    district.bring_in(B, {id: 25})
    found = dossier(id)
    assert (found.total.points, found.total.proposed) == (325, 1)
    assert (found.station, found.missing_stations, found.stations) == (B, (), [A, B])
    publish(district)
    decide(district, [id])
    [told] = district.promised("star.decided")
    assert (told["station"], told["points"]) == (B, 325)
    session = db.session()
    session.rollback()
    assert {session.get_one(StationYear, (name, 2025)).closed_on for name in (A, B)} == {
        date(2026, 1, 20)
    }


def test_a_notice_shows_the_ripe_and_ends_by_working_days(
    district: District, two: tuple[UUID, UUID]
) -> None:
    late = district.approve(B)
    district.seal(B, {late: 70})
    notice = publish(district)
    assert (notice.started_on, notice.last_day) == (date(2026, 1, 12), date(2026, 1, 19))
    assert (notice.working_days, notice.without_table) == (5, False)
    assert dossier(two[0]).publication is not None
    assert dossier(late).publication is None
    assert len(district.audited("notice.started")) == 1


def test_who_comes_in_later_stands_on_a_later_notice(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    with pytest.raises(ConflictError, match=r"notice\.nothing_new"):
        publish(district)
    late = district.approve(B)
    district.bring_in(B, {late: 70})
    assert publish(district, AFTER).last_day == date(2026, 1, 27)
    rows = decide(district, [two[0], late])
    assert [(row.outcome, row.code) for row in rows] == [
        ("done", ""),
        ("refused", "star.notice_running"),
    ]


def test_who_is_unknown_here_is_neither_published_nor_decided(district: District) -> None:
    stranger = uuid4()
    district.bring_in(A, {stranger: 70})
    assert dossier(stranger).person is None
    with pytest.raises(ConflictError, match=r"notice\.nothing_new"):
        publish(district)
    [row] = decide(district, [stranger])
    assert row.code == "volunteer.unknown"


def test_a_notice_names_a_telephone(district: District, two: tuple[UUID, UUID]) -> None:
    with (
        pytest.raises(InvalidError, match=r"notice\.telephone_missing"),
        district.writing() as session,
    ):
        start_notice(session, OFFICER, JANUARY, Announcement(2025, " "))


def test_decided_stars_go_to_the_center_of_the_station(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    [row] = decide(district, [two[0]])
    assert dict(row.values) == {
        "star": 2,
        "decision": Status.APPROVED,
        "certificate": "13-S2025-00001",
    }
    [told] = district.promised("star.decided", CENTER)
    assert told == {
        "volunteer": str(two[0]),
        "station": A,
        "year": 2025,
        "points": 650,
        "proposed": 2,
        "star": 2,
        "decision": "approved",
        "reason": "",
        "decided_on": "2026-01-20",
        "by": OFFICER.name,
        "certificate": "13-S2025-00001",
        "proof": told["proof"],
    }
    assert len(told["proof"].split(".")) == 3
    [line] = district.audited("star.decided")
    assert line.before is None
    assert standing(two[0]) == {2025: 2}


def test_each_row_of_a_bulk_decision_has_its_own_result(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    rows = decide(district, [two[1], two[0], uuid4()])
    assert [(row.outcome, row.code) for row in rows] == [
        ("refused", "star.nothing_proposed"),
        ("done", ""),
        ("refused", "volunteer.unknown"),
    ]
    with pytest.raises(InvalidError, match=r"bulk\.count_differs"):
        decide(district, [two[0]], count=2)


def test_a_year_that_changes_after_the_notice_is_published_again(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    district.bring_in(A, {two[0]: 61, two[1]: 59}, version=2)
    assert dossier(two[0]).total.points == 305
    [row] = decide(district, [two[0]])
    assert row.code == "star.published_differently"
    publish(district, AFTER)
    assert dossier(two[0]).publication is not None
    [row] = decide(district, [two[0]])
    assert row.code == "star.notice_running"


def test_a_held_one_leaves_its_year_open_and_a_final_word_closes_it(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    decide(district, [two[0]], Wish(Status.HELD, "有异议"))
    year = db.session().get_one(StationYear, (A, 2025))
    assert year.closed_on is None
    db.session().rollback()
    decide(district, [two[0]], Wish(Status.DECLINED, "异议属实"))
    assert db.session().get_one(StationYear, (A, 2025)).closed_on == date(2026, 1, 20)
    decisions = of_volunteers(db.session(), [two[0]])[two[0]]
    assert [(row.n, row.decision, row.star) for row in decisions] == [
        (1, "held", 0),
        (2, "declined", 0),
    ]
    assert standing(two[0]) == {}


def test_a_second_decision_stands_beside_the_first(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    decide(district, [two[0]])
    decide(district, [two[0]], Wish(Status.LOWERED, "冲减", 1))
    decisions = of_volunteers(db.session(), [two[0]])[two[0]]
    assert [(row.decision, row.star, row.reason) for row in decisions] == [
        ("approved", 2, ""),
        ("lowered", 1, "冲减"),
    ]
    assert decisions[0].basis == [
        {"station": A, "version": 1, "hours": 130, "satisfied_hours": 130, "points_hours": 130}
    ]
    assert [told["decision"] for told in district.promised("star.decided")] == [
        "approved",
        "lowered",
    ]
    line = district.audited("star.decided")[-1]
    assert line.before == {"decision": "approved", "star": 2}
    db.session().rollback()
    assert standing(two[0]) == {2025: 1}


def test_a_decided_year_is_published_no_more(district: District, two: tuple[UUID, UUID]) -> None:
    publish(district)
    decide(district, [two[0]])
    with pytest.raises(ConflictError, match=r"notice\.nothing_new"):
        publish(district, AFTER)


def test_without_a_notice_the_policy_lets_decide_at_once(district: District) -> None:
    with district.writing() as session:
        setting = Setting(Policy(2025, notice_working_days=0))
        set_policy(session, OFFICER, district.now, setting)
    id = district.approve()
    district.bring_in(A, {id: 60})
    with pytest.raises(ConflictError, match=r"notice\.switched_off"):
        publish(district)
    [row] = decide(district, [id])
    assert row.outcome == "done"
    with (
        pytest.raises(ConflictError, match=r"policy\.in_use"),
        district.writing() as session,
    ):
        set_policy(session, OFFICER, district.now, Setting(Policy(2025)))


def test_a_year_that_was_returned_takes_its_proposals_out_of_decision(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    district.seal(A, {two[0]: 130, two[1]: 59}, version=2)
    [row] = decide(district, [two[0]])
    assert (row.code, row.values["stations"]) == ("star.year_not_in", A)


def test_the_streak_counts_years_that_stand_approved(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    decide(district, [two[0]], Wish(Status.APPROVED, "补录", 3))
    session = db.session()
    [found] = dossiers(session, Policy(2026), [two[0]])
    assert found.total.streak == 1
    assert found.missing_stations == (A,)


def test_an_older_stars_station_is_that_of_its_31_december(district: District) -> None:
    id = district.approve()
    district.bring_in(A, {id: 60})
    district.approve(B, volunteer=id, occurred=datetime(2026, 1, 3, 1, tzinfo=UTC))
    publish(district)
    decide(district, [id])
    assert district.promised("star.decided")[0]["station"] == A


def test_an_officer_who_has_not_seen_the_last_word_is_told_of_it(
    district: District, two: tuple[UUID, UUID]
) -> None:
    publish(district)
    decide(district, [two[0]], Wish(Status.HELD, "有异议"))
    for seen, code in ((0, "star.decided_meanwhile"), (1, "")):
        order = Order(2025, [two[0]], 1, APPROVE, {two[0]: seen})
        with district.writing() as session:
            [row] = decide_stars(session, OFFICER, AFTER, order)
        assert row.code == code


def test_a_star_rests_on_the_months_of_each_station(
    district: District, two: tuple[UUID, UUID]
) -> None:
    id = two[0]
    district.approve(B, volunteer=id, occurred=datetime(2025, 6, 10, tzinfo=UTC))
    district.seal(B, {id: 10})
    found = basis_of(db.session(), 2025, id)
    assert (found.dossier.total.points, found.missing) == (700, 200)
    assert (found.streak_with, found.has_visits, found.decided) == (0, False, {})
    first, second = found.stations
    assert (first.station, first.title, first.version, first.status) == (A, "站01", 1, "in")
    assert (first.signed_by, first.checked_by, first.sealed_at) == ("站长", "李审核", district.now)
    assert (second.station, second.status, second.checked_by) == (B, "waiting", None)
    [may] = [month for month in first.months if month.hours]
    assert (str(may.month), may.revision, may.hours, may.points) == ("2025-05", 1, 130, 650)
    assert may.accepted == 1
    assert [month.accepted for month in second.months] == [None] * 12
    assert sum(month.points_hours for month in first.months) == first.points_hours


def test_nothing_stands_behind_who_is_unknown(district: District) -> None:
    found = basis_of(db.session(), 2025, uuid4())
    assert (found.stations, found.dossier.person, found.dossier.total.points) == ([], None, 0)


def test_a_basis_counts_the_years_before(district: District, two: tuple[UUID, UUID]) -> None:
    publish(district)
    decide(district, [two[0]], Wish(Status.APPROVED, "补录", 3))
    found = basis_of(db.session(), 2025, two[0])
    assert (found.decided, found.streak_with) == ({2025: 3}, 1)
