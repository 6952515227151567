"""A request on its way over stations, centers and association: one holder, whatever crosses."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.custody import Custody
from shared.domain.passage import (
    Desk,
    Passage,
    arrive,
    begin,
    decline,
    escalate,
    hear,
    learn,
    reopen,
    route,
    serve,
    take_back,
    withdraw,
)
from shared.domain.service_request import Status
from shared.errors import ConflictError, ForbiddenError, InvalidError, RefusalError

FIRST, SISTER, CENTER, ABOVE = "station:1", "station:2", "center:1", "association:1"
WHY = "因为本站会修水电的义工这周都没空"
DESK = Desk(CENTER, frozenset({FIRST, SISTER, "station:3"}))
HIGH = Desk(ABOVE, frozenset({CENTER, "center:2", "center:3"}), is_association=True)
SENT = escalate(begin(FIRST), FIRST, CENTER, WHY)
HERE = arrive(None, SENT, DESK)
ROUTED = route(HERE, DESK, SISTER, WHY)


def code_of(refused: pytest.ExceptionInfo[RefusalError]) -> str:
    return refused.value.code


def test_a_request_is_held_by_its_station_then_by_the_center_then_by_whom_it_is_routed_to() -> None:
    assert (begin(FIRST).holder, begin(FIRST).custody) == (FIRST, Custody())
    assert (SENT.holder, SENT.status, SENT.custody) == (CENTER, Status.ESCALATED, Custody())
    assert (HERE.holder, HERE.custody) == (CENTER, Custody(0, 1))
    assert (ROUTED.holder, ROUTED.custody) == (SISTER, Custody(0, 2))


def test_the_association_counts_above_the_center_which_counts_on_below() -> None:
    high = arrive(None, escalate(HERE, CENTER, ABOVE, WHY), HIGH)
    assert (high.holder, high.custody) == (ABOVE, Custody(1, 0))
    asked = route(high, HIGH, "center:2", WHY)
    assert asked.custody == Custody(2, 0)
    said = Passage(FIRST, Status.ACCEPTED, "station:4", Custody(2, 3))
    heard = hear(asked, "center:2", said, HIGH)
    assert (heard.status, heard.holder, heard.custody) == (
        *(Status.ACCEPTED, "center:2", Custody(2, 3)),
    )
    for custody, code in ((Custody(2, 2), "custody.stale"), (Custody(3, 0), "custody.ahead")):
        with pytest.raises(ConflictError) as refused:
            hear(heard, "center:2", replace(said, status=Status.DISPATCHED, custody=custody), HIGH)
        assert code_of(refused) == code


def test_a_center_below_may_find_another_station_after_one_that_accepted() -> None:
    high = arrive(None, escalate(HERE, CENTER, ABOVE, WHY), HIGH)
    first = Passage(FIRST, Status.ACCEPTED, "station:4", Custody(2, 1))
    heard = hear(route(high, HIGH, "center:2", WHY), "center:2", first, HIGH)
    back = Passage(FIRST, Status.ROUTED, "center:2", Custody(2, 2))
    got_back = hear(heard, "center:2", back, HIGH)
    assert (got_back.status, got_back.holder) == (Status.ROUTED, "center:2")
    with pytest.raises(ConflictError, match="not_movable"):
        hear(heard, "center:2", replace(back, custody=Custody(2, 1)), HIGH)
    again = hear(got_back, "center:2", replace(first, custody=Custody(2, 3)), HIGH)
    assert (again.status, again.custody) == (Status.ACCEPTED, Custody(2, 3))
    again = hear(heard, "center:2", replace(first, custody=Custody(2, 3)), HIGH)
    assert (again.status, again.custody) == (Status.ACCEPTED, Custody(2, 3))
    with pytest.raises(ConflictError, match="not_movable"):
        hear(again, "center:2", replace(first, custody=Custody(2, 3)), HIGH)


def test_who_comes_and_when_is_heard_while_the_status_stays() -> None:
    taken = hear(ROUTED, SISTER, serve(ROUTED, SISTER, Status.ACCEPTED), DESK)
    sent = hear(taken, SISTER, serve(taken, SISTER, Status.DISPATCHED), DESK)
    assert hear(sent, SISTER, sent, DESK) == sent
    with pytest.raises(ConflictError):
        hear(taken, SISTER, taken, DESK)
    with pytest.raises(ConflictError):
        hear(sent, "station:3", sent, DESK)


def test_only_whom_it_was_routed_to_is_heard_and_only_under_its_number() -> None:
    said = serve(replace(ROUTED), SISTER, Status.ACCEPTED)
    assert hear(ROUTED, SISTER, said, DESK).status is Status.ACCEPTED
    for passage, sender, code in (
        (said, "station:3", "custody.stale"),
        (replace(said, custody=Custody(0, 1)), SISTER, "custody.stale"),
        (replace(said, custody=Custody(0, 3)), SISTER, "custody.ahead"),
    ):
        with pytest.raises(ConflictError) as refused:
            hear(ROUTED, sender, passage, DESK)
        assert code_of(refused) == code


def test_what_is_given_back_is_the_center_s_at_once_and_late_words_are_stale() -> None:
    back = hear(ROUTED, SISTER, serve(ROUTED, SISTER, Status.RETURNED, WHY), DESK)
    assert (back.status, back.holder, back.custody) == (Status.RETURNED, CENTER, Custody(0, 3))
    with pytest.raises(ConflictError):
        hear(back, SISTER, serve(ROUTED, SISTER, Status.ACCEPTED), DESK)
    again = route(back, DESK, "station:3", WHY)
    assert (again.holder, again.custody) == ("station:3", Custody(0, 4))


def test_who_was_only_asked_loses_it_to_another_and_who_accepted_does_not() -> None:
    moved = route(ROUTED, DESK, "station:3", WHY)
    assert (moved.holder, moved.custody) == ("station:3", Custody(0, 3))
    taken = hear(ROUTED, SISTER, serve(ROUTED, SISTER, Status.ACCEPTED), DESK)
    for act in (
        lambda: route(taken, DESK, "station:3", WHY),
        lambda: decline(taken, DESK, WHY),
    ):
        with pytest.raises(ForbiddenError) as refused:
            act()
        assert code_of(refused) == "passage.not_holder"


@pytest.mark.parametrize("to", [FIRST, SISTER, "station:4", CENTER])
def test_it_is_routed_to_another_node_below_and_never_where_it_came_from(to: str) -> None:
    with pytest.raises(ConflictError) as refused:
        route(ROUTED, DESK, to, WHY)
    assert code_of(refused) == "passage.not_routable"


def test_what_was_passed_up_is_moved_and_decided_on_above_alone() -> None:
    passed = escalate(HERE, CENTER, ABOVE, WHY)
    for act in (
        lambda: route(passed, DESK, SISTER, WHY),
        lambda: decline(passed, DESK, WHY),
        lambda: take_back(passed, DESK),
        lambda: withdraw(passed, DESK),
        lambda: escalate(passed, CENTER, ABOVE, WHY),
    ):
        with pytest.raises(ForbiddenError):
            act()
    elsewhere = learn(passed, Passage(FIRST, Status.ROUTED, "center:2", Custody(2, 0)))
    with pytest.raises(ForbiddenError) as refused:
        route(elsewhere, DESK, SISTER, WHY)
    assert code_of(refused) == "passage.not_holder"
    assert not learn(elsewhere, Passage(FIRST, Status.RECEIVED, FIRST, Custody(3, 0))).passed_up


def test_the_first_station_has_it_again_unless_somebody_accepted() -> None:
    back = take_back(ROUTED, DESK)
    assert (back.status, back.holder, back.custody) == (Status.RECEIVED, FIRST, Custody(0, 3))
    taken = hear(ROUTED, SISTER, serve(ROUTED, SISTER, Status.ACCEPTED), DESK)
    with pytest.raises(ConflictError) as refused:
        take_back(taken, DESK)
    assert code_of(refused) == "service_request.not_taken_back"
    assert withdraw(taken, DESK).holder is None


def test_news_that_are_older_than_what_is_known_change_nothing() -> None:
    known = learn(SENT, ROUTED)
    with pytest.raises(ConflictError) as refused:
        learn(known, HERE)
    assert code_of(refused) == "custody.stale"


def test_it_comes_again_when_it_was_back_or_closed_and_never_before() -> None:
    back = take_back(ROUTED, DESK)
    mine = learn(SENT, back)
    again = arrive(back, escalate(mine, FIRST, CENTER, WHY), DESK)
    assert (again.holder, again.custody) == (CENTER, Custody(0, 4))
    with pytest.raises(ConflictError) as refused:
        arrive(ROUTED, SENT, DESK)
    assert code_of(refused) == "passage.not_back"
    with pytest.raises(ConflictError) as refused:
        arrive(back, SENT, DESK)
    assert code_of(refused) == "custody.stale"
    closed = replace(ROUTED, status=Status.CLOSED, holder=None)
    opened = reopen(learn(SENT, closed), erased=False)
    assert (opened.holder, opened.passed_up) == (FIRST, False)
    assert arrive(closed, escalate(opened, FIRST, CENTER, WHY), DESK).custody == Custody(0, 3)


def test_who_served_elsewhere_is_told_not_solved_only_once_it_is_closed() -> None:
    done = Passage(FIRST, Status.DONE, SISTER, Custody(0, 2))
    with pytest.raises(ConflictError) as refused:
        reopen(done, erased=False)
    assert code_of(refused) == "service_request.not_reopened"
    own = replace(done, holder=FIRST)
    assert reopen(own, erased=False).status is Status.RECEIVED


def test_nobody_serves_what_they_have_not_and_gives_back_what_is_their_own() -> None:
    with pytest.raises(ForbiddenError):
        serve(ROUTED, FIRST, Status.ACCEPTED)
    accepted = serve(begin(FIRST), FIRST, Status.ACCEPTED)
    assert accepted.holder == FIRST
    with pytest.raises(ConflictError) as refused:
        serve(accepted, FIRST, Status.RETURNED, WHY)
    assert code_of(refused) == "passage.own_request"
    assert serve(accepted, FIRST, Status.DECLINED, WHY).holder is None
    with pytest.raises(InvalidError):
        serve(accepted, FIRST, Status.DECLINED)


CENTERS = {
    CENTER: (FIRST, SISTER, "station:3"),
    "center:2": ("station:4", "station:6"),
    "center:3": ("station:5",),
}
DESKS = {name: Desk(name, below) for name, below in CENTERS.items()} | {ABOVE: HIGH}
UPPER = {station: name for name, below in CENTERS.items() for station in below}
UPPER |= dict.fromkeys(CENTERS, ABOVE)
STATIONS = [name for name in UPPER if name not in CENTERS]
STEPS = (Status.ACCEPTED, Status.DISPATCHED, Status.DONE, Status.CLOSED)
Message = tuple[str, Passage]
Act = Callable[[], None]
MOST_ASKED = 3


class Tree:
    """The rules at every node, and lines that deliver in order, each whenever it likes.

    `contact` is who may read name and address, `takers` who accepted it under which custody, `news`
    what the first station's page said in turn.
    """

    def __init__(self) -> None:
        self.copies: dict[str, Passage] = {FIRST: begin(FIRST)}
        self.lines: dict[tuple[str, str], deque[Message]] = {}
        self.contact = {FIRST}
        self.takers: dict[Custody, str] = {}
        self.asked = 0
        self.news: list[str] = []

    def acts(self) -> list[Act]:
        """Everything that somebody can do now, and every line that can deliver; ends are rarer."""
        serving, others, ends = [], [self.reopens, self.asks("back")], [self.asks("withdrawn")]
        for node, copy in self.copies.items():
            if node in STATIONS:
                serving += [self.serves(node, to) for to in STEPS if self.may_serve(node, to)]
                others.append(self.serves(node, Status.RETURNED))
            else:
                others += [self.routes(node, to) for to in DESKS[node].below if to != CENTER]
                ends += [self.moves(node, decline)] if node in (CENTER, ABOVE) else []
            if node in ("center:2", "center:3"):
                others.append(self.serves(node, Status.RETURNED))
            if node in (FIRST, CENTER) and copy.holder == node:
                others.append(self.escalates(node))
        deliveries = [self.delivers(line) for line, queue in self.lines.items() if queue]
        many = [*serving * 40, *others * 4, *ends]
        allowed = {id(act): self.is_allowed(act) for act in [*serving, *others, *ends]}
        return [act for act in many if allowed[id(act)]] + deliveries * 40

    def is_allowed(self, act: Act) -> bool:
        """Whether the rules let it pass; tried on a copy of everything."""
        kept = (dict(self.copies), {line: deque(queue) for line, queue in self.lines.items()})
        rest = (set(self.contact), self.asked, list(self.news))
        try:
            act()
        except RefusalError:
            return False
        finally:
            self.copies, self.lines = kept
            self.contact, self.asked, self.news = rest
        return True

    def may_serve(self, node: str, to: Status) -> bool:
        """Beyond accepting it nobody does anything without the contact."""
        return node in self.contact or to is Status.ACCEPTED

    # what people do

    def serves(self, node: str, to: Status) -> Act:
        def act() -> None:
            self.copies[node] = served = serve(self.copies[node], node, to, WHY)
            if to is Status.ACCEPTED:
                self.takers[served.custody] = node
            if node != FIRST:
                self.send(node, UPPER[node], "progress")

        return act

    def escalates(self, node: str) -> Act:
        def act() -> None:
            self.copies[node] = escalate(self.copies[node], node, UPPER[node], WHY)
            self.send(node, UPPER[node], "escalated")

        return act

    def routes(self, node: str, to: str) -> Act:
        def act() -> None:
            lost = self.copies[node].holder
            self.copies[node] = route(self.copies[node], DESKS[node], to, WHY)
            self.tell(node, lost, to)

        return act

    def moves(self, node: str, change: Callable[[Passage, Desk, str], Passage]) -> Act:
        def act() -> None:
            lost = self.copies[node].holder
            self.copies[node] = change(self.copies[node], DESKS[node], WHY)
            self.tell(node, lost)

        return act

    def asks(self, kind: str) -> Act:
        def act() -> None:
            if not self.copies[FIRST].passed_up or self.asked == MOST_ASKED:
                raise ConflictError("passage.not_back")
            self.asked += 1
            self.send(FIRST, CENTER, kind)

        return act

    def reopens(self) -> None:
        self.copies[FIRST] = reopen(self.copies[FIRST], erased=False)

    # what the lines do

    def send(self, sender: str, to: str, kind: str) -> None:
        self.lines.setdefault((sender, to), deque()).append((kind, self.copies[sender]))

    def tell(self, node: str, *others: str | None) -> None:
        """News of a node's copy: on the first station's way, and to who lost it or has it now."""
        for to in sorted({CENTER if node == ABOVE else FIRST, *filter(None, others)}):
            if UPPER.get(to) == node:
                self.send(node, to, "news")

    def delivers(self, line: tuple[str, str]) -> Act:
        def act() -> None:
            kind, passage = self.lines[line].popleft()
            with suppress(RefusalError):
                getattr(self, f"on_{kind}")(*line, passage)

        return act

    def on_escalated(self, _sender: str, to: str, passage: Passage) -> None:
        self.copies[to] = arrive(self.copies.get(to), passage, DESKS[to])
        self.tell(to)

    def on_progress(self, sender: str, to: str, passage: Passage) -> None:
        self.copies[to] = heard = hear(self.copies[to], sender, passage, DESKS[to])
        if to in (CENTER, ABOVE):
            self.tell(to)
        elif heard.status is not Status.RETURNED:
            self.send(to, ABOVE, "progress")

    def on_news(self, _sender: str, to: str, passage: Passage) -> None:
        known = self.copies.get(to, begin(FIRST))
        self.copies[to] = learned = learn(known, passage)
        down = FIRST if to == CENTER else known.holder
        if to in CENTERS and down in DESKS[to].below:
            self.send(to, str(down), "news")
        if to != FIRST:
            return
        self.news.append(passage.status)
        if learned.status is Status.ACCEPTED:
            self.contact.add(self.takers[learned.custody])

    def on_back(self, _sender: str, to: str, passage: Passage) -> None:
        self.decides(to, "back", passage, take_back)

    def on_withdrawn(self, _sender: str, to: str, passage: Passage) -> None:
        self.decides(to, "withdrawn", passage, withdraw)

    def decides(
        self, to: str, kind: str, passage: Passage, change: Callable[[Passage, Desk], Passage]
    ) -> None:
        copy = self.copies[to]
        if copy.passed_up:
            self.lines.setdefault((to, ABOVE), deque()).append((kind, passage))
        elif copy.holder != FIRST:
            self.copies[to] = change(copy, DESKS[to])
            self.tell(to, copy.holder)

    # what is always so

    def end_of(self, node: str) -> str:
        """Who has it as the copies say, beginning with one node's."""
        while (holder := self.copies[node].holder) not in (None, node):
            node = str(holder)
        return node

    def believers(self) -> list[str]:
        return [node for node, copy in self.copies.items() if copy.holder == node]

    def check(self) -> None:
        """Two may believe to hold it while news are on their way, never under one number."""
        numbers = [self.copies[node].custody for node in self.believers()]
        assert len(set(numbers)) == len(numbers)
        serving = [node for node in self.believers() if self.copies[node].status in SERVED]
        assert len(serving) <= 1

    def check_quiet(self) -> None:
        """One has it or, when it is over, nobody; and the requester's page says what is so."""
        page = self.copies[FIRST]
        arbiter = self.copies[self.arbiter()]
        assert (page.status, page.holder) == (arbiter.status, arbiter.holder)
        assert page.custody == arbiter.custody
        is_over = page.status in (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN)
        assert self.believers() == ([] if is_over else [self.end_of(FIRST)])

    def arbiter(self) -> str:
        if not self.copies[FIRST].passed_up:
            return FIRST
        return ABOVE if self.copies[CENTER].passed_up else CENTER


SERVED = frozenset({Status.DISPATCHED, Status.DONE})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 10_000), max_size=80))
def test_whatever_crosses_one_has_it_and_the_requester_s_page_never_contradicts(
    choices: list[int],
) -> None:
    walk(choices)


def test_long_walks_reach_every_end_by_every_tier() -> None:
    seen: set[tuple[str, str]] = set()
    for seed in range(80):
        chance = random.Random(seed)
        tree = walk(chance.randrange(10_000) for _ in range(120))
        seen |= {(tree.arbiter(), status) for status in tree.news}
    ends = (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN, Status.RECEIVED, Status.RETURNED)
    assert {status for _, status in seen} >= {*ends, Status.ACCEPTED, Status.DONE, Status.ROUTED}
    assert {(ABOVE, Status.CLOSED), (CENTER, Status.CLOSED)} <= seen


def walk(choices: Iterable[int]) -> Tree:
    tree = Tree()
    for choice in choices:
        if not (acts := tree.acts()):
            break
        acts[choice % len(acts)]()
        tree.check()
    while waiting := [line for line, queue in tree.lines.items() if queue]:
        tree.delivers(waiting[0])()
        tree.check()
    tree.check_quiet()
    return tree
