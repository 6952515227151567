"""Photos on their way: announced, let in by ticket, sent in pieces, taken on again, checked."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import tusclient.client
from PIL import Image
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from shared.clock import business_now, machine_now
from shared.errors import ConflictError, InvalidError, UntrustedError
from shared.federation import (
    agent,
    blob,
    blob_intake,
    blob_offer,
    blob_upload,
    proof,
    schedule,
    ticket,
)
from shared.federation.blob import photo_status
from shared.federation.envelope import Blob
from shared.federation.http import Answer, LineError
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise
from shared.federation.ticket import Ticket
from shared.picture import read_picture
from shared.vault import vault_of
from tests.shared.federation.node import LEFT, TestNode, handle, left

BLOBS = "/federation/v1/blobs/"
FORM = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
PIECE = blob_upload.PIECE


def photo(seed: int = 0, side: int = 300) -> bytes:
    """A clean picture, another for each seed; a big one is noise."""
    plain = Image.new("RGB", (side, side), (seed * 9, 90, 240 - seed * 8))
    noisy = Image.effect_noise((side, side), 150).convert("RGB")
    out = io.BytesIO()
    (noisy if side > 300 else plain).save(out, "PNG")
    return read_picture(out.getvalue()).content


@pytest.fixture(scope="module")
def big() -> bytes:
    """More than one piece, less than the most."""
    content = photo(side=900)
    assert PIECE < len(content) < 2 * PIECE
    return content


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def announce(node: TestNode, to: str, *contents: bytes, kept: bool = True) -> UUID:
    """Keeps photos and says so, as an action does."""
    with node.act() as session:
        blobs = tuple(
            blob.keep(session, node.tables, content)
            if kept
            else Blob(digest(content), len(content), "image/jpeg")
            for content in contents
        )
        data = Draft(LEFT, f"volunteer:{uuid4()}", left(), business_now(), blobs=blobs)
        return promise(session, node.tables, to, data)


def held(node: TestNode, content: bytes) -> bytes | None:
    with node.act() as session:
        return blob.content_of(session, node.tables, digest(content))


def passage(node: TestNode, content: bytes) -> Any:
    with node.act() as session:
        return session.scalars(
            select(node.tables.passage).where(node.tables.passage.sha256 == digest(content))
        ).one()


def pieces(node: TestNode) -> int:
    with node.act() as session:
        return len(session.scalars(select(node.tables.piece)).all())


def set_passage(node: TestNode, **values: Any) -> None:
    with node.act() as session:
        session.execute(update(node.tables.passage).values(**values))


def counts(node: TestNode) -> list[dict[str, Any]]:
    with node.act() as session:
        return photo_status(session, node.tables)


def step(node: TestNode) -> bool:
    with node.app.app_context():
        return blob_upload.send_piece(node.db, node.link, node.http)


def send_all(node: TestNode, upper: TestNode) -> None:
    """Exchanges and pieces by turns until the upper node has said that all arrived."""
    for _ in range(30):
        node.wake()
        node.settle()
        while step(node):
            pass
        if not counts(node)[0]["sent"]["waiting"]:
            return
    raise AssertionError(f"{node.name}: not all arrived at {upper.name}")


def ticket_for(upper: TestNode, content: bytes, node: str) -> str:
    with upper.act() as session:
        return ticket.make_ticket(session, Ticket(node, digest(content)))


def patch(
    upper: TestNode, content: bytes, start: int, bearer: str, sha256: str = "", **headers: str
) -> Answer:
    given = FORM | {"Upload-Offset": str(start), "Fed-Ticket": bearer} | headers
    url = upper.url + BLOBS + (sha256 or digest(content))
    return upper.http.call("PATCH", url, headers=given, body=content[start:])


def head(upper: TestNode, sha256: str, bearer: str) -> Answer:
    headers = {"Tus-Resumable": "1.0.0", "Fed-Ticket": bearer}
    return upper.http.call("HEAD", upper.url + BLOBS + sha256, headers=headers)


def test_a_photo_follows_its_message_and_arrives_whole(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    small = photo(1)
    announce(station, center.name, small, big)
    assert counts(station)[0]["sent"] == {"waiting": 2, "arrived": 0, "refused": 0}
    send_all(station, center)
    assert (held(center, small), held(center, big)) == (small, big)
    assert pieces(center) == 0
    assert counts(station)[0]["sent"] == {"waiting": 0, "arrived": 2, "refused": 0}
    received = {"waiting": 0, "arrived": 2, "refused": 0}
    nothing = dict.fromkeys(received, 0)
    assert counts(center) == [{"node": station.name, "sent": nothing, "received": received}]
    body = json.loads(center.inbox()[-1].body or b"")
    assert [each["size"] for each in body["blobs"]] == [len(small), len(big)]


def test_it_lies_encrypted_whole_and_in_pieces(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    assert step(station)
    assert pieces(center) == 1
    for query in ("SELECT content FROM blob_piece", "SELECT content FROM blob"):
        node = center if "piece" in query else station
        with node.act() as session:
            stored = bytes(session.execute(text(query)).scalar_one())
        assert len(stored) > 100_000
        assert big[:64] not in stored
        assert big[-64:] not in stored


def test_a_message_waits_for_no_photo_and_goes_before_the_next_piece(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    assert len(center.seen) == 1
    station.turn()
    assert pieces(center) == 1
    station.say(center.name)
    station.wake()
    assert station.call()
    assert len(center.seen) == 2
    assert passage(center, big).reached == PIECE


def test_the_agent_sends_photos_by_itself(station: TestNode, center: TestNode, big: bytes) -> None:
    announce(station, center.name, big)
    station.wake()
    for _ in range(8):
        station.turn()
    assert held(center, big) == big
    assert passage(station, big).state == "arrived"


def test_a_cut_line_loses_only_the_piece_under_way(
    station: TestNode, center: TestNode, big: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(station, center.name, big)
    station.settle()
    assert step(station)
    monkeypatch.setattr(station.http, "call", _cut)
    assert not step(station)
    row = passage(station, big)
    assert (row.reached, row.attempts, row.error) == (None, 1, "line: cut")
    assert not step(station), "it rests before it tries again"
    monkeypatch.undo()
    set_passage(station, retry_at=None)
    assert step(station), "the place is asked for"
    assert passage(station, big).reached == PIECE
    assert step(station)
    station.settle()
    assert held(center, big) == big


def _cut(method: str, url: str, **_more: Any) -> Answer:
    raise LineError(method, url, "cut")


def test_a_body_that_breaks_off_counts_as_far_as_it_came(
    station: TestNode, center: TestNode, big: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver's part of it; the whole line is cut in the trial of real processes."""
    announce(station, center.name, big)
    station.settle()
    came = [big[:1000], ConnectionResetError()]

    class Broken(io.BytesIO):
        def readinto(self, buffer: Any) -> int:
            given = came.pop(0)
            if isinstance(given, Exception):
                raise given
            buffer[: len(given)] = given
            return len(given)

    bearer = ticket_for(center, big, station.name)
    headers = FORM | {"Upload-Offset": "0", "Fed-Ticket": bearer}
    client = center.app.test_client()
    answer = client.patch(BLOBS + digest(big), headers=headers, input_stream=Broken(big))
    assert answer.status_code == 204
    assert answer.headers["Upload-Offset"] == "1000"
    send_all(station, center)
    assert held(center, big) == big


def test_after_a_restart_it_goes_on_where_it_was(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    assert step(station)
    set_passage(station, ticket=None, ticket_until=None, reached=0)
    station.settle()
    assert passage(station, big).reached == PIECE
    assert step(station)
    station.settle()
    assert held(center, big) == big


def test_an_independent_client_of_tus_sends_one(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    bearer = ticket_for(center, big, station.name)
    client = tusclient.client.TusClient(center.url, headers={"Fed-Ticket": bearer})
    url = center.url + BLOBS + digest(big)
    sender = client.uploader(file_stream=io.BytesIO(big), url=url, chunk_size=100_000)
    sender.upload_chunk()
    assert sender.offset == 100_000
    again = client.uploader(file_stream=io.BytesIO(big), url=url, chunk_size=PIECE)
    assert again.offset == 100_000
    again.upload()
    assert held(center, big) == big
    whole = client.uploader(file_stream=io.BytesIO(big), url=url)
    assert whole.offset == len(big)


def test_an_independent_client_without_a_ticket_gets_nowhere(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    client = tusclient.client.TusClient(center.url)
    with pytest.raises(TusCommunicationError):
        client.uploader(file_stream=io.BytesIO(big), url=center.url + BLOBS + digest(big))


def test_bytes_of_another_digest_are_thrown_away_and_refused_for_good_at_last(
    station: TestNode, center: TestNode
) -> None:
    content, other = photo(2), photo(3)
    announce(station, center.name, content)
    station.settle()
    bearer = ticket_for(center, content, station.name)
    forged = other[: len(content)].ljust(len(content), b"\0")
    for attempt in range(1, blob_intake.MOST_ATTEMPTS + 1):
        assert patch(center, forged, 0, bearer, digest(content)).status == 460
        assert passage(center, content).attempts == attempt
        assert pieces(center) == 0
    assert held(center, content) is None
    assert patch(center, content, 0, bearer).status == 403
    assert not step(station)
    station.wake()
    station.settle()
    assert (passage(station, content).state, passage(station, content).error) == (
        "refused",
        "blob.other_digest",
    )


def test_an_independent_client_is_told_of_a_wrong_digest(
    station: TestNode, center: TestNode
) -> None:
    content = photo(4)
    announce(station, center.name, content)
    station.settle()
    bearer = ticket_for(center, content, station.name)
    client = tusclient.client.TusClient(center.url, headers={"Fed-Ticket": bearer})
    forged = io.BytesIO(bytes(len(content)))
    with pytest.raises(TusUploadFailed):
        client.uploader(file_stream=forged, url=center.url + BLOBS + digest(content)).upload()


def test_what_no_message_announced_is_not_taken(station: TestNode, center: TestNode) -> None:
    content = photo(5)
    station.settle()
    bearer = ticket_for(center, content, station.name)
    assert head(center, digest(content), bearer).status == 404
    assert patch(center, content, 0, bearer).status == 404
    assert held(center, content) is None


def test_a_message_that_was_not_accepted_announces_nothing(
    station: TestNode, center: TestNode
) -> None:
    def refuse(*_given: Any) -> None:
        raise ConflictError("test.refused")

    handle(center, LEFT, refuse)
    content = photo(6)
    announce(station, center.name, content)
    station.settle()
    assert counts(center) == []
    row = passage(station, content)
    assert (row.state, row.error) == ("refused", "message.rejected")
    handle(center, LEFT, lambda *_given: None)
    announce(station, center.name, content)
    send_all(station, center)
    assert held(center, content) == content


def test_a_message_that_waits_lets_its_photo_wait(station: TestNode, center: TestNode) -> None:
    def fails(*_given: Any) -> None:
        raise RuntimeError("not yet")

    handle(center, LEFT, fails)
    content = photo(7)
    announce(station, center.name, content)
    station.settle()
    row = passage(station, content)
    assert (row.state, row.error, row.ticket) == ("waiting", "unknown", None)
    assert row.retry_at is not None
    handle(center, LEFT, lambda *_given: None)
    with center.act() as session:
        session.execute(update(center.tables.inbox).values(retry_at=machine_now()))
    assert center.retry() == 1
    station.wake()
    send_all(station, center)
    assert held(center, content) == content


def test_tickets_are_for_one_node_one_photo_and_ten_minutes(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, other = photo(8), photo(9)
    announce(station, center.name, content, other)
    station.settle()
    sha256, good = digest(content), ticket_for(center, content, station.name)
    assert head(center, sha256, good).status == 200
    theirs = ticket_for(station, content, station.name)
    strange = ticket_for(center, content, "station:01-77")
    with center.act() as session:
        told = blob_offer.answer(session, center.tables, "station:01-77", [sha256])
        assert told == {sha256: {"state": "unknown"}}
    for bad in ("", "a.b.c", good[:-4], theirs, strange, ticket_for(center, other, station.name)):
        assert head(center, sha256, bad).status == 403, bad
        assert patch(center, content, 0, bad).status == 403, bad
    monkeypatch.setattr(ticket, "LIFE", timedelta(seconds=-1))
    assert head(center, sha256, ticket_for(center, content, station.name)).status == 403
    assert held(center, content) is None


def test_a_node_that_was_shut_out_sends_no_photo(station: TestNode, center: TestNode) -> None:
    content = photo(10)
    announce(station, center.name, content)
    station.settle()
    with center.act() as session:
        session.get_one(center.tables.peer, station.name).state = "revoked"
    bearer = ticket_for(center, content, station.name)
    assert patch(center, content, 0, bearer).status == 403


def test_the_core_of_tus_is_kept_to_the_letter(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    bearer, sha256 = ticket_for(center, big, station.name), digest(big)
    found = head(center, sha256, bearer)
    assert (found.status, found.headers["upload-offset"]) == (200, "0")
    assert found.headers["upload-length"] == str(len(big))
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["tus-resumable"] == "1.0.0"
    wrong = patch(center, big, 0, bearer, **{"Tus-Resumable": "0.2.2"})
    assert (wrong.status, wrong.headers["tus-version"]) == (412, "1.0.0")
    assert patch(center, big, 0, bearer, **{"Content-Type": "image/jpeg"}).status == 415
    for nonsense in ("", "-1", "x", "1e3"):
        assert patch(center, big, 0, bearer, **{"Upload-Offset": nonsense}).status == 400
    assert patch(center, big, 5, bearer).status == 409
    assert patch(center, big + b"more", 0, bearer, sha256).status == 413
    assert passage(center, big).reached == 0
    last = patch(center, big, 0, bearer)
    assert (last.status, last.headers["upload-offset"]) == (204, str(len(big)))
    assert patch(center, big, 0, bearer).status == 409
    old = {"Tus-Resumable": "0.2.2", "Fed-Ticket": bearer}
    assert center.http.call("HEAD", center.url + BLOBS + sha256, headers=old).status == 412
    assert head(center, sha256, bearer).headers["upload-offset"] == str(len(big))


def test_what_is_no_clean_photo_is_refused_for_good(station: TestNode, center: TestNode) -> None:
    exif = Image.Exif()
    exif[0x010F] = "TelephoneMaker"
    out = io.BytesIO()
    Image.new("RGB", (90, 90)).save(out, "JPEG", exif=exif)
    for content in (b"%PDF-1.7 " + bytes(900), out.getvalue()):
        announce(station, center.name, content)
        station.settle()
        assert step(station) is False
        row = passage(center, content)
        assert row.state == "refused"
        assert str(row.error).startswith("picture.")
        station.wake()
        station.settle()
        assert passage(station, content).state == "refused"
        assert held(center, content) is None


def test_what_is_announced_as_no_photo_is_left_alone(station: TestNode, center: TestNode) -> None:
    with station.act() as session:
        told = (Blob("ab" * 32, 600_000, "image/jpeg"), Blob("cd" * 32, 9, "application/pdf"))
        data = Draft(LEFT, "volunteer:1", left(), business_now(), blobs=told)
        promise(session, station.tables, center.name, data)
    station.settle()
    assert center.states()[-1] == "applied"
    assert counts(center) == []


def test_more_than_its_share_is_refused(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = photo(11), photo(12)
    monkeypatch.setattr(blob, "QUOTA", len(first) + 10)
    announce(station, center.name, first)
    announce(station, center.name, second)
    station.settle()
    assert (passage(center, first).state, passage(center, second).state) == ("waiting", "refused")
    assert passage(station, second).error == "quota"
    send_all(station, center)
    assert held(center, first) == first
    monkeypatch.undo()
    announce(station, center.name, second)
    send_all(station, center)
    assert held(center, second) == second


def test_what_is_here_already_need_not_come_again(station: TestNode, center: TestNode) -> None:
    content = photo(13)
    with center.act() as session:
        blob.keep(session, center.tables, content)
    announce(station, center.name, content)
    station.settle()
    assert passage(station, content).state == "arrived"
    announce(station, center.name, content)
    assert counts(station)[0]["sent"] == {"waiting": 0, "arrived": 1, "refused": 0}
    station.settle()
    assert passage(center, content).msg_id == center.inbox()[-1].msg_id


def test_a_photo_that_is_yet_to_come_here_is_announced_and_sent_later(
    station: TestNode, center: TestNode
) -> None:
    """As a center does, which tells the association before the station's photo arrived."""
    content = photo(14)
    announce(station, center.name, content, kept=False)
    station.settle()
    assert passage(station, content).ticket is None
    with station.act() as session:
        blob.keep(session, station.tables, content)
    send_all(station, center)
    assert held(center, content) == content


def test_what_is_known_of_a_digest_is_told(station: TestNode, center: TestNode) -> None:
    here, coming = photo(15), photo(16)
    announce(station, center.name, here, coming)
    station.settle()
    with center.act() as session:
        digests = [digest(coming), "ef" * 32, digest(here)]
        told = blob.described(session, center.tables, digests)
        assert [each.sha256 for each in told] == [digest(coming), digest(here)]
        assert blob.described(session, center.tables, []) == ()
        assert blob.held(session, center.tables, []) == set()
    with station.act() as session:
        assert blob.held(session, station.tables, digests) == {digest(coming), digest(here)}


def test_nonsense_about_photos_changes_nothing_for_good(
    station: TestNode, center: TestNode
) -> None:
    content = photo(17)
    announce(station, center.name, content)
    of_it: tuple[Any, ...] = (
        "arrived",
        {"state": "waiting"},
        {"state": "waiting", "ticket": 5},
        {"state": ["arrived"]},
    )
    for said in (None, [], {"x": 1}, *({digest(content): each} for each in of_it)):
        with station.act() as session:
            blob_offer.take_answer(session, station.tables, center.name, said)
        row = passage(station, content)
        assert (row.state, row.ticket) == ("waiting", None), said
    send_all(station, center)
    assert held(center, content) == content


def test_a_ticket_with_senseless_numbers_makes_the_sender_ask(
    station: TestNode, center: TestNode
) -> None:
    content = photo(18)
    announce(station, center.name, content)
    said = {"state": "waiting", "ticket": "t", "reached": len(content), "seconds": True}
    with station.act() as session:
        told = {digest(content): said}
        blob_offer.take_answer(session, station.tables, center.name, told)
    row = passage(station, content)
    assert (row.reached, row.ticket) == (None, "t")


def test_who_asks_nonsense_is_answered_little(station: TestNode, center: TestNode) -> None:
    for said in (None, "x", [5, "zz", "ab" * 40], ["ab" * 32] * 50):
        with center.act() as session:
            told = blob_offer.answer(session, center.tables, station.name, said)
        assert told in ({}, {"ab" * 32: {"state": "unknown"}}), said


PORTALS: list[tuple[int, dict[str, str], bool]] = [
    (200, {}, True),
    (204, {"upload-offset": "5"}, True),
    (204, {"upload-offset": "999999999", "tus-resumable": "1.0.0"}, True),
    (302, {"location": "http://portal"}, True),
    (409, {"tus-resumable": "1.0.0"}, True),
    (503, {}, True),
    (403, {}, False),
    (460, {}, False),
]


def test_no_portal_makes_a_photo_arrive(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = photo(19)
    announce(station, center.name, content)
    call = station.http.call
    for status, headers, keeps_ticket in PORTALS:
        monkeypatch.setattr(station.http, "call", call)
        station.wake()
        station.settle()
        answer = Answer(status, headers, b"<html>Please log in</html>")
        monkeypatch.setattr(station.http, "call", lambda *_a, said=answer, **_k: said)
        assert not step(station)
        row = passage(station, content)
        assert (row.state, row.reached, row.error) == ("waiting", None, f"HTTP {status}")
        assert (row.ticket is not None) == keeps_ticket
    monkeypatch.setattr(station.http, "call", call)
    send_all(station, center)
    assert held(center, content) == content


def test_a_liar_who_says_that_all_came_is_found_out(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the signed answer of an exchange says that a photo has arrived."""
    content = photo(20)
    announce(station, center.name, content)
    station.settle()
    said = {"upload-offset": str(len(content)), "tus-resumable": "1.0.0"}
    monkeypatch.setattr(station.http, "call", lambda *_a, **_k: Answer(204, said, b""))
    assert step(station)
    monkeypatch.undo()
    row = passage(station, content)
    assert (row.state, row.reached, row.ticket) == ("waiting", len(content), None)
    with station.act() as session:
        assert schedule.is_due(session, station.tables)
    send_all(station, center)
    assert held(center, content) == content


def test_nothing_is_sent_while_the_line_is_down_or_before_there_is_one(
    station: TestNode, center: TestNode, stranger: TestNode
) -> None:
    content = photo(21)
    announce(station, center.name, content)
    announce(stranger, center.name, content)
    station.settle()
    with station.act() as session:
        session.get_one(station.tables.peer, center.name).fails = 1
    assert not step(station)
    assert not step(stranger)
    with station.act() as session:
        peer = session.get_one(station.tables.peer, center.name)
        schedule.hurry(peer)
        assert peer.next_at is None or peer.next_at > machine_now()
        peer.fails = 0
    assert step(station)


def test_an_old_ticket_is_asked_for_anew(station: TestNode, center: TestNode) -> None:
    content = photo(22)
    announce(station, center.name, content)
    station.settle()
    for until in (machine_now() - timedelta(seconds=1), machine_now() + timedelta(days=3)):
        set_passage(station, ticket_until=until)
        assert not step(station)
        with station.act() as session:
            wanted = blob_offer.asked(session, station.tables, center.name)
        assert wanted == [digest(content)]
    send_all(station, center)
    assert held(center, content) == content


def test_a_busy_database_is_no_reason_to_lose_a_photo(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("locked"))

    content = photo(23)
    announce(station, center.name, content)
    station.settle()
    monkeypatch.setattr(blob_intake, "take_piece", busy)
    answer = patch(center, content, 0, ticket_for(center, content, station.name))
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert not step(station)
    monkeypatch.undo()
    station.wake()
    send_all(station, center)
    assert held(center, content) == content


def test_two_who_send_the_same_piece_leave_one(
    station: TestNode, center: TestNode, big: bytes
) -> None:
    announce(station, center.name, big)
    station.settle()
    mine = Ticket(station.name, digest(big))

    def take(start: int, content: bytes) -> Any:
        with center.act() as session:
            return blob_intake.take_piece(session, center.tables, mine, start, content)

    assert take(0, big[:1000]).reached == 1000
    with pytest.raises(ConflictError):
        take(0, big[:1000])
    with pytest.raises(InvalidError):
        take(1000, big)
    assert take(1000, b"").reached == 1000
    assert take(1000, big[1000:]).reached == len(big)
    with pytest.raises(ConflictError):
        take(len(big), b"")
    assert pieces(center) == 0


def test_a_ticket_without_a_time_is_none(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = photo(24)
    announce(station, center.name, content)
    station.settle()
    with center.act() as session:
        said = {"node": station.name, "sha256": digest(content), "until": "later"}
        bad = proof.sign(vault_of(session), ticket.TICKET, said)
        with pytest.raises(UntrustedError):
            ticket.read_ticket(session, center.tables, bad, digest(content))
    assert head(center, digest(content), bad).status == 403


def test_a_passage_that_went_away_meanwhile_is_left(
    station: TestNode, center: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = photo(25)
    announce(station, center.name, content)
    station.settle()

    def gone(*_given: Any, **_more: Any) -> Answer:
        with station.act() as session:
            session.execute(text("DELETE FROM blob_passage"))
        return Answer(204, {}, b"")

    monkeypatch.setattr(station.http, "call", gone)
    assert not step(station)


def test_the_handler_sees_what_its_message_announced(station: TestNode, center: TestNode) -> None:
    seen: list[Message] = []

    def note(_session: Session, message: Message, _now: Any) -> None:
        seen.append(message)

    handle(center, LEFT, note)
    content = photo(26)
    announce(station, center.name, content)
    station.settle()
    assert seen[0].blobs == (Blob(digest(content), len(content), "image/jpeg"),)
    assert replace(seen[0], blobs=()).blobs == ()


def test_calls_that_are_always_due_let_photos_have_their_turn(
    station: TestNode, center: TestNode
) -> None:
    content = photo(27)
    announce(station, center.name, content)
    station.settle()
    work = agent.Agent(station.http, station.home / "witness.json")
    station.wake()
    with station.app.app_context():
        assert agent.turn(station.db, station.link, work)
    assert held(center, content) == content
