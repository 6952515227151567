"""Follows the links of a node's pages: each kind of page once, however many things there are."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from tests.browser.visit import Visit

MOST = 150
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
        """Opens page after page and gives each kind's address once, while it stands open."""
        waiting, met = deque([start]), set()
        while waiting:
            path = waiting.popleft()
            kind = kind_of(path)
            if kind in met:
                continue
            met.add(kind)
            assert len(met) <= MOST, f"no end of pages: {sorted(met)[-5:]}"
            if not self._open(visit, path):
                self.files.setdefault(kind, path)
                continue
            links = visit.page.locator("a[href]").evaluate_all(LINKS)
            waiting.extend(p for p in map(_path_on(visit), links) if p)
            if kind not in self.seen:
                self.seen[kind] = path
                yield path

    def _open(self, visit: Visit, path: str) -> bool:
        """Whether a page stands open; a file that is offered isn't one. Errors are noted."""
        url = visit.node.process.url + path
        asked = visit.page.request.get(url, headers={"Sec-Fetch-Mode": "navigate"})
        if asked.status >= 400:
            self.wrong.append(f"{path}: {asked.status}")
            return False
        if "html" not in asked.headers.get("content-type", ""):
            return False
        if "attachment" in asked.headers.get("content-disposition", ""):
            return False
        visit.go(path)
        return True


def kind_of(path: str) -> str:
    """An address without what varies: ids, numbers and dates, and the values of its query."""
    parts = urlsplit(path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    steps = ["*" if VARYING.match(step) else step for step in parts.path.split("/")]
    return "/".join(steps) + ("?" + "&".join(names) if names else "")


def _path_on(visit: Visit) -> Callable[[str], str | None]:
    """From a link's address to the path on this node; None for another place or scheme."""

    def path(href: str) -> str | None:
        home = visit.node.process.url
        if not href.startswith(f"{home}/"):
            return None
        return href.removeprefix(home).partition("#")[0]

    return path
