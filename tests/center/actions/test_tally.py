"""Monthly reports: every revision kept, decided on, totals kept, amendments after an unlock."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from center.actions.tally_check import differences
from center.actions.tally_decision import decide_tallies, decide_tally, unlock_tally
from center.database import db
from center.domain.decision import Decision
from center.models import tally, volunteer_year
from center.models.entry import Entry, crossings
from center.models.station import Station
from center.models.tally import Revision, Tally
from center.models.volunteer_year import VolunteerYear
from shared.domain.request_figures import UNKNOWN, RequestFigures, Told, VisitFigures
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.center.bureau import ASSOCIATION, OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.report import Report, served, wire_line

IN_TIME = datetime(2025, 2, 4, 15, 59, tzinfo=UTC)
LATE = datetime(2025, 2, 4, 16, 0, tzinfo=UTC)


def total(bureau: Bureau, who: UUID, station: str = A) -> tuple[int, ...]:
    row = bureau.get(VolunteerYear, (2025, station, who))
    return (row.records, row.hours, row.satisfied_hours, row.points_hours, row.points)


def agrees(bureau: Bureau) -> bool:
    session = db.session()
    found = volunteer_year.agrees(session, 2025)
    session.rollback()
    return found


def test_an_accepted_month_counts_in_the_totals_and_goes_up_as_sums(bureau: Bureau) -> None:
    anne, bert = bureau.volunteer(), bureau.volunteer()
    entries = [
        served(anne, date(2025, 1, 5)),
        served(bert, date(2025, 1, 5)),
        served(bert, date(2025, 1, 6), evaluation="dissatisfied"),
    ]
    id = bureau.report("2025-01", entries, at=IN_TIME)
    month = bureau.get(Tally, id)
    assert (month.status, month.revision, month.accepted) == ("reported", 1, None)
    bureau.judge(id)
    month = bureau.get(Tally, id)
    assert (month.status, month.accepted, month.on_time) == ("accepted", 1, True)
    assert month.arrived_at == IN_TIME
    assert total(bureau, bert) == (2, 4, 2, 2, 10)
    assert agrees(bureau)
    told = bureau.sent("tally.decided", A)[0]
    assert (told["decision"], told["on_time"], told["by"]) == ("accepted", True, "李审核")
    assert told["content"] == bureau.get(Revision, (id, 1)).content
    up = bureau.sent("tally.total", ASSOCIATION)[0]
    assert (up["station"], up["month"], up["hours"], up["points"]) == (A, "2025-01", 6, 20)
    assert "volunteer" not in str(up)


def test_the_first_ordinary_month_closes_the_door_for_paper(bureau: Bureau) -> None:
    paper = bureau.report("2024-12", [], channel="paper")
    ordinary, second = bureau.report("2025-01", []), bureau.report("2025-02", [])
    other = bureau.report("2024-11", [], channel="paper")
    bureau.judge(paper)
    assert bureau.get(Station, A).ordinary_since is None
    bureau.judge(ordinary)
    since = bureau.get(Station, A).ordinary_since
    assert since == bureau.now
    bureau.now = LATE
    bureau.judge(second)
    assert bureau.get(Station, A).ordinary_since == since
    with refused(ConflictError, "tally.paper_door_closed"):
        bureau.judge(other)


def test_a_month_is_not_accepted_while_entries_are_under_way(bureau: Bureau) -> None:
    anne = bureau.volunteer()
    entries = tuple(served(anne, date(2025, 1, day)) for day in (5, 6, 7))
    report = Report("2025-01", entries)
    with refused(NotFoundError, "tally.unknown"):
        bureau.detail(report)
    bureau.receive("tally.month", A, report.data)
    with refused(ConflictError, "tally.entries_missing"):
        bureau.judge(report.id)
    bureau.detail(report, 1, 2)
    with refused(ConflictError, "tally.entries_missing"):
        bureau.judge(report.id)
    bureau.detail(report, 2, 2)
    bureau.detail(report, 2, 2)
    bureau.judge(report.id)


def test_a_month_that_does_not_add_up_is_not_accepted_but_can_be_returned(bureau: Bureau) -> None:
    anne = bureau.volunteer()
    id = bureau.report("2025-01", [served(anne, date(2025, 1, 5))], people=2)
    with refused(ConflictError, "tally.does_not_add_up"):
        bureau.judge(id)
    session = db.session()
    month = tally.by_id(session, id)
    found = differences(session, month, tally.newest(session, month))
    assert [difference.where for difference in found or []] == ["total/people"]
    session.rollback()
    bureau.judge(id, "returned", "人数不对")
    assert bureau.get(Tally, id).times_returned == 1
    assert bureau.sent("tally.total", ASSOCIATION) == []


def test_only_the_first_version_that_is_accepted_decides_on_time(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [], at=IN_TIME)
    bureau.judge(id, "returned", "缺小结")
    assert bureau.sent("tally.decided", A)[0]["on_time"] is True
    bureau.report("2025-01", [], tally=id, revision=2, at=LATE)
    bureau.judge(id)
    month = bureau.get(Tally, id)
    assert (month.on_time, month.first_accepted, month.times_returned) == (False, 2, 1)
    assert bureau.sent("tally.decided", A)[1]["on_time"] is False


def test_an_amendment_comes_after_an_unlock_and_replaces_the_totals(bureau: Bureau) -> None:
    anne, bert = bureau.volunteer(), bureau.volunteer()
    first = [served(anne, date(2025, 1, 5)), served(bert, date(2025, 1, 6))]
    id = bureau.report("2025-01", first, at=IN_TIME)
    bureau.judge(id)
    with refused(ConflictError, "tally.locked"):
        bureau.report("2025-01", [], tally=id, revision=2)
    bureau.unlock(id, "2025-01", "unlock_refused", "没有必要")
    assert bureau.get(Tally, id).status == "accepted"
    bureau.unlock(id, "2025-01")
    assert bureau.get(Tally, id).status == "unlocked"
    second = [served(anne, date(2025, 1, 5)), served(anne, date(2025, 1, 7))]
    bureau.report("2025-01", second, tally=id, revision=2, at=LATE, amends={"reason": "地点写错"})
    assert total(bureau, bert) == (1, 2, 2, 2, 10)
    bureau.judge(id)
    assert total(bureau, anne) == (2, 4, 4, 4, 20)
    assert total(bureau, bert) == (0, 0, 0, 0, 0)
    assert agrees(bureau)
    month = bureau.get(Tally, id)
    assert (month.accepted, month.first_accepted, month.on_time) == (2, 1, True)
    assert [up["revision"] for up in bureau.sent("tally.total", ASSOCIATION)] == [1, 2]
    words = [told["decision"] for told in bureau.sent("tally.decided", A)]
    assert words == ["accepted", "unlock_refused", "unlocked", "accepted"]
    assert bureau.get(Revision, (id, 1)).decision == "accepted"
    assert bureau.get(Revision, (id, 2)).amends == "地点写错"


def test_a_recount_finds_a_total_that_was_tampered_with(bureau: Bureau) -> None:
    anne = bureau.volunteer()
    bureau.judge(bureau.report("2025-01", [served(anne, date(2025, 1, 5))]))
    with bureau.writing() as session:
        session.get_one(VolunteerYear, (2025, A, anne)).hours = 3
    assert not agrees(bureau)


def test_two_months_add_up(bureau: Bureau) -> None:
    anne = bureau.volunteer()
    for month in (1, 2):
        bureau.judge(bureau.report(f"2025-0{month}", [served(anne, date(2025, month, 5))]))
    assert total(bureau, anne) == (2, 4, 4, 4, 20)


def test_the_revision_must_be_the_newest(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [])
    with bureau.writing() as session, refused(ConflictError, "decision.other_version"):
        decide_tally(session, OFFICER, bureau.now, id, Decision("accepted", "", 2))


def test_an_older_revision_changes_nothing(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [], revision=2)
    bureau.report("2025-01", [], tally=id, revision=1)
    assert bureau.get(Tally, id).revision == 2


def test_a_station_reports_its_own_months_alone(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [])
    with refused(ForbiddenError, "message.other_station"):
        bureau.receive("tally.month", B, Report("2025-01", ()).data)
    with refused(ForbiddenError, "tally.other_month"):
        bureau.report("2025-02", [], tally=id)
    with refused(ForbiddenError, "tally.other_month"):
        bureau.report("2025-01", [], tally=id, station=B)
    with refused(ConflictError, "tally.reported_twice"):
        bureau.report("2025-01", [])
    with refused(NotFoundError, "station.unknown"):
        bureau.report("2025-01", [], station="station:01-9")


def test_entries_of_another_station_or_a_later_revision_are_not_taken(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [])
    with refused(ForbiddenError, "tally.other_month"):
        bureau.detail(Report("2025-01", (), {"tally": id, "station": B}))
    with refused(NotFoundError, "tally.unknown_revision"):
        bureau.detail(Report("2025-01", (), {"tally": id, "revision": 2}))


def test_malformed_entries_are_refused(bureau: Bureau) -> None:
    one = served(bureau.volunteer(), date(2025, 1, 5))
    report = Report("2025-01", (one, one))
    bureau.receive("tally.month", A, report.data)
    with refused(InvalidError, "tally.entry_twice"):
        bureau.detail(report)
    bureau.detail(report, 1, 2)
    with refused(InvalidError, "tally.entry_twice"):
        bureau.detail(report, 2, 2)
    with refused(ConflictError, "tally.parts_differ"):
        bureau.detail(report, 2, 3)
    with refused(ConflictError, "tally.parts_differ"):
        bureau.detail(report, 3, 2)
    data = {**report.data, "part": 2, "parts": 2}
    data["entries"] = [{**wire_line(served(one.volunteer, one.date)), "end": "25:00"}]
    with refused(InvalidError, "service_record.bad_time"):
        bureau.receive("tally.entries", A, data)


def test_an_unlock_is_asked_for_an_accepted_revision_alone(bureau: Bureau) -> None:
    id = bureau.report("2025-01", [])
    data = {"tally": id, "month": Report("2025-01", ()).data["month"], "revision": 1}
    with refused(ConflictError, "tally.not_accepted"):
        bureau.receive("tally.unlock_asked", A, data | {"reason": "错"})
    bureau.judge(id)
    with refused(ConflictError, "tally.not_accepted"):
        bureau.receive("tally.unlock_asked", A, data | {"reason": "错", "revision": 2})
    with bureau.writing() as session, refused(ConflictError, "tally.unlock_not_asked"):
        unlock_tally(session, OFFICER, bureau.now, id, Decision("unlocked"))


def test_several_are_decided_at_once_with_a_result_a_row(bureau: Bureau) -> None:
    good, bad = bureau.report("2025-01", []), bureau.report("2025-02", [], people=3)
    with bureau.writing() as session:
        word = (Decision("accepted"), 2)
        rows = decide_tallies(session, OFFICER, bureau.now, [bad, good], word)
    codes = [row.refusal.code if row.refusal else None for row in rows]
    assert codes == ["tally.does_not_add_up", None]
    assert bureau.get(Tally, bad).status == "reported"
    assert len(bureau.sent("tally.decided", A)) == 1
    with bureau.writing() as session, refused(NotFoundError, "tally.unknown"):
        decide_tally(session, OFFICER, bureau.now, uuid4(), Decision("accepted"))


def test_overlaps_of_one_person_at_two_stations_are_found_in_newest_revisions(
    bureau: Bureau,
) -> None:
    anne = bureau.volunteer()
    here = served(anne, date(2025, 1, 5))
    over = served(anne, date(2025, 1, 5), start="10:59", end="12:59")
    touching = served(anne, date(2025, 1, 5), start="11:00", end="13:00")
    bureau.report("2025-01", [here])
    id = bureau.report("2025-01", [over, touching], station=B)
    session = db.session()
    pairs = list(crossings(session, 2025))
    session.rollback()
    assert [(one[0], other[0]) for one, other in pairs] == [(A, B)]
    assert (pairs[0][0][1].record, pairs[0][1][1].record) == (here.record, over.record)
    bureau.report("2025-01", [touching], station=B, tally=id, revision=2)
    assert list(crossings(db.session(), 2025)) == []
    db.session().rollback()
    assert bureau.get(Entry, (id, 1, over.record)).hours == 2


def test_in_bulk_each_report_is_decided_by_the_revision_that_was_seen(bureau: Bureau) -> None:
    seen, older = bureau.report("2025-01", []), bureau.report("2025-02", [])
    word = Decision("accepted", versions={seen: 1, older: 2})
    with bureau.writing() as session:
        rows = decide_tallies(session, OFFICER, bureau.now, [seen, older], (word, 2))
    codes = [row.refusal.code if row.refusal else None for row in rows]
    assert codes == [None, "decision.other_version"]
    assert bureau.get(Tally, older).status == "reported"


def test_requests_and_visits_go_up_as_they_came_and_a_report_without_says_nothing(
    bureau: Bureau,
) -> None:
    told = Told(RequestFigures(5, 4, 1, 1, 0, 2, 12, 8, 7), VisitFigures(4, 3, 1, 1)).to_dict()
    silent, telling = bureau.report("2025-01", []), bureau.report("2025-02", [], **told)
    assert bureau.get(Revision, (silent, 1)).told == UNKNOWN
    assert bureau.get(Revision, (telling, 1)).told == Told.from_dict(told)
    for id in (silent, telling):
        bureau.judge(id)
    first, second = bureau.sent("tally.total", ASSOCIATION)
    assert (first["requests"], first["visits"]) == (None, None)
    assert {name: second[name] for name in told} == told


def test_what_can_not_be_is_not_accepted_and_entries_may_have_no_certifier(bureau: Bureau) -> None:
    anne = bureau.volunteer()
    wrong = Told(RequestFigures(promised=1, kept=2)).to_dict()
    signed = served(anne, date(2025, 1, 5), form="dispatched", certifier=None, evidence="ab" * 32)
    id = bureau.report("2025-01", [signed], **wrong)
    with refused(ConflictError, "tally.does_not_add_up"):
        bureau.judge(id)
    right = Told(RequestFigures(promised=2, kept=2)).to_dict()
    bureau.report("2025-01", [signed], tally=id, revision=2, **right)
    bureau.judge(id)
    assert bureau.get(Entry, (id, 2, signed.record)).certifier is None
