"""A request between four stations, two centers and the association: real actions, any order.

Whatever crosses: one has it or, once it is over, nobody; no outcome is lost; the requester's page
says what is so; name and address lie at the first station and at who accepted it, nowhere else.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from association.actions import service_request as high
from association.models.service_request import REQUESTS as HIGH
from center.actions import base_request, routing
from center.domain.base_request import Served
from center.models.base_contact import BaseContact
from center.models.service_request import REQUESTS
from shared.account import Actor
from shared.clock import business_now, local_day
from shared.domain.contact import Contact
from shared.domain.custody import Custody
from shared.domain.passage import OVER, Passage
from shared.domain.service_record import Evaluation
from shared.domain.service_request import Channel, Status, Why
from shared.errors import RefusalError
from shared.resident import resident
from shared.service_request import passage_of
from station.actions import escalation, service_request
from station.domain.service_request import Acceptance, Asked
from station.models import service_request as requests
from station.models.request_step import steps_of
from station.models.service_request import RequestContact, ServiceRequest
from tests.conftest import MakeNode
from tests.database import Databases
from tests.federation import walk_orders
from tests.federation.request_tree import (
    ABOVE,
    AWAY,
    CENTERS,
    FAR,
    FARTHER,
    FIRST,
    HOME,
    LINES,
    SISTER,
    STATIONS,
    UPPER,
    Forest,
    forest,
)

CLERK = Actor(UUID(int=7), "刘经办", "clerk", "page")
CONTACT = Contact("郑桂芳", "13812346021", "建设路18号2楼", "厨房水管漏了，地上都是水")
WHY = "因为会修水电的义工这周都没空"
TEXT = "水管要修，要会水电维修的义工"
SOAK = bool(os.environ.get("SOAK"))
TAKERS = (SISTER, FAR, FARTHER)
PATIENT = 0.5
"""How many first stations want nothing back, so that somebody comes to serve."""
MOVED = {
    "take",
    "serve",
    "route",
    "decline",
    "escalate",
    "return",
    "take_back",
    "withdraw",
    "reopen",
    "add",
}
KEPT = (Status.CLOSED, Status.DECLINED)
"""In which states whoever served still knows whom, until it is erased."""
SERVED = {"accept", "undo", "dispatch", "agree", "do", "dispute", "sign", "return", "decline"}
"""What must have been done at least once: on the way, and at whoever took it."""
SERVING = frozenset({Status.DISPATCHED, Status.DONE})
Act = Callable[[Session, UUID], object]


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """One kind: seven nodes take long to found, and the order of messages is what is tried."""
    return sqlite


STATION_ACTS: dict[str, Callable[[Session, str, UUID, datetime], object]] = {
    "accept": lambda s, _, id, now: service_request.accept_request(
        s, CLERK, now, id, Acceptance("repair")
    ),
    "decline": lambda s, _, id, now: service_request.decline_request(s, CLERK, now, id, WHY),
    "return": lambda s, _, id, now: escalation.return_request(s, CLERK, now, id, WHY),
    "escalate": lambda s, _, id, now: escalation.confirm_escalation(
        s, CLERK, now, id, escalation.Confirmed(TEXT, Why.OTHER, WHY)
    ),
    "take_back": lambda s, _, id, now: escalation.take_back_request(s, CLERK, now, id),
    "withdraw": lambda s, _, id, now: service_request.withdraw_request(s, CLERK, now, id),
    "reopen": lambda s, _, id, now: service_request.reopen_request(s, CLERK, now, id, "没修好"),
    "undo": lambda s, _, id, now: escalation.undo_acceptance(s, CLERK, now, id),
    "add": lambda s, _, id, now: service_request.add_words(
        s, resident("page"), now, id, "门铃坏了"
    ),
    "dispatch": lambda s, _, id, now: walk_orders.dispatch(s, CLERK, now, id),
    "agree": lambda s, _, id, now: walk_orders.accept(s, CLERK, now, id),
    "refuse": lambda s, _, id, now: walk_orders.refuse(s, CLERK, now, id),
    "cancel": lambda s, _, id, now: walk_orders.cancel(s, CLERK, now, id),
    "do": lambda s, _, id, now: walk_orders.report(s, CLERK, now, id),
    "dispute": lambda s, _, id, now: walk_orders.dispute(s, CLERK, now, id),
    "sign": lambda s, _, id, now: walk_orders.sign(s, CLERK, now, id),
}
CENTER_ACTS: dict[str, Callable[[Session, str, UUID, datetime], object]] = {
    "route": lambda s, to, id, now: routing.route_request(
        s, CLERK, now, id, routing.Routing(to, WHY)
    ),
    "decline": lambda s, _, id, now: routing.decline_request(s, CLERK, now, id, WHY),
    "escalate": lambda s, _, id, now: routing.escalate_request(s, CLERK, now, id, WHY),
    "return": lambda s, _, id, now: routing.return_request(s, CLERK, now, id, WHY),
    "take": lambda s, _, id, now: base_request.take_request(s, CLERK, now, id, WHY),
    "serve": lambda s, _, id, now: base_request.report_served(
        s, CLERK, now, id, Served(local_day(now), 1, 2, Evaluation.SATISFIED)
    ),
}
HIGH_ACTS: dict[str, Callable[[Session, str, UUID, datetime], object]] = {
    "route": lambda s, to, id, now: high.route_to_center(s, CLERK, now, id, high.Routing(to, WHY)),
    "decline": lambda s, _, id, now: high.decline_request(s, CLERK, now, id, WHY),
}


def act_of(node: str, what: str, to: str) -> Act:
    """What a clerk of a station or an officer above does."""
    now = business_now()
    if node in STATIONS:
        return lambda session, id: STATION_ACTS[what](session, node, id, now)
    acts = CENTER_ACTS if node in CENTERS else HIGH_ACTS
    return lambda session, id: acts[what](session, to, id, now)


def under_way(node: str) -> list[tuple[str, ...]]:
    """What comes of an order, mostly in its order."""
    return [
        *[(node, "agree")] * 4,
        *[(node, "do")] * 6,
        *((node, what) for what in ("refuse", "cancel", "dispatch")),
    ]


def taker(node: str) -> dict[Status, list[tuple[str, ...]]]:
    """What a station does with a task, by its state."""
    back = [(node, "return")]
    return {
        Status.ROUTED: [*[(node, "accept")] * 4, *back, (node, "decline")],
        Status.ACCEPTED: [*[(node, "dispatch")] * 4, *back, (node, "undo")],
        Status.DISPATCHED: [*under_way(node), *back],
        Status.DONE: [*[(node, "sign"), (node, "dispute")] * 2, (node, "cancel")],
    }


def at_base(node: str) -> list[tuple[str, ...]]:
    """What a center does with what its base took."""
    return [*[(node, "serve", "")] * 3, (node, "return", "")]


AT_HOME = [
    *[(HOME, "route", SISTER)] * 3,
    *[(HOME, "escalate", "")] * 3,
    *[(HOME, "decline", "")] * 2,
    (HOME, "take", ""),
]
AT_AWAY = [
    *[(AWAY, "route", FAR)] * 2,
    *[(AWAY, "route", FARTHER)] * 2,
    (AWAY, "return", ""),
    (AWAY, "take", ""),
]
AT_ABOVE = [*[(ABOVE, "route", AWAY)] * 4, (ABOVE, "decline", "")]
LIKELY: dict[str, dict[Status, list[tuple[str, ...]]]] = {
    **{node: taker(node) for node in TAKERS},
    HOME: dict.fromkeys((Status.ESCALATED, Status.RETURNED, Status.ROUTED), AT_HOME)
    | {Status.ACCEPTED: at_base(HOME)},
    AWAY: dict.fromkeys((Status.RETURNED, Status.ROUTED), AT_AWAY)
    | {Status.ACCEPTED: at_base(AWAY)},
    ABOVE: dict.fromkeys((Status.ESCALATED, Status.RETURNED, Status.ROUTED), AT_ABOVE),
}
WANTED = ("take_back", "withdraw", "reopen")
WANTS = [*[(FIRST, "take_back")] * 3, (FIRST, "withdraw")]
AT_FIRST: dict[tuple[Status, bool, bool], list[tuple[str, ...]]] = {
    (Status.RECEIVED, True, False): [*[(FIRST, "escalate")] * 4, (FIRST, "accept")],
    (Status.ACCEPTED, True, False): [*[(FIRST, "escalate")] * 2, (FIRST, "dispatch")],
    (Status.DISPATCHED, True, False): [*under_way(FIRST), (FIRST, "escalate")],
    (Status.DONE, True, False): [(FIRST, "sign"), (FIRST, "reopen")],
    **{(status, False, True): WANTS for status in (Status.ESCALATED, Status.RETURNED)},
    (Status.ROUTED, False, True): WANTS,
    (Status.ACCEPTED, False, True): [(FIRST, "withdraw"), (FIRST, "add")],
    (Status.CLOSED, False, True): [(FIRST, "reopen")],
    (Status.CLOSED, False, False): [(FIRST, "reopen")],
}


class Walk(RuleBasedStateMachine):
    """One request's life; the nodes are founded once for all walks."""

    woods: Forest
    seen: set[tuple[str, str]]
    done: Counter[tuple[bool, str]]

    @initialize()
    def asks(self) -> None:
        """A resident stands at the first station's counter."""
        self.id = uuid4()
        self.said: list[tuple[str, str, Custody]] = []
        self.moved, self.known, self.turn = True, {}, 0
        self.pending, self.is_patient = "", False
        self.contacts: set[str] = set()
        with self.woods.nodes[FIRST].writing() as session:
            asked = Asked(CONTACT, Channel.TELEPHONE, "repair", request=self.id)
            service_request.receive_request(session, CLERK, business_now(), asked)

    @rule(seed=st.integers(0, 2**32), steps=st.integers(1, 12))
    def goes_on(self, seed: int, steps: int) -> None:
        self.walks(random.Random(f"{seed} {self.turn}"), steps)
        self.turn += 1

    def walks(self, chance: random.Random, steps: int) -> None:
        """Somebody does something that they can do now, or a line brings its next message.

        By chance from a seed: what hypothesis draws itself is too fond of small numbers.
        """
        self.is_patient = chance.random() < PATIENT
        for _ in range(steps):
            self.nobody_has_it_under_anothers_number()
            choices = [*self.likely(), *[(line,) for line in self.woods.waiting()] * 4]
            if not choices:
                return
            chosen = chance.choice(choices)
            if len(chosen) == 1:
                self.woods.deliver(chosen[0], chance.choice((1, 1, 5)))
                self.moved = True
            else:
                self.does(*chosen)

    @rule(node=st.sampled_from(STATIONS), what=st.sampled_from(tuple(STATION_ACTS)))
    def tries(self, node: str, what: str) -> None:
        """Anything at all, for the rules to refuse."""
        self.does(node, what)

    @rule(to=st.sampled_from(TAKERS), what=st.sampled_from(("route", "decline", "escalate")))
    def tries_at_center(self, to: str, what: str) -> None:
        self.does(UPPER[to], what, to)

    def likely(self) -> list[tuple[str, ...]]:
        """Acts with weights: what leads on is likelier than what ends."""
        found: list[tuple[str, ...]] = []
        for node, copy in self.known.items():
            if node == FIRST:
                acts = AT_FIRST.get((copy.status, copy.holder == FIRST, copy.passed_up), [])
                waits = self.is_patient or self.pending
                found += [act for act in acts if not (waits and act[1] in WANTED)]
            elif copy.holder == node or (node == AWAY and copy.holder in (FAR, FARTHER)):
                acts = LIKELY[node].get(copy.status, [])
                found += acts if self.knows_whom(node) else sorted(set(acts))
        return found

    def knows_whom(self, node: str) -> bool:
        """Before that nobody can be sent; it is tried now and then."""
        return node not in TAKERS or node in self.contacts

    @rule(number=st.integers(0, len(LINES) - 1))
    def delivers_a_line(self, number: int) -> None:
        """All that waits on one line, and nothing of the others."""
        lines = self.woods.waiting()
        if lines:
            self.woods.deliver(lines[number % len(lines)], 100)
            self.moved = True

    @rule(line=st.sampled_from(LINES))
    def repeats(self, line: str) -> None:
        self.woods.repeat(line)

    def does(self, node: str, what: str, to: str = "") -> None:
        """A real action in a real transaction; what the rules refuse changes nothing."""
        with suppress(RefusalError), self.woods.nodes[node].writing() as session:
            before = self._copy(session, node)
            act_of(node, what, to)(session, self.id)
            after = self._copy(session, node)
            assert after is not None
            self.done[node in TAKERS, what] += 1
            if what == "undo":  # nobody heard of it
                self.said.remove((node, "accepted", after.custody))
            elif after != before:
                self.said.append((node, str(after.status), after.custody))
            self.moved = True

    # what is always so

    def copies(self) -> dict[str, Passage]:
        found = {}
        for name, node in self.woods.nodes.items():
            with node.reading() as session:
                copy = self._copy(session, name)
                session.rollback()
            if copy is not None:
                found[name] = copy
        return found

    def _copy(self, session: Session, name: str) -> Passage | None:
        if name in STATIONS:
            row = session.get(ServiceRequest, self.id, populate_existing=True)
            if name == FIRST and row is not None:
                self.pending = row.pending
            return None if row is None else requests.passage_of(row)
        table = REQUESTS.table if name in CENTERS else HIGH.table
        found: Any = session.get(table, self.id, populate_existing=True)
        return None if found is None else passage_of(found)

    @invariant()
    def nobody_has_it_under_anothers_number(self) -> None:
        """Two may believe to have it while news are on their way, never under one number."""
        if not self.moved:
            return
        self.moved, self.known = False, self.copies()
        copies = self.known
        holding = [copy for name, copy in copies.items() if copy.holder == name]
        numbers = [copy.custody for copy in holding]
        assert len(set(numbers)) == len(numbers)
        assert sum(copy.status in SERVING for copy in holding) <= 1
        self._contact_lies_with_who_accepted()

    def _contact_lies_with_who_accepted(self) -> None:
        accepted = {node for node, status, _ in self.said if status == Status.ACCEPTED}
        for name in TAKERS:
            with self.woods.nodes[name].reading() as session:
                has = session.get(RequestContact, self.id) is not None
                session.rollback()
            copy = self.known.get(name)
            is_its = copy is not None and (copy.holder == name or copy.status in KEPT)
            assert not has or (name in accepted and is_its)
            serves = copy is not None and copy.holder == name and copy.status in SERVING
            assert has or not serves, f"{name} sent somebody without knowing to whom"
            self.contacts = (self.contacts | {name}) if has else (self.contacts - {name})

        for name in CENTERS:
            with self.woods.nodes[name].reading() as session:
                has = session.get(BaseContact, self.id) is not None
                session.rollback()
            copy = self.known.get(name)
            is_its = copy is not None and (copy.holder == name or copy.status in KEPT)
            assert not has or (name in accepted and is_its)

    def teardown(self) -> None:
        """All lines run dry: then every copy on the way says the same."""
        if not hasattr(self, "id"):
            return
        self.woods.settle()
        copies = self.copies()
        page, arbiter = copies[FIRST], copies[self._arbiter(copies)]
        assert (page.status, page.holder, page.custody) == (
            *(arbiter.status, arbiter.holder, arbiter.custody),
        )
        believers = [name for name, copy in copies.items() if copy.holder == name]
        assert believers == ([] if page.status in OVER else [self._end_of(copies)])
        self._page_is_whole(page)
        self._outcome_came_back(copies, page)
        self._every_outcome_is_known()
        self._nothing_is_stuck()
        self.seen |= {(self._arbiter(copies), status) for _, status, _ in self.said}
        self.seen.add((self._arbiter(copies), str(page.status)))

    def _arbiter(self, copies: dict[str, Passage]) -> str:
        if not copies[FIRST].passed_up:
            return FIRST
        return ABOVE if copies[HOME].passed_up else HOME

    def _end_of(self, copies: dict[str, Passage]) -> str:
        """Who has it as the copies say, beginning with the first station's."""
        node = FIRST
        while (holder := copies[node].holder) not in (None, node):
            node = str(holder)
        return node

    def _page_is_whole(self, page: Passage) -> None:
        """The last line of the requester's page is its state, and no question stays open."""
        with self.woods.nodes[FIRST].reading() as session:
            row = requests.by_id(session, self.id)
            last = list(steps_of(session, self.id))[-1]
            assert (last.status, row.pending) == (page.status, "")
            session.rollback()

    def _outcome_came_back(self, copies: dict[str, Passage], page: Passage) -> None:
        """What came of it elsewhere lies with the arbiter and on the page."""
        if page.status is not Status.CLOSED or not page.passed_up:
            return
        arbiter = self._arbiter(copies)
        with self.woods.nodes[FIRST].reading() as session:
            shown = requests.by_id(session, self.id).outcome
            session.rollback()
        table = HIGH.table if arbiter == ABOVE else REQUESTS.table
        with self.woods.nodes[arbiter].reading() as session:
            found: Any = session.get(table, self.id)
            kept = found.outcome
            session.rollback()
        assert shown and shown["evaluation"] == "satisfied" and kept == shown

    def _every_outcome_is_known(self) -> None:
        """What a taker said stands in the thread above it, and what counted on the page."""
        with self.woods.nodes[FIRST].reading() as session:
            shown = [step.status for step in steps_of(session, self.id)]
            session.rollback()
        for node, status, _ in self.said:
            if node not in TAKERS:
                continue
            heard = self._heard(UPPER[node], node, status)
            assert heard, f"{node} said {status}, and nobody above knows"
            if status in (Status.DONE, Status.CLOSED) and not all(heard):
                assert status in shown, f"{node} said {status}, the page doesn't"

    def _heard(self, above: str, sender: str, status: str) -> list[bool]:
        """Of each step that a node said of: whether it is a note only."""
        with self.woods.nodes[above].reading() as session:
            found = [
                step.is_note
                for step in REQUESTS.steps(session, self.id)
                if step.sender == sender and step.status == status
            ]
            session.rollback()
        return found

    def _nothing_is_stuck(self) -> None:
        """Nothing of it waits or was refused anywhere: what crosses is no fault of anybody."""
        subject = f"request:{self.id}"
        for name, node in self.woods.nodes.items():
            with node.reading() as session:
                table = node.tier.link.tables.inbox
                query = select(table.type, table.state, table.error).where(table.subject == subject)
                rows = session.execute(query).all()
                session.rollback()
            bad = [row for row in rows if row.state not in ("applied", "superseded", "erased")]
            assert bad == [], (name, bad)


def test_whatever_crosses_one_has_it_and_the_requesters_page_never_contradicts(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-02-03T16:00+08:00")
    Walk.woods, Walk.seen, Walk.done = forest(make_node), set(), Counter()
    _hurry(Walk.woods)
    for seed in range(600 if SOAK else 40):
        walk = Walk()
        walk.asks()
        walk.walks(random.Random(seed), 60)
        walk.teardown()
    examples, steps = (150, 60) if SOAK else (12, 20)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not SOAK,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=chosen)
    assert {arbiter for arbiter, _ in Walk.seen} == {FIRST, HOME, ABOVE}
    reached = {"accepted", "declined", "withdrawn", "routed", "closed"}
    assert {status for _, status in Walk.seen} >= reached, sorted(Walk.seen)
    assert {what for is_taker, what in Walk.done if is_taker} >= SERVED, sorted(Walk.done)
    assert {what for is_taker, what in Walk.done if not is_taker} >= MOVED, sorted(Walk.done)


def _hurry(woods: Forest) -> None:
    """No fsync: no power cut matters here."""
    for node in woods.nodes.values():
        with node.app.app_context():
            engine = node.tier.db.engine
            event.listen(engine, "connect", _no_sync)
            engine.dispose()


def _no_sync(dbapi: Any, _record: object) -> None:
    dbapi.execute("PRAGMA synchronous=OFF")
