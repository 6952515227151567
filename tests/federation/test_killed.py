"""The center dies by SIGKILL while a batch is in flight; the result is that of a quiet run."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text

from deploy.clerk import Clerk
from deploy.district import wait_until
from tests.federation.invariants import check_link
from tests.federation.proxy import Cut
from tests.federation.trial import Trial

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

TURNS = 10
KILLS = 100 if os.environ.get("SOAK") else TURNS
SEED = int(os.environ.get("KILL_SEED", "20250301"))
NEWCOMERS = 2
REPORTS = (1, 4, 7)


def cuts(seed: int, n: int) -> list[tuple[str, float]]:
    """Where the line is cut: mostly while the center works, at points that the seed draws."""
    chance = random.Random(seed)
    kinds = ("work", "request", "work", "answer", "work")
    return [(kinds[i % len(kinds)], chance.random()) for i in range(n)]


def work(chain: Trial, clerk: Clerk, turn: int, month: int | None) -> None:
    """What fills a batch: a question about a stranger, two registrations, at times a report."""
    person = chain.stranger()
    body = {"id_number": person.id_number, "name": person.name}
    clerk.node.client("clerk").post("/api/transfers", body)
    if turn < TURNS:
        for who in chain.newcomers(clerk, NEWCOMERS):
            chain.register(clerk, who)
    if month is not None:
        chain.report(clerk, month)


@pytest.fixture(scope="module")
def quiet(chain: Trial) -> dict[int, int]:
    """The second school does the same work undisturbed; which month is reported in which turn."""
    planned = {turn: chain.next_month() for turn in REPORTS}
    for turn in range(TURNS):
        work(chain, chain.clerks[1], turn, planned.get(turn))
        chain.settle()
    return planned


def test_a_killed_center_loses_nothing_and_does_nothing_twice(
    chain: Trial, quiet: dict[int, int]
) -> None:
    disturbed, calm = chain.clerks
    before = counts(chain, disturbed)
    print(f"seed {SEED}: {cuts(SEED, KILLS)}")
    for turn, (side, point) in enumerate(cuts(SEED, KILLS)):
        line = chain.line(disturbed.node)
        line.fault = "refuse"
        work(chain, disturbed, turn, quiet.get(turn))
        line.fault = cut = Cut(side, point, lambda: chain.center.process.kill("web"))
        chain.send_now(disturbed.node)
        wait_until(cut.done.is_set, 30, f"the cut {side} {point}")
        assert line.recorded[-1].messages
        chain.restart_center()
        chain.settle()
        check_link(chain.open(disturbed.node), chain.open(chain.center))
    assert months_of(chain, disturbed, quiet) == months_of(chain, calm, quiet)
    done = counts(chain, disturbed) - before
    assert done["registration.submit"] == NEWCOMERS * TURNS
    assert done["transfer.ask"] == KILLS
    assert done["tally.report"] == done["tally.detail"] == len(REPORTS)


def months_of(chain: Trial, clerk: Clerk, quiet: dict[int, int]) -> list[Any]:
    """The center's figures, volunteers by what they did: people differ, sums don't."""
    reports = chain.reports(clerk)
    shown = []
    for number in quiet.values():
        row = reports[f"2025-{number:02}"]
        detail = chain.board.center.get(f"/api/tallies/{row['id']}")
        people = sorted(
            tuple(each[name] for name in sorted(each) if name != "volunteer")
            for each in detail["volunteers"]
        )
        shown.append((row["revision"], row["cells"], row["entries"], detail["check"], people))
    return shown


def counts(chain: Trial, clerk: Clerk) -> Counter[str]:
    """The center's audit lines on what came from a station."""
    with chain.open(chain.center).session() as session:
        rows = session.execute(
            text("SELECT action, count(*) FROM audit WHERE actor_name = :name GROUP BY action"),
            {"name": clerk.station},
        )
        return Counter({action: n for action, n in rows})
