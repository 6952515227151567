"""The browser, a filled district to look at, and new districts to work in: real processes all.

Tests that need the same district stand in one file, so that `--dist loadfile` starts it once;
the filled one is built once for all workers, each of which runs a copy.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from deploy.district import District
from tests.browser.filled import built_once, copy_running
from tests.browser.sound import Findings, look_at
from tests.browser.visit import Visits, chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands in this folder is marked `browser`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for the session."""
    with sync_playwright() as playwright, chromium(playwright) as found:
        yield found


@pytest.fixture(scope="session")
def visits(browser: Browser) -> Visits:
    """Opens windows on nodes."""
    return Visits(browser)


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The filled district's homes, nothing running; the same for all workers.

    FILLED_DISTRICT names a folder that keeps them for the next run: quicker while pages are made.
    """
    if kept := os.environ.get("FILLED_DISTRICT"):
        return built_once(Path(kept))
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    return built_once(shared / "filled")


@pytest.fixture(scope="session")
def filled(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """Its pages, to be looked at alone: nothing travels, and whoever looks leaves all as it is."""
    root = tmp_path_factory.mktemp("looked-at") / "district"
    with copy_running(stored, root, ["web"]) as district:
        yield district


@pytest.fixture(scope="class")
def findings(request: pytest.FixtureRequest, filled: District, visits: Visits) -> Findings:
    """What a walk through the pages of the class's tier found."""
    return look_at(filled, visits, request.cls.tier)
