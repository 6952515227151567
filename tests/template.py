"""A template taken apart: its text, its strings and whether they are translated, its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).parent.parent
PACKAGES = ("shared", "station", "center", "association")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
TRANSLATE = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext", "_l", "marked"})
EXPRESSION = "\N{WHITE SQUARE}"
CSRF = "\N{BLACK SQUARE}"
TAG = re.compile(r"<([a-z][a-z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
ATTRIBUTE = re.compile(r"([a-z][\w:-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?", re.I)
_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701


@dataclass(frozen=True)
class Piece:
    """A text or string literal of a template that no reader of English should see untranslated."""

    line: int
    text: str
    translated: bool


@dataclass
class Template:
    """One file; `markup` is its HTML, each expression in it shrunk to one sign."""

    file: Path
    pieces: list[Piece] = field(default_factory=list)
    markup: str = ""

    def tags(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Names of the tags, and their attributes with what stands in them."""
        for found in TAG.finditer(self.markup):
            pairs = ATTRIBUTE.findall(found[2])
            yield found[1].lower(), {name.lower(): value.strip("\"'") for name, value in pairs}

    def forms(self) -> Iterator[tuple[str, str]]:
        """The opening tag and the inside of each form; a macro's reaches to the macro's end."""
        openings = list(re.finditer(r"<form\b[^>]*>", self.markup))
        ends = [m.start() for m in openings[1:]] + [len(self.markup)]
        for opening, end in zip(openings, ends, strict=False):
            inside = self.markup[opening.end() : end].partition("</form>")[0]
            yield opening[0], inside


def template_files() -> list[Path]:
    """Every template of every package."""
    return sorted(f for package in PACKAGES for f in (ROOT / package).rglob("templates/**/*.html"))


@cache
def read_template(file: Path) -> Template:
    """The template of a file."""
    found = Template(file)
    markup: list[str] = []
    in_trans = False
    expression: list[tuple[int, str, str]] = []
    for line, kind, value in _ENVIRONMENT.lex(file.read_text(encoding="utf-8")):
        if kind == "data":
            markup.append(value)
            found.pieces.append(Piece(line, value, in_trans))
        elif kind in {"variable_end", "block_end"}:
            names = [text for _, what, text in expression if what == "name"]
            in_trans = "trans" in names[:1] or (in_trans and "endtrans" not in names[:1])
            found.pieces += _strings(expression)
            markup.append(CSRF if "csrf" in names or "csrf_token" in names else EXPRESSION)
            expression = []
        elif kind in {"name", "string", "operator"}:
            expression.append((line, kind, value))
    found.markup = "".join(markup)
    return found


def _strings(expression: list[tuple[int, str, str]]) -> Iterator[Piece]:
    """The string literals of an expression; one within `_( … )` at any depth is translated."""
    open_calls: list[str] = []
    before = ""
    for line, kind, value in expression:
        if kind == "operator" and value in "([{":
            open_calls.append(before if value == "(" else "")
        elif kind == "operator" and value in ")]}":
            open_calls.pop()
        elif kind == "string":
            yield Piece(line, value[1:-1], any(name in TRANSLATE for name in open_calls))
        before = value if kind == "name" else ""
