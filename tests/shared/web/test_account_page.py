"""Accounts as pages: who sees them, slips shown once, roles, who left and what moves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shared.founding import COMMAND
from shared.password import SLIP_LENGTH, SLIP_SIGNS
from tests.conftest import ADMINISTRATOR
from tests.reader import Reader, words
from tests.shared.web.conftest import add, untranslated, visit

LI = {"name": "李明", "login": " Li ", "role": "officer"}
BY = (ADMINISTRATOR.name, COMMAND.name)
PASSWORD = re.compile(r'id="password">([^<]+)<')


def id_of(app: Flask, login: str) -> Any:
    parts = app.extensions["yigong"]
    table = parts.accounts.account
    with app.app_context():
        return parts.db.session().scalar(select(table.id).where(table.login == login))


def password_on(page: str) -> str:
    found = PASSWORD.search(page)
    assert found is not None
    assert len(found[1]) == SLIP_LENGTH and set(found[1]) <= set(SLIP_SIGNS)
    return found[1]


@pytest.fixture
def admin(association: Flask) -> Reader:
    return visit(association, "admin")


def test_only_the_administrator_comes_to_the_accounts(association: Flask, station: Flask) -> None:
    for app, login in ((association, "officer"), (station, "head"), (station, "clerk")):
        reader = visit(app, login)
        paths = ("/accounts", "/accounts/new", f"/accounts/{id_of(app, login)}")
        assert [reader.get(path).status_code for path in paths] == [403] * 3
        assert reader.post("/accounts/new", LI).status_code == 403
    assert association.test_client().get("/accounts").location == "/login?next=/accounts"


def test_a_new_account_comes_with_a_slip_that_is_shown_once_and_signs_in(
    admin: Reader, association: Flask
) -> None:
    made = admin.post("/accounts/new", LI)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    password = password_on(made.text)
    shown = words(made)
    assert "李明" in shown and "审核员" in shown and "li" in shown
    listed = admin.page("/accounts")
    assert "李明" in listed and "还没换一次性密码" in listed and password not in listed
    li = Reader(association, "li", password)
    assert li.get("/today").location == "/password"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"login": "officer"}, "登录名 officer 已经有人用了"),
        ({"role": "head"}, "没有“站长”这个角色"),
        ({"name": ""}, "要填"),
        ({"role": ""}, "要填"),
    ],
)
def test_a_refused_account_keeps_what_was_typed(
    admin: Reader, typed: dict[str, str], said: str
) -> None:
    answer = admin.post("/accounts/new", LI | typed)
    assert answer.status_code == 422 and said in answer.text
    assert 'aria-invalid="true"' in answer.text
    kept = next(value for name, value in LI.items() if name not in typed).strip()
    assert kept in answer.text


def test_a_reset_makes_a_new_slip_and_ends_the_old_password(
    admin: Reader, association: Flask
) -> None:
    officer = visit(association, "officer")
    answer = admin.post(f"/accounts/{id_of(association, 'officer')}/slip", {})
    password = password_on(answer.text)
    assert officer.get("/today").location == "/login?next=/today"
    Reader(association, "officer", password)


def test_the_slip_is_also_a_pdf_for_whoever_has_it_before_them(
    admin: Reader, association: Flask
) -> None:
    path = f"/accounts/{id_of(association, 'officer')}"
    password = password_on(admin.post(f"{path}/slip", {}).text)
    printed = admin.post(f"{path}/slip.pdf", {"password": password})
    assert printed.data.startswith(b"%PDF") and "no-store" in printed.headers["Cache-Control"]
    assert admin.post(f"{path}/slip.pdf", {"password": "guessed"}).status_code == 422


def test_a_role_is_changed_at_once_and_unknown_ones_are_refused(
    admin: Reader, association: Flask
) -> None:
    path = f"/accounts/{id_of(association, 'officer')}"
    assert "制证员" in admin.follow(admin.post(f"{path}/role", {"role": "card_maker"}))
    assert visit(association, "officer").get("/accounts").status_code == 403
    answer = admin.post(f"{path}/role", {"role": "head"})
    assert answer.status_code == 422 and "没有“站长”这个角色" in answer.text


def test_who_left_signs_in_no_more_and_comes_back_as_before(
    admin: Reader, association: Flask
) -> None:
    path, officer = f"/accounts/{id_of(association, 'officer')}", visit(association, "officer")
    asked = admin.page(f"{path}/closing")
    assert "现在登录着的也会退出" in asked and "没办完的事" not in asked
    assert "已停用" in admin.follow(admin.post(f"{path}/closing", {}))
    assert officer.get("/today").status_code == 302
    assert "刘志远" in admin.page("/accounts?state=closed")
    assert "刘志远" not in admin.page("/accounts?state=active")
    assert "在用" in admin.follow(admin.post(f"{path}/reopening", {}))
    visit(association, "officer")


def test_nobody_closes_or_changes_themselves(admin: Reader, association: Flask) -> None:
    path = f"/accounts/{id_of(association, 'admin')}"
    assert "这是您自己的账号" in admin.page(path)
    assert "不能停用或改动自己的账号" in words(admin.post(f"{path}/closing", {}))
    assert "不能停用或改动自己的账号" in words(admin.post(f"{path}/role", {"role": "officer"}))


def test_the_heads_password_and_role_are_a_commands_alone(station: Flask) -> None:
    admin, path = visit(station, "admin"), f"/accounts/{id_of(station, 'head')}"
    assert "yigong station user reset head" in admin.page(path)
    assert "只能在本机用命令" in words(admin.post(f"{path}/slip", {}))
    assert "只能在本机用命令" in words(admin.post(f"{path}/role", {"role": "clerk"}))
    clerk = f"/accounts/{id_of(station, 'clerk')}"
    assert "只能在本机用命令" in words(admin.post(f"{clerk}/role", {"role": "head"}))
    second = admin.post("/accounts/new", {"name": "甲", "login": "a", "role": "head"})
    assert second.status_code == 422 and "只能在本机用命令" in words(second)
    visit(station, "head")


def test_the_first_head_is_made_on_the_page(make_station: Flask) -> None:
    admin = visit(make_station, "admin")
    answer = admin.post("/accounts/new", {"name": "陈国栋", "login": "head", "role": "head"})
    assert password_on(answer.text)


@pytest.fixture
def make_station(make_node: Any) -> Flask:
    app: Flask = make_node("station", "01-3302", upper="center:01")
    return app


def test_what_waits_for_who_left_moves_by_one_press(station: Flask) -> None:
    admin, path = visit(station, "admin"), f"/accounts/{id_of(station, 'clerk')}"
    asked = admin.get(f"{path}/closing").text
    assert 'value="clerk2"' in asked and 'value="head"' in asked and 'value="admin"' not in asked
    answer = admin.post(f"{path}/closing", {"to": "clerk2"})
    said = admin.follow(answer)
    assert "账号已停用" in said and "没办完的 0 件已移交给 clerk2" in said
    assert "没办完的 0 件已移交给 head" in admin.follow(
        admin.post(f"{path}/hand-over", {"to": "head"})
    )


def test_a_hand_over_names_somebody_who_can_take_it(station: Flask) -> None:
    admin, path = visit(station, "admin"), f"/accounts/{id_of(station, 'clerk')}"
    nobody = admin.post(f"{path}/hand-over", {"to": ""})
    assert nobody.status_code == 422 and "选一位接手的人" in words(nobody)
    answer = admin.post(f"{path}/closing", {"to": "admin"})
    assert answer.status_code == 422 and "不能接手" in words(answer)
    visit(station, "clerk")


def test_filters_narrow_the_list_and_excel_gets_what_is_shown(
    admin: Reader, association: Flask
) -> None:
    add(association, "zhao", "officer", "赵敏")
    assert "赵敏" in admin.page("/accounts?q=赵") and "刘志远" not in admin.page("/accounts?q=赵")
    assert "何静" not in admin.page("/accounts?role=officer")
    assert "何静" in admin.page("/accounts?q=CARD_MAKER".lower())
    assert "没有符合这些条件的" in admin.page("/accounts?q=nobody")
    answer = admin.get("/accounts?role=officer&format=xlsx")
    assert answer.mimetype.endswith("sheet") and answer.data.startswith(b"PK")


def test_each_act_is_in_the_history_without_a_password(admin: Reader, association: Flask) -> None:
    path = f"/accounts/{id_of(association, 'officer')}"
    password = password_on(admin.post(f"{path}/slip", {}).text)
    admin.post(f"{path}/role", {"role": "card_maker"})
    page = admin.page(path)
    assert "重设密码" in page and "换角色" in page and ADMINISTRATOR.name in page
    assert password not in page


def test_nothing_is_done_without_the_token(admin: Reader, association: Flask) -> None:
    path = f"/accounts/{id_of(association, 'officer')}"
    for act in ("slip", "role", "closing", "reopening", "hand-over", "slip.pdf"):
        assert admin.post(f"{path}/{act}", {}, token=False).status_code == 403
    assert admin.post("/accounts/new", LI, token=False).status_code == 403


def test_an_unknown_account_is_not_found(admin: Reader) -> None:
    nobody = "/accounts/00000000-0000-7000-8000-000000000000"
    assert admin.get(nobody).status_code == 404
    assert admin.post(f"{nobody}/closing", {}).status_code == 404


def test_the_pages_have_their_english(association: Flask, station: Flask) -> None:
    for app, login in ((association, "officer"), (station, "clerk"), (station, "head")):
        reader, path = visit(app, "admin", "en"), f"/accounts/{id_of(app, login)}"
        for page in ("/accounts", "/accounts/new", path, f"{path}/closing"):
            names = (
                "古冶区党员义工协会",
                "实验小学",
                "刘志远",
                "何静",
                "陈国栋",
                "孙海燕",
                "李建平",
            )
            assert untranslated(reader.page(page), *names, *BY) == [], page
    slip = words(visit(association, "admin", "en").post("/accounts/new", LI))
    assert untranslated(slip, "古冶区党员义工协会", "李明", *BY) == []
