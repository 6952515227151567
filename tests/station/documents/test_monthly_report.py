"""The monthly report as a paper: tables as computed, photos with captions, one signature."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from shared.domain.month import Month
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
from shared.domain.service_record import Category, Form
from shared.domain.tally import Cell, Figures
from station.documents.monthly_report import MonthlyReport, Photo, Training, print_monthly_report
from tests.printed import boxes, fonts, sizes, texts

DRAFT = MonthlyReport(
    station="实验小学党员义工工作站",
    month=Month(2026, 10),
    summary="本月走进育才里社区。\n\n下月继续。",
    table={(Category.CIVIC_EDUCATION, Form.GROUP): Cell(2, 40, 19, 80, 76, 71)},
    total=Cell(2, 40, 19, 80, 76, 71),
    volunteers=20,
    members=26,
    no_photo_reason="没有集中服务。",
)
SIGNED = replace(
    DRAFT,
    revision=2,
    signed_by="王建国",
    sealed_at=datetime(2026, 11, 3, 16, 30, tzinfo=UTC),
    digest="9f2c4e5d" * 8,
    amends="漏记 1 人。",
)
TRAININGS = (
    Training(date(2026, 10, 13), "全会精神学习", "集中", "党性", 90, "王书记", 20),
    Training(date(2026, 10, 20), "家用电路检修", "针对性", "技能", 60, "李建平", 9),
)


def photo(caption: str, size: tuple[int, int] = (160, 120)) -> Photo:
    out = io.BytesIO()
    Image.new("RGB", size, (120, 150, 170)).save(out, "JPEG")
    return Photo(out.getvalue(), caption)


def whole(report: MonthlyReport) -> str:
    return "".join(texts(print_monthly_report(report)))


def test_a_draft_is_one_page_and_says_that_it_is_not_sealed() -> None:
    document = print_monthly_report(DRAFT)
    assert sizes(document) == [(210.0, 297.0)]
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}
    (page,) = texts(document)
    assert "草稿，未封存" in page and "10月月报·草稿" in page and "校验码" not in page
    assert "负责人签署后封存上报。" in page and "没有照片：没有集中服务。" in page
    assert (76, 30) in boxes(document)


def test_a_signed_revision_names_who_sealed_it_when_and_what() -> None:
    page = whole(SIGNED)
    assert "由王建国签署，2026年11月4日00:30封存。内容校验码9f2c4e5d9f2c4e5d" in page
    assert "第2版" in page and "更正：漏记1人。" in page and "草稿" not in page


def test_paragraphs_of_the_summary_follow_one_another() -> None:
    assert "一、服务活动情况汇报本月走进育才里社区。下月继续。党员26人义工20人（76%）" in whole(
        DRAFT
    )


def test_the_table_has_every_category_and_form_zeros_included() -> None:
    page = whole(DRAFT)
    assert "集中24019807671" in page
    assert page.count("派单––––––") == 5 and page.count("集中––––––") == 4
    assert all(
        word in page for word in ("时政宣教", "便民利民", "困难帮扶", "社会公共", "助推中心")
    )
    assert "合计24019807671" in page


def test_a_station_without_members_has_no_share() -> None:
    assert "义工0人参加服务" in whole(replace(DRAFT, members=0, volunteers=0))


def test_training_is_listed_or_said_to_be_none() -> None:
    assert "本月没有培训记录。" in whole(DRAFT)
    page = whole(replace(DRAFT, trainings=TRAININGS))
    assert "2026-10-13全会精神学习集中党性90王书记20" in page and "合计2次150" in page


def test_further_figures_stand_beside_the_others() -> None:
    assert "受理需求14件" in whole(replace(DRAFT, further=[("受理需求", "14 件")]))


def test_volunteers_are_named_only_where_the_report_names_them() -> None:
    people = [("𠮷田", Figures(4, 8, 7, 6, 30))]
    page = whole(replace(DRAFT, people=people))
    assert "四、义工服务情况" in page and "1𠮷田487630" in page and "五、影像资料" in page
    assert "义工服务情况" not in whole(DRAFT) and "四、影像资料" in whole(DRAFT)


@pytest.mark.parametrize("count", range(1, 8))
def test_photos_have_their_captions_and_the_box_to_sign_is_never_alone(count: int) -> None:
    photos = [photo(f"照片之{n}", (160, 100 + 30 * n)) for n in range(1, count + 1)]
    document = print_monthly_report(replace(SIGNED, photos=photos))
    pages = texts(document)
    assert [n for n in range(1, 8) if f"图{n}照片之{n}" in "".join(pages)] == [*range(1, count + 1)]
    assert "负责人签名" in pages[-1] and f"图{count}" in pages[-1]
    assert sum(len(page.images) for page in PdfReader(io.BytesIO(document)).pages) == count
    assert "没有照片" not in "".join(pages)


@pytest.mark.parametrize("count", [0, 20, 24, 26, 28, 30, 32, 34, 36, 200])
def test_the_box_to_sign_is_never_alone_behind_any_number_of_people(count: int) -> None:
    people = [(f"义工{n}号", Figures(1, 2, 2, 2, 10)) for n in range(1, count + 1)]
    pages = texts(print_monthly_report(replace(SIGNED, people=people)))
    assert "影像资料没有照片：没有集中服务。" in pages[-1] and "负责人签名" in pages[-1]
    assert sum(f"义工{n}号" in "".join(pages) for n in range(1, count + 1)) == count
    with_rows = [page for page in pages if "义工1号" in page or "号1222" in page]
    assert all("序号姓名次数" in page for page in with_rows)


def test_a_table_never_parts_a_category() -> None:
    """Its name stands once, at the first of its three rows."""
    long = replace(DRAFT, summary="\n".join(["很长的汇报。"] * 24))
    first, second = texts(print_monthly_report(long))
    for word in ("时政宣教", "便民利民", "困难帮扶", "社会公共", "助推中心"):
        assert (word in first) != (word in second)
    assert (first + second).count("派单") == (first + second).count("定点") == 5
    for page in (first, second):
        assert page.count("派单") == page.count("定点")


def test_requests_and_visits_stand_under_the_table_where_they_are_known() -> None:
    assert "到期承诺" not in whole(DRAFT)
    requests = RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7)
    page = whole(replace(DRAFT, told=Told(requests, VisitFigures(4, 3, 1, 1))))
    assert "需求(件)收到办结" in page and "按时本月5411–21287" in page
    assert "三星已到本月4311" in page
    assert "走访(次)" not in whole(replace(DRAFT, told=Told(requests)))
