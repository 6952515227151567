"""What was typed isn't lost: drafts while one types, and what came after the session had ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, render_template_string
from marshmallow import Schema, fields
from sqlalchemy import delete, func, select, text, update

from shared.clock import machine_now
from shared.database import transaction
from shared.draft import LIFE, LOST_LIFE, MOST_LOST
from shared.web.form import open_form, sent_form
from shared.web.login import needs
from tests.reader import Reader, words
from tests.shared.web.conftest import visit

PAGE = """{% extends "base.html" %}{% from "_form.html" import start, summary, field, area, ticks
with context %}{% block main %}{{ summary(form) }}{{ start(form) }}
{{ field(form, "title", "题目") }}
{{ area(form, "words", "说明") }}{{ ticks(form, "many", "几项", [("x", "子"), ("y", "丑")]) }}
{{ field(form, "password", "密码") }}</form>{% endblock %}"""
PHONE = "13800000001"
TYPED = {"title": "重阳敬老", "words": f"电话 {PHONE}", "many": ["x", "y"]}


class NoteSchema(Schema):
    """A form with a secret among its fields."""

    title = fields.String(required=True)
    words = fields.String()
    many = fields.List(fields.String())
    password = fields.String()


def show() -> str:
    return render_template_string(PAGE, form=open_form(NoteSchema()))


def take() -> Any:
    form = sent_form(NoteSchema())
    if form.submit(lambda typed: True) is None:
        return render_template_string(PAGE, form=form), 422
    return "done"


@pytest.fixture
def app(association: Flask) -> Flask:
    guarded = needs("audit.read")
    association.add_url_rule("/note", "note.show", guarded(show))
    association.add_url_rule("/note", "note.take", guarded(take), methods=["POST"])
    return association


@pytest.fixture
def officer(app: Flask) -> Iterator[Reader]:
    yield visit(app, "officer")


def save(reader: Reader, form: str = "/note", **typed: Any) -> Any:
    """What the page's script sends while one types."""
    return reader.post("/drafts", {"_form": form} | TYPED | typed)


def stored(app: Flask) -> list[Any]:
    parts = app.extensions["yigong"]
    with app.app_context():
        return list(parts.db.session().scalars(select(parts.accounts.draft)))


def end_sessions(app: Flask) -> None:
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        session.execute(delete(parts.accounts.token))


def test_a_draft_is_offered_with_its_date_and_taken_up(officer: Reader) -> None:
    assert "草稿已存" in save(officer).json["saved"]
    offered = officer.get("/note")
    assert re.search(r"今天 \d\d:\d\d 没填完的还在", words(offered))
    assert "重阳敬老" not in offered.text and 'href="/note?draft=1"' in offered.text
    taken = officer.get("/note?draft=1").text
    assert 'value="重阳敬老"' in taken and f"电话 {PHONE}" in taken
    assert 'value="x" checked' in taken and 'value="y" checked' in taken
    assert "没填完的还在" not in taken


def test_the_newest_draft_of_a_form_replaces_the_one_before(app: Flask, officer: Reader) -> None:
    save(officer)
    save(officer, title="改过的")
    assert len(stored(app)) == 1
    assert 'value="改过的"' in officer.get("/note?draft=1").text


def test_a_draft_is_one_s_own_and_of_one_form(app: Flask, officer: Reader) -> None:
    save(officer)
    admin = visit(app, "admin")
    assert "没填完的还在" not in admin.page("/note")
    assert "重阳敬老" not in admin.get("/note?draft=1").text
    save(officer, form="/other")
    assert len(stored(app)) == 2


def test_a_draft_goes_when_the_form_is_sent_or_it_isnt_wanted(app: Flask, officer: Reader) -> None:
    save(officer)
    refused = officer.post("/note", {"_form": "/note", "title": ""})
    assert refused.status_code == 422 and len(stored(app)) == 1
    assert officer.post("/note", {"_form": "/note"} | TYPED).text == "done"
    assert stored(app) == []
    save(officer)
    assert officer.post("/drafts/removal", {"_form": "/note"}).location == "/note"
    assert stored(app) == []


def test_secrets_and_the_form_s_own_fields_are_never_kept(app: Flask, officer: Reader) -> None:
    save(officer, password="my-own-word", code="abcd", _seen="x")
    [kept] = [one.fields for one in stored(app)]
    assert "my-own-word" not in kept and "abcd" not in kept and "csrf" not in kept
    assert "_seen" not in kept


def test_a_draft_lies_encrypted_in_the_database(app: Flask, officer: Reader) -> None:
    save(officer)
    parts = app.extensions["yigong"]
    with app.app_context():
        lying = parts.db.session().execute(text("SELECT fields FROM draft")).scalar_one()
    assert PHONE.encode() not in bytes(lying) and "重阳".encode() not in bytes(lying)


def test_a_draft_that_is_too_long_is_refused(officer: Reader) -> None:
    answer = save(officer, words="字" * 70_000)
    assert answer.status_code == 422 and "最多 64 KB" in words(answer)


def test_old_drafts_go_after_a_month(app: Flask, officer: Reader) -> None:
    save(officer)
    age(app, LIFE + timedelta(days=1))
    save(officer, form="/other")
    assert [one.form for one in stored(app)] == ["/other"]


def age(app: Flask, by: timedelta) -> None:
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        session.execute(update(parts.accounts.draft).values(saved_at=machine_now() - by))


def test_nobody_keeps_a_draft_without_signing_in_or_the_token(app: Flask, officer: Reader) -> None:
    assert officer.post("/drafts", TYPED, token=False).status_code == 403
    stranger = app.test_client()
    assert stranger.post("/drafts", data=TYPED).status_code == 403
    assert stored(app) == []


def lost(reader: Reader, **typed: Any) -> str:
    """Sends the form with a session that is over; the door's address."""
    sent = {"_form": "/note", "csrf_token": reader.token} | TYPED | typed
    answer = reader.client.post("/note", data=sent)
    assert answer.status_code == 302
    return str(answer.location)


def key_in(address: str) -> str:
    found = re.search(r"kept=([\w-]+)", address)
    assert found is not None, address
    return found[1]


def sign_in_again(reader: Reader, address: str, login: str = "officer") -> Any:
    page = reader.client.get(address)
    assert "填的都还在" in page.text
    fields_ = dict(re.findall(r'name="(csrf_token|next|kept)" value="([^"]*)"', page.text))
    typed = {"login": login, "password": f"{login}-password"}
    return reader.client.post("/login", data=fields_ | typed)


def test_what_was_sent_after_the_session_ended_is_there_after_the_sign_in(
    app: Flask, officer: Reader
) -> None:
    end_sessions(app)
    address = lost(officer)
    assert PHONE not in address and "重阳" not in address
    back = sign_in_again(officer, address)
    assert back.location == "/note?draft=1"
    page = officer.client.get(back.location).text
    assert 'value="重阳敬老"' in page and f"电话 {PHONE}" in page and 'value="y" checked' in page


def test_it_lies_under_a_key_that_works_once(app: Flask, officer: Reader) -> None:
    end_sessions(app)
    address = lost(officer)
    sign_in_again(officer, address)
    other = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/login").text)
    assert found is not None
    sent = {"csrf_token": found[1], "kept": key_in(address), "next": "/history"}
    sent |= {"login": "card_maker", "password": "card_maker-password"}
    assert other.post("/login", data=sent).location == "/history"
    [kept] = stored(app)
    with app.app_context():
        table = app.extensions["yigong"].accounts.account
        query = select(table.login).where(table.id == kept.account_id)
        assert app.extensions["yigong"].db.session().scalar(query) == "officer"


@pytest.mark.parametrize("guess", ["%" * 20, "_" * 32, "%%%%%%%%%%%%%%%%%% ", "", "a" * 32])
def test_nobody_gets_what_somebody_else_left_by_guessing_its_key(
    app: Flask, officer: Reader, guess: str
) -> None:
    end_sessions(app)
    lost(officer)
    other = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/login").text)
    assert found is not None
    sent = {"csrf_token": found[1], "kept": guess}
    sent |= {"login": "card_maker", "password": "card_maker-password"}
    assert other.post("/login", data=sent).location == "/"
    assert [one.account_id for one in stored(app)] == [None]


def test_only_a_page_s_own_form_can_leave_something(app: Flask, officer: Reader) -> None:
    end_sessions(app)
    for form in ("https://evil.example/", "note", ""):
        sent = {"_form": form, "csrf_token": officer.token} | TYPED
        assert "kept=" not in officer.client.post("/note", data=sent).location
    assert officer.client.post("/note", data={"_form": "/note"} | TYPED).status_code == 403
    assert stored(app) == []


def test_what_nobody_claims_goes_after_a_day_and_there_is_room_for_a_thousand(
    app: Flask, officer: Reader
) -> None:
    end_sessions(app)
    lost(officer)
    age(app, LOST_LIFE + timedelta(hours=1))
    lost(officer, title="新的")
    assert len(stored(app)) == 1
    parts = app.extensions["yigong"]
    with app.app_context(), transaction(parts.db) as session:
        table, now = parts.accounts.draft, machine_now()
        session.add_all(
            table(account_id=None, form=f"{n} /note", fields="[]", saved_at=now)
            for n in range(MOST_LOST)
        )
    lost(officer, title="最新的")
    with app.app_context():
        count = select(func.count()).select_from(parts.accounts.draft)
        assert parts.db.session().scalar(count) <= MOST_LOST + 1


def test_too_much_to_keep_still_leads_to_the_door(app: Flask, officer: Reader) -> None:
    end_sessions(app)
    address = lost(officer, words="字" * 70_000)
    assert "kept=" not in address and address.startswith("/login?next=")
