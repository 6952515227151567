"""`make screenshots`: each main page of each tier at two widths, light and dark, into docs.

A page is one line of PAGES; `first` follows the first link to a page of that kind. With names
after the module's (`station-requests`) only these are taken anew.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from deploy.district import District, Node
from tests.browser.filled import HIDDEN, ROOT, built_once, copy_running
from tests.browser.visit import Setting, Visit, Visits, chromium
from tests.browser.walk import LINKS, kind_of

FOLDER = ROOT / "docs" / "screenshots"
SCHOOLS = ("中心幼儿园", "实验小学")
WIDTHS = (390, 1280)
HAND = (390,)
REQUEST, ACCEPTED = "/requests/*", "/requests?part=accepted"
TALLEST = 2000
COLOURS = 48
MOST_BYTES = 9_500_000


@dataclass(frozen=True)
class Shot:
    """A page: whose it is, its name in the file, who looks, where; `first` a link's kind there.

    `then` is the kind of a link on the page that it leads to. A path without a slash is one of
    those that stand in the stored district's HIDDEN.
    """

    tier: str
    name: str
    login: str | None
    path: str
    first: str | None = None
    then: str | None = None
    widths: Sequence[int] = WIDTHS

    @property
    def title(self) -> str:
        return f"{self.tier}-{self.name}"


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
    Shot("station", "requests", "clerk", "/requests"),
    Shot("station", "request", "clerk", "/requests", first=REQUEST),
    Shot("station", "proposals", "clerk", ACCEPTED, REQUEST),
    Shot("station", "escalation", "clerk", ACCEPTED, REQUEST, f"{REQUEST}/escalation"),
    Shot("station", "intake", "clerk", "/requests/new"),
    Shot("station", "dispatch", "clerk", ACCEPTED, REQUEST, f"{REQUEST}/order?"),
    Shot("station", "orders", "clerk", "/orders"),
    Shot("station", "order", "clerk", "/orders", first="/orders/*"),
    Shot("station", "services", "clerk", "/service-items"),
    Shot("station", "promise", "head", "/promise"),
    Shot("station", "my-orders", "volunteer", "/my/orders", widths=HAND),
    Shot("station", "my-order", "volunteer", "/my/orders", first="/my/orders/*", widths=HAND),
    Shot("station", "ask", None, "/ask", widths=HAND),
    Shot("station", "track", None, "track", widths=HAND),
    Shot("station", "sign", None, "sign", widths=HAND),
    Shot("station", "figures", "clerk", "/requests/figures"),
    Shot("station", "pairings", "clerk", "/pairings"),
    Shot("station", "pairing", "clerk", "/pairings", first="/pairings/*"),
    Shot("station", "visits", "clerk", "/benefit-visits"),
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
    Shot("center", "requests", "officer", "/requests"),
    Shot("center", "request", "officer", "/requests", first=REQUEST),
    Shot("center", "statistics", "officer", "/statistics"),
    Shot("center", "door", None, "/ask", widths=HAND),
    Shot("center", "ask", None, "/ask", first="/ask?", widths=HAND),
    Shot("center", "track", None, "knocked", widths=HAND),
    Shot("center", "sign", None, "signed-away", widths=HAND),
    Shot("center", "link", "officer", "/link"),
    Shot("association", "today", "officer", "/today"),
    Shot("association", "stars", "officer", "/stars"),
    Shot("association", "cards", "card_maker", "/cards"),
    Shot("association", "batches", "card_maker", "/card-batches"),
    Shot("association", "notice", "officer", "/notices/2025"),
    Shot("association", "policy", "officer", "/policies/2025"),
    Shot("association", "centers", "officer", "/centers"),
    Shot("association", "requests", "officer", "/requests"),
    Shot("association", "request", "officer", "/requests", first=REQUEST),
    Shot("association", "figures", "officer", "/requests/figures"),
    Shot("association", "verification", None, "/v"),
)


def main(names: Sequence[str]) -> None:
    """Builds the district, takes all pictures anew, or those named, and says how much they weigh.

    A page that can't be taken is told at the end, after all others.
    """
    wanted = [shot for shot in PAGES if not names or shot.title in names]
    if not names:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yigong-screenshots-") as name:
        root = Path(name)
        stored = built_once(Path(os.environ.get("PICTURED_DISTRICT", root / "filled")), SCHOOLS)
        with (
            copy_running(stored, root / "copy", ["web"]) as district,
            sync_playwright() as driver,
            chromium(driver) as browser,
        ):
            camera = Camera(Visits(browser), district, hidden_in(stored))
            missing = [said for shot in wanted if (said := camera.taken(shot))]
    weight = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{len(list(FOLDER.iterdir()))} pictures, {weight / 1e6:.1f} MB in {FOLDER}")
    if missing:
        raise SystemExit("\n".join(missing))
    if weight > MOST_BYTES:
        raise SystemExit(f"too heavy: at most {MOST_BYTES / 1e6:.0f} MB")


def hidden_in(stored: Path) -> Mapping[str, str]:
    """The paths of a stored district that no link leads to."""
    found: dict[str, str] = json.loads((stored / HIDDEN).read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Camera:
    """Takes the pages of a district; `hidden` are paths that no link leads to."""

    visits: Visits
    district: District
    hidden: Mapping[str, str]

    def taken(self, shot: Shot) -> str:
        """Takes a page; what hindered it, or nothing."""
        try:
            self.take(shot)
        except LookupError as error:
            return str(error)
        return ""

    def take(self, shot: Shot) -> None:
        """The pictures of a page: each width, light and dark."""
        node = node_of(self.district, shot.tier)
        for width in shot.widths:
            for dark in (False, True):
                with self.visits.open(node, shot.login, Setting(width=width, dark=dark)) as visit:
                    self.find(visit, shot)
                    file = FOLDER / f"{shot.title}-{width}{'-dark' * dark}.png"
                    file.write_bytes(light(picture(visit)))
        print(f"{shot.tier} {shot.name}")

    def find(self, visit: Visit, shot: Shot) -> None:
        """Opens the page; LookupError where no link leads there."""
        response = visit.go(self.hidden.get(shot.path, shot.path))
        for kind in (shot.first, shot.then):
            if kind is not None:
                response = visit.go(link_of(visit, kind))
        if response.status >= 400:
            raise LookupError(f"{shot.title}: {response.status}")


def link_of(visit: Visit, kind: str) -> str:
    """The first link of a kind on the page; LookupError where there is none."""
    home = visit.node.process.url
    paths = visit.page.locator("main a[href]").evaluate_all(LINKS)
    fitting = (p.removeprefix(home) for p in paths if _kind(p, home) == kind)
    found: str | None = next(fitting, None)
    if found is None:
        raise LookupError(f"{visit.page.url.removeprefix(home)}: no link to {kind}")
    return found


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
    main(sys.argv[1:])
