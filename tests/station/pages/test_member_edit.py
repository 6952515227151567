"""A member's row put right by page: what is left empty stays, the number is never shown."""

from __future__ import annotations

from tests.reader import hidden, words
from tests.station.pages.conftest import Desk
from tests.station.people.school import ANNA, BERT, number

RIGHT = number("19810101", 7)
ROW = {"name": "安安", "sex": "female", "post": "教师", "joined_party_on": "2005-05-05"}
EMPTY = {"phone": "", "id_number": ""}


def path_of(desk: Desk, name: str = "安安") -> str:
    items = desk.school.get("/members")["items"]
    return "/members/" + next(row["id"] for row in items if row["name"] == name)


def test_the_row_shows_what_tells_it_apart_and_no_more(desk: Desk) -> None:
    clerk, path = desk.reader(), path_of(desk)
    assert f'href="{path}"' in clerk.get("/members").text
    answer = clerk.get(path)
    page = words(answer)
    assert f"现在的后四位 {ANNA[-4:]}" in page and "138****0001" in page
    assert ANNA not in answer.text and "13800000001" not in answer.text
    assert "1980" not in page
    assert clerk.get(f"/members/{'0' * 8}-0000-7000-8000-{'0' * 12}").status_code == 404
    assert desk.reader("admin").get(path).status_code == 403


def test_a_number_is_put_right_and_the_history_says_so_without_it(desk: Desk) -> None:
    clerk, path = desk.reader(), path_of(desk)
    seen = hidden(clerk.get(path), "_seen")
    page = clerk.follow(clerk.post(path, ROW | {"phone": "", "id_number": RIGHT, "_seen": seen}))
    assert "安安的资料已改好" in page and "更正身份证号" in page
    assert f"现在的后四位 {RIGHT[-4:]}" in page and RIGHT not in page
    assert "138****0001" in page, "left empty, left as it was"
    second = clerk.post(path, ROW | EMPTY | {"post": "校医", "_seen": seen})
    assert second.status_code == 422 and "先做了：更正身份证号" in words(second)


def test_anothers_number_is_refused_at_its_field_and_all_input_kept(desk: Desk) -> None:
    clerk, path = desk.reader(), path_of(desk)
    answer = clerk.post(path, ROW | {"phone": "", "id_number": BERT, "post": "校医"})
    assert answer.status_code == 422
    assert "花名册里的博博已经是这个身份证号" in words(answer)
    assert 'value="校医"' in answer.text and 'id="f-id_number-e"' in answer.text
    wrong = clerk.post(path, ROW | {"phone": "", "id_number": BERT[:-1]})
    assert wrong.status_code == 422 and "身份证号对不上" in words(wrong)


def test_what_is_no_telephone_number_is_refused_at_its_field(desk: Desk) -> None:
    clerk, path = desk.reader(), path_of(desk)
    answer = clerk.post(path, ROW | EMPTY | {"phone": "12"})
    assert answer.status_code == 422 and 'id="f-phone-e"' in answer.text
    assert "电话" in words(answer) and "138****0001" in clerk.page(path)
    assert "137****0000" in clerk.follow(clerk.post(path, ROW | EMPTY | {"phone": "137 0000 0000"}))


def test_a_volunteers_row_says_what_the_center_learns(serving: Desk) -> None:
    clerk, path = serving.reader(), path_of(serving)
    assert f'href="{path}"' in clerk.get(f"/volunteers/{serving.people['安安']}").text
    assert "服务中心会知道" in clerk.page(path)
    clerk.follow(clerk.post(path, ROW | EMPTY | {"post": "", "phone": "13700000000"}))
    (sent,) = serving.school.sent("volunteer.profile")
    assert sent["post"] == ""
    assert "137****0000" in clerk.page(path)
