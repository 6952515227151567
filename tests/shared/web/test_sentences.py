"""Refusals in the reader's language: English on pages by cookie, Chinese to nodes and commands."""

from __future__ import annotations

import importlib
import re
import string

import pytest
from flask import Flask

from shared.errors import ConflictError, InvalidError
from shared.federation.sentence import SENTENCES as LINK
from shared.web.language import english
from shared.web.sentences import GENERAL, SENTENCES, sentence_of, teller
from tests.test_architecture import TIERS

CHINESE = re.compile("[\u3400-\u9fff]")
QUOTED = re.compile("“[^”]*”|[\u3400-\u9fff]+(?=[,.:; ]|$)")


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def all_of(tier: str) -> dict[str, str]:
    own: dict[str, str] = importlib.import_module(f"{tier}.sentences").SENTENCES
    return {**LINK, **SENTENCES, **own, "general": GENERAL}


@pytest.mark.parametrize("tier", TIERS)
def test_each_sentence_has_an_english_one_that_names_the_same_values(tier: str) -> None:
    catalogue = english(tier)
    for code, chinese in all_of(tier).items():
        told = catalogue.gettext(chinese)
        assert told != chinese, f"{code}: {chinese}"
        assert names(told) == names(chinese), f"{code}: {told}"


@pytest.mark.parametrize("tier", TIERS)
def test_english_sentences_quote_chinese_alone_where_a_sheet_must_say_it(tier: str) -> None:
    catalogue = english(tier)
    spoken = {
        code for code, text in all_of(tier).items() if CHINESE.search(catalogue.gettext(text))
    }
    assert spoken <= {"bad_decision", "bad_category", "bad_form", "bad_evaluation", "bad_paid"}


def test_whoever_is_answered_reads_their_own_language(association: Flask) -> None:
    told = ("account.login_taken", {"login": "li"})
    with association.test_request_context(headers={"Cookie": "language=en"}):
        assert sentence_of({}, *told) == "Somebody has the login li already. Choose another."
    with association.test_request_context():
        assert sentence_of({}, *told) == "登录名 li 已经有人用了，换一个。"
    assert sentence_of({}, *told) == "登录名 li 已经有人用了，换一个。"


def test_codes_among_the_values_are_said_in_words(association: Flask) -> None:
    told = ("card.not_movable", {"status": "submitted", "to": "approved"})
    with association.test_request_context():
        assert sentence_of({}, *told) == "它现在是“待审”，不能变成“已通过”。"
    with association.test_request_context(headers={"Cookie": "language=en"}):
        assert "“In review”" in sentence_of({}, *told)
    assert "“submitted”" in sentence_of({}, *told)


def test_another_node_is_told_in_chinese_whoever_reads_here(association: Flask) -> None:
    tell = teller({})
    with association.test_request_context(headers={"Cookie": "language=en"}):
        assert tell(ConflictError("account.login_taken", login="li")).startswith("登录名 li")
        assert tell(InvalidError("never.heard_of")) == GENERAL


def test_the_api_answers_chinese_unless_the_cookie_says_otherwise(association: Flask) -> None:
    client = association.test_client()
    typed = {"login": "nobody", "password": "nothing"}
    assert client.post("/api/tokens", json=typed).json["message"] == "登录名或密码不对。"
    client.set_cookie("language", "en")
    assert client.post("/api/tokens", json=typed).json["message"] == "Login or password is wrong."
