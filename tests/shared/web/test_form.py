"""Forms from schemas: what is typed as people type it, errors at their fields, two editors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask, render_template_string, request
from marshmallow import Schema, fields, validate

from shared.audit import Change, write_line
from shared.clock import business_now
from shared.database import transaction
from shared.errors import ConflictError, InvalidError
from shared.web.edit import require_unchanged, seen
from shared.web.field_message import field_message
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.tier import this_tier
from tests.reader import Reader, hidden, words
from tests.shared.web.conftest import visit

PAGE = """{% extends "base.html" %}
{% from "_form.html" import start, summary, field, area, choose, radio, tick, ticks with context %}
{% block main %}{{ summary(form, {"title": "题目"}) }}{{ start(form) }}
<input type="hidden" name="_seen" value="{{ seen }}">
{{ field(form, "title", "题目") }}{{ field(form, "hours", "小时") }}{{ field(form, "day", "日期") }}
{{ area(form, "words", "说明") }}{{ choose(form, "kind", "类别", [("a", "甲"), ("b", "乙")]) }}
{{ radio(form, "side", "哪边", [("left", "左"), ("right", "右")]) }}
{{ tick(form, "sure", "看过原件") }}{{ ticks(form, "many", "几项", [("x", "子"), ("y", "丑")]) }}
</form>{% endblock %}"""


class SampleSchema(Schema):
    """One field of each kind."""

    title = fields.String(required=True, validate=validate.Length(min=1, max=20))
    hours = fields.Integer(required=True, validate=validate.Range(min=1, max=24))
    day = fields.Date(required=True)
    words = fields.String()
    kind = fields.String(validate=validate.OneOf(("a", "b")))
    side = fields.String(validate=validate.OneOf(("left", "right")))
    sure = fields.Boolean()
    many = fields.List(fields.String())


FULL = {"title": "重阳敬老", "hours": "3", "day": "2026-10-18"}


class Desk:
    """A page with the sample form; `taken` is what it last gave to its action."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.taken: dict[str, Any] | None = None
        self.refusal: Exception | None = None

    def show(self) -> str:
        session = this_tier().db.session()
        form = open_form(SampleSchema(), {"kind": "b", "many": ["x"], "sure": True})
        return render_template_string(PAGE, form=form, seen=seen(session, "sample:1"))

    def take(self) -> Any:
        form = sent_form(SampleSchema())
        done = form.submit(self._act)
        if done is None:
            answer = render_template_string(PAGE, form=form, seen=request.form.get("_seen", ""))
            return answer, 422
        return "done"

    def _act(self, typed: dict[str, Any]) -> bool:
        tier = this_tier()
        with transaction(tier.db) as session:
            require_unchanged(session, "sample:1")
            if self.refusal is not None:
                raise self.refusal
            change = Change("sample.changed", "sample:1", None, {"title": typed["title"]})
            write_line(session, tier.accounts.audit, current_actor(), business_now(), change)
            self.taken = typed
        return True


@pytest.fixture
def desk(association: Flask) -> Desk:
    desk = Desk(association)
    guarded = needs("audit.read")
    association.add_url_rule("/sample", "sample.show", guarded(desk.show))
    association.add_url_rule("/sample", "sample.take", guarded(desk.take), methods=["POST"])
    return desk


@pytest.fixture
def officer(desk: Desk) -> Iterator[Reader]:
    yield visit(desk.app, "officer")


def test_a_form_shows_what_is_known_and_nothing_else_is_chosen(officer: Reader) -> None:
    page = officer.get("/sample").text
    assert '<option value="b" selected>' in page and 'value="x" checked' in page
    assert 'id="f-sure" name="sure" value="true" checked' in page
    assert 'value="left" checked' not in page and 'value="right" checked' not in page
    assert page.count("（可不填）") == 4 and 'maxlength="20"' in page
    assert 'id="f-hours" name="hours" type="text" value="" inputmode="numeric"' in page


@pytest.mark.parametrize(
    ("hours", "day"),
    [
        ("３", "２０２６年１０月１８日"),
        (" 3 ", "2026/10/18"),
        ("3", "2026.10.18"),
        ("3", " 2026-10-18 "),
        ("3", "2026年10月18日"),
    ],
)
def test_figures_and_days_are_taken_as_people_type_them(
    desk: Desk, officer: Reader, hours: str, day: str
) -> None:
    answer = officer.post("/sample", FULL | {"hours": hours, "day": day})
    assert answer.status_code == 200
    assert desk.taken is not None
    assert (desk.taken["hours"], desk.taken["day"]) == (3, date(2026, 10, 18))


def test_a_short_month_and_day_get_their_noughts(desk: Desk, officer: Reader) -> None:
    officer.post("/sample", FULL | {"day": "2026年1月3日"})
    assert desk.taken is not None and desk.taken["day"] == date(2026, 1, 3)


def test_text_stays_as_it_was_typed_but_for_outer_spaces(desk: Desk, officer: Reader) -> None:
    odd = "ＡＢ　=1+1 <b>𠮷"
    officer.post("/sample", FULL | {"title": f"  {odd} ", "words": "一\r\n二"})
    assert desk.taken is not None
    assert (desk.taken["title"], desk.taken["words"]) == (odd, "一\r\n二")


def test_boxes_that_are_not_ticked_are_no_and_empty_choices_are_left_out(
    desk: Desk, officer: Reader
) -> None:
    officer.post("/sample", FULL | {"kind": "", "words": ""})
    assert desk.taken is not None
    assert desk.taken["sure"] is False and desk.taken["many"] == []
    assert desk.taken["words"] == "" and "kind" not in desk.taken
    officer.post("/sample", FULL | {"sure": "true", "many": ["x", "y"], "kind": "a"})
    assert (desk.taken["sure"], desk.taken["many"], desk.taken["kind"]) == (True, ["x", "y"], "a")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "要填。"),
        ({"title": "字" * 21}, "要填，最多 20 个字。"),
        ({"hours": "三"}, "填数字。"),
        ({"hours": "0"}, "填 1 到 24 之间的数。"),
        ({"hours": "25"}, "填 1 到 24 之间的数。"),
        ({"day": "2026-02-30"}, "日期写成 2026-11-03 这样。"),
        ({"day": "下周三"}, "日期写成 2026-11-03 这样。"),
        ({"kind": "c"}, "从列表里选一个。"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_all_input_is_kept(
    desk: Desk, officer: Reader, typed: dict[str, str], said: str
) -> None:
    answer = officer.post("/sample", FULL | {"many": ["y"], "side": "left"} | typed)
    [name] = typed
    assert answer.status_code == 422 and desk.taken is None
    assert "有 1 处要改，其余都已留着" in words(answer)
    assert f'<a href="#f-{name}">' in answer.text
    assert f'id="f-{name}-e"' in answer.text and said in words(answer)
    assert 'value="y" checked' in answer.text and 'value="left" checked' in answer.text
    assert 'aria-invalid="true"' in answer.text
    for other in FULL.keys() - typed.keys():
        assert f'value="{FULL[other]}"' in answer.text


def test_a_rule_s_no_stands_at_the_field_that_it_names_or_over_the_form(
    desk: Desk, officer: Reader
) -> None:
    desk.refusal = InvalidError("saved_filter.name", most=60, field="title")
    at_field = officer.post("/sample", FULL)
    assert 'id="f-title-e"' in at_field.text and "最多 60 个字" in at_field.text
    desk.refusal = ConflictError("account.login_taken", login="li")
    over = officer.post("/sample", FULL)
    assert over.status_code == 422 and "登录名 li 已经有人用了" in words(over)
    assert 'id="f-login-e"' not in over.text and 'value="重阳敬老"' in over.text


def test_what_is_typed_can_not_break_out_of_the_page(desk: Desk, officer: Reader) -> None:
    answer = officer.post("/sample", FULL | {"title": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text and "&lt;script&gt;" in answer.text


def test_the_second_of_two_editors_is_told_what_the_first_did(desk: Desk, officer: Reader) -> None:
    other = visit(desk.app, "admin")
    stale = hidden(officer.get("/sample"), "_seen")
    fresh = hidden(other.get("/sample"), "_seen")
    assert other.post("/sample", FULL | {"_seen": fresh}).status_code == 200
    answer = officer.post("/sample", FULL | {"title": "我的", "_seen": stale})
    assert answer.status_code == 422
    assert "管理员在" in words(answer) and "先做了：sample.changed" in words(answer)
    assert 'value="我的"' in answer.text
    assert desk.taken is not None and desk.taken["title"] == "重阳敬老"


def test_whoever_saw_the_newest_state_goes_on(desk: Desk, officer: Reader) -> None:
    officer.post("/sample", FULL)
    newest = hidden(officer.get("/sample"), "_seen")
    assert officer.post("/sample", FULL | {"_seen": newest}).status_code == 200


def test_english_errors_are_english(desk: Desk) -> None:
    reader = visit(desk.app, "officer", "en")
    answer = reader.post("/sample", FULL | {"hours": "x", "title": ""})
    assert "2 to mend; the rest is kept" in words(answer)
    assert "Enter a number." in words(answer) and "Fill this in." in words(answer)


def test_marshmallow_s_sentences_are_all_told_in_ours(association: Flask) -> None:
    with association.test_request_context():
        for said, ours in (
            ("Missing data for required field.", "要填。"),
            ("Field may not be null.", "要填。"),
            ("Not a valid integer.", "填数字。"),
            ("Not a valid time.", "时间写成 08:30 这样。"),
            ("Not a valid boolean.", "选“是”或“否”。"),
            ("Not a valid UUID.", "从列表里选一个。"),
            ("Shorter than minimum length 3.", "至少 3 个字。"),
            ("Longer than maximum length 9.", "最多 9 个字。"),
            ("Must be greater than or equal to 0.5.", "不能小于 0.5。"),
            ("Must be less than or equal to 12.", "不能大于 12。"),
            ("Something of our own。", "Something of our own。"),
        ):
            assert field_message(said) == ours


def test_a_schema_s_own_word_about_the_whole_stands_over_the_form(association: Flask) -> None:
    class Both(Schema):
        a = fields.Nested(SampleSchema)

    with association.test_request_context():
        form = Form(Both(), request.form.copy())
        form.typed["a"] = "x"
        assert form.submit(lambda typed: typed) is None
        assert set(form.errors) == {"a"} and form.kind("a") == "text"
        assert form.longest("nothing") is None and not form.is_required("nothing")
