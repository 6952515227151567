"""Stations' years: parts, checks, recount, cross-check with the months, return."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from association.actions.year import Return, return_year
from association.database import db
from association.models.tally import TallyTotal
from association.models.year import StationYear, VolunteerYear
from shared.domain.month import Month
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.association.district import CENTER, OFFICER, OTHER_CENTER, A, B, District, year_of

MAY = Month(2025, 5)
X, Y = UUID(int=1), UUID(int=2)


def found(station: str = A) -> StationYear:
    session = db.session()
    session.rollback()
    return session.get_one(StationYear, (station, 2025))


def give_back(district: District, station: str = A, reason: str = "五月不符") -> None:
    with district.writing() as session:
        return_year(session, OFFICER, district.now, Return(station, 2025, reason))


def test_a_year_is_in_once_all_parts_the_check_and_the_months_agree(district: District) -> None:
    district.total(A, MAY, (30, 30, 30, 150))
    district.seal(A, {X: 10}, part=1, parts=2)
    assert found().status == "waiting"
    district.check(A, parts=2)
    assert found().status == "waiting"
    district.seal(A, {Y: 20}, part=2, parts=2)
    assert (found().status, found().differences) == ("in", [])
    states = [line.after for line in district.audited("year.judged")]
    assert states == [{"status": "in"}]


def test_the_check_may_come_before_the_parts(district: District) -> None:
    district.total(A, MAY, (10, 10, 10, 50))
    district.check(A)
    assert found().status == "waiting"
    district.seal(A, {X: 10})
    assert found().status == "in"


def test_a_part_that_comes_twice_counts_once(district: District) -> None:
    district.bring_in(A, {X: 10})
    district.seal(A, {X: 10})
    assert found().status == "in"
    assert db.session().query(VolunteerYear).count() == 1


def test_figures_are_added_up_here_and_wrong_sums_hold_the_year(district: District) -> None:
    district.total(A, MAY, (10, 10, 10, 50))
    said = {**year_of(X, 2025, 10), "points_hours": 90, "points": 450}
    district.seal(A, {}, volunteers=[said])
    district.check(A)
    assert found().status == "differs"
    assert found().differences == [
        {
            "volunteer": str(X),
            "month": None,
            "figure": figure,
            "year_says": says,
            "months_say": comes_to,
        }
        for figure, says, comes_to in (("points_hours", 90, 10), ("points", 450, 50))
    ]
    row = db.session().get_one(VolunteerYear, (2025, A, 1, X))
    assert (row.points_hours, row.stated["points_hours"]) == (10, 90)


def test_a_month_other_than_the_center_accepted_holds_the_year(district: District) -> None:
    district.total(A, MAY, (9, 9, 9, 45))
    district.seal(A, {X: 10})
    district.check(A)
    assert found().status == "differs"
    assert {row["figure"] for row in found().differences} == {
        "hours",
        "satisfied_hours",
        "points_hours",
        "points",
    }
    district.total(A, MAY, (10, 10, 10, 50), revision=2)
    assert found().status == "in"


def test_an_older_revision_changes_no_sums(district: District) -> None:
    district.total(A, MAY, (10, 10, 10, 50), revision=2)
    district.total(A, MAY, (9, 9, 9, 45), revision=1)
    total = db.session().get_one(TallyTotal, (A, "2025-05"))
    assert (total.revision, total.hours) == (2, 10)
    district.total(A, MAY, (11, 11, 11, 55), revision=2)
    db.session().rollback()
    assert db.session().get_one(TallyTotal, (A, "2025-05")).hours == 11


def test_a_center_that_disagrees_holds_the_year(district: District) -> None:
    difference = {
        "volunteer": X,
        "month": MAY,
        "figure": "hours",
        "year_says": 10,
        "months_say": 9,
    }
    district.total(A, MAY, (10, 10, 10, 50))
    district.seal(A, {X: 10})
    district.check(A, agrees=False, differences=[difference])
    assert found().status == "differs"
    assert found().check_differences[0]["month"] == "2025-05"


def test_a_check_of_another_number_of_parts_holds_the_year(district: District) -> None:
    district.total(A, MAY, (10, 10, 10, 50))
    district.seal(A, {X: 10})
    district.check(A, parts=2)
    [row] = found().differences
    assert (row["figure"], row["year_says"], row["months_say"]) == ("parts", 1, 2)


def test_a_newer_version_starts_anew_and_an_older_part_changes_nothing(district: District) -> None:
    district.bring_in(A, {X: 10})
    district.seal(A, {X: 10}, version=2)
    assert (found().status, found().version) == ("waiting", 2)
    district.seal(A, {Y: 5}, version=1, part=1)
    district.check(A, version=1)
    assert (found().version, found().checked_version) == (2, 1)
    district.check(A, version=2)
    assert found().status == "in"
    district.check(A, version=1, agrees=False)
    assert found().agrees is True


def test_parts_out_of_order_or_of_other_numbers_are_refused(district: District) -> None:
    district.seal(A, {X: 10}, part=2, parts=2)
    with pytest.raises(InvalidError, match=r"year\.parts_differ"):
        district.seal(A, {Y: 10}, part=1, parts=3)
    with pytest.raises(InvalidError, match=r"year\.bad_part"):
        district.seal(A, {Y: 10}, part=0, parts=2)
    with pytest.raises(InvalidError, match=r"year\.volunteer_twice"):
        district.seal(A, {X: 10}, part=1, parts=2)


def test_a_station_seals_its_own_year_through_its_own_center(district: District) -> None:
    district.admit(OTHER_CENTER, "卫生局")
    with pytest.raises(ForbiddenError, match=r"year\.not_own"):
        district.receive("year.sealed", B, _sealed(district, A), via=CENTER)
    with pytest.raises(ForbiddenError, match=r"station\.of_other_center"):
        district.seal(A, {X: 1}, via=OTHER_CENTER)
    with pytest.raises(ForbiddenError, match=r"station\.of_other_center"):
        district.check(A, sender=OTHER_CENTER)


def _sealed(district: District, station: str) -> dict[str, object]:
    return {
        "station": station,
        "year": 2025,
        "version": 1,
        "part": 1,
        "parts": 1,
        "signed_by": "站长",
        "sealed_at": district.now,
        "volunteers": [],
    }


def test_a_year_without_a_policy_and_an_unknown_station_wait(district: District) -> None:
    with pytest.raises(NotFoundError, match=r"policy\.not_set"):
        district.seal(A, {}, year=2030)
    with pytest.raises(NotFoundError, match=r"policy\.not_set"):
        district.check(A, year=2030)
    with pytest.raises(NotFoundError, match=r"station\.unknown"):
        district.seal("station:01-9", {})


def test_a_returned_year_goes_to_the_center_with_what_differs(district: District) -> None:
    district.seal(A, {X: 10})
    district.check(A)
    give_back(district)
    assert (found().status, found().returned_reason) == ("returned", "五月不符")
    [told] = district.promised("year.returned", CENTER)
    assert (told["station"], told["year"], told["version"]) == (A, 2025, 1)
    assert told["differences"][0]["month"] == "2025-05"
    assert [line.actor_name for line in district.audited("year.returned")] == [OFFICER.name]


def test_what_was_returned_is_mended_by_a_newer_version(district: District) -> None:
    district.bring_in(A, {X: 10})
    give_back(district)
    with pytest.raises(ConflictError, match=r"year\.not_returnable"):
        give_back(district)
    district.bring_in(A, {X: 12}, version=2)
    assert found().status == "in"


def test_a_return_needs_a_year_and_a_reason(district: District) -> None:
    with pytest.raises(NotFoundError, match=r"year\.not_here"):
        give_back(district)
    district.check(A)
    with pytest.raises(ConflictError, match=r"year\.not_returnable"):
        give_back(district)
    district.seal(A, {X: 10})
    with pytest.raises(InvalidError, match=r"year\.reason_missing"):
        give_back(district, reason=" ")


def test_a_closed_year_takes_nothing_more(district: District) -> None:
    district.bring_in(A, {X: 10})
    with district.writing() as session:
        session.get_one(StationYear, (A, 2025)).closed_on = date(2026, 1, 9)
    with pytest.raises(ConflictError, match=r"year\.closed"):
        district.seal(A, {X: 10}, version=2)
    with pytest.raises(ConflictError, match=r"year\.closed"):
        give_back(district)
    district.check(A, agrees=False)
    district.total(A, MAY, (1, 1, 1, 5), revision=3)
    assert (found().status, found().agrees) == ("in", True)


def test_volunteers_unknown_here_are_kept_in_the_year(district: District) -> None:
    district.bring_in(A, {uuid4(): 10})
    assert found().status == "in"
