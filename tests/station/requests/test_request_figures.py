"""A month's requests in figures: by the real acts, in the report, on the pages, as of its end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from shared.clock import business_now
from shared.database import transaction
from shared.domain.month import Month, months_of
from shared.domain.request_figures import RequestFigures
from shared.domain.service_request import Status
from shared.resident import resident
from station.actions.order_done import dispute_order
from station.actions.service_request import (
    decline_request,
    reopen_request,
    withdraw_request,
)
from station.database import db
from station.models.request_figures import request_figures, standing
from station.models.volunteer import Volunteer
from station.models.year_told import year_told
from tests.reader import Reader
from tests.station.ledger.station import PASSWORD, Station
from tests.station.requests.desk import accept, ask
from tests.station.requests.elsewhere import act, closed, escalate, progress, routed, task
from tests.station.requests.served import Serving

FEBRUARY = Month(2025, 2)


def figures(station: Station, month: Month = FEBRUARY) -> RequestFigures:
    return request_figures(station.session, [month], business_now())[month]


def ends(station: Station, act: Any, id: UUID, *more: str) -> None:
    """A clerk declines it, or its requester withdraws or reopens it."""
    by = station.actor("clerk") if act is decline_request else resident("page")
    with transaction(db) as session:
        act(session, by, business_now(), id, *more)


def test_one_served_here_keeps_its_promises_and_is_served_once_it_is_signed(
    serving: Serving,
) -> None:
    order = serving.reported()
    before = figures(serving.station)
    assert (before.received, before.served, before.open) == (1, 0, 1)
    assert (before.promised, before.kept) == (2, 2)
    serving.sign(serving.token(order))
    assert figures(serving.station) == RequestFigures(received=1, served=1, promised=2, kept=2)


def test_no_declined_and_no_withdrawn_one_is_served(station: Station) -> None:
    ends(station, decline_request, ask(station).id, "没有人会")
    ends(station, withdraw_request, ask(station).id)
    assert figures(station) == RequestFigures(received=2, declined=1, promised=1, kept=1)


def test_what_was_given_back_is_in_nobody_s_hands_here(station: Station) -> None:
    first, other = task(station), task(station)
    accept(station, first)
    assert figures(station).open == 2
    act(station, "return_request", first, "本站也没有人会")
    assert figures(station) == RequestFigures(open=1, promised=2, kept=2)
    act(station, "return_request", other, "本站也没有人会")
    assert (figures(station).open, figures(station).oldest_days) == (0, 0)
    assert standing(station.session, business_now()).open == 0


def test_one_passed_up_is_not_served_here_whoever_serves_it_and_whatever_is_heard(
    station: Station,
) -> None:
    served, declined = ask(station).id, ask(station).id
    for id in (served, declined):
        escalate(station, id)
    passed = RequestFigures(received=2, escalated=2, promised=2, kept=2)
    assert figures(station) == passed
    routed(station, served)
    for status in (Status.ACCEPTED, Status.DISPATCHED, Status.DONE, Status.CLOSED):
        progress(station, served, str(status))
    closed(station, declined, (0, 2), "declined", None)
    assert figures(station) == passed
    ends(station, reopen_request, served, "又漏了")
    assert figures(station).open == 1 and figures(station).received == 2


def test_anothers_counts_as_served_here_alone_and_not_when_it_is_taken_away(
    station: Station,
) -> None:
    serving, gone = task(station), task(station)
    closed(station, gone, (0, 3), "declined", None)
    accept(station, serving)
    found = figures(station)
    assert (found.received, found.declined, found.open, found.kept) == (0, 0, 1, 1)
    assert standing(station.session, business_now()).open == 1


def test_what_waits_past_its_promise_is_not_kept_and_grows_old(station: Station) -> None:
    ask(station)
    station.at("2025-02-13T09:00+08:00")
    assert figures(station) == RequestFigures(received=1, open=1, oldest_days=10, promised=1)
    now = standing(station.session, business_now())
    assert (now.open, now.past) == (1, 1) and now.since is not None


def test_the_sealed_month_says_what_was_so_at_its_end(serving: Serving) -> None:
    station, order = serving.station, serving.reported()
    station.at("2025-03-03T09:00+08:00")
    at_end = {"received": 1, "served": 0, "for_others": 0, "escalated": 0, "declined": 0}
    at_end |= {"open": 1, "oldest_days": 25, "promised": 2, "kept": 2}
    shown = station.month("2025-02")
    assert shown["requests"] == at_end and shown["visits"]["pairing_due"] == 0
    serving.sign(serving.token(order))
    signed = station.reported("2025-02")
    [sent] = station.promised("tally.month")
    assert sent["requests"] == at_end
    assert station.month("2025-02")["versions"][0]["data"]["requests"] == at_end
    station.decide(signed, "returned", reason="漏了")
    ends(station, reopen_request, serving.request, "又漏了")
    station.reported("2025-02")
    assert [one["requests"] for one in station.promised("tally.month")] == [at_end, at_end]
    compared = station.call("clerk", "GET", "/api/months/2025-02/comparison?before=1&after=2")
    told = {row["figure"]: (row["before"], row["after"]) for row in compared[1]["told"]}
    assert told["oldest_days"] == (25, 25) and told["kept"] == (2, 2)
    lines = {one.month: one for one in year_told(station.session, 2025, business_now())}
    assert [*lines] == list(months_of(2025)[:3])
    assert lines[FEBRUARY].is_signed and not lines[Month(2025, 3)].is_signed
    march = lines[Month(2025, 3)].told.requests
    assert march is not None and (march.open, march.received) == (1, 0)
    assert year_told(station.session, 2026, business_now()) == []


def test_a_month_from_before_the_station_opened_says_nothing(station: Station) -> None:
    assert station.month("2024-12")["requests"] is None
    assert station.month("2025-01")["requests"]["received"] == 0


def test_the_pages_say_how_it_stands_and_each_month(station: Station) -> None:
    clerk = Reader(station.app, "clerk", PASSWORD)
    assert "在这里的都办完了" in clerk.page("/requests")
    ask(station)
    station.at("2025-02-13T09:00+08:00")
    listed = clerk.page("/requests")
    assert "在这里的 1 件，等得最久的从 2月3日" in listed and "过了承诺时间的 1 件" in listed
    page = clerk.page("/requests/figures")
    assert "2 月（未封存） 1 – – – – 1 10 0 / 1" in page and "全年 1" in page
    assert "这一年还没到" in clerk.page("/requests/figures?year=2026")
    station.at("2025-03-03T09:00+08:00")
    month = clerk.page("/months/2025-02")
    assert (
        "收到 1 件，办结 0 件，转请上级 0 件，婉拒 0 件。月末在办 1 件，等得最久的 25 天" in month
    )
    assert "到期 1 次，按时 0 次（0%）" in month and "收到居民需求 1 件" in month


def test_today_says_which_orders_wait_too_long(serving: Serving) -> None:
    station = serving.station
    clerk = Reader(station.app, "clerk", PASSWORD)
    first = serving.offer()
    assert "还没人答复" not in clerk.page("/today")
    station.at("2025-02-05T09:00+08:00")
    assert "1 张服务单派出去还没人答复" in clerk.page("/today")
    serving.answer(first, reason="出差")
    page = clerk.page("/today")
    assert "1 件需求派的人都去不了" in page and "等派单" not in page
    second = serving.accepted("钱二")
    serving.done(second, "钱二", day=date(2025, 2, 5))
    assert "去不了" not in clerk.page("/today") and "还没签字" not in clerk.page("/today")
    station.at("2025-02-09T09:00+08:00")
    assert "1 张服务单办好了还没签字" in clerk.page("/today")
    with transaction(db) as session:
        dispute_order(session, station.actor("clerk"), business_now(), second, "没来过")
    page = clerk.page("/today")
    assert "1 张服务单，服务对象说不对" in page and "还没签字" not in page


def test_today_says_whose_day_went_by_and_who_serves_no_more(serving: Serving) -> None:
    station = serving.station
    clerk = Reader(station.app, "clerk", PASSWORD)
    serving.answer(serving.offer(visit_on=date(2025, 2, 4)))
    station.at("2025-02-04T20:00+08:00")
    assert "过了上门的日子" not in clerk.page("/today")
    station.at("2025-02-05T09:00+08:00")
    assert "1 张服务单过了上门的日子，还没报完成" in clerk.page("/today")
    for status, said in (("suspended", True), ("approved", False), ("left", True)):
        with transaction(db) as session:
            session.get_one(Volunteer, station.people["赵一"]).status = status
        page = clerk.page("/today")
        assert ("1 张服务单要去的人不在册了" in page) is said
        assert ("过了上门的日子" in page) is not said
