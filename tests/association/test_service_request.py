"""A request that a center couldn't serve, on its way through the association."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from association.actions.service_request import Routing, decline_request, route_to_center
from association.database import db
from association.models.service_request import REQUESTS, ServiceRequest
from shared.errors import ConflictError, ForbiddenError, NotFoundError, RefusalError
from tests.association.district import CENTER, NOW, OFFICER, OTHER_CENTER, A, District
from tests.center.request import OUTCOME, number, question

OWN, FAR, THIRD = "association:13", "station:02-1", "center:03"


@dataclass
class Asked:
    """A request of station A, passed up by its center."""

    district: District
    id: UUID

    @property
    def row(self) -> ServiceRequest:
        session = db.session()
        found = session.get_one(ServiceRequest, self.id, populate_existing=True)
        session.rollback()
        return found

    @property
    def state(self) -> tuple[str, str | None, tuple[int, int]]:
        row = self.row
        return row.status, row.holder, (row.custody_association, row.custody_center)

    def receive(self, kind: str, sender: str, said: tuple[int, int], **data: Any) -> None:
        whole = {"request": self.id, **data, "custody": number(*said)}
        self.district.receive(f"request.{kind}", sender, whole, subject=f"request:{self.id}")

    def says(self, status: str, said: tuple[int, int] = (2, 1), **more: Any) -> None:
        facts = {"station": FAR, "title": "二区一小", "status": status, "since": NOW}
        self.receive("progress", more.pop("sender", OTHER_CENTER), said, **(facts | more))

    def asks(self, by: str, sender: str = CENTER) -> None:
        self.receive("withdrawn", sender, (0, 1), by=by, withdrawn_at=NOW)

    def seals(self, said: tuple[int, int] = (2, 1), **more: Any) -> None:
        sender = more.pop("sender", CENTER)
        self.receive("contact", sender, said, **({"to": FAR, "sealed": "jwe"} | more))

    def route(self, to: str = OTHER_CENTER) -> None:
        with self.district.writing() as session:
            now = self.district.now
            route_to_center(session, OFFICER, now, self.id, Routing(to, "二中心有人"))

    def decline(self) -> None:
        with self.district.writing() as session:
            decline_request(session, OFFICER, self.district.now, self.id, "全区没有人")

    def sent(self, kind: str, to: str) -> list[dict[str, Any]]:
        return self.district.promised(f"request.{kind}", to)


@pytest.fixture
def asked(district: District) -> Asked:
    """Passed up by the first center; there are two more, the second with a station."""
    for name in (OTHER_CENTER, THIRD):
        district.admit(name, f"中心{name[-1]}")
    district.profile(FAR, center=OTHER_CENTER)
    found = Asked(district, uuid7())
    arrive(found)
    return found


def arrive(found: Asked, said: tuple[int, int] = (0, 1), **more: Any) -> None:
    data = question(request=found.id) | {"escalated_at": NOW, "reason": "三个站都没有人"}
    sender = more.pop("sender", CENTER)
    found.receive("escalated", sender, said, **(data | more))


def refuses(kind: type[RefusalError], code: str) -> Any:
    return pytest.raises(kind, match=code.replace(".", r"\."))


def test_what_a_center_passes_up_is_the_associations_and_the_center_is_told(asked: Asked) -> None:
    assert asked.state == ("escalated", OWN, (1, 0))
    (told,) = asked.sent("routed", CENTER)
    assert (told["to"], told["status"], told["custody"]) == (OWN, "escalated", number(1, 0))
    session = db.session()
    (step,) = REQUESTS.steps(session, asked.id)
    assert (step.reason, step.sender) == ("三个站都没有人", CENTER)
    session.rollback()


def test_a_center_speaks_of_its_own_stations_alone(asked: Asked) -> None:
    for act in (
        lambda: arrive(asked, sender=OTHER_CENTER),
        lambda: asked.asks("station", sender=OTHER_CENTER),
        lambda: asked.seals(sender=OTHER_CENTER),
        lambda: asked.says("accepted", station=A),
    ):
        with refuses(ForbiddenError, "station.of_other_center"):
            act()
    with refuses(ForbiddenError, "station.of_other_center"):
        arrive(asked, first_station=FAR, sender=OTHER_CENTER)
    with refuses(ConflictError, "passage.not_back"):
        arrive(asked)
    with refuses(ConflictError, "custody.stale"):
        asked.says("accepted")
    asked.id = uuid7()
    with refuses(NotFoundError, "service_request.unknown"):
        asked.asks("station")


def test_routed_to_another_center_its_taker_is_told_on_the_first_stations_way(
    asked: Asked,
) -> None:
    with refuses(ConflictError, "service_request.own_center"):
        asked.route(CENTER)
    asked.route()
    assert asked.state == ("routed", OTHER_CENTER, (2, 0))
    for center in (CENTER, OTHER_CENTER):
        assert asked.sent("routed", center)[-1]["to"] == OTHER_CENTER
    asked.says("accepted")
    assert asked.state == ("accepted", OTHER_CENTER, (2, 1))
    (taken,) = asked.sent("taken", CENTER)
    assert (taken["station"], taken["custody"]) == (FAR, number(2, 1))
    assert taken["seal_key"] == asked.district.keys[FAR]["seal_key"]
    asked.seals()
    asked.seals((2, 0))
    asked.seals(to=A)
    assert [one["to"] for one in asked.sent("contact", OTHER_CENTER)] == [FAR]
    for status in ("dispatched", "done", "closed"):
        asked.says(status, outcome=OUTCOME)
    told = [one["status"] for one in asked.sent("progress", CENTER)]
    assert told == ["dispatched", "done", "closed"]
    assert asked.sent("progress", OTHER_CENTER) == []
    assert (asked.state, asked.row.taker) == (("closed", None, (2, 1)), FAR)


def test_re_routed_the_center_that_was_only_asked_is_told_and_its_late_word_is_a_note(
    asked: Asked,
) -> None:
    asked.route()
    asked.route(THIRD)
    (lost,) = asked.sent("closed", OTHER_CENTER)
    assert (lost["outcome"], lost["holder"]) == ("rerouted", THIRD)
    asked.says("accepted")
    assert asked.state == ("routed", THIRD, (3, 0))
    assert len(asked.district.audited("service_request.noted")) == 1


def test_given_back_by_its_center_it_is_routed_again_or_declined(asked: Asked) -> None:
    asked.route()
    asked.says("returned", (2, 4), station=OTHER_CENTER, title="二中心", reason="也没有人")
    assert asked.state == ("returned", OWN, (3, 0))
    told = asked.sent("routed", CENTER)[-1]
    assert (told["to"], told["status"], told["reason"]) == (OWN, "returned", "也没有人")
    assert told["by"] == "教育局"
    asked.decline()
    (over,) = asked.sent("closed", CENTER)
    assert (over["outcome"], over["reason"]) == ("declined", "全区没有人")


def test_taken_back_or_withdrawn_until_it_is_too_late(asked: Asked) -> None:
    asked.route()
    asked.asks("station")
    assert asked.state == ("received", A, (3, 0))
    for center in (CENTER, OTHER_CENTER):
        assert [one["outcome"] for one in asked.sent("closed", center)] == ["taken_back"]
    asked.asks("requester")
    assert asked.state == ("received", A, (3, 0))
    arrive(asked, (3, 1))
    assert asked.state == ("escalated", OWN, (4, 0))
    asked.route()
    asked.says("accepted", (5, 1))
    asked.asks("station")
    assert asked.state == ("accepted", OTHER_CENTER, (5, 1))
    assert len(asked.district.audited("service_request.too_late")) == 1
    asked.asks("requester")
    assert asked.state == ("withdrawn", None, (6, 0))
    assert asked.sent("closed", OTHER_CENTER)[-1]["outcome"] == "withdrawn"
