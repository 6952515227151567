"""Each reason for which a row isn't accepted, as the sentence that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from station.domain.outcome import Reason

SENTENCES: Final[Mapping[Reason, str]] = {
    Reason.NO_NAME: "没有填写姓名。",
    Reason.BAD_ID_NUMBER: "身份证号有误:应为18位且校验码正确;数字格式的单元格请改为文本后重填。",
    Reason.DUPLICATE_ID_NUMBER: "此身份证号在本表前面已出现过。",
    Reason.NOT_ON_ROSTER: "党员花名册中没有此人(姓名与身份证号须一致)。",
    Reason.UNKNOWN_VOLUNTEER: "没有这位党员义工:请核对姓名和证件后四位,未登记的党员须先登记。",
    Reason.AMBIGUOUS_NAME: "本站有多位同名义工,请填写证件后四位。",
    Reason.BAD_DATE: "日期有误:没有这一天,或没有填写,或审核日期早于申请日期。",
    Reason.NOT_THIS_MONTH: "服务日期不在本表所属月份。",
    Reason.BAD_TIME: "开始时间、结束时间或扣除分钟有误,请按“8:30”填写。",
    Reason.BAD_DECISION: "审核结果只能是“通过”“退回”“不通过”或空白。",
    Reason.BAD_CATEGORY: "服务类别不是五类之一:时政宣教、便民利民、困难帮扶、社会公共、助推中心。",
    Reason.BAD_FORM: "服务形式只能是集中、派单或定点。",
    Reason.BAD_HOURS: "服务时长须为大于零的整数小时。",
    Reason.BAD_EVALUATION: "评价只能是“满意”“不满意”或空白。",
    Reason.BAD_PAID: "占用工作时间只能是“是”“否”或空白。",
    Reason.NO_CERTIFIER: "没有填写认定人。",
    Reason.END_BEFORE_START: "结束时间不晚于开始时间;跨零点的服务请分成两行填写。",
    Reason.BEFORE_APPROVAL: "服务日期早于审核通过的日期,此前的服务不计入。",
    Reason.IN_FUTURE: "日期在今天之后,到那天再导入。",
    Reason.NOT_IN_SERVICE: "服务当天此人处于暂停或已退出状态。",
    Reason.OVERLAP: "与此人当天另一条记录的时间重叠。",
    Reason.TOO_SHORT: "实际服务不足半小时,不能计入。",
    Reason.HOURS_EXCEED_TIME: "填写的时长超过起止时间折算的时长。",
    Reason.NOT_SIGNED: "派单服务缺少服务对象签字。",
    Reason.SELF_CERTIFIED: "认定人不能是服务者本人。",
    Reason.OWN_RECIPIENT: "服务对象不能是服务者本人。",
    Reason.OVER_DAILY_LIMIT: "此人当天累计超过12小时,不予计入。",
    Reason.NEEDS_SECOND_OFFICER: "此人当天累计超过8小时,须由复核人确认(复核人不能是认定人或本人)。",
    Reason.LATE: "补录:所属月份的月报已到期,须说明原因并由第二位工作人员确认。",
}


def sentence(reason: Reason) -> str:
    """The sentence of a reason."""
    return SENTENCES[reason]
