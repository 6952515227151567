"""Papers by page: the month as PDF and Excel, a volunteer's record and form, password slips."""

from __future__ import annotations

import base64
import html
import io
import re
from datetime import date
from uuid import UUID

from openpyxl import load_workbook
from werkzeug.test import TestResponse

from shared.database import transaction
from shared.workbook import reader as workbook
from station.database import db
from station.domain.slip import record_of
from station.models.member import Member
from station.models.volunteer import Volunteer
from station.workbooks import service_record
from tests.printed import codes, drawn, texts
from tests.reader import hidden, ids, words
from tests.station.pages.conftest import Desk
from tests.station.pages.test_records import certified, entered, signature
from tests.station.people.school import ANNA, BERT


def paper(answer: TestResponse) -> str:
    """The text of a PDF that a page gave, which nothing on the way may keep."""
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), words(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    return "".join(texts(answer.data))


def registration(desk: Desk, name: str) -> str:
    rows = desk.school.get("/registrations")["items"]
    return next(str(row["id"]) for row in rows if row["volunteer"] == desk.people[name])


def sign(desk: Desk, **more: str) -> None:
    head = desk.reader("head")
    head.post("/months/2025-01/draft", {"summary": "", "no_photo_reason": "没有照相"})
    answer = head.post("/months/2025-01/signature", signature(head, **more))
    assert answer.status_code == 302, words(answer)


def test_a_draft_prints_as_a_draft_and_a_signed_month_as_it_was_signed(serving: Desk) -> None:
    certified(serving, "安安", "博博")
    clerk = serving.reader()
    assert "/months/2025-01/report.pdf" in clerk.get("/months/2025-01").text
    draft = paper(clerk.get("/months/2025-01/report.pdf"))
    assert "草稿，未封存" in draft and "实验小学党员义工工作站" in draft
    sign(serving)
    record = serving.school.get("/records")["items"][0]["id"]
    head = serving.reader("head")
    where = f"/records/{record}/voiding"
    seen = hidden(head.get(where), "_seen")
    head.follow(head.post(where, {"reason": "重复", "_seen": seen}))
    signed = paper(clerk.get("/months/2025-01/report.pdf"))
    assert "第1版" in signed and "由head签署" in signed and "2人次、6小时" in signed
    sign(serving, reason="作废一条")
    assert "更正：作废一条" in paper(clerk.get("/months/2025-01/report.pdf"))


def test_a_months_workbook_is_read_back_with_the_records_that_were_signed(serving: Desk) -> None:
    certified(serving, "安安", "博博")
    sign(serving)
    clerk = serving.reader()
    answer = clerk.get("/months/2025-01/report.xlsx")
    rows = service_record.rows(workbook.read(answer.data, "a.xlsx"), "表.xlsx")
    found = sorted((str(row.name), str(row.last_four), str(row.content)) for row in rows)
    assert found == [
        ("博博", BERT[-4:], "清扫楼道"),
        ("安安", ANNA[-4:], "清扫楼道"),
    ]
    assert {row.evaluation for row in rows} == {"满意"}


def test_training_that_changed_since_the_signature_prints_as_it_was_signed(serving: Desk) -> None:
    certified(serving, "安安")
    head = serving.reader("head")
    training = {
        "topic": "急救",
        "kind": "concentrated",
        "strand": "skill",
        "day": "2025-01-20",
        "minutes": "120",
        "trainer": "李医生",
        "people": [serving.people["安安"]],
    }
    assert head.post("/trainings/new", training).status_code == 302
    sign(serving)
    assert "李医生" in paper(head.get("/months/2025-01/report.pdf"))
    head.post("/trainings/new", training | {"topic": "消防", "trainer": "赵队"})
    signed = paper(head.get("/months/2025-01/report.pdf"))
    assert "赵队" not in signed and "集中培训（技能）1次，120分钟，1人次" in signed


def test_a_year_of_somebodys_services_is_printed(serving: Desk) -> None:
    certified(serving, "安安")
    clerk, anna = serving.reader(), serving.people["安安"]
    assert "2025 年记录单" in clerk.page(f"/volunteers/{anna}")
    where = f"/volunteers/{anna}/service-record.pdf"
    sheet = paper(clerk.get(f"{where}?year=2025"))
    assert "东风里" in sheet and "1次，3小时" in sheet and "积15分" in sheet
    assert "东风里" not in paper(clerk.get(f"{where}?year=2024"))
    assert "1次，3小时" in paper(clerk.get(f"{where}?year=x"))
    nobody = "0" * 8 + anna[8:]
    assert clerk.get(f"/volunteers/{nobody}/service-record.pdf").status_code == 404


def test_a_form_shows_the_last_four_alone_and_never_beside_the_birth_date(serving: Desk) -> None:
    clerk = serving.reader()
    form = paper(clerk.get(f"/registrations/{registration(serving, '安安')}/form.pdf"))
    assert ANNA[-4:] in form and ANNA not in form and "1980年" not in form
    assert "138****0001" in form and "13800000001" not in form


def test_the_full_number_is_printed_for_a_reason_that_is_kept(serving: Desk) -> None:
    clerk, id = serving.reader(), registration(serving, "安安")
    where = f"/registrations/{id}/whole-form"
    assert "会记下来" in clerk.page(where)
    without = clerk.post(where, {"reason": " "})
    assert without.status_code == 422 and "要填" in words(without)
    whole = paper(clerk.post(where, {"reason": "上级核对"}))
    assert ANNA in whole and "1980年1月1日" in whole and "13800000001" in whole
    history = clerk.page(f"/registrations/{id}")
    assert "打印带完整证件号的登记表" in history and "上级核对" in history
    assert clerk.post(where, {"reason": "上级核对"}, token=False).status_code == 403


def slips(answer: TestResponse) -> str:
    """The PDF that a page of slips holds."""
    assert answer.status_code == 200, words(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r'href="data:application/pdf;base64,([^"]+)"', answer.text)
    assert found is not None
    return "".join(texts(base64.b64decode(found[1])))


def test_who_is_ticked_gets_an_account_and_a_slip_and_who_has_one_is_named(serving: Desk) -> None:
    clerk = serving.reader()
    assert "建账号，出密码纸条" in clerk.page("/volunteers")
    two = [serving.people["安安"], serving.people["博博"]]
    made = clerk.post("/volunteers/accounts", {"ids": two})
    printed = slips(made)
    assert "anan" in printed and "bobo" in printed and "实验小学党员义工工作站" in printed
    password = re.search(r"<td>anan</td><td[^>]*><code>(\w+)</code>", made.text)
    assert password is not None and password[1] in printed
    again = clerk.post("/volunteers/accounts", {"ids": [*two, serving.people["可可"]]})
    assert "2 人没建" in words(again) and "安安 已有账号" in words(again)
    assert "keke" in slips(again) and "anan" not in slips(again)
    signed_in = {"login": "anan", "password": password[1]}
    client = serving.school.app.test_client()
    assert client.post("/api/tokens", json=signed_in).status_code == 201


def more_volunteers(desk: Desk, count: int) -> None:
    """As many more in service, by name 丁0, 丁1 …"""
    day = date(2025, 1, 2)
    for n in range(count):
        with transaction(db) as session:
            number, name = f"{n:018d}", f"丁{n}"
            member = Member(
                **{"name": name, "sex": "male", "id_number": number, "phone": ""},
                **{"joined_party_on": "", "birth_date": "", "post": ""},
                **{"search_digest": f"{n:064d}", "duplicate_digest": None},
            )
            session.add(member)
            session.flush()
            who = {"member_id": member.id, "name": name, "status": "approved"}
            session.add(Volunteer(**who, approval_date=day, station_since=day))


def test_all_of_a_list_get_accounts_with_what_is_on_its_other_pages(serving: Desk) -> None:
    with serving.school.app.app_context():
        more_volunteers(serving, 51)
    clerk = serving.reader()
    clerk.post("/volunteers/accounts", {"ids": [serving.people["安安"]]})
    listed = clerk.get("/volunteers?q=丁&page=2")
    assert "给这份名单 51 人都建" in words(listed) and len(ids(listed)) == 1
    action = re.search(r'action="(/volunteers/accounts[^"]*)"', listed.text)
    seen = re.search(r'name="all" value="(\d+)"', listed.text)
    assert action is not None and seen is not None
    printed = slips(clerk.post(html.unescape(action[1]), {"all": seen[1]}))
    assert len(re.findall(r"登录名ding", printed)) == 51 and "bobo" not in printed
    whole = clerk.post("/volunteers/accounts", {"all": "54"})
    assert "52 人没建" in words(whole) and "安安 已有账号" in words(whole)
    assert "bobo" in slips(whole) and "keke" in slips(whole)


def test_a_list_that_is_no_longer_as_it_was_seen_makes_no_account(serving: Desk) -> None:
    clerk, anna = serving.reader(), serving.people["安安"]
    assert clerk.post("/volunteers/accounts", {"all": "4"}).status_code == 409
    for path, seen in (("?q=没有", "3"), ("", "x"), ("", "²"), ("", "")):
        answer = clerk.post(f"/volunteers/accounts{path}", {"all": seen})
        assert answer.status_code == 422, (path, seen)
    assert "登录名" not in clerk.page(f"/volunteers/{anna}")


def test_nobody_ticked_and_more_than_were_seen_make_no_account(serving: Desk) -> None:
    clerk, anna = serving.reader(), serving.people["安安"]
    assert clerk.post("/volunteers/accounts", {}).status_code == 422
    assert clerk.post("/volunteers/accounts", {"ids": [anna], "count": "2"}).status_code == 409
    many = clerk.post("/volunteers/accounts", {"ids": [anna], "count": "201"})
    assert many.status_code == 422 and "一次最多给 200 人" in words(many)
    assert "登录名" not in clerk.page(f"/volunteers/{anna}")


def test_a_forgotten_password_is_reset_at_the_counter(serving: Desk) -> None:
    clerk, anna = serving.reader(), serving.people["安安"]
    assert clerk.post(f"/volunteers/{anna}/slip", {}).status_code == 404
    first = slips(clerk.post("/volunteers/accounts", {"ids": [anna]}))
    assert "忘了密码" in clerk.page(f"/volunteers/{anna}")
    second = slips(clerk.post(f"/volunteers/{anna}/slip", {}))
    assert "anan" in second and first != second


def test_papers_ask_for_a_role(serving: Desk) -> None:
    admin, anna = serving.reader("admin"), serving.people["安安"]
    for path in (
        "/months/2025-01/report.pdf",
        "/months/2025-01/report.xlsx",
        f"/volunteers/{anna}/service-record.pdf",
        f"/registrations/{registration(serving, '安安')}/form.pdf",
    ):
        assert admin.get(path).status_code == 403, path
        found = serving.school.app.test_client().get(path)
        assert found.status_code == 302 and "/login" in found.location, path


def test_a_month_without_records_has_its_papers_too(serving: Desk) -> None:
    clerk = serving.reader()
    assert "草稿" in paper(clerk.get("/months/2025-01/report.pdf"))
    book = load_workbook(io.BytesIO(clerk.get("/months/2025-01/report.xlsx").data))
    assert "1月" in book.sheetnames
    entered(serving, clerk, "安安")
    rows = service_record.rows(
        workbook.read(clerk.get("/months/2025-01/report.xlsx").data, "a.xlsx"), "表.xlsx"
    )
    assert rows == []


def waiting(desk: Desk, *names: str) -> tuple[str, dict[str, str]]:
    """An activity that waits for its certifier: its address, and its records by name."""
    where = entered(desk, desk.reader(), *names)
    people = {id: name for name, id in desk.people.items()}
    rows = desk.school.get("/records")["items"]
    return where, {people[row["volunteer"]]: str(row["id"]) for row in rows}


def test_an_activitys_slips_are_printed_in_one_and_name_their_records(serving: Desk) -> None:
    where, records = waiting(serving, "安安", "博博", "可可")
    clerk = serving.reader()
    assert "印 3 张服务单" in clerk.page(where)
    assert f'href="{where}/slips.pdf"' in clerk.get(where).text
    answer = clerk.get(f"{where}/slips.pdf")
    said = paper(answer)
    for part in ("安安", "博博", "可可", "实验小学党员义工工作站", "2025年1月18日", "清扫楼道"):
        assert part in said
    assert "08:30–11:00时长3小时" in said and "✓" not in said
    read = {record_of(code) for code in codes(drawn(answer.data))}
    assert read == {UUID(record) for record in records.values()}


def test_a_printed_slip_that_is_photographed_is_filed_with_its_record(serving: Desk) -> None:
    _, records = waiting(serving, "安安", "博博")
    clerk, where = serving.reader(), f"/records/{records['安安']}"
    assert f'href="{where}/slip.pdf"' in clerk.get(where).text
    answer = clerk.get(f"{where}/slip.pdf")
    assert "安安" in paper(answer) and "博博" not in paper(answer)
    photo = (io.BytesIO(drawn(answer.data, 120)), "1.png")
    page = clerk.follow(clerk.post("/slips", {"file": [photo]}))
    assert "作这条记录的凭证" in page and "安安" in page
    assert "是这条记录的凭证" in clerk.page(where)


def test_a_certified_records_slip_says_how_it_was_evaluated(serving: Desk) -> None:
    certified(serving, "安安")
    [row] = serving.school.get("/records")["items"]
    said = paper(serving.reader().get(f"/records/{row['id']}/slip.pdf"))
    assert "评价✓满意不满意" in said


def test_what_is_ended_and_what_isnt_there_have_no_slip(serving: Desk) -> None:
    where, records = waiting(serving, "安安")
    clerk, record = serving.reader(), records["安安"]
    rejected = {"ids": [record], "reason": "重复", "back": where}
    clerk.post("/certification/rejection", rejected)
    ended = clerk.get(f"/records/{record}/slip.pdf")
    assert ended.status_code == 409 and "不再印服务单" in words(ended)
    assert "slip.pdf" not in clerk.get(f"/records/{record}").text
    none = clerk.get(f"{where}/slips.pdf")
    assert none.status_code == 404 and "点了名才能印" in words(none)
    assert "slips.pdf" not in clerk.get(where).text
    nobody = "0" * 8 + record[8:]
    for path in (f"/records/{nobody}/slip.pdf", f"/activities/{nobody}/slips.pdf"):
        assert clerk.get(path).status_code == 404, path


def test_slips_are_for_those_who_may_read_records(serving: Desk) -> None:
    where, records = waiting(serving, "安安")
    serving.school.add("leader", "team_leader")
    leader = serving.reader("leader")
    assert "安安" in leader.page(where) and "slips.pdf" not in leader.get(where).text
    for path in (f"{where}/slips.pdf", f"/records/{records['安安']}/slip.pdf"):
        assert leader.get(path).status_code == 403, path
        assert serving.reader("admin").get(path).status_code == 403, path
        found = serving.school.app.test_client().get(path)
        assert found.status_code == 302 and "/login" in found.location, path
