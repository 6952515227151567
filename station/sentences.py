"""The Chinese sentences of the codes that a station raises."""

from __future__ import annotations

from station import (
    ledger_sentences,
    order_sentences,
    people_sentences,
    photo_sentences,
    request_sentences,
)
from station.workbooks import reasons

_LEDGER = {
    "bulk.nothing": "还没有选中记录。",
    "bulk.other_count": "您看到的是 {count} 条，选中的是 {ids} 条，请刷新后再做。",
    "service_record.choose_evaluation": "选满意或不满意。",
    "service_record.ended": "这条记录已经驳回或作废，不能再评价。",
    "service_record.evaluated_already": "这条记录已有评价；要改评价请作废重开，重新签字。",
    "service_record.first_officer_missing": "第一位认定人还没有认定，或者这条不需要复核。",
    "service_record.hours_not_whole": "核减为几小时，要填整数，例如 2；不核减的空着。",
    "service_record.lowering_needs_hours": "写了核减原因，还要填核减为几小时。",
    "service_record.lowering_needs_reason": "核减时长要写明原因。",
    "service_record.needs_reason": "请写明原因。",
    "service_record.not_lower": "时长只能往下核减：原为 {hours} 小时，至少留 1 小时。",
    "service_record.not_submitted": "这条记录不在等待认定。",
    "service_record.other_certifier": "这条记录写明由另一位认定人认定。",
    "service_record.other_second_officer": "这条记录写明由另一位复核人复核。",
    "service_record.own_record": "不能认定、复核或评价本人的服务记录。",
    "service_record.rows_refused": "有 {count} 条不能接受，全部没有写入；请逐条修改后再提交。",
    "service_record.same_officer": "复核人不能是认定人本人。",
    "service_record.signed_already": "这条记录已经由认定人认定。",
    "service_record.took_part": "参加了这次活动的人不能评价它，也不能替它认定评价。",
    "service_record.needs_recipient": "请写明服务了谁。",
    "service_record.needs_slip": "请先上传服务对象签字的单子。",
    "service_record.slip_missing": "还没有服务对象签字的单子，先把单子登记进来。",
    "service_record.slip_not_wanted": "这条记录不缺签字的单子。",
    "service_record.unknown": "没有这条服务记录。",
    "officer.not_linked": "表格里已有名为 {name} 的认定人，请先由站长把它与您的账号对应起来。",
}
_MONTHS = {
    "monthly_report.changed_meanwhile": "您看的时候数字变了，请再看一遍再签。",
    "monthly_report.door_closed": "本站已有正式月报，{month} 的纸质月报不能再补接。",
    "monthly_report.needs_photo": "至少附一张有说明的照片，或者写明没有照片的原因。",
    "monthly_report.needs_reason": "请写明原因。",
    "monthly_report.needs_summary": "请填写本月小结。",
    "monthly_report.needs_unlock": "中心已通过这个月的月报，要修改须先申请解锁。",
    "monthly_report.not_accepted": "这个月的月报还没有通过，不需要解锁。",
    "monthly_report.not_over": "这个月还没有结束，{day} 起才能关账上报。",
    "monthly_report.one_version": "{month} 只有一版，没有可对照的。",
    "monthly_report.other_content": "中心的决定针对的不是本站第 {revision} 版的内容。",
    "monthly_report.records_waiting": "还有 {count} 条记录等待认定人认定。",
    "monthly_report.unknown_revision": "本站没有第 {revision} 版月报。",
    "monthly_report.unlock_asked": "已经申请过解锁，请等中心答复。",
    "yearly_report.months_not_accepted": "这些月份的月报中心还没有通过：{months}。",
    "yearly_report.unknown_version": "本站没有第 {version} 版年报。",
    "notice.aside": "{by}已经放到一边了。",
    "notice.unknown": "没有这条通知。",
    "policy.other_year": "政策内容与所说的 {year} 年不符。",
}

SENTENCES: dict[str, str] = {
    **{str(reason): sentence for reason, sentence in reasons.SENTENCES.items()},
    **_LEDGER,
    **_MONTHS,
    **ledger_sentences.SENTENCES,
    **order_sentences.SENTENCES,
    **people_sentences.SENTENCES,
    **photo_sentences.SENTENCES,
    **request_sentences.SENTENCES,
}
