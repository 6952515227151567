"""The headings of the three workbooks with what other schools call them."""

from __future__ import annotations

from typing import Final

from station.workbooks.table import Column

_NAME = Column("name", ("姓名", "党员姓名", "义工姓名", "名字"), required=True)
_ID_NUMBER = Column(
    "id_number",
    ("身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "身份证", "证件号码", "证件号"),
    required=True,
)

ROSTER: Final = (
    _NAME,
    Column("sex", ("性别",)),
    _ID_NUMBER,
    Column("joined", ("入党时间", "入党日期", "入党年月", "加入党组织时间", "加入党组织日期")),
    Column("post", ("职务", "岗位", "工作岗位", "职务岗位", "职务/岗位", "现任职务", "任职")),
    Column("phone", ("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式")),
    Column("remark", ("备注", "说明")),
)

REGISTRATION: Final = (
    _NAME,
    _ID_NUMBER,
    Column("specialities", ("特长", "专长", "服务特长", "个人特长")),
    Column("categories", ("可服务类别", "服务类别", "意向服务类别", "服务意向")),
    Column("free_times", ("可服务时间", "服务时间", "空闲时间", "可服务时段")),
    Column("applied", ("申请日期", "申请时间", "登记日期", "登记时间", "填表日期"), required=True),
    Column("decision", ("审核结果", "审批结果", "审核意见", "审批意见"), required=True),
    Column("decided", ("审核日期", "审核时间", "审批日期", "审批时间", "批准日期"), required=True),
)

SERVICE_RECORD: Final = (
    _NAME,
    Column("last_four", ("证件后四位", "身份证后四位", "身份证号后四位", "证件号后四位", "后四位")),
    Column("date", ("服务日期", "日期", "活动日期"), required=True),
    Column("start", ("开始时间", "起始时间", "开始", "服务开始时间"), required=True),
    Column("end", ("结束时间", "终止时间", "结束", "服务结束时间"), required=True),
    Column("pause", ("扣除(分钟)", "扣除时间", "扣除分钟", "扣除时长", "休息", "休息时间")),
    Column("hours", ("服务时长(小时)", "时长", "小时数", "服务小时", "服务小时数", "服务时数")),
    Column("category", ("服务类别", "类别", "服务类型"), required=True),
    Column("form", ("服务形式", "形式", "服务方式"), required=True),
    Column("location", ("服务地点", "地点", "活动地点")),
    Column("content", ("服务内容", "内容", "活动内容")),
    Column("signed", ("服务对象签字", "服务对象签名", "对象签字", "签字", "签名"), required=True),
    Column("evaluation", ("评价", "服务评价", "满意度", "服务对象评价"), required=True),
    Column("paid", ("占用工作时间", "是否占用工作时间", "占用上班时间", "工作时间")),
    Column("certifier", ("认定人", "认定人签字", "确认人", "审核人"), required=True),
    Column("second_officer", ("复核人", "复核人签字", "第二认定人")),
)
