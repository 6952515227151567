"""A school that no resident reaches: asked, served and signed at its center, the center a process.

What was typed there lies at the station alone: not in the center's database, files or logs, nor on
the wire in clear.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.contact import Contact
from shared.domain.service_request import Channel
from shared.domain.tracking_code import shown as code_shown
from shared.federation.sealing import open_sealed
from station.actions import erasure
from station.database import db
from station.models.pairing import Household
from station.models.request_note import RequestNote, notes_of
from station.models.service_request import RequestContact, ServiceRequest
from station.models.signature import Signature, lines_of_order
from tests.federation.front_school import (
    SIGNER,
    WITNESS,
    Resident,
    School,
    aged,
    databases,
    nothing_in_clear,
    school,
    sign,
)
from tests.federation.opened import Opened
from tests.station.requests.desk import accept, ask
from tests.station.requests.desk import shown as shown_row
from tests.station.requests.served import Serving
from tests.station.ties.pairs import Pairs

__all__ = ["databases", "school"]
pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

TYPED = {
    "words": "厨房水龙头拧不紧一直滴水",
    "address": "育才里十二号楼二单元",
    "name": "诸葛郑阿姨",
    "phone": "13803156021",
}
HOUSEHOLD = {
    "name": "慕容桂芝芳",
    "phone": "13901236178",
    "address": "槐荫胡同九号院后罩房",
    "words": "独居腿脚不便想有人说说话",
}
DID = "陪着晒太阳念了报纸买了降压药"
ADDED = "改成周五下午三点以后来"
WITHDREW = "物业已经来人给换好了"
SECRETS = (*TYPED.values(), ADDED, SIGNER, WITNESS, "[100,20]")
CODE = re.compile(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}")


def test_asked_served_and_signed_where_no_resident_reaches_the_school(school: School) -> None:
    resident, station = Resident(school.center.process.url), school.station
    stamp = aged(resident.page(f"/ask?station={school.name}"))
    typed = TYPED | {"item": "repair", "when": "any", "part": "", "consent": "true"}
    typed |= {"_stamp": stamp, "station": school.name}
    done = resident.send(f"/ask?station={school.name}", typed)
    assert CODE.search(done)
    assert "已收到，等东风小学来取" in resident.page("/track/request")
    resident.send("/track/request/words", {"words": ADDED})

    school.call()
    [request] = station.session.scalars(select(ServiceRequest)).all()
    assert [note.text for note in notes_of(station.session, request.id)] == [ADDED]
    assert "现由东风小学办理" in resident.page("/track/request")
    accept(station, request.id)
    serving = Serving(station, request.id)
    order = serving.offer()
    serving.answer(order)
    serving.done(order, day=date(2025, 3, 3))
    token = serving.token(order)
    school.call()
    assert "义工办完了" in resident.page("/track/request")

    assert "等东风小学来取" in sign(resident, token)

    school.call()
    [line] = serving.lines(order)
    assert (line.record.status, line.record.hours) == ("certified", 2)
    assert "办结" in resident.page("/track/request")
    nothing_in_clear(school, *SECRETS, token)
    session = station.session
    held = [
        vars(session.scalars(select(RequestContact)).one()),
        vars(session.scalars(select(Signature)).one()),
    ]
    text = f"{held}{[note.text for note in session.scalars(select(RequestNote))]}"
    assert [secret for secret in SECRETS if secret not in text] == []


def test_a_pairing_s_visit_is_signed_where_no_resident_reaches_the_school(school: School) -> None:
    resident, station = Resident(school.center.process.url), school.station
    pairs = Pairs(station)
    order = pairs.order(pairs.start(since="2025-03-03", **HOUSEHOLD))
    zhao = {"volunteer": str(station.people["赵一"]), "start": "07:00", "end": "08:35"}
    done = {"day": "2025-03-03", "content": DID, "place": "育才里", "parts": [zhao]}
    pairs.call("POST", f"/service-orders/{order}/completion", done)
    url = pairs.call("POST", f"/service-orders/{order}/links", {})["url"]
    assert url.startswith(f"{school.line.url}/s/")  # where the station calls its center
    token = url.rpartition("/")[2]
    school.call()
    assert "赵*" in resident.page(f"/s/{token}")
    assert "等东风小学来取" in sign(resident, token)
    school.call()
    [line] = lines_of_order(station.session, UUID(order))
    assert (line.record.status, line.record.hours) == ("certified", 2)
    secrets = (*HOUSEHOLD.values(), DID, SIGNER, WITNESS, "[100,20]")
    nothing_in_clear(school, *secrets, token)
    session = station.session
    held = [vars(session.scalars(select(kept)).one()) for kept in (Signature, Household)]
    text = f"{held}{line.record.content}"
    assert [secret for secret in secrets if secret not in text] == []


def test_what_a_clerk_took_down_is_followed_where_no_resident_reaches_the_school(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident, station = Resident(school.center.process.url), school.station
    taken = ask(station, contact=Contact(**TYPED), channel=Channel.TELEPHONE)
    code = str(taken.tracking_code)
    assert resident.session.get(f"{resident.url}/t/{code}", timeout=60).status_code == 404
    school.call()
    shown = resident.page(f"/t/{code_shown(code)}")
    assert "现由东风小学办理" in shown and taken.number in shown
    accept(station, taken.id, reason=f"{TYPED['name']}家，打{TYPED['phone']}")
    school.call()
    page = resident.page("/track/request")
    assert "给您安排好义工" in page and TYPED["name"] not in page
    resident.send("/track/request/words", {"words": ADDED})
    resident.send("/track/request/withdrawal", {"words": WITHDREW})
    assert "等东风小学来取" in resident.page("/track/request")

    school.call()
    notes = [note.text for note in notes_of(station.session, taken.id)]
    assert (shown_row(station, taken.id).status, notes) == ("withdrawn", [ADDED, WITHDREW])
    assert "需求已撤回" in resident.page("/track/request")
    secrets = (*TYPED.values(), ADDED, WITHDREW, code, code_shown(code))
    nothing_in_clear(school, *secrets)
    assert codes_sealed(school, taken.id) == [code.encode()]

    later = machine_now() + timedelta(days=31)
    monkeypatch.setattr(erasure, "machine_now", lambda: later)
    with transaction(db) as session:
        assert erasure.erase_due(session, business_now())
    school.call()
    assert codes_sealed(school, taken.id) == []
    assert "需求已撤回" in resident.page("/track/request")


def codes_sealed(school: School, request: UUID) -> list[bytes]:
    """What the center can open of what the station told of a request."""
    process = school.center.process
    own = Opened("center", process.home, process.environment.get("DATABASE_URL", ""))
    inbox = own.tables.inbox
    told = select(inbox).where(inbox.subject == f"request:{request}", inbox.body.is_not(None))
    with own.session() as session:
        rows = session.scalars(told.where(inbox.type == "request.status")).all()
        assert rows
        sealed = [json.loads(row.body or b"")["data"]["sealed"] for row in rows]
        return [open_sealed(session, one) for one in sealed if one]
