"""Visits to holders of stars at the desk: the month's list, one press, a photo, who declined."""

from __future__ import annotations

import io
from contextvars import Context

import pytest

from tests.picture import jpeg
from tests.reader import Reader, words
from tests.station.ledger.station import PASSWORD
from tests.station.ties.pairs import Pairs
from tests.station.ties.test_benefit_visit import holder, visit


@pytest.fixture
def clerk(pairs: Pairs) -> Reader:
    return Reader(pairs.station.app, "clerk", PASSWORD)


def test_a_month_s_visits_are_recorded_and_overdue_ones_called_for(
    pairs: Pairs, clerk: Reader
) -> None:
    assert "还没有连续三年三星的义工" in clerk.page("/benefit-visits")
    holder(pairs)
    pairs.at("2025-03-03")
    pairs.at("2025-04-01")
    today = clerk.page("/today")
    assert "1 次慰问走访过期没去" in today and "本月还有 1 次慰问走访" in today
    page = clerk.page("/benefit-visits?month=2025-03")
    assert "赵一" in page and "过期没去" in page
    path = f"/benefit-visits/{visit(pairs, '2025-03')}"
    assert 'value="2025-03-31"' in clerk.get(f"{path}/visit").text
    assert clerk.post(f"{path}/omission", {"reason": ""}).status_code == 422
    assert "没去成" in clerk.follow(clerk.post(f"{path}/omission", {"reason": "下雨"}))
    told = {"day": "2025-04-01", "visitors": "孙校长"}
    wrong = clerk.post(f"{path}/visit", told)
    assert wrong.status_code == 422 and "不在这个月" in words(wrong)
    said = clerk.follow(clerk.post(f"{path}/visit", told | {"day": "2025-3-31"}))
    assert "走访记下了" in said and "孙校长" in said
    assert "过期没去" not in clerk.page("/today")


def test_the_joint_visit_s_photo_goes_along(pairs: Pairs, clerk: Reader) -> None:
    holder(pairs)
    pairs.at("2025-12-01")
    path = f"/benefit-visits/{visit(pairs, '2025-12', 'joint')}/visit"
    told = {"day": "2025-12-01", "visitors": "孙校长", "led_by_head": "true"}
    wrong = clerk.post(path, told)
    assert wrong.status_code == 422 and "要附一张照片" in words(wrong)
    data = told | {"csrf_token": clerk.token, "file": (io.BytesIO(jpeg()), "a.jpg")}
    sent = Context().run(lambda: clerk.client.post(path, data=data))
    assert "照片" in clerk.follow(sent)


def test_a_holder_declines_and_wants_them_again(pairs: Pairs, clerk: Reader) -> None:
    zhao = holder(pairs)
    pairs.at("2025-02-03")
    path = f"/benefit-visits/volunteers/{zhao}"
    assert "不要上门？" in clerk.page(f"{path}/refusal")
    assert clerk.post(f"{path}/refusal", {"said_on": "2025-03-01"}).status_code == 422
    typed = {"said_on": "2025-02-03", "words": "不用来"}
    said = clerk.follow(clerk.post(f"{path}/refusal", typed))
    assert "本人不要" in said and "不用来" in said
    assert "次慰问走访" not in clerk.page("/today")
    assert "又上门走访" in clerk.follow(clerk.post(f"{path}/wish", {}))
