"""The Chinese sentences of what a station refuses of service orders and their signatures."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "one_time_signature.of_order": "这条记录属于一张服务单，请到服务单上登记签字。",
    "service_order.day_gone": "约定的日子已经过了，请另选。",
    "service_order.ends_before_start": "结束要晚于开始。",
    "service_order.hours_without_day": "约定了几点，还要选哪一天。",
    "service_order.long_message": "给义工的话最多 {most} 个字。",
    "service_order.no_contact": "居民的联系方式还没有送到，先不能派单。",
    "service_order.not_in_service": "选中的人不是本站在册的义工，不能派单。",
    "service_order.offered_already": "这件需求已经派给了同一位或同一队，等答复。",
    "service_order.other_people": "写明去了的人，每人一次，只写接单时说好的人。",
    "service_order.related": "不能派给提出需求的人自己，或用同一个电话的家里人。",
    "service_order.request_not_open": "需求受理以后、办完以前才能派单。",
    "service_order.text_form": "这一项要填，最多 {most} 个字。",
}
