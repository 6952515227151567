"""What the officers of the center and the association do in a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from deploy.clerk import Paper
from deploy.district import District

DOUBLE = "同一身份证号已在另一站登记"
LIVE = ("approved", "suspended")
PHRASE = {"returned": "按纸质意见退回", "rejected": "按纸质意见不予通过"}


class Board:
    """The center's officer, the association's officer and its card maker."""

    def __init__(self, district: District, year: int) -> None:
        self.year = year
        self.center = district.center.client("officer")
        self.officer = district.association.client("officer")
        self.card_maker = district.association.client("card_maker")

    def confirm_claims(self) -> None:
        self.refuse_doubles()
        claims = self.center.items("/api/registrations?claims=1&status=submitted")
        if claims:
            self.center.post("/api/registrations/claims", {"all": True, "count": len(claims)})

    def refuse_doubles(self) -> None:
        """Of two stations' registrations of one number the later is refused."""
        for row in self.center.items("/api/registrations?status=submitted"):
            if any(_comes_before(other, row) for other in row["duplicates"]):
                self._decide(row, "rejected", DOUBLE)

    def decide(self, registration: str, paper: Paper) -> None:
        """Decides a registration as the paper did; one that is decided already is left."""
        self.refuse_doubles()
        for row in self.center.items("/api/registrations?status=submitted"):
            if row["id"] == registration:
                self._decide(row, paper.decision, PHRASE.get(paper.decision, ""))

    def _decide(self, row: dict[str, Any], decision: str, reason: str) -> None:
        body = {"decision": decision, "reason": reason, "version": row["version"]}
        self.center.post(f"/api/registrations/{row['id']}/decision", body)

    def issue_cards(self) -> None:
        queue = self.card_maker.items("/api/cards?status=queued")
        if queue:
            self.card_maker.post("/api/cards/issue", {"all": True, "count": len(queue)})

    def accept_reports(self) -> None:
        waiting = self.center.items(f"/api/tallies?year={self.year}&status=reported")
        if waiting:
            body = {"ids": _ids(waiting), "count": len(waiting), "decision": "accepted"}
            _all_done(self.center.post("/api/tallies/decisions", body))

    def grant_unlocks(self) -> None:
        for row in self.center.items(f"/api/tallies?year={self.year}&unlock_asked=1"):
            self.center.post(f"/api/tallies/{row['id']}/unlock", {"grant": True, "reason": ""})

    def forward_years(self) -> None:
        """Forwards what agrees with the months; RuntimeError where a figure differs."""
        for row in self.center.get(f"/api/years/{self.year}")["items"]:
            if row["differences"]:
                raise RuntimeError(f"{row['station']}: {row['differences']}")
            self.center.post(f"/api/years/{self.year}/stations/{row['station']}/forward")

    def publish(self) -> date | None:
        """Starts the public notice of the proposed stars; its last day, None if there are none."""
        if not self.officer.items(f"/api/years/{self.year}/proposals"):
            return None
        notice = self.officer.post(f"/api/years/{self.year}/notice", {"telephone": "0315-12380"})
        return date.fromisoformat(notice["last_day"])

    def approve_stars(self) -> None:
        proposals = self.officer.items(f"/api/years/{self.year}/proposals")
        if proposals:
            body = {
                "year": self.year,
                "ids": [row["volunteer"] for row in proposals],
                "count": len(proposals),
                "decision": "approved",
            }
            _all_done(self.officer.post("/api/stars/decisions", body))


def _comes_before(other: dict[str, Any], row: dict[str, Any]) -> bool:
    if other["status"] != "submitted":
        return other["status"] in LIVE
    return (other["applied_on"], other["id"]) < (row["applied_on"], row["id"])


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def _all_done(answer: dict[str, Any]) -> None:
    refused = [row for row in answer["items"] if row.get("code")]
    if refused:
        raise RuntimeError(f"not all were done: {refused}")
