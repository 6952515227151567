"""The catalogue of service items that the plan names under each category (四.1–5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from shared.domain.service_record import Category
from shared.errors import InvalidError, NotFoundError

LONGEST_NAME: Final = 30
MOST_SKILLS: Final = 20
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


@dataclass(frozen=True)
class Item:
    """A service that can be asked for.

    `code` never changes once it was given out: it is Open311's `service_code`. `skills` are words
    of which one stands in the specialty of whoever can do it; none: the category is enough.
    `is_public`: residents are offered it; what is not is for the station's own plans.
    """

    code: str
    name: str
    category: Category
    skills: tuple[str, ...] = ()
    is_public: bool = True


CATALOGUE: Final[tuple[Item, ...]] = (
    Item("home_talk", "入户宣讲", Category.CIVIC_EDUCATION, ("宣讲", "政策")),
    Item("leaflet", "发放明白纸", Category.CIVIC_EDUCATION, is_public=False),
    Item(
        "notice_window",
        "布置宣传橱窗",
        Category.CIVIC_EDUCATION,
        ("橱窗", "美术", "书法", "板报"),
        is_public=False,
    ),
    Item(
        "repair",
        "义务维修",
        Category.CONVENIENCE,
        ("维修", "修理", "水电", "水暖", "电工", "家电", "木工", "管道"),
    ),
    Item("housework", "家政受理", Category.CONVENIENCE, ("家政", "保洁", "做饭", "护理")),
    Item("errand", "民事代办", Category.CONVENIENCE),
    Item("information", "信息发布", Category.CONVENIENCE),
    Item(
        "policy_advice",
        "政策咨询",
        Category.CONVENIENCE,
        ("政策", "法律", "咨询", "社保", "医保"),
    ),
    Item(
        "farming_advice",
        "种植养殖技术指导",
        Category.CONVENIENCE,
        ("种植", "养殖", "农技", "园艺", "果树"),
    ),
    Item("pairing", "结对帮扶", Category.HARDSHIP_AID),
    Item("home_help", "上门帮扶", Category.HARDSHIP_AID),
    Item("patrol", "治安防范巡逻", Category.PUBLIC_SERVICE),
    Item("facility_upkeep", "公共设施维护", Category.PUBLIC_SERVICE, ("维修", "电工", "木工")),
    Item("clean_up", "环境卫生治理", Category.PUBLIC_SERVICE),
    Item("charity", "慈善帮扶救助", Category.PUBLIC_SERVICE),
    Item("construction", "工程建设", Category.KEY_WORK, is_public=False),
    Item("demolition", "拆违拆迁", Category.KEY_WORK, is_public=False),
    Item("stability", "维护稳定", Category.KEY_WORK, is_public=False),
    Item("urgent_task", "急难险重工作", Category.KEY_WORK, is_public=False),
)
"""A station's own table is filled from it once and edited there."""


def check(item: Item) -> None:
    """Refuses a code that is no short ASCII word, a name too long or blank, too many skills."""
    if not _CODE.fullmatch(item.code):
        raise InvalidError("service_item.code_form", field="code")
    if not item.name.strip() or len(item.name) > LONGEST_NAME:
        raise InvalidError("service_item.name_form", most=LONGEST_NAME, field="name")
    if len(item.skills) > MOST_SKILLS or any(not _squeezed(skill) for skill in item.skills):
        raise InvalidError("service_item.skills_form", most=MOST_SKILLS, field="skills")


def by_code(code: str, items: Iterable[Item] = CATALOGUE) -> Item:
    """The item of a code; NotFoundError where there is none."""
    for item in items:
        if item.code == code:
            return item
    raise NotFoundError("service_item.unknown", code=code[:60])


def of_category(category: Category, items: Iterable[Item] = CATALOGUE) -> tuple[Item, ...]:
    """The items of a category, in the catalogue's order."""
    return tuple(item for item in items if item.category is category)


def public(items: Iterable[Item] = CATALOGUE) -> tuple[Item, ...]:
    """What residents are offered, on the page and through Open311."""
    return tuple(item for item in items if item.is_public)


def matching_skill(item: Item, specialties: Iterable[str]) -> str | None:
    """The first specialty, as its holder wrote it, that fits the item; None where none does.

    Widths, case and spaces make no difference. An item without skills has nothing to match.
    """
    skills = [_squeezed(skill) for skill in item.skills]
    for specialty in specialties:
        if any(skill in _squeezed(specialty) for skill in skills):
            return specialty
    return None


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
