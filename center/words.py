"""The words for this tier's codes: states, fields, acts; each is a msgid."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

WORDS: Mapping[str, str] = {
    "link.enrolled": _l("接入上级"),
    "doubt:duplicate": _l("同号登记"),
    "doubt:transfer": _l("有人提出调动"),
    "doubt:rejected_before": _l("同号登记没通过过"),
    "doubt:health": _l("没有健康申明"),
    "doubt:conduct": _l("没有品行申明"),
    "doubt:consent": _l("没有同意处理个人资料"),
    "origin:in_person": _l("当面登记，看过两证原件"),
    "origin:workbook": _l("从表格导入，原件看的是纸质登记表"),
    "origin:paper": _l("纸质审批"),
    "origin:center": _l("本中心审批"),
    "paper:approved": _l("通过"),
    "paper:returned": _l("退回"),
    "paper:rejected": _l("不予通过"),
    "consent:sensitive": _l("处理敏感资料"),
    "consent:naming": _l("公开姓名"),
    "consent:photos": _l("用照片"),
    "transfer:asked": _l("待决定"),
    "transfer:approved": _l("等档案"),
    "transfer:completed": _l("已转入"),
    "transfer:refused": _l("已拒绝"),
}
