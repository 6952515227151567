"""The draft of the written summary: every figure comes from the tables."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from shared.domain.policy import default_policy
from shared.domain.request_figures import RequestFigures, Told, VisitFigures
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


def test_requests_and_visits_are_told_where_there_were_any() -> None:
    told = Told(RequestFigures(5, 4, 1, 1, 1, 2, 12, 8, 7), VisitFigures(4, 3, 1, 0))
    text = summary(add_up([], POLICY), Trained(), (0, 0), told)
    assert text == (
        "本月没有服务记录。"
        "收到居民需求 5 件，办结 4 件（含别站转来 1 件），转请中心 1 件，婉拒 1 件。"
        "到期的承诺 8 次，按时 7 次。月末在办 2 件，等得最久的 12 天。"
        "结对走访应到 4 次，已到 3 次。走访三星义工应到 1 次，已到 0 次。"
    )
    few = Told(RequestFigures(received=1), VisitFigures())
    assert summary(add_up([], POLICY), Trained(), (0, 0), few) == (
        "本月没有服务记录。收到居民需求 1 件，办结 0 件。"
    )
    none = Told(RequestFigures())
    assert summary(add_up([], POLICY), Trained(), (0, 0), none) == "本月没有服务记录。"
