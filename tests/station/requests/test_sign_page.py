"""The page behind a one-time link: read, evaluated, signed or disputed without a login."""

from __future__ import annotations

import re
from contextvars import Context
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from station.models.signature import signatures_of
from tests.printed import texts
from tests.reader import TOKEN, Reader, hidden, words
from tests.station.ledger.station import PASSWORD
from tests.station.requests.served import DRAWN, Serving
from tests.station.requests.test_signature import two

TYPED = {"name": "郑桂芳", "capacity": "recipient", "ink": DRAWN}


class Stranger:
    """A browser that nobody signed in on, or somebody did before."""

    def __init__(self, serving: Serving, client: FlaskClient | None = None) -> None:
        self.client = client or serving.station.app.test_client()

    def get(self, path: str) -> TestResponse:
        return Context().run(lambda: self.client.get(path))

    def post(self, path: str, page: TestResponse, **typed: Any) -> TestResponse:
        found = TOKEN.search(page.text)
        assert found is not None
        data = {"csrf_token": found[1], **typed}
        return Context().run(lambda: self.client.post(path, data=data))

    def sign(self, path: str, **changes: Any) -> TestResponse:
        page = self.get(path)
        named = re.findall(r'name="(e-[0-9a-f-]{36})"', page.text)
        said = {named[0]: "satisfied"} if named else {}
        return self.post(path, page, seen=hidden(page, "seen"), **{**said, **TYPED, **changes})


@pytest.fixture
def stranger(serving: Serving) -> Stranger:
    return Stranger(serving)


def test_the_page_says_what_was_done_and_why_so_many_hours(
    serving: Serving, stranger: Stranger
) -> None:
    path = f"/s/{serving.token(serving.reported())}"
    page = stranger.get(path)
    text = words(page)
    for part in ("换了阀芯", "赵一", "2月3日 07:00–08:35", "2 小时", "1 小时 35 分"):
        assert part in text
    assert page.headers["Cache-Control"] == "no-store"
    assert '<meta name="referrer" content="strict-origin">' in page.text
    assert "checked" not in page.text
    assert "建设路" not in text and "13812346021" not in text


def test_a_finger_s_signature_certifies(serving: Serving, stranger: Stranger) -> None:
    order = serving.reported()
    path = f"/s/{serving.token(order)}"
    answer = stranger.sign(path)
    assert "签好了" in words(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    [line] = serving.lines(order)
    assert line.record.status == "certified"
    assert stranger.get(path).status_code == 409


def test_a_phone_that_keeps_no_cookie_signs(serving: Serving, stranger: Stranger) -> None:
    order = serving.reported()
    path = f"/s/{serving.token(order)}"
    page = stranger.get(path)
    [named] = set(re.findall(r'name="(e-[0-9a-f-]{36})"', page.text))
    data = {named: "satisfied", "seen": hidden(page, "seen"), **TYPED, "csrf_token": "of before"}
    forgetful = serving.station.app.test_client(use_cookies=False)
    answer = Context().run(lambda: forgetful.post(path, data=data))
    assert "签好了" in words(answer)
    assert serving.lines(order)[0].record.status == "certified"


def test_nothing_under_a_link_is_kept_on_the_way(serving: Serving, stranger: Stranger) -> None:
    path = f"/s/{serving.token(serving.reported())}"
    answers = [stranger.get(at) for at in (path, f"{path}/slip.pdf", "/s/nobody-s")]
    answers += [stranger.sign(path), stranger.get(path)]
    assert [one.status_code for one in answers] == [200, 200, 404, 200, 409]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_several_are_evaluated_with_one_word_or_one_by_one(
    serving: Serving, stranger: Stranger
) -> None:
    order = two(serving)
    path = f"/s/{serving.token(order)}"
    zhao = next(line.record.id for line in serving.lines(order) if line.name == "赵一")
    none = stranger.post(path, stranger.get(path), seen=hidden(stranger.get(path), "seen"), **TYPED)
    assert none.status_code == 422
    assert "每一位都选" in words(none)
    page = stranger.get(path)
    typed = {"all": "satisfied", f"e-{zhao}": "dissatisfied", "seen": hidden(page, "seen")}
    assert stranger.post(path, page, **typed, **TYPED).status_code == 200
    assert {line.name: line.evaluation for line in serving.lines(order)} == {
        "赵一": "dissatisfied",
        "钱二": "satisfied",
    }


def test_what_is_wrong_is_said_and_everything_typed_stays(
    serving: Serving, stranger: Stranger
) -> None:
    path = f"/s/{serving.token(serving.reported())}"
    answer = stranger.sign(path, capacity="proxy", name="郑小军")
    assert answer.status_code == 422
    assert "见证人" in words(answer)
    assert "郑小军" in answer.text
    assert hidden(answer, "ink").replace("&#34;", '"') == DRAWN
    assert 'value="proxy" checked' in answer.text
    assert "请用手指签上名字" in words(stranger.sign(path, ink=""))
    for name in ("\u200b", "赵\u200b一"):
        assert stranger.sign(path, name=name).status_code == 422
    assert stranger.sign(path, capacity="proxy", name="郑小军", witness="吴邻居").status_code == 200


def test_wrong_hours_are_disputed_in_their_own_words(serving: Serving, stranger: Stranger) -> None:
    order = serving.reported()
    path = f"/s/{serving.token(order)}"
    for nothing in (" ", "\0", "\u200b"):
        empty = stranger.post(f"{path}/dispute", stranger.get(path), words=nothing)
        assert empty.status_code == 422
    said = stranger.post(f"{path}/dispute", stranger.get(path), words="只来了半小时")
    assert "记下了" in words(said)
    assert serving.order(order).reason == "只来了半小时"


def test_the_same_can_be_signed_on_paper(serving: Serving, stranger: Stranger) -> None:
    path = f"/s/{serving.token(serving.reported())}"
    assert "纸质服务单" in words(stranger.get(path))
    paper = stranger.get(f"{path}/slip.pdf")
    assert paper.mimetype == "application/pdf"
    [text] = texts(paper.data)
    assert "2月3日07:00–08:35，记作2小时" in text
    assert "郑*芳" in text and "建设路" not in text


def test_a_volunteers_own_phone_is_marked_even_signed_out(serving: Serving) -> None:
    order = serving.reported()
    token = serving.token(order)
    volunteer = Reader(serving.station.app, serving.link("zhao", "赵一"), PASSWORD)
    volunteer.post("/logout", {})
    assert Stranger(serving, volunteer.client).sign(f"/s/{token}").status_code == 200
    [signature] = signatures_of(serving.station.session, order)
    assert signature.device == "volunteer"


def test_the_stations_device_is_told_from_the_recipients(serving: Serving) -> None:
    order = serving.reported()
    token = serving.token(order)
    clerk = Reader(serving.station.app, "clerk", PASSWORD)
    clerk.client.set_cookie("nonsense", "1")
    assert Stranger(serving, clerk.client).sign(f"/s/{token}").status_code == 200
    [signature] = signatures_of(serving.station.session, order)
    assert signature.device == "station"


def test_a_forged_cookie_says_nothing(serving: Serving, stranger: Stranger) -> None:
    order = serving.reported()
    token = serving.token(order)
    name = serving.station.app.config["SESSION_COOKIE_NAME"]
    stranger.client.set_cookie(f"{name}-device", "forged")
    assert stranger.sign(f"/s/{token}").status_code == 200
    [signature] = signatures_of(serving.station.session, order)
    assert signature.device == "unknown"


def test_what_is_no_link_opens_nothing_and_is_counted(serving: Serving, stranger: Stranger) -> None:
    answers = [stranger.get(f"/s/none-{n}").status_code for n in range(61)]
    assert answers == [404] * 60 + [429]


def test_a_link_behind_which_nothing_waits_says_so(serving: Serving, stranger: Stranger) -> None:
    order = serving.reported()
    token = serving.token(order)
    [line] = serving.lines(order)
    body = {"reason": "记错了"}
    status, _ = serving.station.call(
        "clerk", "POST", f"/api/records/{line.record.id}/rejection", body
    )
    assert status == 200
    assert stranger.get(f"/s/{token}").status_code == 404


def test_no_log_repeats_a_token(
    serving: Serving, stranger: Stranger, caplog: pytest.LogCaptureFixture
) -> None:
    token = serving.token(serving.reported())
    with caplog.at_level("DEBUG"):
        stranger.get(f"/s/{token}")
        stranger.sign(f"/s/{token}", name="")
        stranger.sign(f"/s/{token}")
        stranger.get(f"/s/{token}")
    assert token not in caplog.text
