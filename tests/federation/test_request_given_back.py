"""What the requester reads while another center looks for somebody else than who gave it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from association.actions import service_request as high
from center.actions import routing
from shared.domain.service_request import Status
from station.actions import escalation, resident
from tests.conftest import MakeNode
from tests.federation.request_tree import ABOVE, AWAY, FAR, FARTHER, FIRST, HOME, forest
from tests.federation.test_request_canaries import (
    WHY,
    ZHENG,
    Trail,
    accept,
    ask,
    databases,
    pass_up,
)

__all__ = ["databases"]
ILL = "去的人病了"


def test_who_accepted_at_another_center_and_gives_back_is_announced_no_more(
    make_node: MakeNode, tmp_path: Path, clock: Callable[[str], None]
) -> None:
    trail = Trail(forest(make_node), tmp_path, clock)
    ask(trail, ZHENG)
    pass_up(trail, ZHENG)
    trail.act(HOME, routing.escalate_request, ZHENG.id, WHY)
    trail.act(ABOVE, high.route_to_center, ZHENG.id, high.Routing(AWAY, WHY))
    for far in (FAR, FARTHER):
        trail.act(AWAY, routing.route_request, ZHENG.id, routing.Routing(far, WHY))
        assert held(trail)[:2] == (Status.ROUTED, "center:02号")
        accept(trail, far, ZHENG)
        assert held(trail)[:2] == (Status.ACCEPTED, f"{far}号")
        trail.act(far, escalation.return_request, ZHENG.id, ILL)
        assert held(trail) == (Status.ROUTED, "center:02号", ILL)
    trail.act(FIRST, escalation.take_back_request, ZHENG.id)
    assert held(trail)[0] == Status.RECEIVED


def held(trail: Trail) -> tuple[str, str, str]:
    """What the requester reads: where it is, with whom, why since the last step."""
    with trail.woods.nodes[FIRST].reading() as session:
        found = resident.follow(session, ZHENG.given.code)
        assert found is not None
        line = found.lines[-1]
        session.rollback()
        return line.status, line.title, line.reason
