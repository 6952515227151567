"""The words for why somebody needs to see a requester's contact, at whoever serves."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

WORDS: Mapping[str, str] = {
    "showing:call": _l("打电话约时间"),
    "showing:check": _l("核对姓名地址"),
    "showing:compare": _l("对照是不是同一件"),
    "showing:print": _l("印服务单"),
    "showing:urgent": _l("情况紧急"),
}
