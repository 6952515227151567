"""A campaign of junk at a station's open addresses: no fault, no memory, and a clerk works on."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import chain
from multiprocessing import get_context
from operator import attrgetter
from statistics import median
from threading import get_native_id

import psutil
import pytest
import requests

from benchmarks.pages import slow
from benchmarks.paired import Reading
from deploy.district import Login, Node
from tests.center.bureau import A
from tests.residents.attacked import log_is_quiet
from tests.residents.junk import Robot

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("residents")]

SOAK = bool(os.environ.get("SOAK"))
POSTS = 10_000 if SOAK else 400
ROUNDS = 5 if SOAK else 2
SEED = int(os.environ.get("JUNK_SEED", "20260311"))
ROBOTS = 4
LOOKS = 40
PAGES = ("/today", "/volunteers", "/records", "/teams")
MEGABYTE = 1024 * 1024
MOST_GROWTH = 60 * MEGABYTE
MOST_SLOWER = 3.0


@cache
def signed_in(url: str, login: str, password: str) -> requests.Session:
    """A browser of the process that asks."""
    session, typed = requests.Session(), {"login": login, "password": password}
    session.post(f"{url}/api/session", json=typed, timeout=60).raise_for_status()
    return session


def look(url: str, login: Login, number: int) -> float:
    """How long a page took."""
    session = signed_in(url, login.login, login.password)
    start = time.perf_counter()
    session.get(url + PAGES[number % len(PAGES)], timeout=60).raise_for_status()
    return time.perf_counter() - start


class Clerk:
    """Somebody who works at the pages meanwhile, in a process without robots."""

    def __init__(self, node: Node, apart: Executor) -> None:
        [login] = [each for each in node.logins if each.role == "clerk"]
        self.look: Callable[[int], float] = lambda number: apart.submit(
            look, node.process.url, login, number
        ).result()


@pytest.fixture
def clerk(served: Node) -> Iterator[Clerk]:
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:
        yield Clerk(served, apart)


@dataclass(frozen=True)
class Round:
    """What a clerk's pages took before junk came, and while it did."""

    quiet: list[float]
    busy: list[float]


def test_junk_breaks_nothing_fills_no_memory_and_a_clerk_works_on(
    served: Node, clerk: Clerk
) -> None:
    """How much slower a clerk's pages get is a figure: the whole campaign alone judges it."""
    clerk.look(0)
    robots = [Robot(served.process.url, SEED + number) for number in range(ROBOTS)]
    time.sleep(3.5)  # from here on their stamps are as old as a person's
    for robot in robots:
        run(robot, 25)  # what a process keeps once is no leak
    before, workers = memory(served), pids(served)
    started = time.perf_counter()
    reading = read([one_round(clerk, robots) for _ in range(ROUNDS)])
    took, grown = time.perf_counter() - started, memory(served) - before
    statuses = sorted({code for robot in robots for code in robot.answers})
    hung_up = sum((Counter(robot.hung_up) for robot in robots), Counter())
    print(f"hung up {dict(hung_up)}; seed {SEED}: {POSTS} posts in {took:.0f} s", end=" ")
    print(f"statuses {statuses}, {grown / MEGABYTE:.0f} MB; {reading}, ratio {reading.ratio:.1f}")
    assert list(chain.from_iterable(robot.worst for robot in robots)) == []
    assert {200, 404, 413, 422} <= set(statuses)
    assert grown < MOST_GROWTH
    assert pids(served) == workers  # nobody had to be started again
    assert log_is_quiet(served)
    assert not (SOAK and reading.is_too_slow)


def one_round(clerk: Clerk, robots: list[Robot]) -> Round:
    """A part of the posts, from all robots at once and without a pause."""
    quiet = [clerk.look(number) for number in range(LOOKS)]
    with ThreadPoolExecutor(ROBOTS, initializer=step_back) as pool:
        running = [pool.submit(run, robot, POSTS // ROUNDS // ROBOTS) for robot in robots]
        busy = []
        while not all(each.done() for each in running):
            busy.append(clerk.look(len(busy)))
            time.sleep(0.05)
        for each in running:
            each.result()
    return Round(quiet, busy)


def step_back() -> None:
    """This thread takes no processor that the node wants: robots have machines of their own."""
    os.setpriority(os.PRIO_PROCESS, get_native_id(), 10)


def read(rounds: list[Round]) -> Reading:
    """The middle of the rounds' 95ths of a hundred, with junk and without, in milliseconds."""
    busy, quiet = (
        median(slow(times(one)) for one in rounds) * 1000
        for times in (attrgetter("busy"), attrgetter("quiet"))
    )
    middles = [median(one.quiet) for one in rounds]
    scatter = max(middles) / min(middles)
    return Reading("clerk's p95", "ms", busy, quiet, "no junk", scatter, MOST_SLOWER)


def test_a_front_door_stands_it_too(received: Node) -> None:
    """The same pages; what is its own is what it does with what came through."""
    robot = Robot(received.process.url, SEED, A)
    time.sleep(3.5)
    run(robot, POSTS // 4)
    assert robot.worst == []
    assert {200, 404, 422} <= set(robot.answers)
    assert log_is_quiet(received)


def run(robot: Robot, times: int) -> None:
    for _ in range(times):
        robot.send()


def processes(node: Node) -> list[psutil.Process]:
    """The web server and its workers."""
    process = psutil.Process(node.process.running["web"].pid)
    return [process, *process.children(recursive=True)]


def memory(node: Node) -> int:
    return sum(one.memory_info().rss for one in processes(node))


def pids(node: Node) -> set[int]:
    return {one.pid for one in processes(node)}
