"""The demo's closing tables: stars, punctuality, what the links carried; and the requests."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.table import Table

from deploy.district import Node
from deploy.year import Year


def table(walked: Year) -> Table:
    """A row a station: stars by level, reports on time and late, messages sent and receipted."""
    district, year = walked.district, walked.year
    center = district.center.client("officer")
    cells = center.get(f"/api/grid?year={year}")["items"]
    stars = district.association.client("officer").items(f"/api/stars?year={year}")
    shown = Table(title=f"{year} 年党员义工服务")
    for heading in ("工作站", "三星", "二星", "一星", "按时", "迟报", "更正", "已发消息", "已回执"):
        shown.add_column(heading)
    for clerk in walked.clerks:
        levels = Counter(row["star"] for row in stars if row["station"] == clerk.station)
        states = Counter(state for row in _of(cells, clerk.station) for state in row["states"])
        link = _link(clerk.node)
        figures = [levels[3], levels[2], levels[1]]
        figures += [states["on_time"], states["late"], states["amended"]]
        figures += [link["sealed"], link["acked"]]
        shown.add_row(clerk.title, *map(str, figures))
    return shown


SAID = {"satisfied": "满意", "dissatisfied": "不满意", "none": "没有评价"}


def requests(walked: Year) -> Table:
    """A row a request: where it was asked, who served, what was signed, what its page says."""
    shown = Table(title="居民的需求")
    for heading in ("要办什么", "在哪里提的", "谁去办的", "小时", "评价", "居民查到的"):
        shown.add_column(heading)
    for row in walked.requests.rows:
        cells = [row["item"], row["asked_at"], row["served_by"], str(row["hours"])]
        shown.add_row(*cells, SAID[row["evaluation"]], row["told"])
    return shown


def _of(cells: list[dict[str, Any]], station: str) -> list[dict[str, Any]]:
    return [row for row in cells if row["station"] == station]


def _link(node: Node) -> dict[str, Any]:
    links: list[dict[str, Any]] = node.client("admin").get("/api/link")["peers"]
    return links[0]
