"""A month's written summary as the figures give it: nobody types a number (三)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.request_figures import UNKNOWN, RequestFigures, Told, VisitFigures
from shared.domain.service_record import Category, Form
from shared.domain.tally import Cell, Tally

CATEGORIES: Final[Mapping[Category, str]] = {
    Category.CIVIC_EDUCATION: "时政宣教",
    Category.CONVENIENCE: "便民利民",
    Category.HARDSHIP_AID: "困难帮扶",
    Category.PUBLIC_SERVICE: "社会公共",
    Category.KEY_WORK: "助推中心",
}
FORMS: Final[Mapping[Form, str]] = {
    Form.GROUP: "集中服务",
    Form.DISPATCHED: "派单服务",
    Form.FIXED_POINT: "定点服务",
}


@dataclass(frozen=True)
class Trained:
    """The month's training: 次 and 人次."""

    sessions: int = 0
    attendances: int = 0


def summary(tally: Tally, trained: Trained, roster: tuple[int, int], told: Told = UNKNOWN) -> str:
    """Some sentences in the report's language; `roster` is volunteers and members on the last day.

    The clerk may write more; what the table says is said already.
    """
    sentences = [_served(tally), *_forms(tally), *_categories(tally), *_asked(told.requests)]
    sentences += [*_visited(told.visits), *_trained(trained)]
    return "".join([*sentences, *_coverage(*roster)])


def _served(tally: Tally) -> str:
    total = tally.total
    if not total.records:
        return "本月没有服务记录。"
    text = f"本月 {total.people} 名党员义工参加服务 {total.records} 人次、{total.hours} 小时"
    if total.satisfied_hours == total.hours:
        return f"{text}，全部满意。"
    return f"{text}，其中满意 {total.satisfied_hours} 小时。"


def _forms(tally: Tally) -> list[str]:
    parts = []
    for form, name in FORMS.items():
        cells = [cell for key, cell in tally.table.items() if key[1] is form]
        if cells:
            times = sum(cell.activities for cell in cells)
            records = sum(cell.records for cell in cells)
            parts.append(f"{name} {times} 次、{records} 人次")
    return [f"{'，'.join(parts)}。"] if parts else []


def _categories(tally: Tally) -> list[str]:
    hours = {name: sum(_hours(tally, category)) for category, name in CATEGORIES.items()}
    parts = [f"{name} {count} 小时" for name, count in hours.items() if count]
    return [f"按类别：{'，'.join(parts)}。"] if len(parts) > 1 else []


def _hours(tally: Tally, category: Category) -> list[int]:
    cells: list[Cell] = [cell for key, cell in tally.table.items() if key[0] is category]
    return [cell.hours for cell in cells]


def _asked(requests: RequestFigures | None) -> list[str]:
    """Nothing of a month in which nothing was asked."""
    if requests is None or requests == RequestFigures():
        return []
    parts = [f"收到居民需求 {requests.received} 件", f"办结 {requests.served} 件"]
    if requests.for_others:
        parts[-1] += f"（含别站转来 {requests.for_others} 件）"
    if requests.escalated:
        parts.append(f"转请中心 {requests.escalated} 件")
    if requests.declined:
        parts.append(f"婉拒 {requests.declined} 件")
    sentences = [f"{'，'.join(parts)}。"]
    if requests.promised:
        sentences.append(f"到期的承诺 {requests.promised} 次，按时 {requests.kept} 次。")
    if requests.open:
        sentences.append(f"月末在办 {requests.open} 件，等得最久的 {requests.oldest_days} 天。")
    return sentences


def _visited(visits: VisitFigures | None) -> list[str]:
    if visits is None:
        return []
    kinds = (
        ("结对走访", visits.pairing_due, visits.pairing_made),
        ("走访三星义工", visits.benefit_due, visits.benefit_made),
    )
    return [f"{name}应到 {due} 次，已到 {made} 次。" for name, due, made in kinds if due or made]


def _trained(trained: Trained) -> list[str]:
    if not trained.sessions:
        return []
    return [f"组织培训 {trained.sessions} 次，{trained.attendances} 人次。"]


def _coverage(volunteers: int, members: int) -> list[str]:
    if not members:
        return []
    share = f"{volunteers * 100 / members:.1f}".removesuffix(".0")
    return [f"月末党员 {members} 名，其中党员义工 {volunteers} 名，覆盖率 {share}%。"]
