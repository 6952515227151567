"""How far a new station has come, in one query."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from station.models.member import Member
from station.models.registration import Registration
from station.models.service_record import ServiceRecord
from station.models.tally_version import TallyVersion
from station.models.volunteer import Volunteer


def reached(session: Session) -> tuple[bool, ...]:
    """Whether there is a member, a registration, an approved one, a record, a signed month."""
    first = (
        exists().where(Member.id.is_not(None)),
        exists().where(Registration.id.is_not(None)),
        exists().where(Volunteer.approval_date.is_not(None)),
        exists().where(ServiceRecord.id.is_not(None)),
        exists().where(TallyVersion.id.is_not(None)),
    )
    return tuple(bool(each) for each in session.execute(select(*first)).one())
