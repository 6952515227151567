"""Requests that came in here are followed at the center, where nobody reaches this station.

Each from its first word to the center on, which brings the tracking code sealed for the center
alone: of a bare digest anybody finds it, who tries them all. From then on it is like one that came
through that door, and stays so when residents reach this station later: paper leads there.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from shared.federation.outbox import upper_name
from shared.federation.sealing import seal_for
from station.models.federation import TABLES
from station.models.front_door import reach_of
from station.models.service_request import ServiceRequest


def takes_along(session: Session) -> bool:
    """Whether residents are sent to the center: none reaches this station, and it is known where.

    Whoever knows its address has its key as well.
    """
    reach = reach_of(session)
    return not reach.own and bool(reach.center)


def goes_along(session: Session, row: ServiceRequest) -> bool:
    """Whether residents follow a request at the center, or will from its next word on."""
    return row.front_door or _leads_there(session, row)


def take_along(session: Session, row: ServiceRequest) -> str:
    """Has it followed there from now on: its code, sealed; "" where the center needs none."""
    if row.front_door or not _leads_there(session, row):
        return ""
    row.front_door = True
    return seal_for(session, TABLES, upper_name(session, TABLES), str(row.tracking_code).encode())


def _leads_there(session: Session, row: ServiceRequest) -> bool:
    """One with a code of this station's; what was given by another is followed at its own door."""
    is_own = row.tracking_code is not None and row.erased_at is None
    return is_own and takes_along(session)
