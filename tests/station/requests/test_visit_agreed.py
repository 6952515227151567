"""What the requester reads of who comes when, as those who had agreed drop out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from shared.clock import business_now
from shared.database import transaction
from shared.resident import Line
from station.actions import resident
from station.actions.service_order import cancel_order
from station.database import db
from tests.reader import Reader
from tests.station.ledger.station import PASSWORD, Station
from tests.station.requests.desk import accept, shown
from tests.station.requests.elsewhere import SISTER, contact, seal_key_of, task
from tests.station.requests.served import Serving
from tests.stranger import Stranger

WEDNESDAY: dict[str, Any] = {"visit_on": date(2025, 2, 5), "start": "15:00", "end": "17:00"}
FRIDAY: dict[str, Any] = {"visit_on": date(2025, 2, 7), "start": "09:00", "end": "10:00"}


def code(serving: Serving) -> str:
    return shown(serving.station, serving.request).tracking_code or ""


def visit(serving: Serving) -> Line | None:
    followed = resident.follow(serving.station.session, code(serving))
    assert followed is not None
    return followed.visit


def agreed(serving: Serving, name: str, **when: Any) -> UUID:
    order = serving.offer(name, **when)
    serving.answer(order)
    return order


def test_whoever_fell_ill_is_announced_no_more_when_another_is_sent(serving: Serving) -> None:
    order = agreed(serving, "赵一", **WEDNESDAY)
    page = Stranger(serving.station.app)
    assert "2月5日 星期三 15:00–17:00 上门 义工 赵*" in page.follow(code(serving))
    serving.answer(order, reason="病了")
    serving.offer("钱二")
    said = page.page("/track/request").partition("办理经过")[0]
    assert "2月5日" not in said and "赵*" not in said
    assert visit(serving) is None


def test_the_first_who_agrees_is_no_other_volunteer(serving: Serving) -> None:
    order = agreed(serving, "赵一")
    page = Stranger(serving.station.app)
    assert "义工答应来" in (said := page.follow(code(serving))) and "另派了义工" not in said
    serving.answer(order, reason="病了")
    agreed(serving, "钱二")
    assert (said := page.page("/track/request")).count("义工答应来") == 2
    assert "另派了义工" not in said
    agreed(serving, "赵一")
    assert "另派了义工" in page.page("/track/request")


def test_nor_while_another_has_yet_to_answer(serving: Serving) -> None:
    order = agreed(serving, "赵一", **WEDNESDAY)
    other = serving.offer("钱二", **FRIDAY)
    serving.answer(order, reason="病了")
    assert shown(serving.station, serving.request).status == "dispatched"
    assert visit(serving) is None
    page = Stranger(serving.station.app).follow(code(serving))
    assert "约好的义工来不了了" in page and "病了" not in page
    clerk = Reader(serving.station.app, "clerk", PASSWORD)
    assert clerk.page(f"/requests/{serving.request}").count("约好的义工来不了了") == 1
    serving.answer(other)
    now = visit(serving)
    assert now is not None and (now.visitor, now.visit_on) == ("钱*", date(2025, 2, 7))


def test_of_two_who_agreed_the_one_who_still_comes_is_announced(serving: Serving) -> None:
    agreed(serving, "钱二", **FRIDAY)
    order = agreed(serving, "赵一", **WEDNESDAY)
    with transaction(db) as session:
        cancel_order(session, serving.station.actor("clerk"), business_now(), order, "约错了")
    now = visit(serving)
    assert now is not None
    assert (now.visitor, now.visit_on, now.visit_time) == ("钱*", date(2025, 2, 7), "09:00–10:00")


def test_whoever_comes_without_a_day_hides_no_day_of_another(serving: Serving) -> None:
    agreed(serving, "钱二", **FRIDAY)
    agreed(serving, "赵一")
    now = visit(serving)
    assert now is not None and now.visitor == "钱*"


def test_who_only_was_asked_and_says_no_changes_nothing_of_it(serving: Serving) -> None:
    agreed(serving, "钱二", **FRIDAY)
    serving.answer(serving.offer("赵一"), reason="没空")
    now = visit(serving)
    assert now is not None and now.visitor == "钱*"


def test_the_station_that_asked_hears_who_comes_no_more(station: Station) -> None:
    seal_key_of(SISTER)
    serving = Serving(station, task(station))
    accept(station, serving.request)
    contact(station, serving.request)
    order = agreed(serving, "赵一", **WEDNESDAY)
    serving.offer("钱二", **FRIDAY)
    serving.answer(order, reason="病了")
    told = [
        (one["status"], one["visitor"], one["visit_on"])
        for one in station.promised("request.progress")[-2:]
    ]
    assert told == [("dispatched", "赵*", "2025-02-05"), ("dispatched", "", None)]
