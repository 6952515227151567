"""A station's year: parts, check, forwarding of the very bytes, returns from both sides."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from center.actions.tally_decision import unlock_tally
from center.actions.year import differences, forward_year, return_year
from center.database import db
from center.domain.decision import Decision
from center.models import station_year
from center.models.federation import Inbox
from center.models.station_year import StationYear
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.federation.proof import check_seal
from tests.center.bureau import ASSOCIATION, OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.report import served, year_data, year_line


@pytest.fixture
def anne(bureau: Bureau) -> UUID:
    """With two hours in January, December accepted too."""
    who = bureau.volunteer()
    bureau.judge(bureau.report("2025-01", [served(who, date(2025, 1, 5))]))
    bureau.judge(bureau.report("2025-12", []))
    return who


def seal(bureau: Bureau, lines: Mapping[UUID, dict[int, tuple[int, int]]], **more: Any) -> None:
    told = [year_line(who, 2025, hours) for who, hours in lines.items()]
    data = year_data(A, told, **more)
    subject = f"year:01-3301:2025:{data['part']}"
    bureau.receive("year.sealed", more.get("sender", A), data, subject=subject)


def forward(bureau: Bureau) -> None:
    with bureau.writing() as session:
        forward_year(session, OFFICER, bureau.now, A, 2025)


def give_back(bureau: Bureau, reason: str) -> None:
    with bureau.writing() as session:
        return_year(session, OFFICER, bureau.now, (A, 2025), reason)


def test_a_year_that_agrees_goes_up_as_the_station_signed_it(bureau: Bureau, anne: UUID) -> None:
    bert = bureau.volunteer()
    seal(bureau, {bert: {}}, part=2, parts=2)
    with refused(ConflictError, "year.parts_missing"):
        forward(bureau)
    seal(bureau, {anne: {1: (1, 2)}}, parts=2)
    seal(bureau, {anne: {1: (1, 2)}}, parts=2)
    forward(bureau)
    rows = bureau.rows("year.sealed", ASSOCIATION)
    assert len(rows) == 2
    for row in rows:
        check_seal(row.seal or "", row.body or b"", bureau.key_of(A))
    checked = bureau.sent("year.checked", ASSOCIATION)[0]
    assert (checked["agrees"], checked["parts"], checked["by"]) == (True, 2, "李审核")
    with refused(ConflictError, "year.not_movable"):
        forward(bureau)
    with refused(ConflictError, "year.went_up"):
        seal(bureau, {anne: {1: (1, 2)}}, version=2)
    assert bureau.audited("year.forwarded")[0].after["version"] == 1


def test_a_year_that_differs_stays_with_every_difference_shown(bureau: Bureau, anne: UUID) -> None:
    seal(bureau, {anne: {1: (1, 3)}})
    session = db.session()
    found = differences(session, session.get_one(StationYear, (A, 2025)))
    session.rollback()
    assert [(one.figure, one.year_says, one.months_say) for one in found] == [
        ("hours", 3, 2),
        ("satisfied_hours", 3, 2),
        ("points_hours", 3, 2),
        ("points", 15, 10),
    ]
    with refused(ConflictError, "year.differs"):
        forward(bureau)
    with refused(InvalidError, "decision.no_reason"):
        give_back(bureau, " ")
    give_back(bureau, "一月小时数不符")
    told = bureau.sent("year.returned", A)[0]
    assert (told["reason"], len(told["differences"])) == ("一月小时数不符", 4)
    seal(bureau, {anne: {1: (1, 2)}}, version=2)
    seal(bureau, {anne: {1: (1, 9)}}, version=1)
    forward(bureau)
    assert bureau.sent("year.checked", ASSOCIATION)[0]["version"] == 2


def test_december_must_be_here_and_every_month_accepted(bureau: Bureau) -> None:
    who = bureau.volunteer()
    seal(bureau, {who: {}})
    with refused(ConflictError, "year.december_missing"):
        forward(bureau)
    id = bureau.report("2025-12", [])
    with refused(ConflictError, "year.month_not_accepted"):
        forward(bureau)
    bureau.judge(id)
    bureau.unlock(id, "2025-12")
    with refused(ConflictError, "year.month_not_accepted"):
        forward(bureau)
    bureau.report("2025-12", [], tally=id, revision=2)
    bureau.judge(id)
    forward(bureau)


def test_a_month_stays_locked_while_its_year_is_at_the_association(
    bureau: Bureau, anne: UUID
) -> None:
    seal(bureau, {anne: {1: (1, 2)}})
    id = bureau.report("2025-02", [])
    bureau.judge(id)
    forward(bureau)
    with refused(ConflictError, "tally.year_went_up"):
        bureau.unlock(id, "2025-02")
    bureau.receive("year.returned", ASSOCIATION, returned("缺一人"))
    with bureau.writing() as session:
        unlock_tally(session, OFFICER, bureau.now, id, Decision("unlocked"))


def returned(reason: str, version: int = 1) -> dict[str, Any]:
    facts = {"station": A, "year": 2025, "version": version}
    return {**facts, "reason": reason, "differences": []}


def test_what_the_association_returns_goes_back_to_the_station(bureau: Bureau, anne: UUID) -> None:
    with refused(NotFoundError, "year.unknown"):
        bureau.receive("year.returned", ASSOCIATION, returned("缺一人"))
    seal(bureau, {anne: {1: (1, 2)}})
    forward(bureau)
    bureau.receive("year.returned", ASSOCIATION, returned("旧版本", 9))
    assert bureau.sent("year.returned", A) == []
    bureau.receive("year.returned", ASSOCIATION, returned("缺一人"))
    bureau.receive("year.returned", ASSOCIATION, returned("缺一人"))
    assert [told["reason"] for told in bureau.sent("year.returned", A)] == ["缺一人"]
    found = bureau.get(StationYear, (A, 2025))
    assert (found.status, found.reason, found.decided_by) == ("returned", "缺一人", ASSOCIATION)


def test_parts_of_one_version_say_the_same_number(bureau: Bureau, anne: UUID) -> None:
    seal(bureau, {anne: {}}, parts=2)
    with refused(ConflictError, "year.parts_differ"):
        seal(bureau, {anne: {}}, part=2, parts=3)
    with refused(ConflictError, "year.parts_differ"):
        seal(bureau, {anne: {}}, part=3, parts=2)


def test_a_station_seals_its_own_year_alone(bureau: Bureau, anne: UUID) -> None:
    with refused(ForbiddenError, "message.other_station"):
        seal(bureau, {anne: {}}, sender=B)
    with bureau.writing() as session, refused(NotFoundError, "year.unknown"):
        station_year.locked(session, A, 2025)


def test_a_part_whose_bytes_are_gone_can_not_be_forwarded(bureau: Bureau, anne: UUID) -> None:
    seal(bureau, {anne: {1: (1, 2)}})
    with bureau.writing() as session:
        for row in session.query(Inbox).where(Inbox.type == "year.sealed"):
            row.body = None
    with refused(NotFoundError, "message.not_found"):
        forward(bureau)
    assert bureau.get(StationYear, (A, 2025)).status == "reported"
