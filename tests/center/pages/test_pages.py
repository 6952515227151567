"""All pages of the center: who may see which, in both languages, and what each of them is for."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from center.models.exemption import Exemption
from center.models.federation import Peer
from center.models.registration import Registration
from center.models.station import Station
from center.models.transfer import Transfer
from center.models.volunteer import Volunteer
from shared.clock import machine_now
from tests.center.bureau import ASSOCIATION, A, B, Bureau
from tests.center.pages.reader import Reader, reader, value, words
from tests.center.report import served
from tests.reader import CHINESE

ALL = {"officer", "viewer", "administrator"}
FIGURES, DESK = {"officer", "viewer"}, {"officer"}
OWN = {"刘志远", "教育局党员义工服务中心", "节点", "中文", "站", "王娟", "书法", "教师", "张站长"}
OWN |= {"本月服务情况汇报", "无照片", "李审核", "宋文博", "局", "义", "协会"}


@pytest.fixture(autouse=True)
def november(clock: Callable[[str], None]) -> None:
    clock("2025-11-03T09:00:00+08:00")


@pytest.fixture
def filled(bureau: Bureau) -> dict[str, UUID]:
    """A center with something of each kind."""
    who = bureau.volunteer(A, name="王娟")
    card = {"card": uuid7(), "number": "13-2025-00001", "volunteer": who, "station": A}
    bureau.receive("card.issued", ASSOCIATION, card | {"issued_on": date(2025, 2, 1)})
    at = datetime(2025, 2, 2, tzinfo=UTC)
    tally = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=at)
    bureau.judge(tally)
    bureau.report("2025-10", [served(who, date(2025, 10, 5))], at=datetime(2025, 11, 1, tzinfo=UTC))
    registration = bureau.register(A, name="王娟")
    bureau.volunteer(B, name="宋文博", digest="w1:same")
    transfer = uuid7()
    data = {"transfer": transfer, "station": A, "name": "宋文博", "digest": "w1:same"}
    bureau.receive("transfer.asked", A, data | {"asked_on": date(2025, 2, 1)})
    return {"who": who, "tally": tally, "registration": registration, "transfer": transfer}


def paths(filled: dict[str, UUID]) -> dict[str, set[str]]:
    return {
        "/today": ALL,
        "/more": ALL,
        "/registrations": DESK,
        f"/registrations/{filled['registration']}": DESK,
        "/registrations/undoubted": DESK,
        "/registrations/claims": DESK,
        "/volunteers": DESK,
        f"/volunteers/{filled['who']}": DESK,
        "/transfers": DESK,
        f"/transfers/{filled['transfer']}": DESK,
        "/reports": FIGURES,
        f"/reports?cell={A}@2025-01": FIGURES,
        "/reports/waiting": DESK,
        f"/reports/{filled['tally']}": DESK,
        f"/reports/{filled['tally']}/people": DESK,
        f"/reports/{filled['tally']}/versions": DESK,
        "/exemptions": FIGURES,
        "/reminders/2025-10": DESK,
        "/statistics?first=2025-01&last=2025-10&by=quarter&by=station&by=category&by=form": FIGURES,
        "/years": DESK,
        f"/years/2025/{A}": DESK,
        "/years/2025/agreeing": DESK,
        "/stations": ALL,
        f"/stations/{A}": ALL,
        f"/stations/{A}/closing": DESK,
        "/oddities": DESK,
    }


def test_each_role_sees_its_pages_and_strangers_the_door(
    bureau: Bureau, filled: dict[str, UUID]
) -> None:
    readers = {role: reader(bureau, role) for role in sorted(ALL)}
    stranger = bureau.app.test_client()
    for path, roles in paths(filled).items():
        for role, one in readers.items():
            assert one.get(path).status_code == (200 if role in roles else 403), f"{path} {role}"
        assert "/login" in stranger.get(path).headers["Location"], path


def test_the_english_pages_hold_no_chinese_but_names(
    bureau: Bureau, filled: dict[str, UUID]
) -> None:
    officer = reader(bureau, "officer", "en")
    for path in paths(filled):
        left = set(CHINESE.findall(officer.page(path))) - OWN
        assert {sign for sign in left if len(sign) > 1} == set(), path


def test_today_names_what_waits_and_what_others_hold(
    bureau: Bureau, officer: Reader, filled: dict[str, UUID]
) -> None:
    bureau.decide(bureau.register(B), "returned", "缺照片")
    bureau.enrol("station:01-3303", approved=False)
    with bureau.writing() as session:
        session.get_one(Peer, A).last_ok = machine_now()
        session.get_one(Peer, B).last_ok = machine_now() - timedelta(hours=30)
    page = officer.page("/today")
    for said in (
        "份月报过了截止还没到",
        "站02 30 小时没有联系",
        "1 份登记待审 最早 2月3日 09:00",
        "1 项调动待决定",
        "1 份月报待接受",
        "1 个站申请接入",
        "10 月月报 11月4日 24:00 截止，还差 1 站",
        "还没到： 站02",
        "工作站改登记 1 份，自 2月3日",
    ):
        assert said in page
    assert "登记待审" not in reader(bureau, "viewer").page("/today")
    own = reader(bureau, "administrator").get("/today")
    assert "1 个站申请接入" in words(own)
    assert "/reports" not in own.text


def test_today_names_each_late_report_where_they_are_few(
    bureau: Bureau, officer: Reader, clock: Callable[[str], None]
) -> None:
    clock("2025-11-10T09:00:00+08:00")
    for station in (A, B):
        bureau.profile(station, opened_on=date(2025, 10, 1))
    page = officer.page("/today")
    assert "站01 10 月月报没到 应在 11月4日 24:00 前" in page
    assert "站02 10 月月报没到" in page
    assert "过了 6 天" in page


def test_today_is_quiet_where_nothing_waits(bare: Bureau) -> None:
    assert "都办完了" in reader(bare, "officer").page("/today")


def test_a_volunteer_s_page_shows_card_months_and_rests_the_service(
    bureau: Bureau, officer: Reader, filled: dict[str, UUID]
) -> None:
    who = filled["who"]
    page = officer.get(f"/volunteers/{who}")
    for said in ("13-2025-00001", "2025-01", "在站01服务", "批准日 2025-01-01"):
        assert said in words(page)
    form = {name: value(page, name) for name in ("_seen", "_form")}
    answer = officer.post(f"/volunteers/{who}/suspension", form | {"reason": ""})
    assert answer.status_code == 422
    assert "都要写明理由" in words(answer)
    answer = officer.post(f"/volunteers/{who}/suspension", form | {"reason": "出国半年"})
    assert "从今天起暂停服务" in officer.follow(answer)
    assert bureau.get(Volunteer, who).status == "suspended"
    page = officer.get(f"/volunteers/{who}")
    assert "“出国半年”" in words(page)
    form = {name: value(page, name) for name in ("_seen", "_form")}
    officer.follow(officer.post(f"/volunteers/{who}/resumption", form))
    assert bureau.get(Volunteer, who).status == "approved"
    assert officer.get(f"/volunteers/{uuid7()}").status_code == 404


def test_the_volunteers_filter_by_station_and_go_out_as_excel(
    officer: Reader, filled: dict[str, UUID]
) -> None:
    page = officer.page(f"/volunteers?station={B}")
    assert "宋文博" in page
    assert "王娟" not in page
    answer = officer.get("/volunteers?format=xlsx&status=approved")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
    assert rows[1][:3] == ("王娟", "站01", "13-2025-00001")
    assert rows[1][5] == 10


def test_people_are_found_by_pinyin_and_number_stations_by_name(
    bureau: Bureau, officer: Reader, filled: dict[str, UUID]
) -> None:
    page = officer.get("/search?q=swb")
    assert "义工 宋文博 站02" in words(page)
    assert "登记 王娟 站01 · 待审" in officer.page("/search?q=wangjuan")
    assert "王娟 站01 · 13-2025-00001" in officer.page("/search?q=00001")
    assert "工作站 站02 01-3302" in officer.page("/search?q=zhan02")
    page = officer.page("/volunteers?q=swb")
    assert "宋文博" in page
    assert "王娟" not in page
    assert "没有符合这些条件的" in officer.page("/volunteers?q=nobody")
    seen = reader(bureau, "viewer").page("/search?q=swb")
    assert "宋文博" not in seen


def test_a_transfer_is_decided_with_both_sides_seen(
    bureau: Bureau, officer: Reader, filled: dict[str, UUID]
) -> None:
    id = filled["transfer"]
    page = officer.get(f"/transfers/{id}")
    assert "批准调到站01" in words(page)
    form = {name: value(page, name) for name in ("_seen", "_form")}
    answer = officer.post(f"/transfers/{id}/decision", form | {"decision": "refused"})
    assert answer.status_code == 422
    assert "都要写明理由" in words(answer)
    answer = officer.post(f"/transfers/{id}/decision", form | {"decision": "approved"})
    assert "已批准宋文博调动" in officer.follow(answer)
    assert bureau.get(Transfer, id).status == "approved"
    assert "等站02封送个人档案" in officer.page(f"/transfers/{id}")
    assert "宋文博" in officer.page("/transfers?status=approved")
    again = officer.post(f"/transfers/{id}/decision", form | {"decision": "approved"})
    assert "先做了：批准调动" in words(again)


def test_a_transfer_of_somebody_unknown_can_only_be_refused(
    bureau: Bureau, officer: Reader
) -> None:
    data = {"transfer": uuid7(), "station": A, "name": "马立群", "digest": "w1:nobody"}
    bureau.receive("transfer.asked", A, data | {"asked_on": date(2025, 2, 1)})
    page = officer.get(f"/transfers/{data['transfer']}")
    assert "只能拒绝" in words(page)
    assert 'value="approved"' not in page.text
    form = {name: value(page, name) for name in ("_seen", "_form")}
    form |= {"decision": "refused", "reason": "不在本中心"}
    assert "已拒绝马立群的调动" in officer.follow(
        officer.post(f"/transfers/{data['transfer']}/decision", form)
    )


def test_the_sums_say_from_how_many_of_how_many(officer: Reader, filled: dict[str, UUID]) -> None:
    query = "first=2025-01&last=2025-01&by=station&by=category"
    page = officer.page(f"/statistics?{query}")
    assert "数字来自 2 站中的 1 站，应报 2 份月报中已接受的 1 份" in page
    assert "站01 便民利民 1 1 1 2 2 2 1 / 1" in page
    answer = officer.get(f"/statistics?{query}&format=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
    assert "服务活动情况统计表" in str(rows[0][0])
    wrong = officer.get("/statistics?first=2025-03&last=2025-01")
    assert wrong.status_code == 422
    assert "起月要在止月之前" in words(wrong)
    assert officer.get("/statistics?first=gestern&last=2025-01").status_code == 422


def test_a_station_is_closed_for_a_reason_and_opened_again(bureau: Bureau, officer: Reader) -> None:
    form = {"closed_on": "2025年10月31日", "reason": ""}
    answer = officer.post(f"/stations/{B}/closing", form)
    assert answer.status_code == 422
    assert 'value="2025年10月31日"' in answer.text
    answer = officer.post(f"/stations/{B}/closing", form | {"reason": "撤并"})
    assert "站02已停用" in officer.follow(answer)
    assert bureau.get(Station, B).closed_on == date(2025, 10, 31)
    assert "“撤并”" in officer.page(f"/stations/{B}")
    assert "站02恢复了" in officer.follow(officer.post(f"/stations/{B}/reopening", {}))
    assert officer.get("/stations/station:01-9999").status_code == 404


def test_an_exemption_is_granted_and_taken_back(bureau: Bureau, officer: Reader) -> None:
    form = {"station": "", "first": "2025-08", "last": "2025-07", "reason": "暑假"}
    answer = officer.post("/exemptions", form)
    assert answer.status_code == 422
    assert "止月要在起月之后" in words(answer)
    page = officer.follow(officer.post("/exemptions", form | {"first": "2025-07"}))
    assert "全部工作站 · 2025-07" in page
    [id] = [row.id for row in _all(bureau, Exemption)]
    assert "已收回" in officer.follow(officer.post(f"/exemptions/{id}/withdrawal", {}))
    assert officer.post(f"/exemptions/{id}/withdrawal", {}).status_code == 409


def test_who_serves_at_two_stations_at_once_is_listed_without_a_name(
    bureau: Bureau, officer: Reader, filled: dict[str, UUID]
) -> None:
    assert "没有发现重叠" in officer.page("/oddities")
    who, at = filled["who"], datetime(2025, 11, 1, tzinfo=UTC)
    bureau.report("2025-01", [served(who, date(2025, 1, 5), start="10:00")], station=B, at=at)
    page = officer.page("/oddities?year=2025")
    assert "1月5日 · 13-2025-00001" in page
    assert "站01 09:00–11:00" in page
    assert "站02 10:00–11:00" in page
    assert "王娟" not in page
    assert officer.get("/oddities?format=xlsx").status_code == 200


def test_each_list_of_stations_and_reports_goes_out_as_excel(
    officer: Reader, filled: dict[str, UUID]
) -> None:
    for path in ("/stations", "/transfers", "/reports/waiting?show=accepted"):
        mark = "&" if "?" in path else "?"
        answer = officer.get(f"{path}{mark}format=xlsx")
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
        assert len(rows) > 1, path


def test_no_act_without_the_token(bureau: Bureau, officer: Reader, filled: dict[str, UUID]) -> None:
    for path in (
        f"/transfers/{filled['transfer']}/decision",
        f"/volunteers/{filled['who']}/suspension",
        f"/reports/{filled['tally']}/decision",
        f"/reports/{filled['tally']}/unlock",
        f"/years/2025/{A}/forwarding",
        f"/stations/{A}/closing",
        "/exemptions",
        "/registrations/all-decisions",
    ):
        assert officer.post(path, {}, token=False).status_code == 403, path
    assert bureau.get(Registration, filled["registration"]).status == "submitted"


def _all(bureau: Bureau, table: type[Exemption]) -> list[Exemption]:
    with bureau.writing() as session:
        return list(session.scalars(select(table)))
