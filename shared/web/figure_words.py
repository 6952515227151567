"""The words for a month's figures of requests and visits; each is a msgid."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

FIGURE_WORDS: Mapping[str, str] = {
    "figure:received": _l("收到的需求"),
    "figure:served": _l("办结的需求"),
    "figure:for_others": _l("办结里别站转来的"),
    "figure:escalated": _l("转请上级"),
    "figure:declined": _l("婉拒的需求"),
    "figure:open": _l("月末在办"),
    "figure:oldest_days": _l("等得最久（天）"),
    "figure:promised": _l("到期的承诺"),
    "figure:kept": _l("按时做到"),
    "figure:pairing_due": _l("结对走访应到"),
    "figure:pairing_made": _l("结对走访已到"),
    "figure:benefit_due": _l("三星走访应到"),
    "figure:benefit_made": _l("三星走访已到"),
}
