"""The nodes below as 上报与同步 lists them: which of them need a look, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.federation.enrolment import ACTIVE, PENDING
from shared.web.language import marked as _l
from shared.web.listing import PAGE_SIZE, Asked, Column, Listing, Rows
from shared.web.shell import LATE, NEVER, SOON, silence
from shared.web.word import word

Peer = Mapping[str, Any]
SILENT = frozenset({SOON, LATE, NEVER})
LOOK = "look"
QUIET = "quiet"


def contact(peer: Peer) -> str:
    """How the talk goes: pending, revoked, never, ok, soon (2 h of silence) or late (24 h)."""
    if peer["state"] != ACTIVE:
        return str(peer["state"])
    return silence(peer["last_ok"])


def waiting(peer: Peer) -> int:
    """What it hasn't fetched, or fetched without a receipt so far."""
    return int(peer["unsealed"] + peer["unacked"])


LISTING = Listing(
    "lower_node",
    (
        Column("title", _l("名称"), lambda peer: peer["title"]),
        Column("node", _l("节点"), lambda peer: peer["node"], start=False),
        Column("state", _l("状态"), lambda peer: word(f"link:{peer['contact']}")),
        Column("last_ok", _l("最近一次联系"), lambda peer: peer["last_ok"]),
        Column("received", _l("已收到"), lambda peer: peer["received"], number=True),
        Column("stuck", _l("没处理完"), lambda peer: peer["stuck"], number=True),
        Column("waiting", _l("等它取走"), waiting, number=True),
        Column("refused", _l("它没收下"), lambda peer: peer["refused"], number=True),
    ),
    ("q", "state"),
)


def lower_nodes(peers: Sequence[Peer], stuck: Mapping[str, int]) -> list[dict[str, Any]]:
    """The nodes below in their order, with what is stuck of each, and whether to look at it."""
    found = []
    for peer in peers:
        n = stuck.get(peer["stream"], 0)
        state = contact(peer)
        look = bool(n or peer["refused"] or state in SILENT or peer["state"] == PENDING)
        found.append({**peer, "stuck": n, "contact": state, "look": look})
    return found


def rows(nodes: Sequence[Peer], asked: Asked) -> Rows:
    """The page of them that was asked for."""
    typed, state = asked.filters.get("q", ""), asked.filters.get("state", "")
    kept = [
        node
        for node in nodes
        if (typed in node["title"] or typed in node["node"]) and _is_of(node, state)
    ]
    first = 0 if asked.excel else (asked.page - 1) * PAGE_SIZE
    last = len(kept) if asked.excel else first + PAGE_SIZE
    return Rows(asked, kept[first:last], len(kept))


def _is_of(node: Peer, state: str) -> bool:
    if state == LOOK:
        return bool(node["look"])
    if state == QUIET:
        return node["contact"] in SILENT
    return not state or node["contact"] == state
