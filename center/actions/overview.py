"""What waits at a center, for its start page."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from center.models.registration import IS_CLAIM, Registration
from center.models.station import Station
from center.models.station_year import StationYear
from center.models.tally import Tally
from center.models.transfer import Transfer
from center.models.volunteer import Card, Volunteer
from shared.domain import monthly_report, registration, transfer, year


def counts(session: Session) -> Mapping[str, int]:
    """Chinese label → number, in the order of a volunteer's way."""
    reported = Tally.status == monthly_report.Status.REPORTED
    asked = Tally.unlock_asked_at.is_not(None)
    submitted = Registration.status == registration.Status.SUBMITTED
    found = {
        "工作站": select(func.count()).select_from(Station),
        "待审批的登记": select(func.count()).where(submitted),
        "其中待确认的纸质审批": select(func.count()).where(*IS_CLAIM),
        "党员义工": select(func.count()).where(Volunteer.status == registration.Status.APPROVED),
        "已收到的义工证": select(func.count()).select_from(Card),
        "待审核的月报": select(func.count()).where(reported),
        "待答复的解锁申请": select(func.count()).where(asked),
        "待核对的年度数据": select(func.count()).where(StationYear.status == year.Status.REPORTED),
        "待决定的调动": select(func.count()).where(Transfer.status == transfer.Status.ASKED),
    }
    return {label: session.scalar(query) or 0 for label, query in found.items()}
