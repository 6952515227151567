"""A campaign of junk at a station's open addresses: no fault, no memory, and a clerk works on."""

from __future__ import annotations

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import psutil
import pytest
import requests

from deploy.district import Node
from tests.center.bureau import A
from tests.residents.attacked import log_is_quiet
from tests.residents.junk import Robot

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("residents")]

SOAK = bool(os.environ.get("SOAK"))
POSTS = 10_000 if SOAK else 400
SEED = int(os.environ.get("JUNK_SEED", "20260311"))
ROBOTS = 4
LOOKS = 40
PAGES = ("/today", "/volunteers", "/records", "/teams")
MEGABYTE = 1024 * 1024
MOST_GROWTH = 60 * MEGABYTE


class Clerk:
    """Somebody who works at the pages meanwhile."""

    def __init__(self, node: Node) -> None:
        self.url, self.session = node.process.url, requests.Session()
        [login] = [each for each in node.logins if each.role == "clerk"]
        typed = {"login": login.login, "password": login.password}
        self.session.post(f"{self.url}/api/session", json=typed, timeout=60).raise_for_status()

    def look(self, number: int) -> float:
        """How long a page took."""
        start = time.perf_counter()
        answer = self.session.get(self.url + PAGES[number % len(PAGES)], timeout=60)
        answer.raise_for_status()
        return time.perf_counter() - start

    def p95(self, looks: int) -> float:
        times = sorted(self.look(number) for number in range(looks))
        return times[int(len(times) * 0.95)]


def test_junk_breaks_nothing_fills_no_memory_and_a_clerk_works_on(served: Node) -> None:
    clerk = Clerk(served)
    robots = [Robot(served.process.url, SEED + number) for number in range(ROBOTS)]
    time.sleep(3.5)  # from here on their stamps are as old as a person's
    clerk.p95(len(PAGES))
    quiet = clerk.p95(LOOKS)
    for robot in robots:
        run(robot, 25)  # what a process keeps once is no leak
    before, workers = memory(served), pids(served)
    with ThreadPoolExecutor(ROBOTS) as pool:
        started = time.perf_counter()
        rounds = [pool.submit(run, robot, POSTS // ROBOTS) for robot in robots]
        times = []
        while not all(each.done() for each in rounds):
            times.append(clerk.look(len(times)))
            time.sleep(0.05)
        for each in rounds:
            each.result()
        took = time.perf_counter() - started
    grown = memory(served) - before
    busy = sorted(times)[int(len(times) * 0.95)]
    statuses = sorted({code for robot in robots for code in robot.answers})
    hung_up = Counter(kind for robot in robots for kind in robot.hung_up)
    print(f"hung up {dict(hung_up)};", end=" ")
    print(f"seed {SEED}: {POSTS} posts in {took:.0f} s, statuses {statuses}; clerk's p95", end=" ")
    print(
        f"{quiet * 1000:.0f} → {busy * 1000:.0f} ms ({busy / quiet:.1f}), {grown / MEGABYTE:.0f} MB"
    )
    assert list(chain.from_iterable(robot.worst for robot in robots)) == []
    assert {200, 404, 413, 422} <= set(statuses)
    assert grown < MOST_GROWTH
    assert pids(served) == workers  # nobody had to be started again
    assert log_is_quiet(served)


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
