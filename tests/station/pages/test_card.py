"""A volunteer's card on their page: lost, found again in time, replaced for good."""

from __future__ import annotations

from uuid import UUID

from tests.reader import words
from tests.station.pages.conftest import Desk
from tests.station.people.test_card import CARD, SECOND, issue


def test_a_lost_card_is_found_in_time(serving: Desk) -> None:
    who = serving.people["安安"]
    issue(serving.school, who)
    clerk, page = serving.reader(), f"/volunteers/{who}"
    act = f"{page}/cards/{CARD}"
    assert "还能用，不用补发" not in clerk.page(page)
    clerk.follow(clerk.post(f"{act}/hand-over", {"day": "2025-02-01", "badge": "true"}))
    assert "报失，等协会补发" in clerk.follow(clerk.post(f"{act}/loss", {"day": "2025-02-01"}))
    assert "找到了…" in clerk.page(page)
    early = clerk.post(f"{act}/finding", {"day": "2024-12-01", "reason": "found"})
    assert early.status_code == 422 and "日期要在制证日期" in words(early)
    done = clerk.follow(clerk.post(f"{act}/finding", {"day": "2025-02-01", "reason": "found"}))
    assert "还能用，协会不再补发" in done and "报失，等协会补发" not in done
    assert "找回，撤回报失" in done and "原因：丢了 → 找到了" in done
    [sent] = serving.school.sent("card.found")
    assert (sent["lost_on"], sent["reason"]) == ("2025-02-01", "found")


def test_a_card_that_was_replaced_says_that_it_holds_no_more(serving: Desk) -> None:
    who = serving.people["安安"]
    issue(serving.school, who)
    clerk, page = serving.reader(), f"/volunteers/{who}"
    act = f"{page}/cards/{CARD}"
    clerk.follow(clerk.post(f"{act}/loss", {"day": "2025-02-01"}))
    issue(serving.school, who, UUID(int=SECOND.int), "01-2025-00002")
    shown = clerk.page(page)
    assert "已补发新证。这张找到了也不能再用，请收回。" in shown and "找到了…" not in shown
    late = clerk.post(f"{act}/finding", {"day": "2025-02-01", "reason": "found"})
    assert late.status_code == 422 and "已经换发或作废" in words(late)
    assert serving.school.sent("card.found") == []
