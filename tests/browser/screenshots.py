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
TALLEST = 2000
COLOURS = 48
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
    Shot("station", "today", "clerk", "/today"),
    Shot("station", "activities", "clerk", "/activities"),
    Shot("station", "activity", "clerk", "/activities/new"),
    Shot("station", "certification", "head", "/certification"),
    Shot("station", "records", "clerk", "/records"),
    Shot("station", "record", "clerk", "/records", first="/records/*"),
    Shot("station", "volunteers", "clerk", "/volunteers"),
    Shot("station", "volunteer", "clerk", "/volunteers", first="/volunteers/*"),
    Shot("station", "registration", "clerk", "/registrations/new"),
    Shot("station", "members", "clerk", "/members"),
    Shot("station", "imports", "clerk", "/imports"),
    Shot("station", "import", "clerk", "/imports", first="/imports/*"),
    Shot("station", "months", "head", "/months"),
    Shot("station", "month", "head", "/months/2026-01"),
    Shot("station", "versions", "head", "/months/2025-04"),
    Shot("station", "year", "head", "/years/2025"),
    Shot("station", "my", "volunteer", "/my"),
    Shot("station", "link", "clerk", "/link"),
    Shot("station", "accounts", "admin", "/accounts"),
    Shot("center", "today", "officer", "/today"),
    Shot("center", "registrations", "officer", "/registrations"),
    Shot("center", "grid", "officer", "/reports"),
    Shot("center", "report", "officer", "/reports/waiting", first="/reports/*"),
    Shot("center", "years", "officer", "/years"),
    Shot("center", "volunteers", "officer", "/volunteers"),
    Shot("center", "transfers", "officer", "/transfers"),
    Shot("center", "stations", "officer", "/stations"),
    Shot("center", "oddities", "officer", "/oddities"),
    Shot("center", "link", "officer", "/link"),
    Shot("association", "today", "officer", "/today"),
    Shot("association", "stars", "officer", "/stars"),
    Shot("association", "cards", "card_maker", "/cards"),
    Shot("association", "batches", "card_maker", "/card-batches"),
    Shot("association", "notice", "officer", "/notices/2025"),
    Shot("association", "policy", "officer", "/policies/2025"),
    Shot("association", "centers", "officer", "/centers"),
    Shot("association", "verification", None, "/v"),
)


def main() -> None:
    """Builds the district, takes all pictures anew, and says how much they weigh.

    A page that can't be taken is told at the end, after all others.
    """
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
            missing = [said for shot in PAGES if (said := taken(visits, district, shot))]
    weight = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{len(list(FOLDER.iterdir()))} pictures, {weight / 1e6:.1f} MB in {FOLDER}")
    if missing:
        raise SystemExit("\n".join(missing))
    if weight > MOST_BYTES:
        raise SystemExit(f"too heavy: at most {MOST_BYTES / 1e6:.0f} MB")


def taken(visits: Visits, district: District, shot: Shot) -> str:
    """Takes a page; what hindered it, or nothing."""
    try:
        take(visits, district, shot)
    except LookupError as error:
        return str(error)
    return ""


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
    """The whole page as on a screen that is tall enough, up to a few ordinary ones."""
    page = visit.page
    size = page.viewport_size
    assert size is not None
    height = page.evaluate("document.documentElement.scrollHeight")
    tall = max(min(height, TALLEST), size["height"])
    page.set_viewport_size({"width": size["width"], "height": tall})
    return page.screenshot(animations="disabled")


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
