"""What waits at the association: each kind appears, with its oldest, and goes when it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import event

from association.actions.card import Issue, issue_cards
from association.actions.card_batch import PrintOrder, print_cards
from association.actions.card_ending import Ending, reissue_cards
from association.actions.center import Invitation, invite_center
from association.database import db
from association.domain.star_decision import Wish
from association.models.federation import TABLES
from association.models.waiting import waiting
from shared.domain.month import Month
from shared.domain.star_decision import Status
from shared.federation.enrolment import Applicant, accept, read_string
from shared.waiting import Heap
from tests.association.district import CARD_MAKER, CENTER, OFFICER, A, B, District, keys
from tests.association.test_star import decide, publish

TODAY = date(2026, 1, 12)


def heaps(today: date = TODAY) -> dict[str, Heap]:
    session = db.session()
    found = waiting(session, today)
    session.rollback()
    return found


def test_cards_wait_to_be_issued_printed_and_replaced(district: District) -> None:
    first = district.approve(approval_date=date(2025, 1, 2))
    district.approve(approval_date=date(2025, 1, 3))
    assert heaps()["queue"] == Heap(2, date(2025, 1, 2))
    with district.writing() as session:
        rows = issue_cards(session, CARD_MAKER, district.now, Issue(None, 2))
    found = heaps()
    assert "queue" not in found
    assert found["unprinted"] == Heap(2, date(2025, 1, 6))
    card = rows[0].values["card"]
    lost = {"card": card, "volunteer": first, "lost_on": date(2025, 1, 5), "reason": "lost"}
    district.receive("card.lost", CENTER, lost)
    assert heaps()["lost"] == Heap(1, date(2025, 1, 5))
    with district.writing() as session:
        reissue_cards(session, CARD_MAKER, district.now, Ending([card], 1))
    with district.writing() as session:
        print_cards(session, CARD_MAKER, district.now, PrintOrder(None, 2))
    assert not {"lost", "unprinted", "queue"} & heaps().keys()


def test_a_center_that_asks_to_be_let_in_waits(bare: District) -> None:
    with bare.writing() as session:
        asked = Invitation("center:09", "卫生局", "http://127.0.0.1:8000")
        token = read_string(invite_center(session, OFFICER, bare.now, asked)).token
        accept(session, TABLES, token, Applicant("center:09", **keys(), instance=uuid4()))
    assert heaps(date(2025, 1, 6))["enrolment"].count == 1


def test_years_are_missing_then_differ_and_then_wait_no_more(district: District) -> None:
    assert heaps()["missing_year"] == Heap(2, None)
    id = district.approve()
    district.total(A, Month(2025, 5), (9, 9, 9, 45))
    district.seal(A, {id: 10})
    district.check(A)
    found = heaps()
    assert found["missing_year"].count == 1
    assert found["year"] == Heap(1, district.now)
    district.bring_in(A, {id: 10}, version=2)
    assert "year" not in heaps()


def test_stars_go_from_proposal_over_the_notice_to_a_decision(district: District) -> None:
    one, other, late = district.approve(), district.approve(), district.approve(B)
    district.bring_in(A, {one: 130, other: 60})
    district.seal(B, {late: 60})
    assert heaps()["proposal"].count == 2
    publish(district)
    assert "proposal" not in heaps()
    assert "notice" not in heaps(date(2026, 1, 19))
    assert heaps(date(2026, 1, 20))["notice"] == Heap(2, date(2026, 1, 19))
    decide(district, [one], Wish(Status.HELD, "有异议"))
    found = heaps(date(2026, 1, 21))
    assert (found["held"], found["notice"].count) == (Heap(1, date(2026, 1, 20)), 2)
    decide(district, [one, other], Wish(Status.DECLINED, "异议属实"))
    assert not {"held", "notice"} & heaps(date(2026, 1, 21)).keys()


def test_who_is_published_again_waits_by_the_later_notice(district: District) -> None:
    id = district.approve()
    district.bring_in(A, {id: 130})
    publish(district)
    district.bring_in(A, {id: 60}, version=2)
    publish(district, datetime(2026, 1, 20, 1, tzinfo=UTC))
    assert "notice" not in heaps(date(2026, 1, 21))
    assert heaps(date(2026, 1, 28))["notice"] == Heap(1, date(2026, 1, 27))


def test_nobody_unknown_is_proposed(district: District) -> None:
    district.bring_in(A, {uuid4(): 130})
    assert "proposal" not in heaps()


def test_a_year_without_a_policy_proposes_nothing(district: District) -> None:
    assert "proposal" not in heaps(date(1990, 1, 12))


def test_it_takes_three_queries(district: District) -> None:
    district.approve()
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        heaps()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in asked if one.startswith("SELECT")]) == 3
