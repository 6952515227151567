"""What the trial's people keep of a preview, and which registration they decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from deploy.board import Board
from deploy.clerk import Clerk, Paper
from deploy.district import Node
from deploy.process import NodeProcess
from deploy.school import School
from shared.domain.month import Month

FILE = Path("校/服务活动情况统计表-2025.csv")


@dataclass
class Answers:
    """A client that answers every call alike."""

    answer: Any
    posted: list[tuple[str, Any]] = field(default_factory=list)

    def post(self, path: str, body: Any) -> None:
        self.posted.append((path, body))

    def items(self, _path: str) -> Any:
        return self.answer

    def get(self, _path: str) -> Any:
        return {"items": []}

    def upload(self, _path: str, _file: Any, **fields: str) -> Any:
        return self.answer[fields["month"]]


def clerk(answer: Any) -> Clerk:
    class Station(Node):
        def client(self, login: str) -> Any:
            return Answers(answer)

    process = NodeProcess(Path(), "station", "01-01", "校", 0)
    return Clerk(Station(process), School(Path("校")), 2025)


def row(number: int, outcome: str, reason: str | None = None) -> dict[str, Any]:
    return {"sheet": "表", "row": number, "outcome": outcome, "reason": reason}


def preview(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"id": "1", "rows": list(rows), "counts": {"accepted": 0, "held": 0}}


def test_a_table_of_a_whole_year_gives_each_row_once(tmp_path: Path) -> None:
    other, bad = "not_this_month", "bad_date"
    january = preview(row(2, "accepted"), row(3, "refused", other), row(4, "refused", bad))
    february = preview(
        row(2, "refused", other), row(3, "held", "needs_second_officer"), row(4, "refused", bad)
    )
    for name in ("党员花名册.csv", "义工登记与审核.csv", FILE.name):
        (tmp_path / name).touch()
    found = clerk({"2025-01": january, "2025-02": february})
    found.school = School(tmp_path)
    found.import_month(Month(2025, 1))
    found.import_month(Month(2025, 2))
    assert found.judged() == {
        "accepted": 1,
        "held": [{"sheet": "表", "row": 3, "reason": "needs_second_officer"}],
        "refused": [{"sheet": "表", "row": 4, "reason": bad}],
    }


def test_of_two_with_one_name_and_day_the_digits_tell_which_is_decided() -> None:
    waiting = [
        {"id": four, "name": "王娟", "last_four": four, "applied_on": "2025-03-03"}
        for four in ("0038", "1841")
    ]
    day = date(2025, 3, 3)
    found = clerk(waiting)
    assert found.registration_of(Paper("王娟", "1841", day, "approved", day)) == "1841"
    assert found.registration_of(Paper("王娟", "0000", day, "approved", day)) is None


def test_a_year_without_a_star_has_no_notice() -> None:
    board = object.__new__(Board)
    board.year, board.officer = 2025, cast(Any, Answers([]))
    assert board.publish() is None


def test_of_one_number_at_two_stations_the_later_registration_is_refused() -> None:
    first = {"id": "1", "version": 1, "status": "submitted", "applied_on": "2025-01-02"}
    later = {"id": "0", "version": 2, "status": "submitted", "applied_on": "2025-01-03"}
    alone = {"id": "3", "version": 1, "status": "submitted", "applied_on": "2025-01-03"}
    left = {"id": "4", "status": "rejected", "applied_on": "2024-01-03"}
    rows = [first | {"duplicates": [later]}, later | {"duplicates": [first]}]
    rows.append(alone | {"duplicates": [left]})
    board = object.__new__(Board)
    center = Answers(rows)
    board.center = cast(Any, center)
    board.refuse_doubles()
    ((path, body),) = center.posted
    assert (path, body["decision"]) == ("/api/registrations/0/decision", "rejected")
