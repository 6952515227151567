"""Roster, imports, registrations and volunteers by page."""

from __future__ import annotations

import io
import re

import openpyxl

from tests.reader import hidden, words
from tests.station.pages.conftest import Desk
from tests.station.people.school import ANNA, MEMBERS, ROSTER_HEADINGS, csv, number

FORM = {
    "name": "安安",
    "id_number": ANNA,
    "specialties": "书法、水电",
    "categories": ["convenience", "hardship_aid"],
    "free_times": ["6-morning"],
    "id_card_seen": "true",
    "party_card_seen": "true",
    "health": "true",
    "conduct": "true",
    "sensitive": "true",
}


def test_a_roster_is_checked_before_it_is_written(desk: Desk) -> None:
    clerk = desk.reader()
    sheet = csv(ROSTER_HEADINGS, [*MEMBERS, ("坏坏", "男", "130204198001010011", "", "", "")])
    file = {"file": (io.BytesIO(sheet), "花名册.csv"), "kind": ""}
    page = clerk.follow(answer := clerk.post("/imports", file))
    assert "现在什么都还没写入" in page and "不收的 1 行" in page and "坏坏" in page
    where = answer.headers["Location"]
    count = hidden(clerk.get(where), "count")
    done = clerk.follow(clerk.post(f"{where}/confirmation", {"count": count}))
    assert "已写入" in done
    again = clerk.post(f"{where}/confirmation", {"count": count})
    assert again.status_code == 422
    assert clerk.get(f"{where}/refused.xlsx").status_code == 200


def test_no_file_and_a_broken_one_are_said_at_the_field(desk: Desk) -> None:
    clerk = desk.reader()
    answer = clerk.post("/imports", {"kind": ""})
    assert answer.status_code == 422 and "选一个要导入的文件" in words(answer)
    broken = {"file": (io.BytesIO(b"PK\x03\x04no"), "a.xlsx"), "kind": ""}
    assert "打不开" in words(clerk.post("/imports", broken))


def test_samples_are_read_back_as_what_they_are(desk: Desk) -> None:
    clerk = desk.reader()
    for kind in ("roster", "registration", "record"):
        book = clerk.get(f"/imports/samples/{kind}.xlsx").data
        file = {"file": (io.BytesIO(book), f"{kind}.xlsx"), "kind": ""}
        answer = clerk.post("/imports", file)
        if kind == "roster":
            assert answer.status_code == 302
        assert "看不出" not in words(answer)
    assert clerk.get("/imports/samples/nothing.xlsx").status_code == 404


def test_a_form_is_taken_down_and_goes_to_the_center(desk: Desk) -> None:
    clerk = desk.reader()
    assert "安安" in clerk.get("/registrations/new").text
    page = clerk.follow(clerk.post("/registrations/new", FORM))
    assert "服务中心在审" in page and "水电" in page and "周六上午" in page
    [sent] = desk.school.sent("registration.submitted")
    assert (sent["specialties"], sent["free_times"]) == (["书法", "水电"], ["6-morning"])
    assert "待中心审核" in clerk.page("/registrations")
    assert ANNA not in clerk.get("/registrations").text


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    clerk = desk.reader()
    wrong = FORM | {"id_number": ANNA[:-1] + "0", "specialties": "书法"}
    answer = clerk.post("/registrations/new", wrong)
    assert answer.status_code == 422
    assert "身份证号对不上" in words(answer) and "有 1 处要改" in words(answer)
    assert 'value="书法"' in answer.text and 'aria-invalid="true"' in answer.text
    unseen = {name: value for name, value in FORM.items() if name != "party_card_seen"}
    assert "原件" in words(clerk.post("/registrations/new", unseen))
    assert desk.school.sent("registration.submitted") == []


def test_a_second_registration_is_refused(desk: Desk) -> None:
    clerk = desk.reader()
    clerk.post("/registrations/new", FORM)
    answer = clerk.post("/registrations/new", FORM)
    assert answer.status_code == 422 and "安安" in words(answer)


def test_a_returned_form_shows_the_centers_words_and_is_sent_again(desk: Desk) -> None:
    clerk = desk.reader()
    where = clerk.post("/registrations/new", FORM).headers["Location"]
    desk.school.decide("returned", "2025-01-02", reason="特长写具体些")
    page = clerk.get(where)
    assert "特长写具体些" in words(page)
    assert "center:" not in words(page) and "· 服务中心" in words(page)  # who, in the history
    mended = {k: v for k, v in FORM.items() if k not in ("name", "id_number")}
    sent = mended | {"specialties": "毛笔书法", "_seen": hidden(page, "_seen")}
    assert "服务中心在审" in clerk.follow(clerk.post(f"{where}/submission", sent))
    assert desk.school.sent("registration.submitted")[-1]["version"] == 2
    assert "被退回" not in clerk.page("/today")


def test_who_comes_second_is_told_what_the_first_did(desk: Desk) -> None:
    clerk, head = desk.reader(), desk.reader("head")
    where = clerk.post("/registrations/new", FORM).headers["Location"]
    desk.school.decide("returned", "2025-01-02", reason="缺")
    mended = {k: v for k, v in FORM.items() if k not in ("name", "id_number")}
    first = mended | {"_seen": hidden(clerk.get(where), "_seen")}
    second = mended | {"_seen": hidden(head.get(where), "_seen")}
    assert clerk.post(f"{where}/submission", first).status_code == 302
    answer = head.post(f"{where}/submission", second)
    assert answer.status_code in (409, 422) and "clerk" in words(answer)


def test_volunteers_are_listed_sorted_filtered_and_exported_as_shown(serving: Desk) -> None:
    clerk = serving.reader()
    page = clerk.page("/volunteers")
    assert "党员 3 人，义工 3 人" in page and "覆盖率 100.0%" in page
    turned = re.findall(
        r"volunteers/[0-9a-f-]{36}\">(\w+)<", clerk.get("/volunteers?sort=-name").text
    )
    assert turned == sorted(turned, reverse=True) and len(turned) == 3
    assert "没有符合这些条件的" in clerk.page("/volunteers?q=谁谁")
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/volunteers?q=博&format=xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in rows][-1] == "博博"


def test_one_volunteers_page_says_how_they_stand(serving: Desk) -> None:
    page = serving.reader().page(f"/volunteers/{serving.people['安安']}")
    assert "在册义工" in page and "再有 60 个积分小时到 1 星" in page and "没有按月折算" in page
    assert ANNA not in page and "13800000001" not in page


def test_somebody_leaves_with_a_reason(serving: Desk) -> None:
    clerk, who = serving.reader(), serving.people["博博"]
    form = clerk.get(f"/volunteers/{who}/leaving")
    sent = {"left_on": "2025-01-31", "reason": "retired", "_seen": hidden(form, "_seen")}
    wrong = clerk.post(f"/volunteers/{who}/leaving", sent | {"left_on": "2025-03-01"})
    assert wrong.status_code == 422 and "2025-03-01" in wrong.text
    assert "已离开" in clerk.follow(clerk.post(f"/volunteers/{who}/leaving", sent))
    assert serving.school.sent("volunteer.left")[-1]["reason"] == "retired"


def test_the_whole_roster_goes_out_for_a_reason_and_comes_back_unchanged(desk: Desk) -> None:
    odd = ("𠮷𠮷", "男", number("19700101", 5), "2001-01-01", "=1+1", "013800138000")
    desk.school.roster([*MEMBERS, odd])
    clerk = desk.reader()
    assert clerk.post("/members/export", {"reason": ""}).status_code == 422
    book = clerk.post("/members/export", {"reason": "区里要核对"}).data
    file = {"file": (io.BytesIO(book), "out.xlsx"), "kind": "roster"}
    where = clerk.post("/imports", file).headers["Location"]
    assert hidden(clerk.get(where), "count") == "0"
    assert "另有 4 条已经有了" in clerk.page(where)
    assert "导出花名册" in desk.reader("head").page("/history")


def test_people_are_found_by_pinyin_initials_and_last_four(serving: Desk) -> None:
    clerk = serving.reader()
    for typed in ("安安", "anan", "aa", ANNA[-4:]):
        assert "安安" in clerk.page(f"/search?q={typed}"), typed
    assert "没有找到" in clerk.page("/search?q=zzzz")


def test_pages_ask_for_a_role_and_the_token(desk: Desk) -> None:
    client = desk.school.app.test_client()
    for path in ("/volunteers", "/registrations/new", "/imports", "/members", "/today"):
        answer = client.get(path)
        assert answer.status_code == 302 and answer.location.startswith("/login?next="), path
    clerk = desk.reader()
    assert clerk.post("/registrations/new", FORM, token=False).status_code == 403
    admin = desk.reader("admin")
    assert "您不能办" in admin.page("/volunteers", 403)
    assert admin.get("/registrations/new").status_code == 403
