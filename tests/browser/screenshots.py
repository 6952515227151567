"""`make screenshots`: each main page of each tier at two widths, light and dark, into docs.

A page is one line of PAGES; `first` follows the first link to a page of that kind.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from deploy.district import District, Node
from tests.browser.filled import ROOT, built_once, copy_running
from tests.browser.visit import Setting, Visit, Visits, chromium
from tests.browser.walk import LINKS, kind_of

FOLDER = ROOT / "docs" / "screenshots"
SCHOOLS = ("中心幼儿园", "实验小学")
WIDTHS = (390, 1280)
TALLEST = 2400
COLOURS = 64
MOST_BYTES = 6_000_000


@dataclass(frozen=True)
class Shot:
    """A page: whose it is, its name in the file, who looks, where; `first` a link's kind there."""

    tier: str
    name: str
    login: str | None
    path: str
    first: str | None = None


PAGES: tuple[Shot, ...] = (
    Shot("station", "login", None, "/login"),
    Shot("station", "today", "clerk", "/"),
    Shot("center", "today", "officer", "/"),
    Shot("association", "today", "officer", "/"),
)


def main() -> None:
    """Builds the district, takes all pictures anew, and says how much they weigh."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="yigong-screenshots-") as name:
        root = Path(name)
        stored = built_once(root / "filled", SCHOOLS)
        with (
            copy_running(stored, root / "copy", ["web"]) as district,
            sync_playwright() as driver,
            chromium(driver) as browser,
        ):
            visits = Visits(browser)
            for shot in PAGES:
                take(visits, district, shot)
    weight = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{len(list(FOLDER.iterdir()))} pictures, {weight / 1e6:.1f} MB in {FOLDER}")
    if weight > MOST_BYTES:
        raise SystemExit(f"too heavy: at most {MOST_BYTES / 1e6:.0f} MB")


def take(visits: Visits, district: District, shot: Shot) -> None:
    """The four pictures of a page."""
    node = node_of(district, shot.tier)
    for width in WIDTHS:
        for dark in (False, True):
            with visits.open(node, shot.login, Setting(width=width, dark=dark)) as visit:
                find(visit, shot)
                file = FOLDER / f"{shot.tier}-{shot.name}-{width}{'-dark' * dark}.png"
                file.write_bytes(light(picture(visit)))
    print(f"{shot.tier} {shot.name}")


def find(visit: Visit, shot: Shot) -> None:
    """Opens the page; LookupError where no link leads there."""
    response = visit.go(shot.path)
    if shot.first is not None:
        home = visit.node.process.url
        paths = visit.page.locator("main a[href]").evaluate_all(LINKS)
        fitting = (p.removeprefix(home) for p in paths if _kind(p, home) == shot.first)
        found = next(fitting, None)
        if found is None:
            raise LookupError(f"{shot.tier} {shot.path}: no link to {shot.first}")
        response = visit.go(found)
    if response.status >= 400:
        raise LookupError(f"{shot.tier} {shot.name}: {response.status}")


def _kind(href: str, home: str) -> str:
    return kind_of(href.removeprefix(home).partition("#")[0])


def picture(visit: Visit) -> bytes:
    """The whole page, but no more than a few screens of it."""
    page = visit.page
    size = page.viewport_size
    assert size is not None
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(height, size["height"])}
    return page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]


def light(png: bytes) -> bytes:
    """The same picture in few colours: pages have no more."""
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def node_of(district: District, tier: str) -> Node:
    """The tier's node; of the stations the first, whose year is full."""
    nodes: Iterator[Node] = (node for node in district.nodes if node.process.tier == tier)
    return next(nodes)


if __name__ == "__main__":
    main()
