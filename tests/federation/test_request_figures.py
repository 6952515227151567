"""A month's requests in figures over real tiers: each counts once, wherever it was served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from association.models.tally import told_of_year
from center.actions.aggregate import aggregate
from center.actions.tally_decision import decide_tally
from center.domain.aggregate import By, Wanted
from center.domain.decision import Decision
from center.models.registration import Registration
from center.models.report import waiting
from center.models.volunteer import Volunteer as Approved
from shared.clock import business_now
from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Told, VisitFigures, add_up
from shared.domain.service_request import Channel
from station.actions import service_request
from station.actions.monthly_report import close_month, sign_month
from station.domain.report import Signature
from station.domain.service_request import Asked
from station.models.volunteer import Volunteer
from tests.conftest import MakeNode
from tests.database import Databases
from tests.federation.request_tree import ABOVE, FIRST, HOME, SISTER, Forest, forest
from tests.federation.test_request_walk import CLERK, CONTACT, act_of

MAY = Month(2025, 5)
SERVED = ("accept", "dispatch", "agree", "do", "sign")


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """One kind: seven nodes take long to found."""
    return sqlite


def ask(woods: Forest) -> UUID:
    id = uuid4()
    with woods.nodes[FIRST].writing() as session:
        asked = Asked(CONTACT, Channel.TELEPHONE, "repair", request=id)
        service_request.receive_request(session, CLERK, business_now(), asked)
    return id


def acts(woods: Forest, node: str, id: UUID, *words: str, to: str = "") -> None:
    for word in words:
        with woods.nodes[node].writing() as session:
            act_of(node, word, to)(session, id)
        woods.settle()


def approve(woods: Forest, node: str) -> None:
    """Whoever the walk sent is known at the center as approved: it counts their hours."""
    with woods.nodes[node].reading() as session:
        people = {row.id: row.name for row in session.scalars(select(Volunteer))}
    day = date(2025, 1, 1)
    same = {"station": node, "digest": "", "origin": "system", "approval_date": day}
    with woods.nodes[HOME].writing() as session:
        for id, name in people.items():
            form = Registration(
                **same | {"id": uuid4(), "volunteer": id, "name": name, "form": "{}"},
                **{"version": 1, "content": "", "status": "approved", "applied_on": day},
                **{"received_at": business_now(), "message": uuid4()},
            )
            session.add(form)
            session.flush()
            facts = {"id": id, "name": name, "status": "approved", "first_approved": day}
            session.add(Approved(**same, **facts, registration=form.id))


def report(woods: Forest, node: str) -> None:
    """The station signs May, and its center accepts it."""
    approve(woods, node)
    with woods.nodes[node].writing() as session:
        close_month(session, CLERK, business_now(), MAY)
        signature = Signature("五月小结", no_photo_reason="没有集中服务")
        sign_month(session, CLERK, business_now(), MAY, signature)
    woods.settle()
    with woods.nodes[HOME].writing() as session:
        [tally] = waiting(session)
        decide_tally(session, CLERK, business_now(), tally, Decision("accepted", "", 1))
    woods.settle()


def test_what_a_sister_served_is_received_and_escalated_here_and_served_there(
    make_node: MakeNode, clock: Callable[[str], None]
) -> None:
    clock("2025-05-05T09:00:00+08:00")
    woods = forest(make_node)
    own, passed, waiting_one = ask(woods), ask(woods), ask(woods)
    acts(woods, FIRST, own, *SERVED)
    acts(woods, FIRST, passed, "escalate")
    acts(woods, HOME, passed, "route", to=SISTER)
    acts(woods, SISTER, passed, *SERVED)
    acts(woods, FIRST, waiting_one, "accept")
    clock("2025-06-02T09:00:00+08:00")
    acts(woods, FIRST, waiting_one, *SERVED[1:])
    for node in (FIRST, SISTER):
        report(woods, node)
    first = RequestFigures(
        *(3, 1, 0, 1, 0, 1),
        oldest_days=26,
        promised=5,
        kept=4,
    )
    sister = RequestFigures(served=1, for_others=1, promised=2, kept=2)
    with woods.nodes[ABOVE].reading() as session:
        told = told_of_year(session, 2025)
    visits = told[FIRST, MAY].visits
    assert told == {(FIRST, MAY): Told(first, visits), (SISTER, MAY): Told(sister, visits)}
    assert visits == VisitFigures()
    with woods.nodes[HOME].reading() as session:
        wanted = Wanted(MAY, MAY, frozenset({By.STATION}))
        table = aggregate(session, business_now(), wanted)
    assert table.total.told == add_up(told)
    assert (add_up(told).requests.received, add_up(told).requests.served) == (3, 2)
    assert {line.key.station: line.told for line in table.lines} == {
        node: add_up({(node, MAY): told[node, MAY]}) for node in (FIRST, SISTER)
    }
