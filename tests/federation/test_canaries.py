"""What must not leave a station is nowhere else: databases, files, logs, wire, memory."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil
import pytest

from deploy.district import Node
from tests.federation.canary import Find, Scanner
from tests.federation.opened import Opened
from tests.federation.school import Person
from tests.federation.trial import Trial

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("district")]

DIGEST = re.compile(rb"w[0-9]+:[0-9a-f]{64}")
LARGEST_PIECE = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def moved(chain: Trial) -> Person:
    return chain.schools[0].mover


@pytest.fixture(scope="module")
def scanner(chain: Trial) -> Scanner:
    return Scanner(secret for school in chain.schools for secret in school.secrets)


@pytest.fixture(scope="module")
def words(chain: Trial) -> list[bytes]:
    """What memory is searched for: as bytes, and as Python holds text."""
    found: set[bytes] = set()
    for school in chain.schools:
        for who in (school.people[0], school.mover):
            found |= {who.id_number.encode(), who.phone.encode()}
        for text in (*school.places[:2], *school.contents[:2]):
            found |= {text.encode(), text.encode("utf-16-le")}
    return sorted(found)


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder, databases and their logs among them."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield str(file), file.read_bytes()


def logs(chain: Trial, node: Node) -> Iterator[tuple[str, bytes]]:
    process = node.process
    for file in sorted((chain.root / "logs").glob(f"{process.tier}-{process.code}-*")):
        yield str(file), file.read_bytes()


def memory(node: Node) -> Iterator[tuple[str, bytes]]:
    """What the node's living processes hold, piece by piece."""
    for part, started in node.process.running.items():
        parent = psutil.Process(started.pid)
        for process in (parent, *parent.children(recursive=True)):
            for piece in _pieces(process.pid):
                yield f"memory of {node.process.name} {part}", piece


def _pieces(pid: int) -> Iterator[bytes]:
    maps = Path(f"/proc/{pid}/maps").read_text()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as held:
        for line in maps.splitlines():
            span, rights, *rest = line.split(maxsplit=5)
            if not rights.startswith("rw") or (rest and rest[-1].startswith("[v")):
                continue
            first, last = (int(each, 16) for each in span.split("-"))
            for at in range(first, last, LARGEST_PIECE):
                try:
                    yield os.pread(held.fileno(), min(LARGEST_PIECE, last - at), at)
                except OSError:
                    break


def found(scanner: Scanner, pieces: Iterable[tuple[str, bytes]]) -> list[Find]:
    return [find for place, blob in pieces for find in scanner.scan(blob, place)]


def everything(chain: Trial, node: Node) -> Iterator[tuple[str, bytes]]:
    """A node's files, its cells in clear as far as it can read them, and its logs."""
    yield from files(node.process.home)
    yield from chain.open(node).clear_cells()
    yield from logs(chain, node)


def test_the_center_and_the_association_hold_nothing(chain: Trial, scanner: Scanner) -> None:
    for node in (chain.center, chain.association):
        pieces = list(everything(chain, node))
        assert sum(len(blob) for _, blob in pieces) > 100_000
        assert not found(scanner, pieces)


def test_their_memory_holds_nothing(chain: Trial, words: list[bytes]) -> None:
    for node in (chain.center, chain.association):
        seen = 0
        for place, piece in memory(node):
            seen += len(piece)
            assert not [word for word in words if word in piece], place
        assert seen > 10_000_000


def test_memory_is_really_read(chain: Trial) -> None:
    """The word that a station's processes must hold is found there."""
    station = chain.clerks[0].node
    word = chain.open(station).vault.word
    assert word is not None
    assert any(word[1] in piece for _, piece in memory(station))


def test_nothing_goes_over_the_wire(chain: Trial, scanner: Scanner) -> None:
    for name, line in chain.lines.items():
        assert line.recorded
        for exchange in line.recorded:
            assert not found(scanner, [(name, exchange.request), (name, exchange.answer)])


def test_one_school_holds_nothing_of_the_other_but_who_moved(chain: Trial, moved: Person) -> None:
    for mine, other in ((0, 1), (1, 0)):
        theirs = chain.schools[other]
        people = [each for each in theirs.watched if each != moved]
        secrets = [secret for each in people for secret in each.secrets]
        node = chain.clerks[mine].node
        assert not found(Scanner([*secrets, *theirs.places]), everything(chain, node))


def test_a_station_holds_them_encrypted_alone(
    chain: Trial, scanner: Scanner, moved: Person
) -> None:
    for clerk in chain.clerks:
        assert not found(scanner, [*files(clerk.node.process.home), *logs(chain, clerk.node)])
        assert not found(scanner, _raw_cells(chain.open(clerk.node)))
    for clerk in chain.clerks:
        clear = list(chain.open(clerk.node).clear_cells())
        assert found(Scanner([moved.id_number]), clear), "who moved is known at both"


def _raw_cells(opened: Opened) -> Iterator[tuple[str, bytes]]:
    for place, value in opened.cells():
        if isinstance(value, bytes | memoryview):
            yield place, bytes(value)
        elif value is not None:
            yield place, str(value).encode()


def test_the_whole_of_it_is_at_the_station_in_clear_to_itself(chain: Trial) -> None:
    """Else the other tests would look for what isn't there."""
    for clerk, school in zip(chain.clerks, chain.schools, strict=True):
        clear = b"\0".join(blob for _, blob in chain.open(clerk.node).clear_cells())
        for who in school.people:
            assert who.id_number.encode() in clear
            assert who.phone.encode() in clear
            assert who.born.isoformat().encode() in clear
            assert who.joined.isoformat().encode() in clear
        for words in (*school.places, *school.contents):
            assert words.encode() in clear


def test_the_moved_file_went_sealed(chain: Trial, moved: Person) -> None:
    bodies = [blob for _, blob in chain.open(chain.center).clear_cells() if b'"sealed":"ey' in blob]
    assert bodies
    new = chain.clerks[1].node.client("clerk")
    people = new.post("/api/volunteers/search", {"id_number": moved.id_number})["items"]
    assert [each["name"] for each in people] == [moved.name]


def test_no_last_four_digits_leave_the_station(chain: Trial) -> None:
    """In no text, behind a quotation mark or a Chinese sign; bare figures are something else."""
    fours = {who.id_number[-4:] for school in chain.schools for who in school.people}
    pattern = re.compile(rf"(?<=[\"'\u3000-\uffff])(?:{'|'.join(sorted(fours))})(?![0-9A-Za-z])")
    assert pattern.search('{"name":"令狐璟' + min(fours) + '"}')
    for node in (chain.center, chain.association):
        for place, blob in chain.open(node).clear_cells():
            text = _text(blob)
            assert not pattern.search(text), place
            assert text not in fours, place


def _text(blob: bytes) -> str:
    try:
        return blob.decode()
    except UnicodeDecodeError:
        return ""


def digests(chain: Trial) -> set[bytes]:
    vaults = [chain.open(clerk.node).vault for clerk in chain.clerks]
    found = {
        vault.duplicate_digest(who.id_number)
        for vault in vaults
        for school in chain.schools
        for who in school.people
    }
    return {str(digest).encode() for digest in found}


def test_the_association_holds_no_digest(chain: Trial) -> None:
    word = chain.association.process.home / "keys" / "district-word"
    bare = [bytes.fromhex(digest.split(b":")[1].decode()) for digest in digests(chain)]
    scanner = Scanner(bare)
    for place, blob in everything(chain, chain.association):
        if place != str(word):
            assert not DIGEST.search(blob), place
        assert not list(scanner.scan(blob, place))
    line = chain.line(chain.center)
    for exchange in line.recorded:
        assert not DIGEST.search(exchange.request + exchange.answer)


def test_the_center_holds_digests_and_no_word(chain: Trial) -> None:
    kept = b"\0".join(blob for _, blob in chain.open(chain.center).clear_cells())
    volunteers = [who for school in chain.schools for who in school.people[: school.volunteers]]
    vault = chain.open(chain.clerks[0].node).vault
    for who in volunteers:
        assert str(vault.duplicate_digest(who.id_number)).encode() in kept
    assert vault.word is not None
    name, secret = vault.word
    for place, blob in everything(chain, chain.center):
        assert not list(Scanner([secret]).scan(blob, place))
    for place, piece in memory(chain.center):
        assert secret not in piece, place
        assert secret.hex().encode() not in piece, f"{place} {name}"


def test_all_stations_hold_the_associations_word(chain: Trial) -> None:
    word = (chain.association.process.home / "keys" / "district-word").read_text()
    for clerk in chain.clerks:
        assert (clerk.node.process.home / "keys" / "word").read_text().strip() == word.strip()
