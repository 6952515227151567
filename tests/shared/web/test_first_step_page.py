"""A new node's first steps tick themselves from the node's own data, at each tier."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from shared.clock import machine_now
from shared.database import transaction
from shared.web.first_step_page import steps
from tests.conftest import MakeNode
from tests.shared.web.conftest import add, untranslated, visit
from tests.station.people.school import CENTER, WORD, School

DONE, OPEN = "（已做完）", "（还没做）"


def ticked(page: str) -> list[str]:
    """The steps that are done, in their order."""
    return [part.split()[-1] for part in page.split(DONE)[:-1]]


def test_a_new_station_has_its_steps_before_it(station: Flask, make_node: MakeNode) -> None:
    page = visit(station, "admin").page("/first-steps")
    assert ticked(page) == ["建管理员账号", "给站长和经办员建账号"]
    assert "10 步里还有 8 步" in page
    bare = make_node("station", "01-3302", upper="center:01", word=WORD)
    page = visit(bare, "admin").page("/first-steps")
    assert ticked(page) == ["建管理员账号", "装上区字"]


def test_steps_tick_themselves(make_node: MakeNode, clock: Callable[[str], None]) -> None:
    clock("2025-01-02T09:00:00+08:00")
    app = make_node("station", "01-3301", title="实验小学", upper=CENTER, word=WORD)
    school = School(app)
    before = visit(app, "admin").page("/first-steps")
    assert "导入党员花名册" not in ticked(before)
    school.roster()
    assert "导入党员花名册" in ticked(visit(app, "admin").page("/first-steps"))


@pytest.mark.parametrize(("state", "is_approved"), [("pending", False), ("active", True)])
def test_joining_and_being_approved_are_steps(
    station: Flask, state: str, is_approved: bool
) -> None:
    parts = station.extensions["yigong"]
    with station.app_context(), transaction(parts.db) as session:
        key = "A" * 43
        upper = parts.link.tables.peer(
            node="center:01", title="中心", side="upper", state=state, sign_key=key, seal_key=key
        )
        upper.enrolled_at = machine_now()
        session.add(upper)
    done = ticked(visit(station, "admin").page("/first-steps"))
    assert "用注册串接入上级" in done
    assert ("与上级核对指纹，等批准" in done) is is_approved


def test_the_association_has_none_above_it(association: Flask) -> None:
    page = visit(association, "admin").page("/first-steps")
    assert ticked(page)[:2] == ["建管理员账号", "给审核员和制证员建账号"]
    assert "接入上级" not in page


def test_who_may_not_do_a_step_sees_it_without_its_link(station: Flask) -> None:
    assert 'href="/accounts"' in visit(station, "admin").get("/first-steps").text
    clerk = visit(station, "clerk").get("/first-steps").text
    assert 'href="/accounts"' not in clerk and 'href="/imports"' in clerk


@pytest.mark.parametrize("tier", ["station", "center", "association"])
def test_each_step_leads_to_a_page_that_is_there(make_node: MakeNode, tier: str) -> None:
    app = make_node(tier, "01", upper={"station": "center:01"}.get(tier))
    parts = app.extensions["yigong"]
    with app.test_request_context():
        for step in steps(parts):
            assert not step.endpoint or step.endpoint in app.view_functions, step.label
            assert step.permission in parts.permissions, step.label


def test_volunteers_have_no_such_page(station: Flask) -> None:
    add(station, "volunteer", "volunteer")
    assert visit(station, "volunteer").get("/first-steps").status_code == 403


def test_the_page_has_its_english(station: Flask, association: Flask, make_node: MakeNode) -> None:
    center = make_node("center", "01", upper="association:13", title="中心")
    for app in (station, association, center):
        page = visit(app, "admin", "en").page("/first-steps")
        assert untranslated(page, "实验小学", "古冶区党员义工协会", "中心", "管理员") == []
