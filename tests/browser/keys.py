"""A person without a mouse: reaches things by Tab, sees where they are, presses keys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 200
SEEN = """e => {
    const s = getComputedStyle(e);
    return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none";
}"""


class Keys:
    """A page by keys alone; `pressed` counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def reach(self, wanted: Locator) -> None:
        """Tabs until it has the focus, and the focus can be seen there."""
        wanted.wait_for()
        for _ in range(MOST):
            if wanted.evaluate("e => e === document.activeElement"):
                break
            self.press("Tab")
        else:
            raise AssertionError(f"not reached by {MOST} tabs: {wanted}")
        assert wanted.evaluate(SEEN), f"focus isn't seen on {wanted}"

    def write(self, wanted: Locator, text: str) -> None:
        """Reaches a field and types; what stood there goes."""
        self.reach(wanted)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, wanted: Locator) -> None:
        """Reaches a box and ticks it, where it isn't ticked."""
        self.reach(wanted)
        if not wanted.is_checked():
            self.press("Space")
        assert wanted.is_checked()

    def choose(self, wanted: Locator, text: str) -> None:
        """Reaches a list of choices and goes down to the one that reads so."""
        self.reach(wanted)
        for _ in range(wanted.locator("option").count()):
            if wanted.evaluate("e => e.selectedOptions[0].text.trim()") == text:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no choice {text!r}")

    def pick(self, wanted: Locator) -> None:
        """Reaches a group of radio buttons and goes to this one."""
        name = wanted.get_attribute("name")
        group = self.page.locator(f"input[type=radio][name='{name}']")
        for _ in range(MOST):
            if group.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.press("Tab")
        if not wanted.is_checked() and group.evaluate_all("all => !all.some(e => e.checked)"):
            self.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.press("ArrowDown")
        assert wanted.is_checked(), f"not picked: {wanted}"

    def go(self, wanted: Locator) -> None:
        """Reaches a link or button and presses Enter."""
        self.reach(wanted)
        self.press("Enter")
        self.page.wait_for_load_state()
