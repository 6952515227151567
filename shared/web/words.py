"""The words for codes that all tiers speak; each is a msgid."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

WORDS: Mapping[str, str] = {
    "station": _l("工作站"),
    "center": _l("服务中心"),
    "association": _l("协会"),
    "administrator": _l("管理员"),
    "head": _l("站长"),
    "clerk": _l("经办员"),
    "team_leader": _l("队长"),
    "volunteer": _l("义工"),
    "officer": _l("审核员"),
    "viewer": _l("查看员"),
    "card_maker": _l("制证员"),
    "draft": _l("草稿"),
    "submitted": _l("待审"),
    "approved": _l("已通过"),
    "returned": _l("被退回"),
    "rejected": _l("未通过"),
    "suspended": _l("暂停"),
    "left": _l("已离开"),
    "certified": _l("已认定"),
    "voided": _l("已作废"),
    "satisfied": _l("满意"),
    "dissatisfied": _l("不满意"),
    "none": _l("未评价"),
    "group": _l("集中服务"),
    "dispatched": _l("派单服务"),
    "fixed_point": _l("定点服务"),
    "civic_education": _l("时政宣教"),
    "convenience": _l("便民利民"),
    "hardship_aid": _l("困难帮扶"),
    "public_service": _l("社会公共"),
    "key_work": _l("助推中心"),
    "male": _l("男"),
    "female": _l("女"),
    "True": _l("是"),
    "False": _l("否"),
    "account.added": _l("建账号"),
    "account.signed_in": _l("登录"),
    "account.password_changed": _l("改密码"),
    "account.password_reset": _l("重设密码"),
    "status": _l("状态"),
    "role": _l("角色"),
    "reason": _l("原因"),
    "name": _l("姓名"),
    "version": _l("版本"),
}
