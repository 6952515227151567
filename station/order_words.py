"""The words for the states of orders, what is done with them, and how they are signed."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

ORDER_WORDS: Mapping[str, str] = {
    "order:offered": _l("等答复"),
    "order:accepted": _l("已接单"),
    "order:refused": _l("去不了"),
    "order:done": _l("等签字"),
    "order:signed": _l("已签字"),
    "order:disputed": _l("服务对象说不对"),
    "order:cancelled": _l("已取消"),
    "order.offered": _l("派单"),
    "order.accepted": _l("接单"),
    "order.refused": _l("说去不了"),
    "order.done": _l("报完成"),
    "order.signed": _l("签字"),
    "order.disputed": _l("服务对象说不对"),
    "order.cancelled": _l("取消服务单"),
    "order.link_made": _l("出签字链接"),
    "order.slip_filed": _l("签字单归档"),
    "order.printed": _l("印服务单"),
    "record.signed": _l("服务对象签字"),
    "channel:order": _l("派出的服务单"),
    "capacity:recipient": _l("服务对象本人"),
    "capacity:proxy": _l("家人代签"),
    "device:unknown": _l("服务对象自己的手机"),
    "device:station": _l("工作站的设备"),
    "device:volunteer": _l("上门义工自己的手机"),
    "device:other_volunteer": _l("别的义工的手机"),
    "device:front_door": _l("在服务中心的网页上签"),
    "device:paper": _l("纸质单子"),
    "team": _l("服务队"),
}
