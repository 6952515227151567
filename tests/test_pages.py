"""Pages keep their rules: two languages, CSRF in every form, no script or style in the markup."""

from __future__ import annotations

import ast
import io
import re
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from shared.web.language import catalogues
from tests.template import (
    CHINESE,
    CSRF,
    EXPRESSION,
    PACKAGES,
    ROOT,
    TRANSLATE,
    Piece,
    Template,
    read_template,
    template_files,
)
from tests.test_architecture import TIERS, sentences

KEYWORDS: dict[str, Any] = {name: None for name in ("_", "gettext", "_l", "marked", "lazy_gettext")}
KEYWORDS |= {"ngettext": (1, 2)}
JINJA = {"extensions": "jinja2.ext.do", "silent": "false"}
ONE_SIGN = re.compile("[\u3400-\u9fff]")
HANDLER = re.compile(r"on[a-z]+")
FOREIGN = re.compile(r"^\s*(https?:|//|javascript:)", re.I)
HOLES = re.compile(r"%\((\w+)\)[sd]")
ADDRESSES = ("href", "src", "action", "formaction", "srcset", "poster", "data")
OWN_NAMES = {"中文"}  # a language's own name is the same in both
UNSPOKEN = {
    "shared/web/sentences.py": "refusals, whose English is looked for by itself below",
    "shared/web/errors.py": "the names of fields in a refusal's values, for programs",
    "shared/web/today.py": "how a Chinese date is written, beside how an English one is",
    "shared/web/form.py": "signs in dates as people type them",
}


def templates() -> list[Template]:
    return [read_template(file) for file in template_files()]


def where(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_no_visible_text_of_a_template_stands_untranslated() -> None:
    untranslated = [
        f"{where(template.file)}:{piece.line}: {' '.join(piece.text.split())[:60]}"
        for template in templates()
        for piece in template.pieces
        if not piece.translated and is_spoken(piece)
    ]
    assert not untranslated, "\n".join(untranslated)


def is_spoken(piece: Piece) -> bool:
    """Chinese for a reader; one sign alone is a stamp or seal, which stands beside its words."""
    return is_words(piece.text) and piece.text not in OWN_NAMES


def is_words(text: str) -> bool:
    return bool(CHINESE.search(text)) and not ONE_SIGN.fullmatch(text)


def test_no_sentence_of_a_page_s_code_stands_untranslated() -> None:
    files = [file for tier in TIERS for file in (ROOT / tier / "pages").rglob("*.py")]
    files += [f for f in (ROOT / "shared" / "web").rglob("*.py") if where(f) not in UNSPOKEN]
    untranslated = [
        f"{where(file)}:{line}: {text[:60]}"
        for file in sorted(files)
        for line, text in untranslated_strings(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert not untranslated, "\n".join(untranslated)


def untranslated_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    known = {id(part) for call in ast.walk(tree) if is_translated(call) for part in ast.walk(call)}
    known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in known or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str) and is_words(node.value):
            yield node.lineno, node.value


def is_translated(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRANSLATE | {"lazy_gettext"}
    )


@cache
def extracted(package: str) -> Mapping[str, str]:
    """Each msgid of a package to where it stands: its templates, its code, its refusals."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / package).rglob("*.py")) + template_files():
        if not file.is_relative_to(ROOT / package) or "migrations" in file.parts:
            continue
        method = "python" if file.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if file.suffix == ".py" else JINJA
        with file.open("rb") as source:
            for line, ids, _, _ in extract(method, source, KEYWORDS, options=options):
                for msgid in [ids] if isinstance(ids, str) else [one for one in ids if one][:1]:
                    found.setdefault(msgid, f"{where(file)}:{line}")
    return found


@cache
def english(package: str) -> Mapping[str, list[tuple[Path, Message]]]:
    """Each msgid of a package's catalogues to the messages there."""
    found = defaultdict(list)
    for file in catalogues(package):
        for message in read_po(io.BytesIO(file.read_bytes()), locale="en"):
            if message.id:
                found[singular(message)].append((file, message))
    return found


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_visible_string_has_its_english(package: str) -> None:
    known = {msgid for p in {"shared", package} for msgid in english(p)}
    wanting = [f"{at}: {msgid}" for msgid, at in extracted(package).items() if msgid not in known]
    assert not wanting, "\n".join(wanting)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_refusal_has_its_english(package: str) -> None:
    known = {msgid for p in {"shared", package} for msgid in english(p)}
    wanting = [f"{code}: {text}" for code, text in refusals(package).items() if text not in known]
    assert not wanting, "\n".join(wanting)


def refusals(package: str) -> Mapping[str, str]:
    if package != "shared":
        return sentences(package)
    from shared.federation.sentence import SENTENCES as LINK
    from shared.web.sentences import GENERAL, SENTENCES

    return {**SENTENCES, **LINK, "general": GENERAL}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_english_string_is_finished_and_has_the_chinese_one_s_holes(package: str) -> None:
    wrong = []
    for msgid, messages in english(package).items():
        for file, message in messages:
            texts = (
                [message.string] if isinstance(message.string, str) else list(message.string or ())
            )
            if message.fuzzy or not all(texts):
                wrong.append(f"{where(file)}: unfinished: {msgid}")
            elif any(holes(text) - holes(msgid) for text in texts):
                wrong.append(f"{where(file)}: other holes: {msgid} → {texts}")
            elif len(texts) == 1 and holes(msgid) - holes(texts[0]):
                wrong.append(f"{where(file)}: holes left out: {msgid} → {texts}")
    assert not wrong, "\n".join(wrong)


def holes(text: str) -> set[str]:
    """The names of the values that a string takes, in either way of writing them."""
    named = set(HOLES.findall(text))
    if named:
        return named
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


@pytest.mark.parametrize("tier", TIERS)
def test_catalogues_agree_on_what_several_translate(tier: str) -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for package in ("shared", tier):
        for msgid, messages in english(package).items():
            said[msgid] |= {str(message.string) for _, message in messages}
    quarrels = [f"{msgid}: {sorted(texts)}" for msgid, texts in said.items() if len(texts) > 1]
    assert not quarrels, "\n".join(quarrels)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_catalogue_keeps_what_nobody_says(package: str) -> None:
    users = PACKAGES if package == "shared" else (package, "shared")
    said = {msgid for user in users for msgid in (*extracted(user), *refusals(user).values())}
    left = sorted(msgid for msgid in english(package) if msgid not in said)
    assert not left, "\n".join(left)


def test_every_form_that_posts_carries_the_csrf_token() -> None:
    bare = [
        f"{where(template.file)}: {opening}"
        for template in templates()
        for opening, inside in template.forms()
        if posts(opening) and CSRF not in inside
    ]
    assert not bare, "\n".join(bare)


def posts(opening: str) -> bool:
    method = re.search(r"method\s*=\s*[\"']?([^\s\"'>]+)", opening, re.I)
    return method is not None and method[1].lower() != "get"


def test_markup_holds_no_style_no_script_no_handler_and_nothing_from_elsewhere() -> None:
    wrong = [
        f"{where(template.file)}: <{tag}> {fault}"
        for template in templates()
        for tag, attributes in template.tags()
        for fault in faults(tag, attributes)
    ]
    assert not wrong, "\n".join(wrong)


def faults(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    if tag == "style" or "style" in attributes:
        yield "style in the markup"
    if tag == "script" and "src" not in attributes:
        yield "script in the markup"
    yield from (f"handler {name}" for name in attributes if HANDLER.fullmatch(name))
    for name in ADDRESSES:
        if FOREIGN.match(attributes.get(name, "")):
            yield f"from elsewhere: {attributes[name]}"


def test_a_template_is_taken_apart_as_the_rules_need_it(tmp_path: Path) -> None:
    file = tmp_path / "one.html"
    file.write_text(
        "<p title='甲' onclick=\"x()\">{{ _('乙') }}{{ f('丙', _('丁%(n)s', n=g('戊'))) }}\n"
        "{% trans %}己{% endtrans %}庚{# 辛 #}</p><form method=post>{{ csrf() }}</form>"
        "<form class='a' method=\"post\"></form><a href='//x'></a><script>1</script>",
        encoding="utf-8",
    )
    template = read_template(file)
    untranslated = [p.text for p in template.pieces if not p.translated and CHINESE.search(p.text)]
    assert untranslated == ["<p title='甲' onclick=\"x()\">", "丙", "庚"]
    assert [CSRF in inside for opening, inside in template.forms() if posts(opening)] == [
        True,
        False,
    ]
    found = [fault for tag, attributes in template.tags() for fault in faults(tag, attributes)]
    assert found == ["handler onclick", "from elsewhere: //x", "script in the markup"]
    assert EXPRESSION in template.markup
