"""What marshmallow says of a field, in the reader's words."""

from __future__ import annotations

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

_FIGURE = r"-?\d+(?:\.\d+)?"
_PATTERNS = (
    (r"Missing data for required field\.|Field may not be null\.", _l("要填。")),
    (r"Not a valid (?:integer|number)\.", _l("填数字。")),
    (r"Not a valid date\.", _l("日期写成 2026-11-03 这样。")),
    (r"Not a valid (?:time|datetime|aware datetime)\.", _l("时间写成 08:30 这样。")),
    (r"Not a valid boolean\.", _l("选“是”或“否”。")),
    (r"Not a valid UUID\.", _l("从列表里选一个。")),
    (r"Must be one of: .*", _l("从列表里选一个。")),
    (r"Shorter than minimum length (?P<least>\d+)\.", _l("至少 %(least)s 个字。")),
    (r"Longer than maximum length (?P<most>\d+)\.", _l("最多 %(most)s 个字。")),
    (
        r"Length must be between (?P<least>\d+) and (?P<most>\d+)\.",
        _l("要填，最多 %(most)s 个字。"),
    ),
    (
        rf"Must be greater than or equal to (?P<least>{_FIGURE})"
        rf" and less than or equal to (?P<most>{_FIGURE})\.",
        _l("填 %(least)s 到 %(most)s 之间的数。"),
    ),
    (rf"Must be greater than or equal to (?P<least>{_FIGURE})\.", _l("不能小于 %(least)s。")),
    (rf"Must be less than or equal to (?P<most>{_FIGURE})\.", _l("不能大于 %(most)s。")),
)
_COMPILED = tuple((re.compile(pattern, re.S), sentence) for pattern, sentence in _PATTERNS)


def field_message(said: str) -> str:
    """The sentence for one of marshmallow's; what it never says itself passes as it is."""
    for pattern, sentence in _COMPILED:
        found = pattern.fullmatch(said)
        if found:
            return str(sentence) % found.groupdict()
    return str(gettext(said))
