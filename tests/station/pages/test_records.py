"""Activities, certifying, the ledger and the monthly report by page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.reader import Reader, hidden, ids, words
from tests.station.pages.conftest import Desk
from tests.station.people.school import PASSWORDS
from tests.test_help import Helps

ACTIVITY = {
    "title": "清扫街道",
    "category": "public_service",
    "form": "group",
    "day": "2025-01-18",
    "start": "8:30",
    "end": "11:00",
    "place": "东风里",
    "content": "清扫楼道",
    "evaluation": "satisfied",
    "act": "held",
}


def entered(desk: Desk, clerk: Reader, *names: str, **more: Any) -> str:
    """An activity with these people; its address."""
    people = [desk.people[name] for name in names]
    answer = clerk.post("/activities/new", ACTIVITY | {"people": people} | more)
    assert answer.status_code == 302, words(answer)
    return answer.headers["Location"]


def certified(desk: Desk, *names: str) -> None:
    clerk, head = desk.reader(), desk.reader("head")
    where = entered(desk, clerk, *names)
    page = head.get(where)
    sent = {"ids": ids(page), "count": hidden(page, "count"), "back": where}
    assert "都办好了" in head.follow(head.post("/certification", sent))


def signature(head: Reader, month: str = "2025-01", **more: str) -> dict[str, str]:
    looked_at = hidden(head.get(f"/months/{month}"), "looked_at")
    return {"password": PASSWORDS["head"], "looked_at": looked_at} | more


def test_one_form_takes_down_an_activity_with_all_who_came(serving: Desk) -> None:
    clerk = serving.reader()
    anna = serving.people["安安"]
    page = clerk.page(entered(serving, clerk, "安安", "博博", **{f"end-{anna}": "9:30"}))
    assert "2 条等认定" in page and "2 人、4 小时" in page
    rows = serving.school.get("/records")["items"]
    assert sorted((row["end"], row["hours"]) for row in rows) == [("09:30", 1), ("11:00", 3)]
    assert "清扫街道 2 条记录" in clerk.page("/today")


def test_nobody_ticked_and_a_line_that_overlaps_are_told_with_all_input_kept(
    serving: Desk,
) -> None:
    clerk = serving.reader()
    nobody = clerk.post("/activities/new", ACTIVITY)
    assert nobody.status_code == 422 and "至少勾选一位" in words(nobody)
    entered(serving, clerk, "安安")
    both = {"people": [serving.people["安安"], serving.people["博博"]]}
    answer = clerk.post("/activities/new", ACTIVITY | both)
    assert answer.status_code == 422
    assert "安安" in words(answer) and "时间重叠" in words(answer) and "东风里" in answer.text
    assert len(serving.school.get("/records")["items"]) == 1


def test_times_are_read_as_people_type_them(serving: Desk) -> None:
    clerk = serving.reader()
    entered(
        serving,
        clerk,
        "安安",
        day="2025年1月18日",
        start="８:３０".replace("８", "8").replace("３", "3").replace("０", "0"),
    )
    answer = clerk.post(
        "/activities/new", ACTIVITY | {"start": "25:00", "people": [serving.people["博博"]]}
    )
    assert answer.status_code == 422 and "08:30" in words(answer)


def test_a_plan_waits_for_its_attendance(serving: Desk) -> None:
    clerk = serving.reader()
    people = [serving.people["安安"], serving.people["可可"]]
    planned = clerk.post("/activities/new", ACTIVITY | {"act": "plan", "people": people})
    where = planned.headers["Location"]
    assert "等点名" in clerk.page(where) and "安安、可可" in clerk.page(where)
    form = clerk.get(f"{where}/attendance")
    assert form.text.count("checked") >= 2
    sent = ACTIVITY | {"people": people[:1]}
    assert "1 条等认定" in clerk.follow(clerk.post(f"{where}/attendance", sent))


def test_a_group_is_certified_with_one_press_and_who_took_part_is_told(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    entered(serving, clerk, "安安", "博博")
    group = re.search(r'/certification/group\?[^"]+', head.get("/certification").text)
    assert group is not None
    page = head.get(group[0].replace("&amp;", "&"))
    sent = {"ids": ids(page), "back": "/certification"}
    assert len(sent["ids"]) == 2
    assert "已认定 2 条" in head.follow(head.post("/certification", sent))
    again = head.post("/certification", sent)
    assert again.status_code == 200 and "没办成 2 条" in words(again)
    assert "还没有选中记录" in words(head.post("/certification", {"ids": []}))


def test_what_was_entered_late_is_marked_and_explained_where_it_is_certified(
    serving: Desk,
) -> None:
    serving.at("2025-03-20T09:00:00+08:00")
    entered(serving, serving.reader(), "安安", late_reason="出差")
    page = serving.reader("head").get("/certification/group?" + group_of(serving))
    assert "有 1 条是补录的" in words(page)
    assert Helps(page.text).names == ["?说明：认定和复核", "?说明：补录"]


def group_of(desk: Desk) -> str:
    found = re.search(
        r"/certification/group\?([^\"]+)", desk.reader("head").get("/certification").text
    )
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_lowering_needs_its_reason_and_stands_beside_the_signed_figure(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    where = entered(serving, clerk, "安安")
    [record] = ids(head.get(where))
    refused = head.post("/certification", {"ids": [record], f"hours-{record}": "1"})
    assert "核减时长要写明原因" in words(refused)
    sent = {"ids": [record], f"hours-{record}": "1", f"why-{record}": "早退", "back": where}
    head.post("/certification", sent)
    page = head.page(f"/records/{record}")
    assert "由 3 小时核减为 1 小时：早退" in page and "1 × 5 = 5 分" in page


@pytest.mark.parametrize("typed", ["²", "abc", "-1"])
def test_hours_that_are_no_number_are_told_at_their_field_and_nothing_is_certified(
    serving: Desk, typed: str
) -> None:
    head = serving.reader("head")
    both = ids(head.get(entered(serving, serving.reader(), "安安", "博博", "可可")))[:2]
    lower = {f"hours-{both[0]}": typed, f"why-{both[0]}": "早退"}
    answer = head.post("/certification", {"ids": both} | lower)
    assert answer.status_code == 422 and "要填整数" in words(answer)
    field = re.search(rf'<input[^>]* id="f-hours-{both[0]}"[^>]*>', answer.text)
    assert field is not None and f'value="{typed}"' in field[0] and "aria-invalid" in field[0]
    assert f'href="#f-hours-{both[0]}"' in answer.text and 'value="早退"' in answer.text
    boxes = re.findall(r'<input[^>]* name="ids" value="([^"]+)"[^>]*checked>', answer.text)
    assert sorted(boxes) == sorted(both) and len(ids(answer)) == 3
    rows = serving.school.get("/records")["items"]
    assert {row["status"] for row in rows} == {"submitted"}
    nobody = "0" * 8 + both[0][8:]
    gone = head.post("/certification", {"ids": [nobody], f"hours-{nobody}": typed})
    assert gone.status_code == 422


def test_full_width_figures_lower_hours_too(serving: Desk) -> None:
    head = serving.reader("head")
    [record] = ids(head.get(entered(serving, serving.reader(), "安安")))
    lower = {f"hours-{record}": "２", f"why-{record}": "早退"}
    head.post("/certification", {"ids": [record], "back": "/certification"} | lower)
    [row] = serving.school.get("/records")["items"]
    assert (row["status"], row["hours"]) == ("certified", 2)


def test_a_record_is_voided_on_its_own_page_with_a_reason(serving: Desk) -> None:
    certified(serving, "安安")
    head = serving.reader("head")
    record = serving.school.get("/records")["items"][0]["id"]
    page = head.get(f"/records/{record}/voiding")
    assert "安安少 3 小时" in words(page)
    sent = {"reason": "", "_seen": hidden(page, "_seen")}
    assert head.post(f"/records/{record}/voiding", sent).status_code == 422
    done = head.follow(head.post(f"/records/{record}/voiding", sent | {"reason": "重复"}))
    assert "已作废" in done and "重复" in done


def test_a_record_is_issued_anew_with_its_form_filled_in(serving: Desk) -> None:
    certified(serving, "安安")
    head = serving.reader("head")
    record = serving.school.get("/records")["items"][0]["id"]
    page = head.get(f"/records/{record}/reissue")
    assert 'value="清扫楼道"' in page.text and 'value="08:30"' in page.text
    sent = {k: v for k, v in ACTIVITY.items() if k not in ("title", "act")}
    sent |= {"end": "10:30", "reason": "早结束半小时", "_seen": hidden(page, "_seen")}
    answer = head.post(f"/records/{record}/reissue", sent)
    assert answer.status_code == 302, words(answer)
    old = serving.school.get("/records?status=voided")["items"][0]
    assert (old["id"], old["replaced_by"]) == (record, answer.headers["Location"][-36:])


def test_a_whole_activity_is_set_right(serving: Desk) -> None:
    certified(serving, "安安", "博博")
    head = serving.reader("head")
    where = head.get("/activities").text.partition('href="/activities/')[2]
    where = (
        "/activities/" + re.search(r"/activities/([0-9a-f-]{36})", head.get("/activities").text)[1]
    )
    form = head.get(f"{where}/reissue")
    assert 'value="清扫街道"' in form.text
    people = [serving.people["安安"], serving.people["博博"]]
    sent = ACTIVITY | {"end": "10:00", "people": people, "_seen": hidden(form, "_seen")}
    assert head.post(f"{where}/reissue", sent).status_code == 422
    page = head.follow(head.post(f"{where}/reissue", sent | {"reason": "早结束"}))
    assert "2 条等认定" in page and "看原来的那次" in page


def test_a_month_goes_from_draft_to_signature_without_a_figure_typed(serving: Desk) -> None:
    certified(serving, "安安", "博博")
    clerk, head = serving.reader(), serving.reader("head")
    draft = clerk.page("/months/2025-01")
    assert "2 人次、6 小时" in draft and "还没有照片" in draft
    clerk.post("/months/2025-01/draft", {"summary": "", "no_photo_reason": "没带相机"})
    assert "等站长签字" in clerk.follow(clerk.post("/months/2025-01/closing", {}))
    assert "1 月月报等站长签字" in head.page("/today")
    wrong = head.post("/months/2025-01/signature", signature(head) | {"password": "x"})
    assert wrong.status_code == 422 and "密码不对" in words(wrong)
    page = head.follow(head.post("/months/2025-01/signature", signature(head)))
    assert "签字封存" in page
    [sent] = serving.school.sent("tally.month")
    assert sent["people"] == 2 and "2 名党员义工" in sent["summary"]


def test_who_signs_signs_what_they_saw(serving: Desk) -> None:
    certified(serving, "安安")
    clerk, head = serving.reader(), serving.reader("head")
    clerk.post("/months/2025-01/draft", {"summary": "", "no_photo_reason": "没带相机"})
    looked = signature(head)
    clerk.post("/months/2025-01/draft", {"summary": "别的话", "no_photo_reason": "没带相机"})
    answer = head.post("/months/2025-01/signature", looked)
    assert answer.status_code == 422 and "数字变了" in words(answer)
    assert serving.school.sent("tally.month") == []


def test_an_amendment_needs_its_reason_and_both_versions_are_read_side_by_side(
    serving: Desk,
) -> None:
    certified(serving, "安安", "博博")
    head = serving.reader("head")
    head.post("/months/2025-01/draft", {"summary": "", "no_photo_reason": "没带相机"})
    head.post("/months/2025-01/signature", signature(head))
    record = serving.school.get("/records")["items"][0]["id"]
    seen = hidden(head.get(f"/records/{record}/voiding"), "_seen")
    head.post(f"/records/{record}/voiding", {"reason": "重复", "_seen": seen})
    assert "有 1 条记录变了" in head.page("/months/2025-01")
    answer = head.post("/months/2025-01/signature", signature(head))
    assert answer.status_code == 422 and "请写明原因" in words(answer)
    head.post("/months/2025-01/signature", signature(head, reason="作废一条重复的"))
    page = head.page("/months/2025-01/comparison")
    assert "第 1 版和第 2 版对照" in page and "-3" in page and "作废一条重复的" in page


def test_a_figure_opens_its_rows_and_their_rule(serving: Desk) -> None:
    certified(serving, "安安", "博博")
    clerk = serving.reader()
    paper = clerk.get("/months/2025-01").text
    link = re.search(r'href="(/records\?[^"]*category=public_service[^"]*)"', paper)
    assert link is not None
    page = clerk.page(link[1].replace("&amp;", "&"))
    assert "这个数字由下面 2 条记录算出" in page
    record = ids(clerk.get(link[1].replace("&amp;", "&")))[0]
    assert "3 × 5 = 15 分" in clerk.page(f"/records/{record}")


def test_evaluations_come_late_for_many_at_once(serving: Desk) -> None:
    clerk, head = serving.reader(), serving.reader("head")
    where = entered(serving, clerk, "安安", "博博", evaluation="none")
    head.post("/certification", {"ids": ids(head.get(where)), "back": where})
    page = head.get("/records?waits=evaluation")
    assert len(ids(page)) == 2
    nothing = head.post("/records/evaluation", {"ids": ids(page)})
    assert nothing.status_code == 422
    sent = {"ids": ids(page), "evaluation": "satisfied", "back": "/records"}
    assert "已评价 2 条" in head.follow(head.post("/records/evaluation", sent))


def test_training_and_teams_by_page(serving: Desk) -> None:
    clerk = serving.reader()
    people = list(serving.people.values())
    session = {"topic": "急救", "kind": "concentrated", "strand": "skill", "day": "2025-01-20"}
    session |= {"minutes": "120", "trainer": "李医生", "people": people}
    assert "急救" in clerk.follow(clerk.post("/trainings/new", session))
    team = {"name": "先锋队", "leader": people[0], "members": people}
    assert "先锋队" in clerk.follow(clerk.post("/teams/new", team))
    again = clerk.post("/teams/new", team)
    assert again.status_code == 422 and "先锋队" in words(again)


def test_the_year_says_what_it_lacks(serving: Desk) -> None:
    head = serving.reader("head")
    page = head.page("/years/2025")
    assert "这一年还没结束" in page and "先办完上面标红的" in page
    answer = head.post("/years/2025/seal", {"password": PASSWORDS["head"]})
    assert answer.status_code == 422


def test_english_pages_hold_no_chinese_but_names(serving: Desk) -> None:
    certified(serving, "安安")
    reader = serving.reader("head", "en")
    own = {
        "安安",
        "博博",
        "可可",
        "实验小学",
        "中文",
        "教师",
        "校长",
        "清扫街道",
        "清扫楼道",
        "东风里",
    }
    for path in ("/today", "/volunteers", "/activities", "/records", "/certification", "/months"):
        text = reader.page(path)
        found = set(re.findall("[\u3400-\u9fff]{2,}", text)) - own
        assert not found, f"{path}: {found}"
