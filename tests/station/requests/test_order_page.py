"""Orders at the desk: given, answered for by telephone, called off, disputed, signed on paper."""

from __future__ import annotations

import io
from contextvars import Context
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from station.domain.slip import order_text_of
from station.models.audit import Audit
from station.models.photo import Photo
from station.models.service_order import orders_of
from tests.picture import slip
from tests.printed import texts
from tests.reader import Reader, words
from tests.station.ledger.station import PASSWORD
from tests.station.requests.desk import shown
from tests.station.requests.served import Serving
from tests.station.requests.test_signature import two


@pytest.fixture
def clerk(serving: Serving) -> Reader:
    return Reader(serving.station.app, "clerk", PASSWORD)


def give(serving: Serving, clerk: Reader, **changes: Any) -> Any:
    person = f"volunteer:{serving.station.people['赵一']}"
    typed = {"assignee": person, "visit_on": "2025-02-04", "start": "9:00", "end": "10:30"}
    return clerk.post(f"/requests/{serving.request}/order", typed | changes)


def first(serving: Serving) -> UUID:
    return orders_of(serving.station.session, serving.request)[0].id


def send(clerk: Reader, path: str, raw: bytes, **typed: Any) -> Any:
    """With a photo."""
    data = {"csrf_token": clerk.token, "file": (io.BytesIO(raw), "slip.png"), **typed}
    return Context().run(lambda: clerk.client.post(path, data=data))


def test_an_order_is_given_from_the_request(serving: Serving, clerk: Reader) -> None:
    page = clerk.get(f"/requests/{serving.request}")
    assert f"/requests/{serving.request}/order" in page.text
    assert "还没有派给谁" in words(page)
    form = clerk.get(
        f"/requests/{serving.request}/order?volunteer={serving.station.people['赵一']}"
    )
    assert f'value="volunteer:{serving.station.people["赵一"]}" selected' in form.text
    said = clerk.follow(give(serving, clerk))
    assert "已派单，等答复" in said and "2月4日 09:00–10:30" in said
    assert "赵一" in clerk.page(f"/requests/{serving.request}")
    assert "2025-0001" in clerk.page("/orders?status=offered")
    assert "2025-0001" not in clerk.page("/orders?status=signed")
    assert clerk.get("/orders?format=xlsx").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"assignee": ""}, "派给谁"),
        ({"assignee": "volunteer:nobody"}, "派给一位义工，或者一支队伍"),
        ({"assignee": "nobody"}, "派给一位义工，或者一支队伍"),
        ({"visit_on": "2025-02-01"}, "约定的日子已经过了"),
        ({"visit_on": ""}, "还要选哪一天"),
        ({"end": "8:00"}, "结束要晚于开始"),
        ({"start": "99:00"}, "派给谁"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_given(
    serving: Serving, clerk: Reader, changes: dict[str, str], said: str
) -> None:
    answer = give(serving, clerk, **changes)
    assert answer.status_code == 422
    assert said in words(answer)
    assert shown(serving.station, serving.request).status == "accepted"


def test_a_clerk_notes_what_they_say_by_telephone(serving: Serving, clerk: Reader) -> None:
    order = serving.offer()
    assert "答应去" in clerk.follow(clerk.post(f"/orders/{order}/acceptance", {}))
    assert "去不了" in clerk.follow(clerk.post(f"/orders/{order}/refusal", {"reason": "病了"}))
    assert "病了" in clerk.page(f"/orders/{order}")
    assert shown(serving.station, serving.request).status == "accepted"


def test_an_order_is_called_off_with_a_reason(serving: Serving, clerk: Reader) -> None:
    order = serving.offer()
    assert "另派别人" in clerk.page(f"/orders/{order}/cancellation")
    assert clerk.post(f"/orders/{order}/cancellation", {"reason": " "}).status_code == 422
    said = clerk.follow(clerk.post(f"/orders/{order}/cancellation", {"reason": "约错了"}))
    assert "服务单已取消" in said and "约错了" in said


def test_a_clerk_reports_and_disputes_for_others(serving: Serving, clerk: Reader) -> None:
    order = serving.accepted()
    assert clerk.get(f"/orders/{order}/dispute").status_code == 409
    assert "报完成" in clerk.page(f"/orders/{order}/completion")
    done = {
        "day": "2025-02-03",
        "start": "7:00",
        "end": "8:35",
        "content": "换了阀芯",
        "place": "东片",
        "people": str(serving.station.people["赵一"]),
    }
    assert "等签字" in clerk.follow(clerk.post(f"/orders/{order}/completion", done))
    assert "/s/" in clerk.post(f"/orders/{order}/link", {}).text
    assert "7 天有效" in clerk.page(f"/orders/{order}")
    assert "请义工改报" in clerk.page(f"/orders/{order}/dispute")
    assert clerk.post(f"/orders/{order}/dispute", {"words": ""}).status_code == 422
    said = clerk.follow(clerk.post(f"/orders/{order}/dispute", {"words": "没修好"}))
    assert "没修好" in said


def test_a_signature_stands_there_as_it_was_drawn(serving: Serving, clerk: Reader) -> None:
    order = serving.reported()
    serving.sign(serving.token(order), logged_in=[serving.station.people["赵一"]])
    page = clerk.get(f"/orders/{order}")
    assert '<path d="M0 20L10 20' in page.text
    assert "上门义工自己的手机" in words(page) and "郑桂芳" in words(page)
    assert shown(serving.station, serving.request).status == "closed"


def test_printing_an_order_is_logged_since_the_contact_stands_on_it(
    serving: Serving, clerk: Reader
) -> None:
    order = serving.offer()
    assert clerk.post(f"/orders/{order}/paper", {}).status_code == 409
    serving.answer(order)
    paper = clerk.post(f"/orders/{order}/paper", {})
    [text] = texts(paper.data)
    assert "建设路18号2楼" in text
    query = select(Audit.action).where(Audit.subject == f"order:{order}").order_by(Audit.id)
    assert list(serving.station.session.scalars(query))[-1] == "order.printed"
    assert texts(clerk.get("/orders/blank-slips.pdf").data)[0].count("不满意") == 10


def test_a_signed_slip_is_photographed_and_read_off(serving: Serving, clerk: Reader) -> None:
    order = two(serving)
    zhao = next(line.record.id for line in serving.lines(order) if line.name == "赵一")
    path = f"/orders/{order}/signature"
    sent = send(clerk, "/slips", slip(order_text_of(order)))
    photo = sent.headers["Location"].removeprefix(f"{path}?photo=")
    listed = clerk.get(f"/slips?filed={photo}")
    assert "属于一张服务单" in words(listed) and f"{path}?photo={photo}" in listed.text
    typed = {"photo": photo, "capacity": "recipient", "name": "郑桂芳", "all": "satisfied"}
    assert "单子上怎么评价" in clerk.page(f"{path}?photo={photo}")
    missing = clerk.post(path, typed | {"all": ""})
    assert missing.status_code == 422 and "每一位都选" in words(missing)
    said = clerk.follow(clerk.post(path, typed | {f"e-{zhao}": "dissatisfied"}))
    assert "签字已登记" in said and "纸质单子" in said
    assert {line.name: line.evaluation for line in serving.lines(order)} == {
        "赵一": "dissatisfied",
        "钱二": "satisfied",
    }
    assert clerk.get(path).status_code == 409


def test_a_slip_filed_by_hand_is_read_off_too(serving: Serving, clerk: Reader) -> None:
    order = serving.accepted()
    early = send(clerk, "/slips", slip(order_text_of(order)))
    assert early.headers["Location"] == f"/orders/{order}"
    serving.done(order)
    [line] = serving.lines(order)
    photo = serving.station.session.scalars(select(Photo.id)).one()
    filed = clerk.post(f"/slips/{photo}/filing", {"record": str(line.record.id)})
    assert filed.headers["Location"] == f"/orders/{order}/signature?photo={photo}"


def test_the_photo_may_come_with_what_it_says(serving: Serving, clerk: Reader) -> None:
    order = serving.reported()
    typed = {"capacity": "recipient", "name": "郑桂芳"}
    [line] = serving.lines(order)
    path, typed = f"/orders/{order}/signature", typed | {f"e-{line.record.id}": "satisfied"}
    without = clerk.post(path, typed)
    assert without.status_code == 422
    assert send(clerk, path, slip("https://example.org"), **typed).status_code == 302
    assert serving.order(order).status == "signed"


def test_others_have_no_way_in(serving: Serving) -> None:
    volunteer = Reader(serving.station.app, serving.link("zhao", "赵一"), PASSWORD)
    order = serving.offer()
    for path in ("/orders", f"/orders/{order}", f"/requests/{serving.request}/order"):
        assert volunteer.get(path).status_code == 403
