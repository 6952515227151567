"""The catalogue of what can be asked for."""

from __future__ import annotations

import pytest

from shared.domain.service_item import (
    CATALOGUE,
    MOST_SKILLS,
    Item,
    by_code,
    check,
    matching_skill,
    of_category,
    public,
)
from shared.domain.service_record import Category
from shared.errors import InvalidError, NotFoundError

REPAIR = by_code("repair")


def test_the_plan_names_services_under_each_of_its_five_categories() -> None:
    assert [item.name for item in of_category(Category.CIVIC_EDUCATION)] == [
        *("入户宣讲", "发放明白纸", "布置宣传橱窗"),
    ]
    assert [item.name for item in of_category(Category.CONVENIENCE)] == [
        *("义务维修", "家政受理", "民事代办", "信息发布", "政策咨询", "种植养殖技术指导"),
    ]
    assert [item.name for item in of_category(Category.HARDSHIP_AID)] == ["结对帮扶", "上门帮扶"]
    assert [item.name for item in of_category(Category.PUBLIC_SERVICE)] == [
        *("治安防范巡逻", "公共设施维护", "环境卫生治理", "慈善帮扶救助"),
    ]
    assert [item.name for item in of_category(Category.KEY_WORK)] == [
        *("工程建设", "拆违拆迁", "维护稳定", "急难险重工作"),
    ]


def test_every_code_and_name_stands_once_and_in_its_form() -> None:
    for item in CATALOGUE:
        check(item)
    check(Item("a" * 40, "名" * 30, Category.CONVENIENCE, ("a",) * MOST_SKILLS))
    assert len({item.code for item in CATALOGUE}) == len(CATALOGUE)
    assert len({item.name for item in CATALOGUE}) == len(CATALOGUE)


def test_residents_are_offered_no_key_work() -> None:
    offered = public()
    assert REPAIR in offered
    assert not [item for item in offered if item.category is Category.KEY_WORK]
    assert not {"发放明白纸", "布置宣传橱窗"} & {item.name for item in offered}
    assert public([Item("leaflet", "发放明白纸", Category.CIVIC_EDUCATION, (), False)]) == ()


def test_an_item_is_found_by_its_code_in_the_station_s_own_list_too() -> None:
    own = Item("homework", "作业辅导", Category.CONVENIENCE)
    assert by_code("homework", [REPAIR, own]) is own
    for unknown in ("homework", "REPAIR", ""):
        with pytest.raises(NotFoundError) as refused:
            by_code(unknown)
        assert refused.value.code == "service_item.unknown"


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (Item("", "名", Category.CONVENIENCE), "code_form"),
        (Item("1st", "名", Category.CONVENIENCE), "code_form"),
        (Item("维修", "名", Category.CONVENIENCE), "code_form"),
        (Item("a" * 41, "名", Category.CONVENIENCE), "code_form"),
        (Item("homework", " ", Category.CONVENIENCE), "name_form"),
        (Item("homework", "名" * 31, Category.CONVENIENCE), "name_form"),
        (Item("homework", "名", Category.CONVENIENCE, (" ",)), "skills_form"),
        (Item("homework", "名", Category.CONVENIENCE, ("a",) * (MOST_SKILLS + 1)), "skills_form"),
    ],
)
def test_an_item_out_of_form_is_refused(item: Item, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check(item)
    assert refused.value.code == f"service_item.{code}"


def test_a_specialty_fits_that_holds_one_of_the_item_s_skills() -> None:
    assert matching_skill(REPAIR, ["书法", "家电维修"]) == "家电维修"
    assert matching_skill(REPAIR, ["水 电 工"]) == "水 电 工"
    assert matching_skill(REPAIR, ["书法", "心理辅导"]) is None
    assert matching_skill(by_code("errand"), ["家电维修"]) is None
    english = Item("computer", "电脑", Category.CONVENIENCE, ("PC",))
    assert matching_skill(english, ["ｐｃ维护"]) == "ｐｃ维护"
