"""What is seen to be wrong with a page: axe's rules, its width, the size of its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = ("color-contrast", "link-in-text-block")
AXE = Axe()
OPTIONS: dict[str, Any] = {"resultTypes": ["violations"]}
WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - width;
    if (over <= 0) return [];
    const scrolls = e => /(auto|scroll|hidden|clip)/.test(getComputedStyle(e).overflowX);
    const held = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
        if (scrolls(p)) return true; return false; };
    const wide = [...document.body.querySelectorAll("*")].filter(
        e => e.getBoundingClientRect().right > width + 0.5 && !held(e));
    const inner = wide.filter(e => !wide.some(o => o !== e && e.contains(o)));
    const says = e => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`
        + ` "${e.textContent.trim().replace(/\\s+/g, " ").slice(0, 30)}"`;
    return [`${over}px too wide`, ...inner.slice(0, 5).map(says)];
}"""


def axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Each violation in a line: rule, what it wants, where; all rules unless some are named."""
    options = OPTIONS | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
    found = AXE.run(page, options=options).response
    return [
        f"{violation['id']}: {violation['help']}: {node['target']} {_why(node)}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    said = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return "; ".join(said) + " " + " ".join(node["html"].split())[:160]


def too_wide(page: Page) -> list[str]:
    """By how much the page is wider than the screen, and what sticks out; empty where it fits."""
    found: list[str] = page.evaluate(WIDE)
    return found


def no_wider_than_screen(page: Page) -> list[str]:
    """Too wide at 360 pixels, or there with text of 200 %; the window is as it was afterwards."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": 360, "height": 780})
    found = [f"at 360 px: {each}" for each in too_wide(page)]
    enlarge_text(page)
    found += [f"at 360 px and 200 % text: {each}" for each in too_wide(page)]
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    page.set_viewport_size(before)
    return found


def enlarge_text(page: Page, percent: int = 200) -> None:
    """As somebody does who sets their browser's text larger."""
    page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")


def axe_in_both_lights(page: Page) -> list[str]:
    """Every rule as the page stands, and those about colours in the other light too."""
    found = axe(page)
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark")
    other = "light" if is_dark else "dark"
    found += [f"in the {other}: {each}" for each in axe(page, COLOURS)]
    page.emulate_media(color_scheme="dark" if is_dark else "light")
    return found
