"""Monthly reports as pages: the grid, one as the paper itself, words on one and on many."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import openpyxl
import pytest
from uuid_utils.compat import uuid7

from center.models.tally import Revision, Tally
from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import Form
from tests.center.bureau import A, B, Bureau
from tests.center.pages.reader import Reader, reader, value, words
from tests.center.report import served

IN_TIME = datetime(2025, 2, 2, 1, tzinfo=UTC)
LATE = datetime(2025, 2, 9, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def february(clock: Callable[[str], None]) -> None:
    clock("2025-02-10T09:00:00+08:00")


@pytest.fixture
def who(bureau: Bureau) -> UUID:
    return bureau.volunteer(A, name="王娟")


def sent(officer: Reader, id: UUID, **more: str) -> dict[str, str]:
    page = officer.get(f"/reports/{id}")
    names = [name for name in ("revision", "_seen", "_form") if f'name="{name}"' in page.text]
    return {name: value(page, name) for name in names} | more


def test_the_grid_says_of_each_month_how_it_stands(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME)
    page = officer.page("/reports?year=2025")
    assert "1 月应报 2 站，已到 1 站， 还差 1 站" in page
    assert "站01 1月 已到，待接受" in page
    assert "站02 1月 缺报" in page
    assert "看待接受的 1 份" in page
    chosen = officer.page(f"/reports?year=2025&cell={A}@2025-01")
    assert "集中 1 次，1 人次，2 小时" in chosen
    assert "看这份月报" in chosen
    assert "站01 1月" not in officer.page("/reports?year=2025&show=missing")


def test_a_late_a_waived_and_an_empty_month_are_told_apart(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=LATE)
    bureau.judge(bureau.report("2025-01", [], station=B, summary="", at=IN_TIME))
    page = officer.page("/reports?year=2025")
    assert "站01 1月 迟报" in page
    assert "站02 1月 空报 没有集中服务" in page
    form = {"station": B, "first": "2025-01", "last": "2025-02", "reason": "放寒假"}
    assert "已免开" in officer.follow(officer.post("/exemptions", form))
    page = officer.page("/reports?year=2025")
    assert "站02 1月 免开集中服务" in page
    assert "放寒假" in officer.page("/exemptions")


def test_a_viewer_sees_the_grid_but_no_report(bureau: Bureau, who: UUID) -> None:
    id = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME)
    viewer = reader(bureau, "viewer")
    page = viewer.page(f"/reports?year=2025&cell={A}@2025-01")
    assert "看这份月报" not in page
    assert "看待接受" not in page
    for path in (f"/reports/{id}", "/reports/waiting", f"/reports/{id}/people"):
        assert viewer.get(path).status_code == 403


def test_the_grid_goes_out_as_excel(bureau: Bureau, officer: Reader) -> None:
    answer = officer.get("/reports?year=2025&format=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
    assert rows[0][:2] == ("工作站", "1月")
    assert rows[1][:2] == ("站01", "缺报")


def test_a_report_is_the_paper_itself_with_its_check(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    entries = [served(who, date(2025, 1, 5)), served(who, date(2025, 1, 6), form=Form.DISPATCHED)]
    row = {"kind": "concentrated", "strand": "party_spirit", "sessions": 1, "minutes": 90}
    row |= {"attendances": 18, "people": 18, "attended_minutes": 1620}
    more = {"summary": "做了两件事", "training": [row]}
    id = bureau.report("2025-01", entries, at=IN_TIME, **more)
    page = officer.page(f"/reports/{id}")
    assert "集中培训 · 党性 1 次，1.5 小时，18 人次" in page
    for said in ("做了两件事", "2 条明细都到了，数字都对得上", "集中服务 1 次", "接受第 1 版"):
        assert said in page
    assert "月底党员 24 人，义工 22 人，91.7%" in page
    people = officer.page(f"/reports/{id}/people")
    assert f"义工 …{str(who)[-6:]}" in people
    assert "王娟" not in page + people


def test_accepted_it_counts_and_the_next_opens(bureau: Bureau, officer: Reader, who: UUID) -> None:
    first = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME)
    second = bureau.report("2025-01", [], station=B, at=IN_TIME)
    assert f"/reports/{second}" in officer.get(f"/reports/{first}/next").headers["Location"]
    answer = officer.post(f"/reports/{first}/decision", sent(officer, first, decision="accepted"))
    assert answer.headers["Location"] == f"/reports/{second}"
    assert "已接受站01 2025-01 的月报" in officer.follow(answer)
    assert bureau.get(Tally, first).status == "accepted"
    answer = officer.post(f"/reports/{second}/decision", sent(officer, second, decision="accepted"))
    assert answer.headers["Location"] == "/reports/waiting"


def test_returned_it_wants_a_reason_at_its_field(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    id = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME)
    answer = officer.post(f"/reports/{id}/decision", sent(officer, id, decision="returned"))
    assert answer.status_code == 422
    assert 'id="f-reason-e"' in answer.text
    form = sent(officer, id, decision="returned", reason="照片月份写错")
    officer.follow(officer.post(f"/reports/{id}/decision", form))
    assert bureau.get(Tally, id).status == "returned"
    assert "“照片月份写错”" in officer.page(f"/reports/{id}")


def test_what_does_not_add_up_can_only_be_returned(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    early = served(who, date(2025, 1, 5), hours=3)
    id = bureau.report("2025-01", [early], at=IN_TIME)
    page = officer.page(f"/reports/{id}")
    assert "有 1 处对不上，不能接受" in page
    assert "有 1 条的小时多过起止时间" in page
    assert "接受第 1 版" not in page
    answer = officer.post(f"/reports/{id}/decision", sent(officer, id, decision="accepted"))
    assert answer.status_code == 422
    assert "月报有 1 处对不上" in words(answer)


def test_each_figure_that_disagrees_is_a_sentence(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    cell = {"category": "convenience", "form": "group", "activities": 1, "records": 1}
    cell |= {"people": 1, "hours": 9, "satisfied_hours": 2, "points_hours": 2}
    id = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME, cells=[cell])
    page = officer.page(f"/reports/{id}")
    assert "便民利民 · 集中服务的小时写 9，算出来是 2" in page
    assert "各人合计的小时写 9，算出来是 2" in page
    line = {"volunteer": who, "records": 1, "hours": 2, "satisfied_hours": 2}
    line |= {"points_hours": 2, "points": 99}
    entries = [served(who, date(2025, 2, 5))]
    id = bureau.report("2025-02", entries, at=LATE, volunteers=[line], people=2)
    page = officer.page(f"/reports/{id}")
    assert f"义工 …{str(who)[-6:]}的积分写 99，算出来是 10" in page
    assert "参加服务的人数写 2 人，按明细是 1 人" in page


def test_without_its_entries_it_waits(bureau: Bureau, officer: Reader, who: UUID) -> None:
    entries = [served(who, date(2025, 1, 5))]
    id = bureau.report("2025-01", entries, at=IN_TIME, entries_too=False)
    assert "明细还没有收齐" in officer.page(f"/reports/{id}")


def test_many_are_accepted_with_a_result_each(bureau: Bureau, officer: Reader, who: UUID) -> None:
    good = bureau.report("2025-01", [served(who, date(2025, 1, 5))], at=IN_TIME)
    bad = bureau.report("2025-02", [served(who, date(2025, 2, 5), hours=3)], at=LATE)
    assert "2 份待接受" in officer.page("/reports/waiting")
    form = {"ids": [str(good), str(bad)], "decision": "accepted"}
    page = officer.post("/reports/confirmation", form)
    assert "接受这 2 份月报？" in words(page)
    form |= {"count": "2", "versions": [f"{good}:1", f"{bad}:1"]}
    done = words(officer.post("/reports/decisions", form))
    assert "办成 1 条，没办成 1 条" in done
    assert "站01 2025-02 月报有 1 处对不上" in done
    assert "先勾选" in officer.follow(officer.post("/reports/confirmation", {}))
    assert officer.post("/reports/decisions", form | {"count": "3"}).status_code == 422


def test_an_unlock_is_answered_and_versions_are_compared(
    bureau: Bureau, officer: Reader, who: UUID
) -> None:
    entries = [served(who, date(2025, 1, 5)), served(who, date(2025, 1, 6))]
    id = bureau.report("2025-01", entries, at=IN_TIME)
    bureau.judge(id)
    data = {"tally": id, "month": "2025-01", "revision": 1, "reason": "一条写错"}
    bureau.receive("tally.unlock_asked", A, _month(data), subject=f"tally:{id}")
    assert "“一条写错”" in officer.page(f"/reports/{id}")
    assert "2025-01" in officer.page("/reports/waiting?show=unlock_asked")
    refused = officer.post(f"/reports/{id}/unlock", sent(officer, id, decision="unlock_refused"))
    assert refused.status_code == 422
    answer = officer.post(f"/reports/{id}/unlock", sent(officer, id, decision="unlocked"))
    assert "已解锁站01 2025-01" in officer.follow(answer)
    more = {"tally": id, "revision": 2, "amends": {"reason": "作废一条"}}
    bureau.report("2025-01", entries[:1], at=LATE, **more)
    page = officer.page(f"/reports/{id}/versions")
    assert "第 1 版和第 2 版对照" in page
    assert "少了 1月6日 09:00–11:00" in page
    assert "作废一条" in officer.page(f"/reports/{id}")
    assert "已经不是最新的" in officer.page(f"/reports/{id}?revision=1")
    assert officer.get(f"/reports/{id}?revision=9").status_code == 404
    assert bureau.get(Revision, (id, 2)).decision is None


def _month(data: dict[str, object]) -> dict[str, object]:

    return data | {"month": Month.parse(str(data["month"]))}


def test_an_unknown_report_is_not_found(officer: Reader) -> None:
    assert officer.get(f"/reports/{uuid7()}").status_code == 404
    assert officer.get(f"/reports/{uuid7()}/next").headers["Location"] == "/reports/waiting"


def test_requests_and_visits_stand_on_the_paper_in_the_sums_and_between_versions(
    bureau: Bureau, officer: Reader
) -> None:
    told = Told(RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7), VisitFigures(4, 3, 1, 1))
    silent = bureau.report("2025-01", [], station=B, at=IN_TIME)
    id = bureau.report("2025-01", [], at=IN_TIME, **told.to_dict())
    assert "这份月报没有这些数字" in officer.page(f"/reports/{silent}")
    page = officer.page(f"/reports/{id}")
    assert "收到 5 件，办结 4 件，转请上级 1 件，婉拒 0 件；办结里有 1 件是别站转来的" in page
    assert "到期 8 次，按时 7 次（87%）" in page and "应到 4 次，已到 3 次" in page
    for one in (silent, id):
        bureau.judge(one)
    sums = officer.page("/statistics?first=2025-01&last=2025-01&by=month&by=station")
    assert "2025年1月 站01 5 4 1 1 – 2 12 7 / 8 3 / 4 1 / 1 1 / 1" in sums
    assert "2025年1月 站02 – – – – – – – – – – 0 / 1" in sums
    assert "合计 5 4 1 1 – 2 12 7 / 8 3 / 4 1 / 1 1 / 2" in sums
    inside = officer.page("/statistics?first=2025-01&last=2025-01&by=category")
    assert "需求和走访" not in inside
    bureau.unlock(id, "2025-01")
    bureau.report("2025-01", [], tally=id, revision=2, at=LATE)
    between = officer.page(f"/reports/{id}/versions")
    assert "需求和走访 收到的需求 5 –" in between


def test_what_a_report_says_of_requests_must_be_possible(bureau: Bureau, officer: Reader) -> None:
    told = Told(RequestFigures(promised=1, kept=2), VisitFigures(benefit_made=1)).to_dict()
    page = officer.page(f"/reports/{bureau.report('2025-01', [], at=IN_TIME, **told)}")
    assert "居民需求的按时做到写 2，算出来是 1" in page
    assert "走访的三星走访已到写 1，算出来是 0" in page
