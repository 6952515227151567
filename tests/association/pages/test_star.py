"""The stars' desk, the notice and the policy, as an officer works with them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from shared.domain.policy import DeadlineRule
from tests.association.district import A, District
from tests.association.pages.conftest import SignIn
from tests.reader import Reader, hidden, ids, words


@pytest.fixture
def two(district: District, clock: Callable[[str], None]) -> tuple[UUID, UUID]:
    """Two stars and one star, proposed in January 2026."""
    high, low = district.approve(name="孙丽"), district.approve(name="侯鹏桂")
    district.bring_in(A, {high: 130, low: 60})
    clock("2026-01-12T09:00:00+08:00")
    return high, low


@pytest.fixture
def ripe(
    two: tuple[UUID, UUID], officer: Reader, clock: Callable[[str], None]
) -> tuple[UUID, UUID]:
    """The notice is over."""
    told = officer.follow(officer.post("/notices/2025", {"telephone": "0315-3300000"}))
    assert "公示开始，到 2026-01-19 为止" in told
    clock("2026-01-21T09:00:00+08:00")
    return two


def decision(officer: Reader, who: UUID, **typed: str) -> dict[str, str]:
    page = officer.get(f"/stars/2025/{who}?kind=waiting")
    return {"kind": "waiting", "reason": "", "star": "", "n": hidden(page, "n"), **typed}


def test_a_notice_asks_for_a_telephone_and_masks_who_did_not_consent(
    two: tuple[UUID, UUID], officer: Reader
) -> None:
    refused = officer.post("/notices/2025", {"telephone": ""})
    assert refused.status_code == 422 and "有 1 处要改" in words(refused)
    page = officer.follow(officer.post("/notices/2025", {"telephone": "0315-3300000"}))
    assert "孙*" in page and "孙丽" not in page
    assert "侯*桂" in page and "0315-3300000" in page


def test_nobody_is_decided_while_the_notice_runs(two: tuple[UUID, UUID], officer: Reader) -> None:
    officer.post("/notices/2025", {"telephone": "0315-3300000"})
    sent = decision(officer, two[0], decision="approved")
    answer = officer.post(f"/stars/2025/{two[0]}/decision", sent)
    assert answer.status_code == 422 and "公示期到" in words(answer)


def test_the_desk_shows_the_basis_and_opens_the_next_after_a_decision(
    ripe: tuple[UUID, UUID], officer: Reader, district: District
) -> None:
    page = officer.page(f"/stars/2025/{ripe[0]}")
    assert "650 分" in page and "站01" in page and "批准二星" in page
    sent = decision(officer, ripe[0], decision="approved")
    page = officer.follow(officer.post(f"/stars/2025/{ripe[0]}/decision", sent))
    assert "已决定" in page and "侯鹏桂" in page and "批准一星" in page
    [told] = district.promised("star.decided")
    assert (told["volunteer"], told["star"]) == (str(ripe[0]), 2)


def test_another_star_than_proposed_needs_a_reason_and_keeps_what_was_typed(
    ripe: tuple[UUID, UUID], officer: Reader, district: District
) -> None:
    sent = decision(officer, ripe[0], decision="approved", star="1")
    answer = officer.post(f"/stars/2025/{ripe[0]}/decision", sent)
    assert answer.status_code == 422 and "都要写明理由" in words(answer)
    sent["reason"] = "有 46 小时查无实据"
    officer.follow(officer.post(f"/stars/2025/{ripe[0]}/decision", sent))
    [told] = district.promised("star.decided")
    assert told["star"] == 1


def test_who_saw_an_older_word_is_told_of_the_newer(
    ripe: tuple[UUID, UUID], officer: Reader, district: District
) -> None:
    sent = decision(officer, ripe[0], decision="held", reason="等核实")
    officer.post(f"/stars/2025/{ripe[0]}/decision", sent)
    stale = officer.post(f"/stars/2025/{ripe[0]}/decision", sent | {"decision": "declined"})
    assert stale.status_code == 422 and "刚才有人作了决定" in words(stale)
    assert len(district.promised("star.decided")) == 1


def test_those_without_doubt_are_approved_at_once(
    ripe: tuple[UUID, UUID], officer: Reader, district: District
) -> None:
    page = officer.get("/stars/2025/approval")
    assert set(ids(page)) == {str(who) for who in ripe}
    sent = {"ids": ids(page), "back": hidden(page, "back")}
    told = officer.follow(officer.post("/stars/2025/approval", sent))
    assert "已批准 2 人" in told
    assert len(district.promised("star.decided")) == 2
    pdf = officer.get(f"/stars/2025/certificates.pdf?volunteer={ripe[0]}")
    assert pdf.data.startswith(b"%PDF")


def test_a_card_maker_reads_no_proposals(
    ripe: tuple[UUID, UUID], sign_in: SignIn, district: District
) -> None:
    maker = sign_in("card_maker")
    assert maker.get("/stars").status_code == 403
    assert maker.post(f"/stars/2025/{ripe[0]}/decision", {"n": "0"}).status_code == 403
    assert district.promised("star.decided") == []


def test_a_policy_is_set_once_seen_and_not_after_a_notice(
    two: tuple[UUID, UUID], officer: Reader
) -> None:
    figures = {
        "points_per_hour": "5",
        "one": "300",
        "two": "600",
        "three": "900",
        "rounding_minute": "30",
        "second_officer_over_hours": "8",
        "refused_over_hours": "12",
        "late_after_days": "0",
        "deadline_rule": DeadlineRule.BEFORE_FIRST_WEDNESDAY,
        "notice_working_days": "5",
        "training_minutes": "720",
    }
    page = officer.get("/policies/2026")
    sent = figures | {"_seen": hidden(page, "_seen")}
    wrong = officer.post("/policies/2026", sent | {"two": "200"})
    assert wrong.status_code == 422 and 'value="200"' in wrong.text
    assert "2026 年政策已定" in officer.follow(officer.post("/policies/2026", sent))
    stale = officer.post("/policies/2026", sent | {"points_per_hour": "6"})
    assert stale.status_code == 422
    officer.post("/notices/2025", {"telephone": "0315-3300000"})
    sent["_seen"] = hidden(officer.get("/policies/2025"), "_seen")
    late = officer.post("/policies/2025", sent | {"points_per_hour": "6"})
    assert late.status_code == 422 and "政策不能再改" in words(late)
