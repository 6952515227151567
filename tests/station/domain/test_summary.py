"""The draft of the written summary: every figure comes from the tables."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shared.domain.policy import default_policy
from shared.domain.service_record import Category, Evaluation, Form
from shared.domain.tally import add_up
from station.domain.summary import Trained, summary
from tests.station.domain.test_basis import ENTRY

POLICY = default_policy(2025)


def test_a_month_of_several_kinds_is_told_in_a_few_sentences() -> None:
    entries = [
        ENTRY,
        replace(ENTRY, record=UUID(int=2), volunteer=UUID(int=12), evaluation=Evaluation.NONE),
        replace(
            ENTRY,
            record=UUID(int=3),
            form=Form.DISPATCHED,
            category=Category.HARDSHIP_AID,
            activity="",
            hours=3,
        ),
    ]
    text = summary(add_up(entries, POLICY), Trained(2, 34), (30, 34))
    assert text == (
        "本月 2 名党员义工参加服务 3 人次、7 小时，其中满意 5 小时。"
        "集中服务 1 次、2 人次，派单服务 1 次、1 人次。"
        "按类别：便民利民 4 小时，困难帮扶 3 小时。"
        "组织培训 2 次，34 人次。"
        "月末党员 34 名，其中党员义工 30 名，覆盖率 88.2%。"
    )


def test_what_there_was_none_of_is_left_out() -> None:
    text = summary(add_up([ENTRY], POLICY), Trained(), (0, 0))
    assert text == "本月 1 名党员义工参加服务 1 人次、2 小时，全部满意。集中服务 1 次、1 人次。"
    empty = summary(add_up([], POLICY), Trained(), (5, 5))
    assert empty == "本月没有服务记录。月末党员 5 名，其中党员义工 5 名，覆盖率 100%。"
