"""The Chinese sentences of what is refused of requests, orders, promises and custody."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "closing.ends_before_beginning": "停办的最后一天不能早于第一天。",
    "closing.long_note": "停办的说明最多 {most} 个字。",
    "contact.missing": "这一项要填。",
    "contact.too_long": "这一项最多 {most} 个字。",
    "contact.unreadable": "封好的联系方式打不开。",
    "custody.ahead": "它还没有转到发来消息的地方，先不算数。",
    "custody.bad": "保管编号不对。",
    "custody.stale": "它已经转给别处，这条只记作备注。",
    "promise.bad_days": "承诺的工作日是 1 到 {most} 个。",
    "service_item.code_form": "代码用小写字母开头，2 到 40 个小写字母、数字或下划线。",
    "service_item.name_form": "服务项目的名称要填，最多 {most} 个字。",
    "service_item.skills_form": "所需特长最多 {most} 个，不留空白的。",
    "service_item.unknown": "没有代码为 {code} 的服务项目。",
    "service_order.before_asked": "服务日期不能早于提出需求的那天。",
    "service_order.in_future": "服务日期还没有到。",
    "service_order.long_reason": "原因最多 {most} 个字。",
    "service_order.needs_reason": "请写明原因。",
    "service_order.no_assignee": "派给一位义工，或者一支队伍。",
    "service_order.not_in_team": "选出的人不都在这支队伍里。",
    "service_order.not_movable": "这张服务单现在不能这样办，刷新看看。",
    "service_order.other_assignee": "这张服务单不是派给您的。",
    "service_order.people_count": "选出去的人，最少 1 位，最多 {most} 位。",
    "service_request.erased": "姓名、电话和地址已按期清除，请重新提一次。",
    "service_request.long_reason": "原因最多 {most} 个字。",
    "service_request.needs_reason": "请写明原因。",
    "service_request.not_movable": "这件需求现在不能这样办，刷新看看。",
    "service_request.not_reopened": "这件需求还没有办完，不用重新打开。",
    "service_request.not_taken_back": "已经有工作站接下，收不回来了。",
    "service_request.urgent_by_clerk": "紧急由经办人标。",
    "telephone.bad": "电话号码不对，请再看一遍。",
    "telephone.four": "填电话的最后四位数字。",
    "tracking_code.bad": "查询码是 8 位字母和数字，没有 0、1、I、L、O，请再看一遍。",
    "wished_time.bad": "时间看不懂，请从列出的里面选。",
    "wished_time.past": "这一天已经过了，请另选。",
    "wished_time.too_many": "时间最多选 {most} 个。",
}
