"""How the line to each station stands, those that still wait to be let in among them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from center.models.federation import TABLES
from shared.federation.enrolment import LOWER
from shared.federation.status import status


def links_of(session: Session) -> dict[str, dict[str, Any]]:
    """Node name → state, last contact, what is under way and what was refused, as on 上报与同步."""
    peers = status(session, TABLES)["peers"]
    return {peer["node"]: peer for peer in peers if peer["side"] == LOWER}
