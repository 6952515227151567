"""One person at a node's pages: a browser window of some size and light, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, Response, expect

from deploy.district import Login, Node

CHROMIUM = Path("/usr/bin/chromium")
WITHOUT_WINDOWS = Path("/usr/bin/chromium-headless-shell")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 10_000
HEIGHTS = {360: 780, 390: 844, 1280: 900}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True)
class Setting:
    """How somebody looks: width in pixels, light or dark, language, scripts on or off."""

    width: int = 1280
    dark: bool = False
    language: str = "zh"
    scripts: bool = True


DESK = Setting()
PHONE = Setting(width=390)


@dataclass
class Visit:
    """A window on one node; `faults` are errors of the console, scripts, requests and the CSP."""

    page: Page
    node: Node
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.page
        page.on("console", lambda said: self._note(said.text if said.type == "error" else ""))
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        page.on("requestfailed", lambda asked: self._note(f"failed: {asked.url} {asked.failure}"))
        page.on("request", lambda asked: self._note_foreign(asked.url))

    def go(self, path: str = "/") -> Response:
        """Opens an address of the node."""
        response = self.page.goto(self.node.process.url + path)
        assert response is not None
        return response

    def sign_in(self, login: str) -> None:
        """By the sign-in page, as people do; ends where it leads."""
        self.go("/login")
        account = account_of(self.node, login)
        self.page.locator("input[name=login]").fill(account.login)
        self.page.locator("input[name=password]").fill(account.password)
        self.page.locator("main form button").click()
        expect(self.page.locator("input[name=password]")).to_have_count(0)

    def settled(self) -> list[str]:
        """What went wrong since it was last asked."""
        found, self.faults = self.faults, []
        return found

    def _note(self, fault: str) -> None:
        """What was broken off is none: a download, or a page left while it loads."""
        if fault and "net::ERR_ABORTED" not in fault:
            self.faults.append(fault)

    def _note_foreign(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and not url.startswith(self.node.process.url + "/"):
            self._note(f"another origin: {url}")


def account_of(node: Node, login: str) -> Login:
    """An account of a node by its login."""
    return next(each for each in node.logins if each.login == login)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's own browser, its shell where there is one; none is ever downloaded."""
    found = WITHOUT_WINDOWS if WITHOUT_WINDOWS.exists() else CHROMIUM
    browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
    try:
        yield browser
    finally:
        browser.close()


class Visits:
    """Opens windows and closes them all at the end; signs each account in once."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.cookies: dict[tuple[str, str], list[dict[str, object]]] = {}

    @contextmanager
    def open(
        self, node: Node, login: str | None = None, setting: Setting = DESK
    ) -> Iterator[Visit]:
        """A window of its own; signed in where a login is given."""
        context = self.browser.new_context(
            viewport={"width": setting.width, "height": HEIGHTS[setting.width]},
            color_scheme="dark" if setting.dark else "light",
            locale=LOCALES[setting.language],
            timezone_id="Asia/Shanghai",
            java_script_enabled=setting.scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        url = node.process.url
        context.add_cookies([{"name": "language", "value": setting.language, "url": url}])
        try:
            if login is not None:
                context.add_cookies(self._signed_in(node, login))
            yield Visit(context.new_page(), node)
        finally:
            context.close()

    def _signed_in(self, node: Node, login: str) -> list[dict[str, object]]:
        """The cookies of a sign-in, kept for the next window."""
        key = (node.process.url, login)
        if key not in self.cookies:
            with self.open(node) as visit:
                visit.sign_in(login)
                found = visit.page.context.cookies()
            self.cookies[key] = [c for c in found if c["name"] != "language"]
        return self.cookies[key]
