"""What travels of a volunteer's photo after the approval: its digest; the bytes come apart."""

from __future__ import annotations

from shared.wire.schema import WireSchema, text, uuid

VOLUNTEER = "volunteer.photo"


class VolunteerPhotoSchema(WireSchema):
    """An approved volunteer's photo as it is from now on, null for none."""

    volunteer = uuid()
    photo = text(64, allow_none=True)
