"""Whose account is which volunteer's, and what that means at the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from station.models.account import Account, volunteer_of_account
from station.models.volunteer import Volunteer
from tests.station.people.school import ANNA, BERT, School

NOBODY = "00000000-0000-7000-8000-000000000000"
ROW = {
    "day": "2025-01-20",
    "start": "08:00",
    "end": "10:00",
    "category": "civic_education",
    "form": "group",
    "place": "广场",
    "content": "宣讲",
}


@pytest.fixture
def served(school: School, clock: Callable[[str], None]) -> tuple[School, dict[str, str]]:
    """Two volunteers with a group hour each; their records by name."""
    school.roster()
    who = {name: school.approve(name, number) for name, number in (("安安", ANNA), ("博博", BERT))}
    clock("2025-02-01T09:00:00+08:00")
    rows = [ROW | {"volunteer": volunteer} for volunteer in who.values()]
    made = school.post("/records", {"records": rows})["items"]
    return school, dict(zip(who, (row["id"] for row in made), strict=True)) | {
        f"{name}'s": volunteer for name, volunteer in who.items()
    }


def link(school: School, login: str, volunteer: str | None, by: str = "head") -> Any:
    return school.call(by, "POST", f"/accounts/{login}/volunteer", {"volunteer": volunteer})


def outcome(school: School, login: str, record: str) -> str:
    body = {"ids": [record], "count": 1}
    found = school.post("/records/certification", body, login)["items"][0]
    return str(found["code"] or found["status"])


def test_the_linked_holder_signs_others_records_and_not_their_own(
    served: tuple[School, dict[str, str]],
) -> None:
    school, of = served
    assert link(school, "clerk", of["安安's"]).json["volunteer"] == of["安安's"]
    assert outcome(school, "clerk", of["安安"]) == "service_record.own_record"
    evaluated = {"evaluation": "satisfied"}
    own = school.call("clerk", "POST", f"/records/{of['安安']}/evaluation", evaluated)
    beside = school.call("clerk", "POST", f"/records/{of['博博']}/evaluation", evaluated)
    codes = (own.json["code"], beside.json["code"])
    assert codes == ("service_record.own_record", "service_record.took_part")
    assert outcome(school, "clerk", of["博博"]) == "certified"
    assert link(school, "clerk", None).json["volunteer"] is None
    assert outcome(school, "clerk", of["安安"]) == "certified"


def test_a_namesake_is_told_apart_by_the_link(served: tuple[School, dict[str, str]]) -> None:
    school, of = served
    with school.session() as session:
        session.scalars(select(Account).filter_by(login="clerk")).one().name = "安安"
        session.get_one(Volunteer, UUID(of["博博's"])).name = "安安"
    assert outcome(school, "clerk", of["安安"]) == "service_record.own_record"
    link(school, "clerk", of["博博's"])
    assert outcome(school, "clerk", of["博博"]) == "service_record.own_record"
    assert outcome(school, "clerk", of["安安"]) == "certified"


def test_a_link_follows_to_the_uuid_that_a_transfer_brought(
    served: tuple[School, dict[str, str]],
) -> None:
    school, of = served
    link(school, "clerk", of["安安's"])
    with school.session() as session:
        old = session.get_one(Volunteer, UUID(of["安安's"]))
        new = Volunteer(
            member_id=old.member_id,
            name=old.name,
            status="approved",
            station_since=old.station_since,
        )
        session.add(new)
        session.flush()
        old.superseded_by = new.id
        account = session.scalars(select(Account).filter_by(login="clerk")).one()
        found = volunteer_of_account(session, account.id)
        assert found is not None and found.id == new.id


def test_head_and_administrator_link_once_what_exists_and_each_is_audited(
    served: tuple[School, dict[str, str]],
) -> None:
    school, of = served
    anna = of["安安's"]
    assert link(school, "clerk", anna, "clerk").status_code == 403
    assert link(school, "nobody", anna).json["code"] == "account.unknown"
    assert link(school, "clerk", NOBODY).json["code"] == "volunteer.unknown"
    account = link(school, "clerk", anna, "admin").json["id"]
    link(school, "clerk", anna)
    lines = school.get(f"/audit?subject=account:{account}", "admin")["items"]
    linked = [line for line in lines if line["action"] == "account.linked"]
    assert [line["after"] for line in linked] == [{"volunteer": anna}]
