"""What the start page counts."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from shared.clock import business_now, local_day
from shared.domain import registration, service_record
from shared.domain.monthly_report import Status
from station.models.member import members_on
from station.models.month_report import MonthReport
from station.models.registration import Registration
from station.models.service_record import ServiceRecord
from station.models.star import Star
from station.models.volunteer import volunteers_on


def counts(session: Session) -> dict[str, int]:
    """Chinese label to number, as of today."""
    today = local_day(business_now())
    return {
        "党员": members_on(session, today),
        "党员义工": volunteers_on(session, today),
        "待审核的登记": _with_status(session, Registration, registration.Status.SUBMITTED),
        "已认定的服务记录": _with_status(session, ServiceRecord, service_record.Status.CERTIFIED),
        "待认定的服务记录": _with_status(session, ServiceRecord, service_record.Status.SUBMITTED),
        "已通过的月报": _with_status(session, MonthReport, Status.ACCEPTED),
        "被退回的月报": _with_status(session, MonthReport, Status.RETURNED),
        "星级决定": _count(session, select(func.count()).select_from(Star)),
    }


def _with_status(
    session: Session, table: type[Registration | ServiceRecord | MonthReport], status: str
) -> int:
    return _count(session, select(func.count()).select_from(table).where(table.status == status))


def _count(session: Session, query: Select[int]) -> int:
    return session.scalars(query).one()
