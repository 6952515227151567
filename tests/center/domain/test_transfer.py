"""Transfers: asked for, decided on, completed by the old station's sealed file."""

from uuid import uuid4

from center.domain.transfer import check_question, complete, decide
from shared.domain.transfer import Status
from shared.errors import ConflictError, ForbiddenError
from tests.center.refusal import refused

OLD, NEW = "station:01-1", "station:01-2"


def test_nobody_is_transferred_to_where_they_serve() -> None:
    check_question(NEW, OLD)
    check_question(NEW, None)
    with refused(ConflictError, "transfer.already_here"):
        check_question(NEW, NEW)


def test_a_known_volunteer_is_approved_or_refused() -> None:
    assert decide(Status.ASKED, "approved", uuid4()) is Status.APPROVED
    assert decide(Status.ASKED, "refused", uuid4()) is Status.REFUSED
    with refused(ConflictError, "transfer.not_movable"):
        decide(Status.REFUSED, "approved", uuid4())


def test_an_unknown_one_is_refused_alone() -> None:
    assert decide(Status.ASKED, "refused", None) is Status.REFUSED
    with refused(ConflictError, "transfer.volunteer_unknown"):
        decide(Status.ASKED, "approved", None)


def test_the_file_goes_from_the_old_station_to_the_new_one_alone() -> None:
    assert complete(Status.APPROVED, OLD, (OLD, NEW), NEW) is Status.COMPLETED
    for sender, to in ((NEW, NEW), (OLD, "station:01-3")):
        with refused(ForbiddenError, "transfer.other_station"):
            complete(Status.APPROVED, sender, (OLD, NEW), to)
    with refused(ConflictError, "transfer.not_movable"):
        complete(Status.ASKED, OLD, (OLD, NEW), NEW)
