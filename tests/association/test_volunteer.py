"""Volunteers as centers announce them: approved, moved, gone, back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from association.actions.card import Issue, issue_cards
from association.database import db
from association.models.card import queue_length, valid_of
from association.models.volunteer import Volunteer, stays
from shared.errors import ForbiddenError, NotFoundError
from tests.association.district import CARD_MAKER, CENTER, OTHER_CENTER, A, B, District

JUNE = datetime(2025, 6, 10, 1, tzinfo=UTC)


def stood(id: object) -> list[tuple[str, date]]:
    return [(s.station, s.since) for s in stays(db.session(), [id]).get(id, [])]  # type: ignore[list-item,call-overload]


def test_an_approved_volunteer_waits_for_a_card_at_their_station(district: District) -> None:
    id = district.approve(name="欧阳小明")
    person = db.session().get_one(Volunteer, id)
    assert (person.name, person.station, person.naming) == ("欧阳小明", A, False)
    assert queue_length(db.session()) == 1
    assert stood(id) == [(A, date(2025, 1, 1))]


def test_the_log_shows_no_name(district: District) -> None:
    district.approve(name="欧阳小明")
    [line] = district.audited("volunteer.approved")
    assert "欧阳" not in str(line.after)
    assert (line.actor_name, line.channel) == (CENTER, "federation")


def test_the_name_lies_encrypted_in_the_database(district: District) -> None:
    district.approve(name="欧阳小明")
    with db.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT name FROM volunteer").scalar_one()
    assert "欧阳小明".encode() not in bytes(stored)


def test_a_move_within_the_center_begins_a_stay_on_its_day(district: District) -> None:
    id = district.approve()
    district.approve(B, volunteer=id, occurred=JUNE)
    assert stood(id) == [(A, date(2025, 1, 1)), (B, date(2025, 6, 10))]
    assert db.session().get_one(Volunteer, id).approval_date == date(2025, 1, 1)


def test_said_again_changes_nothing(district: District) -> None:
    id = district.approve()
    district.approve(A, volunteer=id, occurred=JUNE)
    assert stood(id) == [(A, date(2025, 1, 1))]


def test_two_moves_on_a_day_count_as_the_last(district: District) -> None:
    id = district.approve()
    district.approve(B, volunteer=id, occurred=JUNE)
    district.approve(A, volunteer=id, occurred=JUNE)
    assert stood(id) == [(A, date(2025, 1, 1)), (A, date(2025, 6, 10))]


def test_who_left_loses_the_card_and_waits_for_none(district: District) -> None:
    id = district.approve()
    with district.writing() as session:
        issue_cards(session, CARD_MAKER, district.now, Issue([id], 1))
    left = {"volunteer": id, "left_on": date(2025, 3, 1), "reason": "retired"}
    district.receive("volunteer.left", CENTER, left)
    person = db.session().get_one(Volunteer, id)
    assert (person.left_on, person.left_reason) == (date(2025, 3, 1), "retired")
    assert valid_of(db.session(), [id]) == {}
    assert queue_length(db.session()) == 0
    assert [line.before for line in district.audited("card.revoked")] == [{"status": "valid"}]


def test_who_left_without_a_card_loses_none(district: District) -> None:
    left = {"volunteer": district.approve(), "left_on": date(2025, 3, 1), "reason": "died"}
    district.receive("volunteer.left", CENTER, left)
    assert district.audited("card.revoked") == []


def test_who_comes_back_waits_for_a_card_again(district: District) -> None:
    id = district.approve()
    left = {"volunteer": id, "left_on": date(2025, 3, 1), "reason": "other"}
    district.receive("volunteer.left", CENTER, left)
    district.approve(A, volunteer=id, approval_date=date(2025, 9, 1))
    person = db.session().get_one(Volunteer, id)
    assert (person.left_on, person.left_reason) == (None, None)
    assert queue_length(db.session()) == 1


def test_a_station_not_named_yet_and_an_unknown_volunteer_wait(district: District) -> None:
    with pytest.raises(NotFoundError, match=r"station\.unknown"):
        district.approve("station:01-9999")
    with pytest.raises(NotFoundError, match=r"volunteer\.unknown"):
        left = {"volunteer": uuid4(), "left_on": date(2025, 3, 1), "reason": "other"}
        district.receive("volunteer.left", CENTER, left)


def test_no_center_speaks_of_anothers_volunteers(district: District) -> None:
    district.admit(OTHER_CENTER, "卫生局")
    district.profile("station:02-1", center=OTHER_CENTER)
    id = district.approve()
    with pytest.raises(ForbiddenError, match=r"station\.of_other_center"):
        district.approve(A, sender=OTHER_CENTER)
    with pytest.raises(ForbiddenError, match=r"station\.of_other_center"):
        district.approve("station:02-1", sender=OTHER_CENTER, volunteer=id)
    left = {"volunteer": id, "left_on": date(2025, 3, 1), "reason": "other"}
    with pytest.raises(ForbiddenError, match=r"station\.of_other_center"):
        district.receive("volunteer.left", OTHER_CENTER, left)
