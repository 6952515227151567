"""Cards: numbers, bulk issue with a result a row, hand-over."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from threading import Barrier, Event, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from association.actions.card import Issue, issue_cards
from association.database import db
from association.domain.bulk import Result
from association.models import volunteer
from association.models.card import Card, by_id
from association.models.counter import Counter
from shared.database import transaction
from shared.errors import ForbiddenError, InvalidError, NotFoundError
from tests.association.district import CARD_MAKER, CENTER, OTHER_CENTER, A, B, District

PROCESSES = 4
VOLUNTEERS = 90


def issue(district: District, ids: list[UUID] | None, count: int) -> list[Result]:
    with district.writing() as session:
        return issue_cards(session, CARD_MAKER, district.now, Issue(ids, count))


def test_the_whole_queue_gets_cards_numbered_in_the_order_of_approval(district: District) -> None:
    late = district.approve(approval_date=date(2025, 1, 5))
    early = district.approve(B, approval_date=date(2025, 1, 2))
    rows = issue(district, None, 2)
    assert [(row.id, row.values["number"]) for row in rows] == [
        (early, "13-2025-00001"),
        (late, "13-2025-00002"),
    ]
    told = district.promised("card.issued", CENTER)
    assert [(card["number"], card["station"]) for card in told] == [
        ("13-2025-00001", B),
        ("13-2025-00002", A),
    ]
    assert told[0]["issued_on"] == "2025-01-06"
    assert len(district.audited("card.issued")) == 2


def test_numbers_begin_anew_with_the_year_of_the_business_clock(district: District) -> None:
    issue(district, [district.approve()], 1)
    district.now = datetime(2025, 12, 31, 16, tzinfo=UTC)
    [row] = issue(district, [district.approve()], 1)
    assert row.values["number"] == "13-2026-00001"


def test_a_queue_that_has_grown_since_is_refused_as_a_whole(district: District) -> None:
    district.approve()
    district.approve()
    with pytest.raises(InvalidError, match=r"bulk\.count_differs"):
        issue(district, None, 1)
    with pytest.raises(InvalidError, match=r"bulk\.count_differs"):
        issue(district, [district.approve()], 2)
    assert district.promised("card.issued") == []


def test_rows_that_cannot_be_done_say_why_and_the_others_are_done(district: District) -> None:
    holder, gone, fine, stranger = (*(district.approve() for _ in range(3)), uuid4())
    issue(district, [holder], 1)
    left = {"volunteer": gone, "left_on": date(2025, 1, 6), "reason": "other"}
    district.receive("volunteer.left", CENTER, left)
    rows = issue(district, [holder, gone, stranger, fine], 4)
    assert [(row.outcome, row.code) for row in rows] == [
        ("refused", "card.already_valid"),
        ("refused", "card.volunteer_left"),
        ("refused", "volunteer.unknown"),
        ("done", ""),
    ]
    assert rows[-1].values["number"] == "13-2025-00002"


def test_two_who_issue_at_once_give_no_number_and_no_card_twice(district: District) -> None:
    ids = [district.approve() for _ in range(12)]
    start, faults = Barrier(2), []

    def work() -> None:
        start.wait()
        for id in ids:
            try:
                with district.app.app_context():
                    issue(district, [id], 1)
            except Exception as fault:
                faults.append(fault)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    session = db.session()
    cards = session.query(Card).all()
    assert {card.volunteer for card in cards} == set(ids)
    assert sorted(card.number for card in cards) == [
        f"13-2025-{number:05d}" for number in range(1, 13)
    ]


def handed(district: District) -> tuple[Card, dict[str, object]]:
    id = district.approve()
    [row] = issue(district, [id], 1)
    card = db.session().get_one(Card, row.values["card"])
    db.session().rollback()
    data = {"card": card.id, "volunteer": id, "handed_on": date(2025, 1, 9), "badge": True}
    return card, data


def test_a_hand_over_is_noted_with_the_badge(district: District) -> None:
    card, data = handed(district)
    district.receive("card.handed_over", CENTER, data)
    found = db.session().get_one(Card, card.id)
    assert (found.handed_on, found.badge, found.status) == (date(2025, 1, 9), True, "valid")
    [line] = district.audited("card.handed_over")
    assert line.before == {"handed_on": None, "badge": None}


def test_a_hand_over_of_an_unknown_card_waits(district: District) -> None:
    _, data = handed(district)
    with pytest.raises(NotFoundError, match=r"card\.unknown"):
        district.receive("card.handed_over", CENTER, {**data, "card": uuid4()})
    with pytest.raises(NotFoundError):
        by_id(db.session(), uuid4())


def test_a_hand_over_to_another_or_by_another_center_is_refused(district: District) -> None:
    district.admit(OTHER_CENTER, "卫生局")
    _, data = handed(district)
    with pytest.raises(InvalidError, match=r"card\.of_other_volunteer"):
        district.receive("card.handed_over", CENTER, {**data, "volunteer": uuid4()})
    with pytest.raises(ForbiddenError, match=r"card\.of_other_center"):
        district.receive("card.handed_over", OTHER_CENTER, data)


def test_four_processes_issue_no_number_twice_and_no_volunteer_two_cards(
    district: District,
) -> None:
    people = {district.approve() for _ in range(VOLUNTEERS)}
    url = db.engine.url.render_as_string(hide_password=False)
    home = district.app.extensions["yigong_settings"].home.folder
    line = [sys.executable, "-m", "tests.association.card_maker", str(home)]
    env = os.environ | {"DATABASE_URL": url}
    started = [subprocess.Popen(line, env=env) for _ in range(PROCESSES)]
    assert [process.wait(60) for process in started] == [0] * PROCESSES
    with district.writing() as session:
        cards = list(session.scalars(select(Card)))
        last = session.scalars(select(Counter.last)).one()
    numbers = sorted(card.number for card in cards)
    assert numbers == [f"13-2025-{n:05d}" for n in range(1, VOLUNTEERS + 1)]
    assert {card.volunteer for card in cards} == people and last == VOLUNTEERS
    promised = [said["number"] for said in district.promised("card.issued")]
    assert sorted(promised) == numbers


def test_who_leaves_while_cards_are_issued_keeps_no_valid_one(district: District) -> None:
    leaver, others = district.approve(), [district.approve() for _ in range(3)]
    left = {"volunteer": leaver, "left_on": date(2025, 1, 6), "reason": "retired"}
    begun, rows = Event(), []

    def leave() -> None:
        with district.app.app_context(), transaction(db) as session:
            volunteer.by_id(session, leaver, lock=True).left_on = date(2025, 1, 6)
            session.flush()
            begun.set()
            time.sleep(0.5)

    def act() -> None:
        begun.wait(10)
        with district.app.app_context(), transaction(db) as session:
            everybody = Issue([leaver, *others], 4)
            rows.extend(issue_cards(session, CARD_MAKER, district.now, everybody))

    threads = [Thread(target=work) for work in (leave, act)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.code for row in rows] == ["card.volunteer_left", "", "", ""]
    district.receive("volunteer.left", CENTER, left)
    with district.writing() as session:
        assert {card.volunteer for card in session.scalars(select(Card))} == set(others)
