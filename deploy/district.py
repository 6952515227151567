"""A whole district on this machine: an association, a center or two, a station for each school."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from deploy.client import CallError, Client
from deploy.clock import ClockFile
from deploy.process import NodeProcess, free_ports
from shared.federation.http import LineError

START_SECONDS = 60
QUIET_SECONDS = 120
PAUSE_SECONDS = 0.25
ACCOUNTS = {
    "association": (("officer", "协会审核员"), ("card_maker", "制证员")),
    "center": (("officer", "中心审核员"), ("viewer", "中心查看员")),
    "station": (("head", "站长"), ("clerk", "经办员")),
}


@dataclass
class Login:
    """An account of a node, as `nodes.json` shows it."""

    login: str
    role: str
    password: str


@dataclass
class Node:
    """A running node with its accounts and one signed-in client for each of them."""

    process: NodeProcess
    logins: list[Login] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, login: str) -> Client:
        """The client of an account; signs in at its first use."""
        if login not in self.clients:
            account = next(each for each in self.logins if each.login == login)
            client = Client(self.process.url)
            self.clients[login] = client.sign_in(login, account.password)
        return self.clients[login]

    def add_account(self, role: str, name: str, login: str | None = None) -> Login:
        """The administrator makes it over the API; its holder changes the one-time password."""
        account = Login(login or role, role, secrets.token_urlsafe(9))
        new = {"login": account.login, "name": name, "role": role}
        slip = self.client("admin").post("/api/accounts", new)["one_time_password"]
        holder = Client(self.process.url).sign_in(account.login, slip)
        holder.put("/api/password", {"old": slip, "new": account.password})
        self.logins.append(account)
        return account

    def facts(self) -> dict[str, Any]:
        process = self.process
        return {
            "name": process.name,
            "title": process.title,
            "tier": process.tier,
            "url": process.url,
            "home": str(process.home),
            "logins": [vars(each) for each in self.logins],
        }


@dataclass
class District:
    """The nodes, top down, and the business clock that they share.

    `neighbour` is the same association with another center and its stations.
    """

    association: Node
    center: Node
    stations: list[Node]
    clock: ClockFile
    neighbour: District | None = None

    @property
    def nodes(self) -> list[Node]:
        return [self.association, *(lower for part in self.parts for _, lower in part.lines)]

    @property
    def parts(self) -> list[District]:
        """Each center with its stations."""
        return [self, self.neighbour] if self.neighbour else [self]

    @property
    def lines(self) -> list[tuple[Node, Node]]:
        """Upper and lower node of each line of the center."""
        return [(self.association, self.center), *((self.center, one) for one in self.stations)]

    def settle(self) -> None:
        """Sends now and waits until nothing is under way on any link, twice in a row.

        Raises TimeoutError after 120 s, with what the links say.
        """
        deadline = time.monotonic() + QUIET_SECONDS
        calm = 0
        while calm < 2:
            restless = self._restless()
            calm = 0 if restless else calm + 1
            if restless and time.monotonic() > deadline:
                raise TimeoutError(f"the links don't come to rest: {restless}")
            for node in self.nodes[1:] if restless else []:
                node.client("admin").post("/api/link/dispatch")
            time.sleep(PAUSE_SECONDS if restless else 0)

    def _restless(self) -> list[Any]:
        """What the links say of the nodes that have something under way."""
        states = [node.client("admin").get("/api/link") for node in self.nodes]
        return [state for state in states if not state["quiet"]]


def plan(
    root: Path,
    titles: list[str],
    databases: list[str] | None = None,
    beside: list[str] | None = None,
) -> District:
    """The nodes with free ports, nothing started yet; `beside` are a second center's stations."""
    names = [("association", "13", "古冶区党员义工协会")]
    names += _part("01", "教育局党员义工服务中心", titles)
    if beside is not None:
        names += _part("02", "农业农村局党员义工服务中心", beside)
    clock = ClockFile(root / "clock")
    nodes = []
    for (tier, code, title), port, i in zip(names, free_ports(len(names)), range(99), strict=False):
        environment = {"YIGONG_CLOCK": str(clock.path)}
        if databases:
            environment["DATABASE_URL"] = databases[i]
        nodes.append(Node(NodeProcess(root, tier, code, title, port, environment)))
    return district_of(nodes, clock)


def _part(code: str, title: str, titles: list[str]) -> list[tuple[str, str, str]]:
    stations = [("station", f"{code}-{i:02}", each) for i, each in enumerate(titles, 1)]
    return [("center", code, title), *stations]


def district_of(nodes: list[Node], clock: ClockFile) -> District:
    """The association first, then each center followed by its stations."""
    association, *rest = nodes
    found: list[District] = []
    for node in rest:
        if node.process.tier == "center":
            found.append(District(association, node, [], clock))
        else:
            found[-1].stations.append(node)
    found[0].neighbour = found[1] if found[1:] else None
    return found[0]


def found(district: District, opened_on: date) -> None:
    """Makes homes, keys and databases of all nodes; the district word goes to stations alone."""
    _initialise(district.association, opened_on)
    word = district.association.process.root / "district-word"
    word.touch(mode=0o600)
    word.write_text(district.association.process.command("word"), encoding="ascii")
    lines = [line for part in district.parts for line in part.lines]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda line: _initialise_below(line, opened_on, word), lines))
    word.unlink()


def _initialise_below(line: tuple[Node, Node], opened_on: date, word: Path) -> None:
    upper, lower = line
    more = ("--word-file", str(word)) if lower.process.tier == "station" else ()
    _initialise(lower, opened_on, "--upper", upper.process.name, *more)


def _initialise(node: Node, opened_on: date, *more: str) -> None:
    account = Login("admin", "administrator", secrets.token_urlsafe(9))
    process = node.process
    words = ("--code", process.code, "--title", process.title, "--opened-on", str(opened_on))
    process.environment["YIGONG_ADMIN_PASSWORD"] = account.password
    process.command("init", *words, *more)
    del process.environment["YIGONG_ADMIN_PASSWORD"]
    node.logins.append(account)


@contextmanager
def running(district: District) -> Iterator[District]:
    """Starts web and agent of each node, waits until all answer; ends them by id on the way out."""
    try:
        for node in district.nodes:
            node.process.start()
        for node in district.nodes:
            wait_until(lambda node=node: _answers(node), START_SECONDS, node.process.name)  # type: ignore[misc]
        yield district
    finally:
        with ThreadPoolExecutor(len(district.nodes)) as pool:
            list(pool.map(lambda node: node.process.stop(), district.nodes))


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Asks every 0.1 s; TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.1)


def _answers(node: Node) -> bool:
    if part := node.process.died():
        raise RuntimeError(f"{node.process.name}: {part} ended by itself, see its log")
    try:
        Client(node.process.url).get("/health")
    except (LineError, CallError):
        return False
    return True


def enrol(district: District) -> None:
    """Accounts at every node; then each lower node is enrolled, compared and approved."""
    for node in district.nodes:
        for role, name in ACCOUNTS[node.process.tier]:
            node.add_account(role, name)
    join(district)


def join(district: District) -> None:
    """Each lower node by a string of its upper one, and by its fingerprint."""
    for part in district.parts:
        for upper, lower in part.lines:
            _join(upper, lower)
    district.settle()


def _join(upper: Node, lower: Node) -> None:
    facts = {"node": lower.process.name, "title": lower.process.title, "url": upper.process.url}
    string = upper.client("admin").post("/api/enrolments", facts)["string"]
    shown = lower.client("admin").post("/api/link/enrolment", {"string": string})
    upper.client("admin").post(
        f"/api/enrolments/{lower.process.name}/approval", {"fingerprint": shown["fingerprint"]}
    )
