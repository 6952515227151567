"""What holds for every page of a tier, looked at once by walking through them as each role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from playwright.sync_api import Page

from deploy.district import District
from tests.browser.look import axe, axe_in_both_lights, no_wider_than_screen
from tests.browser.screenshots import node_of
from tests.browser.visit import DESK, Setting, Visit, Visits
from tests.browser.walk import Walk

ENGLISH_PHONE = Setting(width=390, language="en", dark=True)
WITHOUT_SCRIPTS = Setting(scripts=False)
ROLES: Mapping[str, Sequence[str]] = {
    "station": ("clerk", "head", "admin", "volunteer", "leader"),
    "center": ("officer", "viewer", "admin"),
    "association": ("officer", "card_maker", "admin"),
}


@dataclass
class Findings:
    """The tier's pages, whose they are, and what was wrong with them, by what was looked for."""

    walk: Walk = field(default_factory=Walk)
    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, what: str, where: str, found: Sequence[str]) -> None:
        self.wrong[what] += [f"{where}: {each}" for each in found]


def look_at(district: District, visits: Visits, tier: str) -> Findings:
    """Walks as each role, Chinese at a desk; what is new there then in English on a dark phone.

    Last each is opened without scripts.
    """
    findings, node = Findings(), node_of(district, tier)
    for login in ROLES[tier]:
        with visits.open(node, login, DESK) as visit:
            for path in findings.walk.through(visit):
                findings.pages[login].append(path)
                findings.note("console", path, visit.settled())
                _look(findings, visit, path, axe_in_both_lights)
            findings.note("console", login, visit.settled())
        with visits.open(node, login, ENGLISH_PHONE) as visit:
            for path in findings.pages[login]:
                visit.go(path)
                findings.note("console", f"{path} in English", visit.settled())
                _look(findings, visit, f"{path} in English at 390 px in the dark", axe)
        with visits.open(node, login, WITHOUT_SCRIPTS) as visit:
            for path in findings.pages[login]:
                findings.note("scripts", path, _bare(visit, path))
    return findings


def _look(
    findings: Findings, visit: Visit, where: str, by: Callable[[Page], Sequence[str]]
) -> None:
    findings.note("axe", where, by(visit.page))
    findings.note("width", where, no_wider_than_screen(visit.page))
    visit.settled()  # what the looking itself did


def _bare(visit: Visit, path: str) -> list[str]:
    """Without scripts the page is there, and no button waits for one."""
    status = visit.go(path).status
    buttons = visit.page.locator("main button:visible:not(form button):not([form])")
    idle = [f"a button does nothing: {text}" for text in buttons.all_inner_texts()]
    return idle + ([f"status {status}"] if status >= 400 else [])


class SoundPages:
    """The tests of one tier; a file each, so that two workers share them."""

    tier: ClassVar[str]

    def test_every_link_leads_to_a_page_or_a_file(self, findings: Findings) -> None:
        assert not findings.walk.wrong, "\n".join(findings.walk.wrong)
        assert len(findings.walk.seen) > len(ROLES[self.tier]), findings.walk.seen

    def test_axe_finds_nothing_in_either_language_and_light(self, findings: Findings) -> None:
        assert not findings.wrong["axe"], "\n".join(findings.wrong["axe"])

    def test_no_page_is_wider_than_a_phone_or_with_large_text(self, findings: Findings) -> None:
        assert not findings.wrong["width"], "\n".join(findings.wrong["width"])

    def test_nothing_goes_wrong_and_nothing_comes_from_elsewhere(self, findings: Findings) -> None:
        assert not findings.wrong["console"], "\n".join(findings.wrong["console"])

    def test_every_page_is_there_without_scripts(self, findings: Findings) -> None:
        assert not findings.wrong["scripts"], "\n".join(findings.wrong["scripts"])
