"""What a walked year came to, as the nodes' APIs answer: the form of `result.json`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from deploy.clerk import Clerk
from deploy.district import District
from shared.domain import id_number
from shared.domain.month import Month
from shared.errors import InvalidError
from shared.workbook.reader import read_file

FIGURES = ("records", "hours", "satisfied_hours", "points_hours")


class Result:
    """Months, hours and coverage from the center; stars and points from the association."""

    def __init__(self, district: District, year: int) -> None:
        self.year = year
        center = district.center.client("officer")
        association = district.association.client("officer")
        self.tallies = center.items(f"/api/tallies?year={year}&newest=1")
        self.volunteers = center.items(f"/api/volunteer-years?year={year}")
        self.stars = {row["volunteer"]: row for row in association.items(f"/api/stars?year={year}")}

    def of(self, clerk: Clerk) -> dict[str, Any]:
        """A school's part."""
        tallies = {row["month"]: row for row in self.tallies if row["station"] == clerk.station}
        months = [str(Month(self.year, number)) for number in range(1, 13)]
        last = tallies[months[-1]]
        return {
            "station": clerk.title,
            "roster": {
                "accepted": clerk.roster["counts"]["accepted"],
                "refused": [
                    {"row": row["row"], "reason": row["reason"]}
                    for row in clerk.roster["rows"]
                    if row["outcome"] == "refused"
                ],
            },
            "records": clerk.judged(),
            "volunteers": self._volunteers(clerk),
            "months": {month: _cells(tallies.get(month)) for month in months},
            "coverage": [last["volunteers_on_roster"], last["members"]],
        }

    def _volunteers(self, clerk: Clerk) -> dict[str, Any]:
        years = {row["volunteer"]: row for row in self.volunteers}
        found = {}
        for number, person in _people(clerk, self.year):
            if person["volunteer"] in years:
                found[number] = self._figures(person, years[person["volunteer"]])
        return found

    def _figures(self, person: dict[str, Any], year: dict[str, Any]) -> dict[str, Any]:
        decided = self.stars.get(person["volunteer"], {"points": year["points"], "star": 0})
        return {
            "name": person["name"],
            **{key: year[key] for key in FIGURES[1:]},
            "points": decided["points"],
            "star": decided["star"],
        }


def _people(clerk: Clerk, year: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The station's volunteers by the numbers that stand in its workbook: asked one by one."""
    client = clerk.node.client("clerk")
    for number in sorted(_numbers(clerk, date(year, 12, 31))):
        for person in client.post("/api/volunteers/search", {"id_number": number})["items"]:
            yield number, person


def _numbers(clerk: Clerk, today: date) -> set[str]:
    found = set()
    for sheet in read_file(clerk.school.registrations):
        for cell in (cell for row in sheet.rows for cell in row if isinstance(cell, str)):
            try:
                found.add(id_number.check(cell, today))
            except InvalidError:
                continue
    return found


def _cells(tally: dict[str, Any] | None) -> dict[str, dict[str, int]]:
    """`category/form` → figures; cells of nothing are left out."""
    rows = tally["cells"] if tally else []
    return {
        f"{row['category']}/{row['form']}": {key: row[key] for key in FIGURES}
        for row in rows
        if row["records"]
    }
