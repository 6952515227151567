"""Somebody at the center's pages, and what the page's own form would send."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from center.models.account import ACCOUNTS
from shared.sign_in import NewAccount, add_account
from tests.center.bureau import OFFICER, Bureau
from tests.reader import Reader, words

__all__ = ["Reader", "reader", "value", "words"]


def reader(bureau: Bureau, role: str, language: str = "zh") -> Reader:
    """An account of a role, signed in."""
    login, password = f"{role}-{language}", f"{role}-password"
    with bureau.writing() as session:
        new = NewAccount(login, "刘志远", role, password, lasting=True)
        add_account(session, ACCOUNTS, OFFICER, bureau.now, new)
    return Reader(bureau.app, login, password, language)


def value(answer: TestResponse, name: str) -> str:
    """What stands in a hidden field of the page's own form, which comes last."""
    found: list[str] = re.findall(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, name
    return found[-1]
