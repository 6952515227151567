"""Registrations received, decided, claimed from paper, refused as duplicates."""

import random
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Thread
from uuid import UUID, uuid4

import pytest

from center.actions.registration import (
    confirm_claim,
    confirm_claims,
    decide_registration,
    decide_registrations,
)
from center.database import db
from center.domain.decision import Decision
from center.models.registration import Registration
from center.models.station import Station
from center.models.volunteer import Volunteer
from shared.database import transaction
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.center.bureau import ASSOCIATION, OFFICER, A, B, Bureau
from tests.center.refusal import refused


def test_a_registration_waits_with_the_person_as_sent(bureau: Bureau) -> None:
    id = bureau.register(name="欧阳·娜")
    found = bureau.get(Registration, id)
    assert (found.status, found.station, found.name) == ("submitted", A, "欧阳·娜")
    assert found.person["birth_year"] == 1980
    assert "digest" not in found.person
    assert bureau.audited("registration.submit")[0].after["version"] == 1


def test_a_registration_of_an_unknown_station_waits(bare: Bureau) -> None:
    with refused(NotFoundError, "station.unknown"):
        bare.register()


def test_a_newer_version_replaces_and_an_older_one_changes_nothing(bureau: Bureau) -> None:
    id, who = uuid4(), uuid4()
    for version, name in ((1, "一"), (2, "二"), (1, "三")):
        bureau.register(registration=id, volunteer=who, version=version, name=name)
    found = bureau.get(Registration, id)
    assert (found.version, found.name) == (2, "二")


def test_a_station_can_not_replace_anothers_registration(bureau: Bureau) -> None:
    id = bureau.register()
    with refused(ForbiddenError, "registration.other_station"):
        bureau.register(B, registration=id, version=2)


def test_a_returned_one_is_mended_and_approved(bureau: Bureau) -> None:
    id, who = uuid4(), uuid4()
    bureau.register(registration=id, volunteer=who)
    bureau.decide(id, "returned", "缺特长")
    bureau.register(registration=id, volunteer=who, version=2)
    bureau.decide(id)
    decisions = [told["decision"] for told in bureau.sent("registration.decided", A)]
    assert decisions == ["returned", "approved"]
    assert bureau.sent("registration.decided", A)[0]["reason"] == "缺特长"


def test_an_approval_dates_the_volunteer_by_the_day_in_shanghai(bureau: Bureau) -> None:
    who = uuid4()
    id = bureau.register(volunteer=who)
    bureau.now = datetime(2025, 2, 28, 16, 30, tzinfo=UTC)
    bureau.decide(id)
    day = date(2025, 3, 1)
    person = bureau.get(Volunteer, who)
    assert (person.approval_date, person.status, person.origin) == (day, "approved", "center")
    told = bureau.sent("registration.decided", A)[0]
    assert (told["approval_date"], told["origin"], told["by"]) == ("2025-03-01", "center", "李审核")
    up = bureau.sent("volunteer.approved", ASSOCIATION)[0]
    assert set(up) == {
        "volunteer",
        "name",
        "photo",
        "station",
        "station_title",
        "approval_date",
        "consents",
    }
    assert up["station"] == A


def test_a_decision_names_the_digest_of_what_it_decides(bureau: Bureau) -> None:
    message = bureau.message("registration.submitted", A, _fields())
    with bureau.writing() as session:
        bureau.deliver(session, message)
    bureau.decide(message.data["registration"])
    told = bureau.sent("registration.decided", A)[0]
    assert told["content"] == sha256(message.body).hexdigest()


def _fields() -> dict[str, object]:
    return {
        "registration": uuid4(),
        "volunteer": uuid4(),
        "version": 1,
        "name": "王娟",
        "sex": "",
        "birth_year": 1980,
        "post": "",
        "specialties": [],
        "categories": [],
        "free_times": [],
        "health": True,
        "conduct": True,
        "consents": {"sensitive": True, "naming": True, "photos": True},
        "digest": "w1:00",
        "applied_on": date(2025, 1, 10),
        "origin": "in_person",
        "claim": None,
    }


def test_the_version_must_be_the_newest(bureau: Bureau) -> None:
    id = bureau.register()
    with bureau.writing() as session, refused(ConflictError, "decision.other_version"):
        decide_registration(session, OFFICER, bureau.now, id, Decision("approved", "", 2))


def test_an_unknown_registration_is_refused(bureau: Bureau) -> None:
    with refused(NotFoundError, "registration.unknown"):
        bureau.decide(uuid4())


def test_a_no_needs_a_reason(bureau: Bureau) -> None:
    id = bureau.register()
    with refused(InvalidError, "decision.no_reason"):
        bureau.decide(id, "rejected")


def test_a_suspension_and_its_end_follow_to_the_volunteer(bureau: Bureau) -> None:
    who = uuid4()
    id = bureau.register(volunteer=who)
    bureau.decide(id)
    bureau.decide(id, "suspended", "借调外地")
    assert bureau.get(Volunteer, who).status == "suspended"
    bureau.decide(id, "resumed")
    person = bureau.get(Volunteer, who)
    assert (person.status, person.approval_date) == ("approved", date(2025, 2, 3))
    assert bureau.sent("registration.decided", A)[-1]["approval_date"] == "2025-02-03"
    assert len(bureau.sent("volunteer.approved", ASSOCIATION)) == 1


def test_bulk_decisions_give_a_result_a_row_and_refused_rows_stop_no_other(
    bureau: Bureau,
) -> None:
    good, bad, other = bureau.register(), bureau.register(), bureau.register()
    bureau.decide(bad, "rejected", "材料不实")
    with bureau.writing() as session:
        word = (Decision("approved"), 3)
        rows = decide_registrations(session, OFFICER, bureau.now, [other, bad, good], word)
    assert [row.id for row in rows] == [other, bad, good]
    assert [row.refusal and row.refusal.code for row in rows] == [
        None,
        "registration.not_movable",
        None,
    ]
    assert bureau.get(Registration, good).status == "approved"
    assert bureau.get(Registration, bad).status == "rejected"


def test_a_bulk_decision_is_refused_as_a_whole_where_the_count_differs(bureau: Bureau) -> None:
    id = bureau.register()
    with refused(InvalidError, "decision.count_differs"), bureau.writing() as session:
        decide_registrations(session, OFFICER, bureau.now, [id], (Decision("approved"), 2))
    assert bureau.get(Registration, id).status == "submitted"


def test_a_claim_sets_an_approval_date_in_the_past_and_keeps_both_days(bureau: Bureau) -> None:
    who = uuid4()
    id = bureau.claim(volunteer=who)
    with bureau.writing() as session:
        confirm_claim(session, OFFICER, bureau.now, id)
    found, person = bureau.get(Registration, id), bureau.get(Volunteer, who)
    assert (found.approval_date, found.decided_on) == (date(2024, 6, 1), date(2025, 2, 3))
    assert (found.decided_by, found.decision_origin) == ("李审核", "paper")
    assert (person.approval_date, person.origin) == (date(2024, 6, 1), "paper")
    told = bureau.sent("registration.decided", A)[0]
    assert (told["approval_date"], told["origin"]) == ("2024-06-01", "paper")
    assert bureau.audited("registration.approved")[0].after["claimed_on"] == "2024-06-01"


def test_claims_of_the_papers_no_are_taken_over_too(bureau: Bureau) -> None:
    returned, rejected = bureau.claim(decision="returned"), bureau.claim(decision="rejected")
    with bureau.writing() as session:
        rows = confirm_claims(session, OFFICER, bureau.now, None, 2)
    assert not any(row.refusal for row in rows)
    assert bureau.get(Registration, returned).status == "returned"
    assert bureau.get(Registration, rejected).approval_date is None


def test_all_claims_are_confirmed_only_with_their_count(bureau: Bureau) -> None:
    bureau.claim()
    bureau.register()
    with refused(InvalidError, "decision.count_differs"), bureau.writing() as session:
        confirm_claims(session, OFFICER, bureau.now, None, 2)
    with bureau.writing() as session:
        assert len(confirm_claims(session, OFFICER, bureau.now, None, 1)) == 1


def test_a_claim_can_not_be_confirmed_twice(bureau: Bureau) -> None:
    id = bureau.claim()
    with bureau.writing() as session:
        confirm_claim(session, OFFICER, bureau.now, id)
    with bureau.writing() as session, refused(ConflictError, "registration.already_decided"):
        confirm_claim(session, OFFICER, bureau.now, id)


def test_officers_who_confirm_at_once_wait_for_each_other_and_confirm_each_claim_once(
    bureau: Bureau,
) -> None:
    claims = [bureau.claim(station) for _ in range(6) for station in (A, B)]
    done: list[UUID] = []

    def confirm(ids: list[UUID]) -> None:
        with bureau.app.app_context(), transaction(db) as session:
            rows = confirm_claims(session, OFFICER, bureau.now, ids, len(ids))
            done.extend(row.id for row in rows if row.refusal is None)

    some = [random.sample(claims, size) for size in (12, 12, 6, 1, 1, 1)]
    threads = [Thread(target=confirm, args=(ids,)) for ids in some]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(claims)
    assert len(bureau.sent("volunteer.approved", ASSOCIATION)) == len(claims)


def test_after_the_first_ordinary_month_the_door_is_closed(bureau: Bureau) -> None:
    id = bureau.claim()
    with bureau.writing() as session:
        session.get_one(Station, A).ordinary_since = bureau.now
    with bureau.writing() as session:
        rows = confirm_claims(session, OFFICER, bureau.now, [id], 1)
    assert rows[0].refusal is not None
    assert rows[0].refusal.code == "registration.paper_door_closed"


@pytest.mark.parametrize("first", ["approved", "waiting"])
def test_the_same_number_at_another_station_is_not_approved(bureau: Bureau, first: str) -> None:
    one = bureau.register(digest="w1:same")
    if first == "approved":
        bureau.decide(one)
    other = bureau.register(B, digest="w1:same")
    with refused(ConflictError, "registration.duplicate"):
        bureau.decide(other)
    bureau.decide(other, "rejected", "已在另一站登记")


def test_a_duplicate_that_was_rejected_stands_in_nobodys_way(bureau: Bureau) -> None:
    one, other = bureau.register(digest="w1:same"), bureau.register(B, digest="w1:same")
    bureau.decide(one, "rejected", "在另一站登记")
    bureau.decide(other)
    assert bureau.get(Registration, other).status == "approved"


def test_a_volunteers_identity_can_not_be_taken_by_another_registration(bureau: Bureau) -> None:
    who = bureau.volunteer()
    id = bureau.register(B, volunteer=who)
    with refused(ConflictError, "volunteer.serves_already"):
        bureau.decide(id)
    assert bureau.get(Volunteer, who).station == A
    bureau.decide(id, "rejected", "编号不符")
    assert bureau.get(Volunteer, who).status == "approved"


def test_in_bulk_each_row_is_decided_by_the_version_that_was_seen(bureau: Bureau) -> None:
    seen, older = bureau.register(), bureau.register()
    word = Decision("approved", versions={seen: 1, older: 0})
    with bureau.writing() as session:
        rows = decide_registrations(session, OFFICER, bureau.now, [seen, older], (word, 2))
    codes = [row.refusal.code if row.refusal else None for row in rows]
    assert codes == [None, "decision.other_version"]
    assert bureau.get(Registration, older).status == "submitted"


def withdraw(bureau: Bureau, id: UUID, station: str = A, version: int = 1) -> None:
    who = bureau.get(Registration, id).volunteer
    data = {"registration": id, "volunteer": who, "version": version}
    data["withdrawn_on"] = date(2025, 2, 3)
    bureau.receive("registration.withdrawn", station, data, subject=f"registration:{id}")


def test_what_its_station_took_back_is_laid_aside_until_it_comes_again(bureau: Bureau) -> None:
    id, who = uuid4(), uuid4()
    bureau.register(registration=id, volunteer=who)
    withdraw(bureau, id)
    assert bureau.get(Registration, id).status == "draft"
    with refused(ConflictError, "registration.withdrawn"):
        bureau.decide(id)
    bureau.register(registration=id, volunteer=who, version=2)
    withdraw(bureau, id)
    bureau.decide(id)
    assert bureau.get(Registration, id).status == "approved"
    assert len(bureau.audited("registration.withdraw")) == 1


def test_a_decision_stands_before_a_taking_back_that_comes_later(bureau: Bureau) -> None:
    id = bureau.register()
    bureau.decide(id, "rejected", "不是党员")
    withdraw(bureau, id)
    assert bureau.get(Registration, id).status == "rejected"


def test_only_its_station_takes_one_back_once_it_is_here(bureau: Bureau) -> None:
    id = bureau.register()
    with refused(ForbiddenError, "registration.other_station"):
        withdraw(bureau, id, B)
    with refused(NotFoundError, "registration.unknown"):
        withdraw(bureau, id, version=2)


def test_what_was_taken_back_stands_in_nobodys_way(bureau: Bureau) -> None:
    digest = f"w1:{'a' * 64}"
    first = bureau.register(digest=digest)
    withdraw(bureau, first)
    second = bureau.register(B, digest=digest)
    bureau.decide(second)
    assert bureau.get(Registration, second).status == "approved"
