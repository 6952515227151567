"""Follows the links of a node's pages: each kind of page once, however many things there are."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from tests.browser.visit import Visit

MOST = 150
DOWNLOADED = ("Download is starting", "ERR_ABORTED")
LINKS = "all => all.filter(a => !a.hasAttribute('download')).map(a => a.href)"
VARYING = re.compile(
    r"^([0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+|[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
    r"|(association|center|station):[0-9-]+|[0-9]+-[0-9]{4}-[0-9]+)$"
)


@dataclass
class Walk:
    """The pages that were seen: kind of address → the address that stood for it."""

    seen: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def through(self, visit: Visit, start: str = "/") -> Iterator[str]:
        """Opens page after page and gives each that nobody saw before, while it stands open."""
        waiting, met = deque([start]), set()
        while waiting:
            path = waiting.popleft()
            kind = kind_of(path)
            if kind in met or kind in self.files:
                continue
            met.add(kind)
            assert len(met) <= MOST, f"no end of pages: {sorted(met)[-5:]}"
            if not self._open(visit, path):
                visit.settled()  # noted as wrong, or a file
                continue
            links = visit.page.locator("a[href]").evaluate_all(LINKS)
            waiting.extend(p for p in map(_path_on(visit), links) if p)
            if kind not in self.seen:
                self.seen[kind] = path
                yield path

    def _open(self, visit: Visit, path: str) -> bool:
        """Whether a page stands open; a file that is offered isn't one. Errors are noted."""
        try:
            response = visit.go(path)
        except PlaywrightError as error:
            if not any(word in str(error) for word in DOWNLOADED):
                raise
            self.files[kind_of(path)] = path
            return False
        if response.status >= 400:
            self.wrong.append(f"{path}: {response.status}")
        elif "html" not in response.headers.get("content-type", ""):
            self.files[kind_of(path)] = path
        else:
            return True
        return False


def kind_of(path: str) -> str:
    """An address without ids, numbers and dates; of a page's queries one is enough."""
    parts = urlsplit(path)
    steps = ["*" if VARYING.match(step) else step for step in parts.path.split("/")]
    return "/".join(steps) + ("?" if parts.query else "")


def _path_on(visit: Visit) -> Callable[[str], str | None]:
    """From a link's address to the path on this node; None for another place or scheme."""

    def path(href: str) -> str | None:
        home = visit.node.process.url
        if not href.startswith(f"{home}/"):
            return None
        return href.removeprefix(home).partition("#")[0]

    return path
