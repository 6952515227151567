"""Policies: seeded, set, sent, and fixed once a year was made public."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from association.actions.notice import Announcement, start_notice
from association.actions.policy import Setting, seed_policies, seeded_days, set_policy
from association.database import db
from association.models.policy import by_year, newest_first, working_days
from association.models.year import StationYear
from shared.domain.month import Month
from shared.domain.policy import Policy
from shared.domain.working_day import WorkingDays
from shared.errors import ConflictError, InvalidError, NotFoundError
from tests.association.district import CENTER, OFFICER, A, B, District


def put(district: District, setting: Setting) -> None:
    with district.writing() as session:
        set_policy(session, OFFICER, district.now, setting)


def test_the_years_around_are_seeded_when_the_association_is_founded(bare: District) -> None:
    with bare.writing() as session:
        assert [found.year for found in newest_first(session)] == [2026, 2025, 2024]
        assert seed_policies(session, OFFICER, bare.now) == []
    found = by_year(db.session(), 2025)
    assert found.value == Policy(2025)
    assert (found.version, found.set_on, found.set_by) == (1, date(2025, 1, 6), "命令行")


def test_new_years_eve_in_utc_is_the_new_year_here(bare: District) -> None:
    with bare.writing() as session:
        now = datetime(2025, 12, 31, 16, tzinfo=UTC)
        assert [found.year for found in seed_policies(session, OFFICER, now)] == [2027]


def test_working_days_come_from_the_package_where_it_has_them(bare: District) -> None:
    days = seeded_days(2025)
    assert not days.is_working(date(2025, 10, 1))
    assert days.is_working(date(2025, 9, 28))
    assert seeded_days(2027) == WorkingDays()
    assert seeded_days(2003) == WorkingDays()


def test_a_year_without_a_policy_is_not_found(bare: District) -> None:
    with pytest.raises(NotFoundError, match=r"policy\.not_set"):
        by_year(db.session(), 2031)


def test_a_changed_policy_goes_to_all_centers_and_keeps_its_days(district: District) -> None:
    put(district, Setting(Policy(2025, notice_working_days=0)))
    told = district.promised("policy.set", CENTER)[-1]
    assert told["policy"]["notice_working_days"] == 0
    assert told["working_days"]["2025-10-01"] is False
    assert by_year(db.session(), 2025).version == 2
    line = district.audited("policy.set")[-1]
    assert line.before is not None
    assert line.before["policy"]["notice_working_days"] == 5


def test_working_days_are_replaced_as_a_whole(district: District) -> None:
    put(district, Setting(Policy(2025), WorkingDays({date(2025, 9, 10): False})))
    assert by_year(db.session(), 2025).working_days == {"2025-09-10": 0}
    assert working_days(db.session()).is_working(date(2025, 10, 1))
    assert not working_days(db.session()).is_working(date(2026, 10, 1))


def test_a_day_of_another_year_is_refused(district: District) -> None:
    with pytest.raises(InvalidError, match=r"policy\.day_of_other_year"):
        put(district, Setting(Policy(2025), WorkingDays({date(2026, 9, 10): False})))


def test_a_policy_of_a_year_that_has_none_yet_is_made(district: District) -> None:
    put(district, Setting(Policy(2028)))
    assert by_year(db.session(), 2028).working_days == {}


def test_years_that_came_in_are_judged_anew_by_a_changed_policy(district: District) -> None:
    who = district.approve()
    district.bring_in(A, {who: 70})
    assert db.session().get_one(StationYear, (A, 2025)).status == "in"
    put(district, Setting(Policy(2025, points_per_hour=4)))
    found = db.session().get_one(StationYear, (A, 2025))
    assert found.status == "differs"
    assert {row["figure"] for row in found.differences} == {"points"}
    put(district, Setting(Policy(2025)))
    assert db.session().get_one(StationYear, (A, 2025)).status == "in"


def test_once_public_a_years_policy_stays(district: District) -> None:
    who = district.approve()
    district.bring_in(A, {who: 70})
    district.now = datetime(2026, 1, 5, 1, tzinfo=UTC)
    with district.writing() as session:
        start_notice(session, OFFICER, district.now, Announcement(2025, "0315-1"))
    with pytest.raises(ConflictError, match=r"policy\.in_use"):
        put(district, Setting(Policy(2025)))
    put(district, Setting(Policy(2026)))


def test_a_closed_year_is_not_judged_again(district: District) -> None:
    district.bring_in(A, {UUID(int=1): 1})
    with district.writing() as session:
        session.get_one(StationYear, (A, 2025)).closed_on = date(2026, 1, 5)
    put(district, Setting(Policy(2025, points_per_hour=4)))
    assert db.session().get_one(StationYear, (A, 2025)).status == "in"


def test_the_monthly_sums_bring_the_coming_years_policy(district: District) -> None:
    district.now = datetime(2026, 2, 3, 1, tzinfo=UTC)
    district.total(B, Month(2026, 1), (0, 0, 0, 0))
    assert by_year(db.session(), 2027).version == 1
    assert district.promised("policy.set", CENTER)[-1]["year"] == 2027
