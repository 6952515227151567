"""A center that stands alone."""

from uuid import uuid4

from center.actions import hop
from center.models.federation import Node
from shared.errors import NotFoundError
from tests.center.bureau import ASSOCIATION, A, Bureau
from tests.center.refusal import refused
from tests.center.report import year_data


def test_a_center_without_an_association_works_and_promises_nothing_up(bureau: Bureau) -> None:
    with bureau.writing() as session:
        session.get_one(Node, 1).upper = None
    bureau.decide(bureau.register())
    sealed = bureau.message("year.sealed", A, year_data(A, []))
    with bureau.writing() as session:
        hop.pass_up(session, sealed)
    assert bureau.sent("volunteer.approved", ASSOCIATION) == []
    assert bureau.sent("year.sealed", ASSOCIATION) == []
    assert len(bureau.sent("registration.decided", A)) == 1


def test_a_message_that_never_came_can_not_be_passed_on(bureau: Bureau) -> None:
    with bureau.writing() as session, refused(NotFoundError, "message.not_found"):
        hop.kept(session, uuid4())
