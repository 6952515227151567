"""Photos between real processes: cut, killed and resumed; wrong ones refused; seen nowhere else."""

from __future__ import annotations

import hashlib
import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pillow_heif
import pytest
import tusclient.client
from PIL import Image
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from deploy.clerk import Clerk
from deploy.client import Client
from deploy.district import Node, wait_until
from shared.domain.month import Month
from shared.federation.blob import photo_status
from shared.federation.envelope import Blob
from shared.picture import read_picture
from tests.federation.canary import Scanner
from tests.federation.conftest import Puppet
from tests.federation.peer import Peer
from tests.federation.proxy import Cut, Exchange, header
from tests.federation.test_canaries import everything, files, logs
from tests.federation.test_junk import good
from tests.federation.trial import Trial
from tests.picture import PLACE

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

PIECE = 256 * 1024
BLOBS = "/federation/v1/blobs/"
CONSENTS = {"sensitive": True, "naming": False, "photos": True}
PATIENCE = 60


@pytest.fixture
def clerk(chain: Trial) -> Iterator[Clerk]:
    """The first school's, at rest before and after."""
    chain.settle()
    found = chain.clerks[0]
    yield found
    chain.line(found.node).fault = None
    chain.settle()


def noise(size: tuple[int, int]) -> Image.Image:
    """A picture that nothing compresses: a small part of its bytes is like no other's."""
    return Image.effect_noise(size, 140).convert("RGB")


def photographed(folder: Path, kind: str, size: tuple[int, int] = (900, 1260)) -> Path:
    """A file as a telephone writes it, with maker and place."""
    image, file = noise(size), folder / f"IMG_0001.{kind}"
    exif = image.getexif()
    exif[0x010F] = f"Maker {PLACE}"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 44.0, 21.5), 3: "E", 4: (118.0, 25.0, 3.0)})
    if kind == "heic":
        pillow_heif.from_pillow(image).save(file, quality=80, exif=exif.tobytes())
    else:
        image.save(file, "JPEG", quality=90, exif=exif)
    assert PLACE.encode() in file.read_bytes()
    return file


def fetched(client: Client, path: str) -> bytes | None:
    """The picture under an address; None while it is on its way."""
    headers = {"Authorization": f"Bearer {client.token}"}
    answer = client.http.call("GET", client.url + path, headers=headers)
    assert answer.status in (200, 404), answer
    if answer.status == 404:
        return None
    assert answer.headers["content-type"] == "image/jpeg"
    return answer.body


def registered(chain: Trial, clerk: Clerk, file: Path) -> tuple[str, dict[str, Any]]:
    """A newcomer with a photo: the registration's id, and the photo."""
    [who] = chain.newcomers(clerk, 1)
    client = clerk.node.client("clerk")
    photo = client.upload("/api/portraits", file, x="0.1", y="0.1", w="0.8", h="0.8")
    form = {
        "id_number": who.id_number,
        "name": who.name,
        "specialties": ["摄影"],
        "categories": ["convenience"],
        "free_times": ["周六上午"],
        "health": True,
        "conduct": True,
        "consents": CONSENTS,
        "id_card_seen": True,
        "party_card_seen": True,
        "photo": photo["id"],
    }
    made = client.post("/api/registrations", form)
    return made["id"], photo


def reported(chain: Trial, clerk: Clerk, file: Path) -> tuple[Month, dict[str, Any]]:
    """A photo for the next month's report, which isn't signed yet."""
    month = Month(2025, chain.next_month())
    client = clerk.node.client("clerk")
    path = f"/api/months/{month}/photos"
    photo: dict[str, Any] = client.upload(path, file, caption="义工合影")
    return month, photo


def tally_of(chain: Trial, clerk: Clerk, month: Month) -> str:
    wait_until(lambda: str(month) in chain.reports(clerk), PATIENCE, "the report")
    found: str = chain.reports(clerk)[str(month)]["id"]
    return found


def arrives(chain: Trial, node: Node, client: Client, path: str) -> bytes:
    """Waits for a photo, the lower node told to send at once."""

    def here() -> bool:
        chain.send_now(node)
        return fetched(client, path) is not None

    wait_until(here, PATIENCE, path)
    return fetched(client, path) or b""


def sent_pieces(chain: Trial, clerk: Clerk, photo: dict[str, Any]) -> list[tuple[int, int]]:
    """Offset and status of each piece that went up."""
    return [
        (int(header(exchange.request, "upload-offset")), exchange.status)
        for exchange in chain.line(clerk.node).recorded
        if exchange.is_piece and exchange.path.endswith(photo["sha256"])
    ]


def test_a_photo_from_an_iphone_goes_from_the_form_to_the_card(
    chain: Trial, clerk: Clerk, tmp_path: Path
) -> None:
    file = photographed(tmp_path, "heic")
    registration, photo = registered(chain, clerk, file)
    officer = chain.board.center
    path = f"/api/registrations/{registration}/photo"
    content = arrives(chain, clerk.node, officer, path)
    assert hashlib.sha256(content).hexdigest() == photo["sha256"]
    image = Image.open(io.BytesIO(content))
    assert (image.size, dict(image.getexif())) == ((350, 490), {})
    assert PLACE.encode() not in content
    chain.settle()
    [row] = [each for each in officer.items("/api/registrations") if each["id"] == registration]
    body = {"decision": "approved", "reason": "", "version": row["version"]}
    officer.post(f"/api/registrations/{registration}/decision", body)
    maker = chain.board.card_maker
    chain.settle()
    card = f"/api/volunteers/{row['volunteer']}/photo"
    assert arrives(chain, chain.center, maker, card) == content


def test_a_cut_upload_goes_on_where_it_was(chain: Trial, clerk: Clerk, tmp_path: Path) -> None:
    month, photo = reported(chain, clerk, photographed(tmp_path, "jpg", (1500, 1100)))
    assert PIECE < photo["size"] <= 2 * PIECE
    line = chain.line(clerk.node)
    line.fault = cut = Cut("request", 0.6, lambda: None, photo=True)
    chain.report(clerk, month.month)
    wait_until(cut.done.is_set, PATIENCE, "the cut")
    officer, tally = chain.board.center, tally_of(chain, clerk, month)
    path = f"/api/tallies/{tally}/photos/{photo['sha256']}"
    assert len(arrives(chain, clerk.node, officer, path)) == photo["size"]
    first, *rest = sent_pieces(chain, clerk, photo)
    assert first == (0, 0)
    assert 0 < rest[0][0] < PIECE, "what came before the cut counts"
    assert sum(status == 204 for _, status in rest) == 2
    [shown] = officer.get(f"/api/tallies/{tally}")["pictures"]
    assert shown == {"sha256": photo["sha256"], "caption": "义工合影", "here": True}


def test_agent_and_center_killed_within_an_upload_lose_nothing_of_it(
    chain: Trial, clerk: Clerk, tmp_path: Path
) -> None:
    month, photo = reported(chain, clerk, photographed(tmp_path, "jpg", (1500, 1100)))
    line = chain.line(clerk.node)

    def kill() -> None:
        chain.center.process.kill("web")
        clerk.node.process.kill("agent")

    line.fault = cut = Cut("answer", 0.5, kill, photo=True)
    chain.report(clerk, month.month)
    wait_until(cut.done.is_set, PATIENCE, "the cut")
    line.fault = None
    chain.restart_center()
    clerk.node.process.start("agent")
    officer, tally = chain.board.center, tally_of(chain, clerk, month)
    path = f"/api/tallies/{tally}/photos/{photo['sha256']}"
    assert len(arrives(chain, clerk.node, officer, path)) == photo["size"]
    offsets = [offset for offset, status in sent_pieces(chain, clerk, photo) if status == 204]
    assert offsets == [0, PIECE], "the piece whose answer was lost isn't sent again"


def test_a_report_is_there_before_its_photos(chain: Trial, clerk: Clerk, tmp_path: Path) -> None:
    month, photo = reported(chain, clerk, photographed(tmp_path, "jpg", (1500, 1100)))
    chain.report(clerk, month.month)
    tally_of(chain, clerk, month)
    line = chain.line(clerk.node)
    wait_until(lambda: any(photo["sha256"] in e.path for e in line.recorded), PATIENCE, "a piece")
    [message] = [
        index for index, exchange in enumerate(line.recorded) if brings(exchange, photo["sha256"])
    ][:1]
    pieces = [index for index, e in enumerate(line.recorded) if photo["sha256"] in e.path]
    assert message < min(pieces)


def brings(exchange: Exchange, sha256: str) -> bool:
    return any(sha256 in message["body"] for message in exchange.messages)


def test_photos_are_nowhere_but_where_they_were_announced(chain: Trial, clerk: Clerk) -> None:
    """Portraits reach the association, reports' photos the center; neither the other school."""
    chain.settle()
    own = chain.open(clerk.node)
    with own.session() as session:
        rows = session.connection().exec_driver_sql("SELECT kind, sha256 FROM photo").all()
        status = photo_status(session, own.tables)
    kinds = {sha256: kind for kind, sha256 in rows}
    assert set(kinds.values()) == {"portrait", "report"}
    assert status[0]["sent"]["waiting"] == 0
    vault = own.vault
    blobs = {
        hashlib.sha256(clear).hexdigest(): clear
        for clear in (vault.decrypt(value) for name, value in own.cells() if name == "blob.content")
    }
    other = chain.clerks[1].node
    for sha256, kind in kinds.items():
        canary = Scanner([blobs[sha256][2000:2024]])
        holders = {
            node.process.name
            for node in (clerk.node, other, chain.center, chain.association)
            if any(list(canary.scan(blob, place)) for place, blob in everything(chain, node))
        }
        above = {chain.association.process.name} if kind == "portrait" else set()
        assert holders == {clerk.node.process.name, chain.center.process.name} | above
        for node in (clerk.node, chain.center, chain.association):
            plain = [*files(node.process.home), *logs(chain, node)]
            assert not any(list(canary.scan(blob, place)) for place, blob in plain)


def test_no_place_where_a_photo_was_taken_is_anywhere(chain: Trial, clerk: Clerk) -> None:
    canary = Scanner([PLACE])
    for node in (clerk.node, chain.center, chain.association):
        assert not [
            find for place, blob in everything(chain, node) for find in canary.scan(blob, place)
        ]
    for exchange in chain.line(clerk.node).recorded:
        assert not list(canary.scan(exchange.request + exchange.answer, "line"))


@pytest.fixture
def content() -> bytes:
    out = io.BytesIO()
    noise((1500, 1100)).save(out, "PNG")
    return read_picture(out.getvalue()).content


def offer(peer: Peer, told: bytes | None, *digests: str) -> dict[str, Any]:
    """An exchange in which a puppet announces a photo and asks after digests."""
    up = None
    if told is not None:
        sha256 = hashlib.sha256(told).hexdigest()
        blobs = (Blob(sha256, len(told), "image/jpeg"),)
        peer.add(good(peer, 700_000 + int(peer.name[-2:]), blobs=blobs))
        up = peer.batch(len(peer.rows), len(peer.rows))
    body = json.loads(peer.body(up))
    body["hello"]["blobs"] = list(digests)
    answer = json.loads(peer.send("/federation/v1/exchange", json.dumps(body).encode()).body)
    found: dict[str, Any] = answer["blobs"]
    return found


def test_a_real_server_takes_what_was_announced_and_nothing_else(
    center: Node, puppet: Puppet, content: bytes
) -> None:
    peer, sha256, strange = puppet(), hashlib.sha256(content).hexdigest(), "ab" * 32
    said = offer(peer, content, sha256, strange)
    assert said[strange] == {"state": "unknown"}
    assert (said[sha256]["state"], said[sha256]["reached"]) == ("waiting", 0)
    bearer = {"Fed-Ticket": said[sha256]["ticket"]}
    client = tusclient.client.TusClient(center.process.url, headers=bearer)
    url = center.process.url + BLOBS
    with pytest.raises(TusCommunicationError):
        client.uploader(file_stream=io.BytesIO(content), url=url + strange)
    wrong = io.BytesIO(bytes(len(content)))
    with pytest.raises(TusUploadFailed):
        client.uploader(file_stream=wrong, url=url + sha256, chunk_size=PIECE).upload()
    assert offer(peer, None, sha256)[sha256]["reached"] == 0
    client.uploader(file_stream=io.BytesIO(content), url=url + sha256, chunk_size=PIECE).upload()
    assert offer(peer, None, sha256)[sha256] == {"state": "arrived", "error": None}
    stranger = puppet()
    assert offer(stranger, None, sha256) == {sha256: {"state": "unknown"}}


def test_a_real_server_keeps_what_came_of_a_piece_that_broke_off(
    center: Node, puppet: Puppet, content: bytes
) -> None:
    peer, sha256 = puppet(), hashlib.sha256(content).hexdigest()
    ticket = offer(peer, content, sha256)[sha256]["ticket"]
    where = urlsplit(center.process.url)
    head = (
        f"PATCH {BLOBS}{sha256} HTTP/1.1\r\nHost: center\r\nTus-Resumable: 1.0.0\r\n"
        f"Upload-Offset: 0\r\nFed-Ticket: {ticket}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {PIECE}\r\n\r\n"
    )
    with socket.create_connection((where.hostname or "", where.port or 0), 10) as line:
        line.sendall(head.encode() + content[:100_000])
    client = tusclient.client.TusClient(center.process.url, headers={"Fed-Ticket": ticket})

    def sender() -> Any:
        url = center.process.url + BLOBS + sha256
        return client.uploader(file_stream=io.BytesIO(content), url=url, chunk_size=PIECE)

    wait_until(lambda: sender().offset == 100_000, 10, "what came before the line broke")
    sender().upload()
    assert offer(peer, None, sha256)[sha256]["state"] == "arrived"
