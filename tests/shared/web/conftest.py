"""Nodes with an account of each of their roles, and readers of their pages."""

from __future__ import annotations

import pytest
from flask import Flask

from shared.clock import business_now
from shared.database import transaction
from shared.founding import COMMAND
from shared.sign_in import NewAccount, add_account
from tests.conftest import ADMINISTRATOR, MakeNode
from tests.reader import CHINESE, Reader

NAMES = {"officer": "刘志远", "card_maker": "何静", "head": "陈国栋", "clerk": "孙海燕"}


def add(app: Flask, login: str, role: str, name: str = "") -> None:
    """An account whose password is its login and `-password`."""
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        new = NewAccount(login, name or login, role, f"{login}-password", lasting=True)
        add_account(session, parts.accounts, COMMAND, business_now(), new)


def visit(app: Flask, login: str, language: str = "zh") -> Reader:
    """Whoever it is, at the pages; `admin` founded the node."""
    is_first = login == ADMINISTRATOR.login
    password = ADMINISTRATOR.password if is_first else f"{login}-password"
    return Reader(app, login, password, language)


def untranslated(page: str, *names: str) -> list[str]:
    """Chinese on an English page, but for names, the other language's own, and stamps."""
    for name in (*names, "中文"):
        page = page.replace(name, "")
    return [found for found in CHINESE.findall(page) if len(found) > 1]


@pytest.fixture
def association(make_node: MakeNode) -> Flask:
    """With an officer and a card maker, their logins their roles."""
    app = make_node("association", "13", title="古冶区党员义工协会")
    for role in ("officer", "card_maker"):
        add(app, role, role, NAMES[role])
    return app


@pytest.fixture
def station(make_node: MakeNode) -> Flask:
    """With a head and two clerks."""
    app = make_node("station", "01-3301", title="实验小学", upper="center:01")
    for login, role in (("head", "head"), ("clerk", "clerk"), ("clerk2", "clerk")):
        add(app, login, role, NAMES.get(login, "李建平"))
    return app
