"""What every decision has: a word, a reason where it says no, the version that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.errors import ConflictError, InvalidError

WITHOUT_REASON = frozenset({"approved", "accepted", "resumed", "unlocked"})


@dataclass(frozen=True)
class Decision:
    """An officer's word; `version` None means the newest, whatever was seen.

    In bulk `versions` say what was seen of each row, as `version` does of one.
    """

    decision: str
    reason: str = ""
    version: int | None = None
    versions: Mapping[UUID, int] = field(default_factory=dict)

    def on(self, id: UUID) -> Decision:
        """The word on one of many rows."""
        return replace(self, version=self.versions.get(id, self.version), versions={})


def check(decision: Decision, newest: int) -> None:
    """Refuses a no without a reason, and a decision on another version than the newest."""
    if decision.decision not in WITHOUT_REASON and not decision.reason.strip():
        raise InvalidError("decision.no_reason", field="reason")
    if decision.version is not None and decision.version != newest:
        raise ConflictError("decision.other_version", version=decision.version, newest=newest)


def check_count(ids: Sequence[UUID | str], count: int) -> None:
    """A bulk act names its rows and their number: both must agree, no row twice (case 61)."""
    if len(set(ids)) != len(ids):
        raise InvalidError("decision.row_twice", field="ids")
    if len(ids) != count:
        raise InvalidError("decision.count_differs", count=count, rows=len(ids), field="count")
