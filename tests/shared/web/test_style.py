"""The stylesheet's two dark blocks, and what the masthead may not do."""

from __future__ import annotations

import re
from pathlib import Path

CSS = Path(__file__).parents[3] / "shared" / "web" / "static" / "yigong.css"


def test_the_dark_blocks_are_equal() -> None:
    text = CSS.read_text(encoding="utf-8")
    system = re.search(
        r"@media \(prefers-color-scheme: dark\) \{ :root:not\(\[data-bs-theme=light\]\) \{(.*?)\}",
        text,
        re.S,
    )
    chosen = re.search(r":root\[data-bs-theme=dark\] \{(?: /\*.*?\*/)?(.*?)\}", text, re.S)
    assert system is not None and chosen is not None
    assert system[1].split() == chosen[1].split() and "--paper: #0e1413" in system[1]


def test_a_colour_is_never_the_work_of_bootstrap() -> None:
    templates = Path(CSS).parents[1] / "templates"
    coloured = re.compile(r'class="[^"]*\b(text-(primary|danger|success|warning)|bg-\w+)\b')
    wrong = [f.name for f in templates.rglob("*.html") if coloured.search(f.read_text("utf-8"))]
    assert wrong == []
