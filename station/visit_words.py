"""The words for pairings, their visits, and the visits to holders of stars."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

VISIT_WORDS: Mapping[str, str] = {
    "pairing:active": _l("走访中"),
    "pairing:paused": _l("暂停"),
    "pairing:ended": _l("已结束"),
    "pairing:orphaned": _l("要有人接"),
    "pairing:overdue": _l("有过期没去的"),
    "weekly": _l("每周"),
    "fortnightly": _l("每两周"),
    "monthly": _l("每月"),
    "visit:made": _l("去过了"),
    "visit:unsigned": _l("等签字"),
    "visit:missed": _l("没去成"),
    "visit:overdue": _l("过期没去"),
    "visit:unmanned": _l("没有人去"),
    "visit:open": _l("等走访"),
    "visit:due": _l("本月要去"),
    "visit:declined": _l("本人不要"),
    "benefit:monthly": _l("每月走访"),
    "benefit:joint": _l("年底集中走访"),
    "pairing.started": _l("结对"),
    "pairing.edited": _l("改这一户的资料"),
    "pairing.manned": _l("换走访的人"),
    "pairing.rhythm_changed": _l("改走访频次"),
    "pairing.paused": _l("暂停走访"),
    "pairing.resumed": _l("恢复走访"),
    "pairing.ended": _l("结束结对"),
    "pairing.visit_raised": _l("到了走访的时候"),
    "pairing.visit_missed": _l("记下没去成"),
    "pairing.contact_shown": _l("看电话和门牌"),
    "pairing.erased": _l("清除这一户的资料"),
    "order.left": _l("去不了，其余的人去"),
    "benefit.raised": _l("到了走访的月份"),
    "benefit.made": _l("记下走访"),
    "benefit.missed": _l("记下没去成"),
    "benefit.declined": _l("本人不要上门"),
    "benefit.wanted": _l("本人又愿意了"),
    "rhythm": _l("频次"),
    "due": _l("最晚"),
    "said_on": _l("哪天说的"),
    "led_by_head": _l("站长带队"),
    "which": _l("哪一种"),
    "since": _l("从"),
}
