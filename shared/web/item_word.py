"""Service items in residents' words, as long as the station calls them as the plan does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from shared.domain.service_item import CATALOGUE, Item
from shared.web.language import marked as _l

NAMES: Final = {item.code: item.name for item in CATALOGUE}
SAID: Final = {
    "home_talk": (_l("上门讲讲政策"), "megaphone"),
    "repair": (_l("水电、家电小修"), "wrench-adjustable"),
    "housework": (_l("打扫、做饭、照看"), "house-heart"),
    "errand": (_l("跑腿、代办手续"), "bag-heart"),
    "information": (_l("帮忙发个消息"), "chat-left-text"),
    "policy_advice": (_l("问政策、法律"), "book"),
    "farming_advice": (_l("问种植、养殖"), "flower1"),
    "pairing": (_l("想有人常来看看"), "people"),
    "home_help": (_l("家里要人搭把手"), "heart"),
    "patrol": (_l("巡逻、治安"), "shield-check"),
    "facility_upkeep": (_l("公共设施坏了"), "lightbulb"),
    "clean_up": (_l("楼道、院子脏乱"), "tree"),
    "charity": (_l("有困难，要救助"), "gift"),
}
PLAIN: Final = "three-dots"


@dataclass(frozen=True)
class Choice:
    """One button of the form; `name` is the station's word for it, "" where that says the same."""

    code: str
    words: str
    name: str
    icon: str


def choices(items: Iterable[Item]) -> list[Choice]:
    """The items as buttons, in their order."""
    return [_choice(item) for item in items]


def _choice(item: Item) -> Choice:
    if item.code in SAID and NAMES[item.code] == item.name:
        words, icon = SAID[item.code]
        return Choice(item.code, str(_(words)), item.name, icon)
    return Choice(item.code, item.name, "", PLAIN)
