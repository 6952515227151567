"""A request that a station can't serve, on its way through the center."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text
from uuid_utils.compat import uuid7

from center.database import Base
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.center.bureau import ASSOCIATION, CENTER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.request import (
    AT,
    OUTCOME,
    WHY,
    asked,
    given,
    number,
    question,
    routed_above,
    taken,
)

C = "station:01-3303"


def test_no_table_of_requests_has_a_column_for_a_contact() -> None:
    names = {"service_request", "request_step"}
    columns = {
        column.name
        for name in names
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, String | Text) or column.type.python_type is str
    }
    told = {"name", "phone", "address", "words", "contact", "sealed", "telephone", "requester"}
    assert columns & told == set()
    assert {column for column in columns if "code" in column or "phone" in column} == set()


def test_what_arrives_is_the_centers_and_its_station_is_told_under_which_number(
    bureau: Bureau,
) -> None:
    found = asked(bureau)
    assert found.state == ("escalated", CENTER, (0, 1))
    (told,) = found.sent("routed", A)
    assert (told["to"], told["status"], told["custody"]) == (CENTER, "escalated", number(0, 1))
    assert told["to_title"] == "教育局党员义工服务中心"
    assert found.row.promised_at is not None and not found.row.passed_up
    assert len(bureau.audited("service_request.arrived")) == 1


def test_a_station_speaks_of_its_own_requests_alone(bureau: Bureau) -> None:
    found = asked(bureau)
    data = question(request=found.id) | {"custody": number(0, 0), "escalated_at": AT}
    with refused(ForbiddenError, "message.other_station"):
        found.receive("escalated", B, data)
    with refused(ForbiddenError, "message.other_station"):
        found.receive("escalated", B, data | {"first_station": B})
    with refused(ConflictError, "passage.not_back"):
        found.receive("escalated", A, data)
    with refused(ForbiddenError, "message.other_station"):
        found.asks(sender=B)
    with refused(ForbiddenError, "message.other_station"):
        found.seals(sender=B)
    with refused(ForbiddenError, "message.other_station"):
        found.says("accepted", station=A, sender=B)
    found.id = uuid7()
    with refused(NotFoundError, "service_request.unknown"):
        found.asks()


def test_routed_it_is_told_to_both_stations_and_re_routed_to_all_three(bureau: Bureau) -> None:
    bureau.enrol(C)
    bureau.profile(C)
    found = asked(bureau)
    found.route()
    assert found.state == ("routed", B, (0, 2))
    for station in (A, B):
        told = found.sent("routed", station)[-1]
        assert (told["to"], told["reason"], told["by"]) == (B, WHY, "李审核")
        assert told["routing_text"] == "卫生间灯不亮，要会水电维修的义工"
    found.route(C)
    assert found.state == ("routed", C, (0, 3))
    (lost,) = found.sent("closed", B)
    assert (lost["outcome"], lost["holder"], lost["custody"]) == ("rerouted", C, number(0, 3))
    assert [told["to"] for told in found.sent("routed", A)] == [CENTER, B, C]
    assert [told["to"] for told in found.sent("routed", C)] == [C]
    assert found.sent("closed", A) == []


def test_what_the_loser_says_later_is_a_note_and_what_a_stranger_says_is_refused(
    bureau: Bureau,
) -> None:
    bureau.enrol(C)
    bureau.profile(C)
    found = asked(bureau)
    with refused(ConflictError, "custody.stale"):
        found.says("accepted", station=C)
    found.route()
    found.route(C)
    found.says("accepted", reason="我们能去")
    assert found.state == ("routed", C, (0, 3))
    note = found.steps()[-1]
    assert (note.is_note, note.sender, note.reason, note.status) == (
        True,
        B,
        "我们能去",
        "accepted",
    )
    assert found.sent("taken", A) == []
    assert len(bureau.audited("service_request.noted")) == 1
    with refused(ConflictError, "custody.ahead"):
        found.says("accepted", station=C, custody=(0, 9))


def test_accepted_the_first_station_learns_to_whose_key_it_seals(bureau: Bureau) -> None:
    found = taken(bureau)
    (told,) = found.sent("taken", A)
    assert (told["station"], told["custody"]) == (B, number(0, 2))
    assert told["seal_key"] == bureau.key_of(B).seal_key
    assert found.row.taker == B
    found.seals()
    (passed,) = found.sent("contact", B)
    assert (passed["to"], passed["sealed"]) == (B, "jwe")
    assert len(bureau.audited("service_request.contact_passed")) == 1


def test_a_contact_for_anybody_else_ends_here(bureau: Bureau) -> None:
    found = taken(bureau)
    found.seals(to=A)
    found.seals(custody=(0, 1))
    assert found.sent("contact", B) == []
    found.says("returned", reason="去不了")
    found.seals()
    assert found.sent("contact", B) == found.sent("contact", CENTER) == []
    assert len(bureau.audited("service_request.contact_dropped")) == 3


def test_every_step_of_the_taker_reaches_the_first_station_alone(bureau: Bureau) -> None:
    found = taken(bureau)
    found.says("dispatched", visitor="张*新", visit_on=date(2025, 2, 5), visit_time="15:00")
    found.says("done", outcome=OUTCOME)
    found.says("closed", outcome=OUTCOME)
    assert [told["status"] for told in found.sent("progress", A)] == [
        "dispatched",
        "done",
        "closed",
    ]
    assert found.sent("progress", A)[0]["visitor"] == "张*新"
    assert found.sent("progress", A)[-1]["outcome"]["hours"] == 4
    assert found.sent("progress", B) == []
    row = found.row
    assert (row.status, row.holder, row.taker) == ("closed", None, B)
    assert row.outcome is not None and row.outcome["served_on"] == "2025-02-05"
    assert row.closed_at is not None
    with refused(ConflictError, "custody.stale"):
        found.says("done", station=A)


def test_given_back_it_is_the_centers_again_and_the_reason_stays(bureau: Bureau) -> None:
    found = taken(bureau)
    found.says("returned", reason="义工病了")
    assert found.state == ("returned", CENTER, (0, 3))
    told = found.sent("routed", A)[-1]
    assert (told["to"], told["status"], told["reason"]) == (CENTER, "returned", "义工病了")
    assert told["by"] == "站02"
    assert found.row.taker is None
    found.act("decline", "本中心没有人")
    assert found.state == ("declined", None, (0, 4))
    (over,) = found.sent("closed", A)
    assert (over["outcome"], over["reason"]) == ("declined", "本中心没有人")
    assert found.sent("closed", B) == []


def test_the_first_station_takes_it_back_until_somebody_accepted(bureau: Bureau) -> None:
    found = asked(bureau)
    found.route()
    found.asks()
    assert found.state == ("received", A, (0, 3))
    for station in (A, B):
        (over,) = found.sent("closed", station)
        assert (over["outcome"], over["holder"]) == ("taken_back", A)
    found.asks()
    found.asks("requester")
    assert found.state == ("received", A, (0, 3))
    later = taken(bureau)
    later.asks()
    assert later.state == ("accepted", B, (0, 2))
    assert len(bureau.audited("service_request.too_late")) == 1


def test_its_requester_gives_up_until_it_was_done(bureau: Bureau) -> None:
    found = taken(bureau)
    found.asks("requester")
    assert found.state == ("withdrawn", None, (0, 3))
    assert [over["outcome"] for over in found.sent("closed", B)] == ["withdrawn"]
    done = taken(bureau)
    done.says("dispatched")
    done.says("done")
    done.asks("requester")
    assert done.state == ("done", B, (0, 2))


def test_a_request_that_was_back_comes_again_and_may_read_differently(bureau: Bureau) -> None:
    found = asked(bureau)
    found.asks()
    data = question(request=found.id, routing_text="改写过的一句话")
    found.receive("escalated", A, data | {"custody": number(0, 2), "escalated_at": AT})
    assert found.state == ("escalated", CENTER, (0, 3))
    assert found.row.routing_text == "改写过的一句话"


def test_whoever_routes_says_why_and_not_to_where_it_came_from(bureau: Bureau) -> None:
    found = asked(bureau)
    with refused(ConflictError, "passage.not_routable"):
        found.route(A)
    with refused(ConflictError, "service_request.station_closed"):
        bureau.profile(B, closed_on=bureau.now.date().replace(month=1))
        found.route(B)
    with refused(InvalidError, "service_request.needs_reason"):
        found.act("decline", "  ")
    with refused(ConflictError, "passage.own_request"):
        found.act("return")


def test_passed_up_the_center_only_relays(bureau: Bureau) -> None:
    found = asked(bureau)
    found.act("escalate", "三个站都没有人")
    assert found.state == ("escalated", ASSOCIATION, (0, 1))
    (up,) = found.sent("escalated", ASSOCIATION)
    assert (up["first_station"], up["reason"], up["custody"]) == (A, "三个站都没有人", number(0, 1))
    found.asks()
    assert [asked["by"] for asked in found.sent("withdrawn", ASSOCIATION)] == ["station"]
    with refused(ForbiddenError, "passage.not_holder"):
        found.route()
    news = {"to": "center:02", "to_title": "二中心", "first_station": A}
    found.from_above("routed", (2, 0), **routed_above(found.id, **news))
    assert found.state == ("routed", "center:02", (2, 0))
    assert found.sent("routed", A)[-1]["to"] == "center:02"
    key = bureau.key_of(B).seal_key
    taken = {"station": "station:02-1", "title": "二区一小", "seal_key": key, "taken_at": AT}
    found.from_above("taken", (2, 1), **taken)
    assert found.sent("taken", A) == [
        {"request": str(found.id), "custody": number(2, 1), "phone": "", **_wire(taken)}
    ]
    found.seals(to="station:02-1", custody=(2, 1))
    assert [one["to"] for one in found.sent("contact", ASSOCIATION)] == ["station:02-1"]
    said = {"station": "station:02-1", "title": "二区一小", "since": AT}
    for status in ("dispatched", "done", "closed"):
        found.from_above("progress", (2, 1), status=status, outcome=OUTCOME, **said)
    assert [told["status"] for told in found.sent("progress", A)] == [
        "dispatched",
        "done",
        "closed",
    ]
    assert found.state == ("closed", None, (2, 1))
    assert found.row.taker_title == "二区一小"


def test_the_association_says_that_it_is_over_and_the_first_station_hears_it(
    bureau: Bureau,
) -> None:
    found = asked(bureau)
    found.act("escalate")
    found.from_above("closed", (2, 0), outcome="taken_back", holder=A, closed_at=AT)
    assert found.state == ("received", A, (2, 0))
    assert not found.row.passed_up
    assert [over["outcome"] for over in found.sent("closed", A)] == ["taken_back"]


def test_what_the_association_gives_is_routed_on_and_its_taker_heard_above(bureau: Bureau) -> None:
    found = given(bureau)
    assert found.state == ("routed", CENTER, (2, 0))
    found.route()
    assert found.state == ("routed", B, (2, 1))
    assert found.sent("routed", ASSOCIATION) == []
    found.says("accepted", custody=(2, 1))
    (up,) = found.sent("progress", ASSOCIATION)
    assert (up["station"], up["status"], up["custody"]) == (B, "accepted", number(2, 1))
    found.seals(custody=(2, 1), sender=ASSOCIATION)
    assert [one["to"] for one in found.sent("contact", B)] == [B]
    found.says("returned", custody=(2, 1), reason="去不了")
    assert found.state == ("returned", CENTER, (2, 2))
    back = found.sent("progress", ASSOCIATION)[-1]
    assert (back["station"], back["status"], back["custody"]) == (CENTER, "routed", number(2, 2))
    assert back["reason"] == "去不了"
    with refused(ForbiddenError, "service_request.of_other_center"):
        found.act("decline")
    found.act("return", "本中心也没有人")
    assert found.state == ("returned", None, (2, 2))
    told = found.sent("progress", ASSOCIATION)[-1]
    assert (told["status"], told["station"], told["reason"]) == (
        "returned",
        CENTER,
        "本中心也没有人",
    )


def test_a_task_that_is_lost_above_is_lost_at_the_station_too(bureau: Bureau) -> None:
    found = given(bureau)
    found.route()
    facts = {"outcome": "rerouted", "holder": "center:03", "closed_at": AT}
    found.from_above("closed", (3, 0), **facts)
    assert found.state == ("routed", "center:03", (3, 0))
    assert [over["outcome"] for over in found.sent("closed", B)] == ["rerouted"]
    again = given(bureau)
    again.from_above("closed", (3, 0), **facts)
    assert again.state[1] == "center:03"


def test_news_from_above_are_of_own_stations_or_for_this_center(bureau: Bureau) -> None:
    found = given(bureau)
    with refused(ForbiddenError, "service_request.of_other_center"):
        found.from_above("routed", (3, 0), **routed_above(found.id, to="center:03"))
    said = {"station": "station:03-1", "title": "三", "since": AT, "status": "accepted"}
    with refused(ForbiddenError, "service_request.of_other_center"):
        found.from_above("progress", (3, 0), **said)
    with refused(NotFoundError, "service_request.unknown"):
        unknown = uuid7()
        found.receive("routed", ASSOCIATION, routed_above(unknown, to="center:03", first_station=A))


def _wire(data: dict[str, object]) -> dict[str, object]:
    return {
        name: "2025-02-03T01:00:00+00:00" if value == AT else value for name, value in data.items()
    }
