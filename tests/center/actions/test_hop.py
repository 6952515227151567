"""A center that stands alone, and what waits at a center."""

from uuid import uuid4

from center.actions import hop
from center.actions.overview import counts
from center.database import db
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


def test_the_start_page_says_what_waits(bureau: Bureau) -> None:
    bureau.register()
    bureau.claim()
    bureau.volunteer()
    bureau.report("2025-01", [])
    found = counts(db.session())
    db.session().rollback()
    assert found["工作站"] == 2
    assert found["待审批的登记"] == 2
    assert found["其中待确认的纸质审批"] == 1
    assert found["党员义工"] == 1
    assert found["待审核的月报"] == 1
    assert found["待决定的调动"] == 0
