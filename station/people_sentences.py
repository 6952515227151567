"""The Chinese sentences of what a station refuses about people, workbooks and cards."""

from __future__ import annotations

_WORKBOOKS = {
    "workbook.missing_heading": "工作表“{sheet}”缺少“{heading}”这一列。",
    "workbook.no_sheet": "没有找到可用的表：看不出是党员花名册、义工登记表还是服务统计表。",
    "workbook.wrong_kind": "导入的表不对：要的是“{wanted}”，这份是“{found}”。",
    "workbook_import.late_reason_needed": "有补录的行（月报已到期），请写明补录原因。",
    "workbook_import.no_file": "选一个要导入的文件。",
    "workbook_import.nothing_usable": "这份花名册没有一行可用，没有写入。",
    "workbook_import.other_count": "要写入的不再是您看到的 {count} 行，请重新预览。",
    "workbook_import.unknown": "没有这次导入。",
    "workbook_import.written": "这次导入已经写入过了。",
    "sheet_certification.other_count": "等待认定的不是 {count} 行，现在是 {found} 行。",
}
_PEOPLE = {
    "account.volunteer_has_one": "{name} 已有账号。",
    "officer.linked": "“{name}”或账号 {login} 已经对应过了，不能再改。",
    "officer.no_account": "没有可用的账号 {login}。",
    "officer.not_yours": "“{name}”没有对应到您的账号，不能代为认定。",
    "officer.unknown": "没有这位认定人。",
    "officer.wrong_role": "账号 {login} 不是站长或经办人，不能作认定人。",
    "registration.already_here": "{name} 在本站已有登记，不能再登记一次。",
    "registration.bad_category": "可服务类别不是五类之一。",
    "registration.consent_needed": "没有本人对敏感信息的同意，不能登记。",
    "registration.in_future": "申请日期 {day} 在今天之后。",
    "registration.no_word": "本站还没有区字，不能提交登记；请管理员向协会领取并安装。",
    "registration.not_on_roster": "党员花名册中没有 {name}，不能登记。",
    "registration.originals_not_seen": "身份证和党员证原件都要看过才能登记。",
    "registration.other_content": "中心的决定针对的不是本站第 {version} 版的内容。",
    "registration.other_name": "花名册上这个身份证号不是 {name}。",
    "registration.unknown": "没有这份登记，或者还没有这一版。",
    "team.closed": "“{name}”已经解散，不能再改。",
    "team.name_form": "队名要填，最多 {most} 个字。",
    "team.name_taken": "已经有叫“{name}”的服务队，换一个名称。",
    "team.not_serving": "有 {count} 人不是本站在册的义工，不能入队。",
    "team.too_many": "一支服务队最多 {most} 人。",
    "team.unknown": "没有这支服务队。",
    "volunteer.leaves_before_approval": "退出日期不能早于审核通过的日期 {day}。",
    "volunteer.leaves_in_future": "退出日期 {day} 在今天之后。",
    "volunteer.not_approved": "{name} 还没有通过审核。",
    "volunteer.served_later": "{name} 在 {day} 还有服务记录，退出日期不能早于这一天。",
    "volunteer.transferred": "这位义工已转到 {station}，请从那边转回。",
    "volunteer.unknown": "没有这位义工。",
}
_MOVING = {
    "card.bad_day": "日期要在制证日期 {issued_on} 与今天之间。",
    "card.handed_over": "证 {number} 已在 {day} 发到本人手里。",
    "card.not_valid": "证 {number} 已经换发或作废。",
    "card.reported_lost": "证 {number} 已在 {day} 报过要换，等协会补发。",
    "card.unknown": "没有这张证。",
    "transfer.asked_already": "{name} 的转站申请已经提出，请等中心答复。",
    "transfer.bad_file": "转来的档案打不开，请原站重发。",
    "transfer.no_name": "请填写姓名。",
    "transfer.not_approved": "这次转站没有得到批准。",
    "transfer.other_person": "转来的档案不是这张身份证上的人。",
    "transfer.other_station": "这次转站与本站无关（转往 {station}）。",
    "transfer.unknown": "没有这次转站，或者中心还没有答复。",
    "transfer.volunteer_here": "{name} 已经是本站的义工。",
}

SENTENCES: dict[str, str] = {**_WORKBOOKS, **_PEOPLE, **_MOVING}
