"""A person whose work is counted: values typed and presses made, as docs/burden.md states them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Hand:
    """Types and presses on a page; ticking, choosing and following a link are presses."""

    page: Page
    typed: int = 0
    presses: int = 0

    def type(self, wanted: Locator, text: str) -> None:
        wanted.fill(text)
        self.typed += 1

    def press(self, wanted: Locator) -> None:
        wanted.click()
        self.presses += 1
        self.page.wait_for_load_state()

    def tick(self, wanted: Locator) -> None:
        wanted.check()
        self.presses += 1

    def choose(self, wanted: Locator, label: str) -> None:
        wanted.select_option(label=label)
        self.presses += 1

    def lap(self) -> tuple[int, int]:
        """Typed values and presses since the last lap."""
        found = (self.typed, self.presses)
        self.typed = self.presses = 0
        return found
