"""A record's hours and points explained from the ledger by the year's policy."""

from __future__ import annotations

from shared.domain.policy import Policy
from station.domain.basis import Explained, Served, explain
from station.models.ledger import Line, entry_of


def explained(line: Line, policy: Policy) -> Explained:
    """By its minutes, the signed hours where they were lowered, and its evaluation."""
    record = line.record
    return explain(Served(entry_of(line), record.minutes, record.lowered_from), policy)
