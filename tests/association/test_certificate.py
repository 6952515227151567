"""Certificates follow the decisions on a star."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from association.actions.certificate import certificate_rows
from association.actions.verification import verify
from association.database import db
from association.domain.star_decision import Wish
from association.domain.verification import State
from association.models.certificate import Certificate
from shared.domain.star_decision import Status
from tests.association.district import A, District
from tests.association.test_star import decide, publish


@pytest.fixture
def two(district: District) -> tuple[UUID, UUID]:
    """Who reach two stars and one, published."""
    high, low = district.approve(name="郑小芳"), district.approve()
    district.bring_in(A, {high: 130, low: 60})
    publish(district)
    return high, low


def got(number: str) -> Certificate:
    session = db.session()
    session.rollback()
    found = session.scalars(select(Certificate).where(Certificate.number == number)).one()
    session.rollback()
    return found


def test_each_approved_star_gets_a_number_in_order(
    district: District, two: tuple[UUID, UUID]
) -> None:
    rows = decide(district, list(two))
    assert [row.values["certificate"] for row in rows] == ["13-S2025-00001", "13-S2025-00002"]
    [first, second] = certificate_rows(db.session(), 2025)
    assert (first.name, first.station, first.star, first.points) == ("郑小芳", "站01", 2, 650)
    assert (first.year, first.issued_on, first.status) == (2025, date(2026, 1, 20), "valid")
    assert second.star == 1
    told = verify(db.session(), first.proof)
    assert (told.kind, told.state, told.name) == ("certificate", State.VALID, "郑*芳")
    assert (told.year, told.star, told.signed) == (2025, 2, True)
    assert [row.volunteer for row in certificate_rows(db.session(), 2025, [two[1]])] == [two[1]]
    assert len(district.audited("certificate.issued")) == 2


def test_who_is_held_or_declined_gets_none(district: District, two: tuple[UUID, UUID]) -> None:
    decide(district, [two[0]], Wish(Status.HELD, "有异议"))
    decide(district, [two[1]], Wish(Status.DECLINED, "异议属实"))
    assert certificate_rows(db.session(), 2025) == []
    assert not any("certificate" in told for told in district.promised("star.decided"))


def test_a_star_that_is_kept_keeps_its_certificate(
    district: District, two: tuple[UUID, UUID]
) -> None:
    decide(district, [two[0]])
    decide(district, [two[0]], Wish(Status.KEPT, "复核无误"))
    [row] = certificate_rows(db.session(), 2025)
    assert (row.number, row.status) == ("13-S2025-00001", "valid")
    numbers = [told["certificate"] for told in district.promised("star.decided")]
    assert numbers == ["13-S2025-00001"] * 2


def test_a_lowered_star_has_another_certificate(district: District, two: tuple[UUID, UUID]) -> None:
    decide(district, [two[0]])
    [row] = decide(district, [two[0]], Wish(Status.LOWERED, "冲减", 1))
    assert row.values["certificate"] == "13-S2025-00002"
    old, new = got("13-S2025-00001"), got("13-S2025-00002")
    assert (old.status, old.replaced_by, old.ended_reason) == ("replaced", new.id, "冲减")
    assert (new.status, new.star) == ("valid", 1)
    assert verify(db.session(), old.number).state is State.REPLACED


def test_a_revoked_star_revokes_its_certificate(district: District, two: tuple[UUID, UUID]) -> None:
    decide(district, [two[0]])
    [row] = decide(district, [two[0]], Wish(Status.REVOKED, "虚报"))
    assert "certificate" not in row.values
    old = got("13-S2025-00001")
    assert (old.status, old.ended_on) == ("revoked", date(2026, 1, 20))
    assert verify(db.session(), old.number).state is State.REVOKED
    assert "certificate" not in district.promised("star.decided")[-1]
    assert len(district.audited("certificate.ended")) == 1
