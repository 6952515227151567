"""The registration form: filled in as it was registered, or blank to fill in by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader

from shared.domain.service_record import Category
from station.documents.registration_form import RegistrationSheet, print_registration_form
from tests.printed import boxes, fonts, sizes, texts

FORM = RegistrationSheet(
    station="实验小学党员义工工作站",
    number="DJ-2026-0107",
    name="欧阳文博",
    sex="male",
    birth_date=date(1980, 3, 6),
    id_number="130204198003061825",
    phone="13800138000",
    joined_party_on=date(2001, 7, 1),
    post="教研组长",
    posts=("便民维修岗", "政策宣讲岗"),
    specialties=("电工", "书法"),
    categories=(Category.CONVENIENCE,),
    free_times=("6-morning", "6-evening", "寒暑假"),
    applied_on=date(2026, 3, 2),
    statements={
        "health": True,
        "conduct": True,
        "sensitive": True,
        "naming": False,
        "photos": True,
    },
    consent_text="1",
    how="in_person",
    id_card_seen=True,
    party_card_seen=True,
    received_by="王秀兰",
    received_on=date(2026, 3, 3),
    decision="approved",
    decided_by="刘志远",
    decided_on=date(2026, 3, 5),
)


def page(form: RegistrationSheet) -> str:
    (text,) = texts(print_registration_form(form))
    return text


def test_a_filled_form_says_all_on_one_page() -> None:
    document = print_registration_form(FORM)
    assert sizes(document) == [(210.0, 297.0)]
    assert fonts(document) == {"NotoSansCJKtc-Regular": True}
    said = page(FORM)
    for part in (
        *("实验小学党员义工工作站·DJ-2026-0107", "姓名欧阳文博性别男", "出生日期1980年3月6日"),
        *("身份证号130204198003061825", "入党时间2001年7月1日", "联系电话13800138000"),
        *(
            "职务教研组长",
            "服务岗位便民维修岗、政策宣讲岗",
            "特长电工、书法",
            "登记日期2026年3月2日",
        ),
        *("时政宣教✓便民利民困难帮扶", "其他：寒暑假", "✓身份证原件已核对✓党员证原件已核对"),
        *("经办人王秀兰2026年3月3日", "✓通过退回补充不通过审核人刘志远2026年3月5日", "同意书第1版"),
    ):
        assert part in said


def test_declarations_and_consents_are_ticked_as_they_were_given() -> None:
    said = page(FORM)
    assert said.count("✓属实不属实") == 2
    assert said.count("✓同意不同意") == 2 and said.count("同意✓不同意") == 1
    assert "姓名（不同意不影响参加服务）。同意✓不同意" in said


def test_free_times_are_ticked_in_their_week() -> None:
    assert said_ticks(page(FORM)) == ("✓", "", "✓")
    assert said_ticks(page(replace(FORM, free_times=()))) == ("", "", "")


def said_ticks(said: str) -> tuple[str, str, str]:
    after = said.partition("周日上午")[2]
    morning, _, rest = after.partition("下午")
    afternoon, _, rest = rest.partition("晚上")
    return morning, afternoon, rest[:1] if rest.startswith("✓") else ""


def test_a_blank_form_ticks_nothing_and_leaves_room() -> None:
    document = print_registration_form(RegistrationSheet(station="实验小学党员义工工作站"))
    (said,) = texts(document)
    assert "✓" not in said and "照片" in said
    assert "登记日期年月日" in said and "经办人年月日" in said and "审核人年月日" in said
    assert (30, 42) in boxes(document)


def test_a_box_to_sign_is_big_enough() -> None:
    assert (76, 30) in boxes(print_registration_form(FORM))


def test_a_photo_takes_its_box() -> None:
    out = io.BytesIO()
    Image.new("RGB", (350, 490), (120, 150, 170)).save(out, "JPEG")
    document = print_registration_form(replace(FORM, photo=out.getvalue()))
    assert len(PdfReader(io.BytesIO(document)).pages[0].images) == 1
    assert "照片" not in texts(document)[0].replace("用有本人的照片", "")


@pytest.mark.parametrize(
    ("decision", "ticked"),
    [
        ("returned", "通过✓退回补充不通过"),
        ("rejected", "通过退回补充✓不通过"),
        ("", "通过退回补充不通过"),
    ],
)
def test_the_centers_decision_is_ticked_with_its_reason(decision: str, ticked: str) -> None:
    form = replace(FORM, decision=decision, reason="照片不清楚，\n请重拍。")
    assert f"{ticked}照片不清楚，请重拍。" in page(form)


def test_what_came_from_paper_says_so() -> None:
    said = page(replace(FORM, how="paper", origin="paper"))
    assert "声明和第一项同意以纸质登记表为准" in said and "按纸质登记表的审核结果确认" in said
    assert "纸质登记表" not in page(FORM)


def test_the_longest_entries_break_no_box() -> None:
    form = replace(
        FORM,
        station="唐山市古冶区林西街道第二十三中学附属幼儿园党员义工工作站",
        name="尼格买提·热合曼·阿卜杜拉江",
        post="党总支副书记、副校长、工会主席、少先队总辅导员、安全办公室主任、后勤处处长",
        posts=tuple(f"第{n}号很长的服务岗位名称" for n in range(12)),
        specialties=("家电维修与水暖管道检修",) * 14,
        reason="请核对原件后再报。" * 55,
    )
    pages = texts(print_registration_form(form))
    assert len(pages) == 2
    assert "尼格买提·热合曼·阿卜杜拉江" in pages[0] and "本人签名" in pages[0]
    assert "审核人刘志远" in pages[1] and "第2页，共2页" in pages[1]


def test_a_word_for_sex_that_is_unknown_is_printed_as_it_is() -> None:
    assert "性别未说明" in page(replace(FORM, sex="未说明"))
