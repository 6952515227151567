"""The Chinese sentences of the ledger's codes: records, activities, lists, training."""

from __future__ import annotations

SENTENCES = {
    "activity.bad_form": "活动只能是集中服务或定点服务。",
    "activity.bad_time": "结束时间要晚于开始时间，休息要短于活动；跨零点的请分成两次。",
    "activity.full": "名额已满（{places} 个）。",
    "activity.needs_insurance": "有危险的活动须先买保险并勾选。",
    "activity.needs_reason": "请写明原因。",
    "activity.needs_text": "这一项要填。",
    "activity.not_planned": "活动已经办过或取消，不能再改；办过的用作废重开。",
    "activity.not_signed_up": "您没有报这次活动。",
    "activity.other_team": "队长只能办理本队的活动。",
    "activity.over": "活动的日子已过，不能再报名或退出。",
    "activity.signed_up": "您已经报了这次活动。",
    "activity.unknown": "没有这次活动。",
    "activity.unknown_person": "名单里有人不是本站的义工。",
    "attendance.nobody": "至少勾选一位到场的人；没有人来就取消活动。",
    "training.bad_attended": "每人的分钟数从 1 到 {most}。",
    "training.bad_minutes": "培训时长从 1 到 {most} 分钟。",
    "training.in_future": "培训的日子在今天之后，办完再登记。",
    "training.named_twice": "同一个人勾选了两次。",
    "training.needs_reason": "请写明原因。",
    "training.needs_text": "这一项要填。",
    "training.not_in_service": "{name} 那天不是在岗义工。",
    "training.unknown": "没有这次培训。",
    "training.unknown_volunteer": "名单里有人不是本站的义工。",
}
