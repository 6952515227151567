"""The question mark beside what needs explaining: there, named, apart from others, well placed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from benchmarks.founded import found, make_all_tables
from benchmarks.seeds.account import add_accounts
from benchmarks.seeds.page import THINGS, pages
from benchmarks.seeds.size import LAST_YEAR, TODAY
from shared.database import transaction
from tests.looking import SMALL, signed_in
from tests.template import CHINESE
from tests.test_architecture import TIERS

REPORT = f"/reports/{THINGS['center']['reports']}"
EXPLAINED: Mapping[str, Mapping[tuple[str, str], tuple[str, ...]]] = {
    "station": {
        ("clerk", f"/months/{LAST_YEAR}-11"): ("人次和人数", "三种小时"),
        ("clerk", "/certification"): ("认定和复核",),
        ("clerk", "/certification/group"): ("认定和复核",),
        ("clerk", "/registrations/new"): ("“1+X”岗位", "三项同意"),
        ("clerk", "/link"): ("一个勾和两个勾",),
        ("administrator", "/link/enrolment"): ("注册串",),
        ("clerk", f"/pairings/{THINGS['station']['pairings']}"): ("走访怎么排",),
        ("volunteer", "/my"): ("积分小时和升星",),
    },
    "center": {
        ("officer", REPORT): ("人次和人数", "三种小时"),
        ("officer", "/statistics"): ("人次和人数", "三种小时"),
    },
    "association": {("officer", f"/stars?year={LAST_YEAR}"): ("疑点",)},
}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
NARROW = {"p", "h1", "h2", "h3", "h4", "label", "legend", "button", "a", "span", "th", "td"}


class Helps(HTMLParser):
    """What each question mark is called and says, and what can't hold one but does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.names: list[str] = []
        self.texts: list[str] = []
        self.misplaced: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class") or ""
        if tag == "details" and kind == "help":
            self.misplaced += [above for above, _ in self.open if above in NARROW]
            self.names.append("")
            self.texts.append("")
        if tag not in VOID:
            self.open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if ("details", "help") not in self.open:
            return
        if any(tag == "summary" for tag, _ in self.open):
            self.names[-1] += data.strip()
        else:
            self.texts[-1] += data.strip()


@pytest.fixture(scope="module", params=TIERS)
def node(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp(request.param)
        clock = folder / "clock"
        clock.write_text(TODAY, encoding="ascii")
        patch.setenv("YIGONG_CLOCK", str(clock))
        yield seeded(request.param, folder)


def seeded(tier: str, folder: Path) -> Flask:
    app = found(tier, folder, make_tables=make_all_tables)
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        importlib.import_module(f"benchmarks.seeds.{tier}").seed(session, SMALL)
        add_accounts(session, parts)
    return app


def tier_of(app: Flask) -> str:
    return str(app.extensions["yigong"].package)


def helps(app: Flask, role: str, path: str, language: str = "zh") -> Helps:
    client = signed_in(app, role)
    client.set_cookie("language", language)
    answer = client.get(path)
    return Helps(answer.text if answer.mimetype == "text/html" else "")


def test_what_needs_explaining_has_its_question_mark(node: Flask) -> None:
    for (role, path), names in EXPLAINED[tier_of(node)].items():
        assert helps(node, role, path).names == [f"?说明：{name}" for name in names], path


def test_it_speaks_english_too(node: Flask) -> None:
    for (role, path), names in EXPLAINED[tier_of(node)].items():
        page = helps(node, role, path, "en")
        assert len(page.names) == len(names), path
        assert all(name.startswith("?Explained: ") for name in page.names), path
        assert not [name for name in page.names if CHINESE.search(name)], path


def test_no_page_has_one_without_a_name_twice_or_where_none_can_stand(node: Flask) -> None:
    with node.app_context():
        every = [page.path for page in pages(node)]
    wrong = []
    for role in sorted({role for role, _ in EXPLAINED[tier_of(node)]}):
        for path in every:
            page = helps(node, role, path)
            bare = [name for name in page.names if len(name) < len("?说明：") + 1]
            silent = [name for name, text in zip(page.names, page.texts, strict=True) if not text]
            twice = len(page.names) - len(set(page.names))
            if bare or silent or twice or page.misplaced:
                wrong.append(f"{path} as {role}: {page.names} {page.misplaced}")
    assert not wrong, "\n".join(wrong)


def test_the_parser_sees_what_is_wrong() -> None:
    one = "<details class='help'><summary>?<span> 甲</span></summary><div>乙<br>丙</div></details>"
    page = Helps(f"<h2>丁{one}</h2><div><input>{one}</div><details><summary>戊</summary></details>")
    assert (page.names, page.texts) == (["?甲", "?甲"], ["乙丙", "乙丙"])
    assert page.misplaced == ["h2"]
