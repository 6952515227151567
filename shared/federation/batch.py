"""A batch as it travels: where it begins, its rows, the producer's checkpoint over its head."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.errors import InvalidError
from shared.federation import position
from shared.federation.envelope import LARGEST
from shared.federation.position import Position

MOST_MESSAGES = 100
MOST_BYTES = 1024 * 1024
SEAL = re.compile(r"[A-Za-z0-9_.-]{1,1000}")
NO_SEAL_OF_ANYBODY = ""


@dataclass(frozen=True)
class Row:
    """One message at its position. `id` travels beside a body that may be unreadable.

    `erased` is the digest of a body that is gone: a tombstone, the chain goes on over it.
    """

    at: Position
    id: UUID
    body: bytes | None
    seal: str | None
    erased: bytes = b""

    @property
    def body_sha256(self) -> bytes:
        return self.erased if self.body is None else hashlib.sha256(self.body).digest()

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self.body or b"")

    def to_wire(self) -> dict[str, Any]:
        """As JSON; the body as the very text that was hashed."""
        seal = {} if self.seal is None else {"seal": self.seal}
        said = {**self.at.to_wire(), "id": str(self.id), **seal}
        if self.body is None:
            return {**said, "erased": self.erased.hex()}
        return {**said, "body": self.body.decode("utf-8", "surrogatepass")}


@dataclass(frozen=True)
class Batch:
    """Rows after `prev`, in order and without gaps; `checkpoint` is there when any row is."""

    prev: Position
    rows: Sequence[Row]
    checkpoint: str | None

    @property
    def head(self) -> Position:
        return self.rows[-1].at if self.rows else self.prev

    def to_wire(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "prev": self.prev.to_wire(),
            "messages": [row.to_wire() for row in self.rows],
            "checkpoint": self.checkpoint,
        }


def from_wire(found: Any) -> Batch:
    """Reads a batch of anybody's; InvalidError where its form, sizes or chain are wrong."""
    if not isinstance(found, Mapping) or not isinstance(found.get("messages"), list):
        raise InvalidError("exchange.malformed", what="batch")
    prev = position.from_wire(found.get("prev"))
    rows = [_row(each) for each in found["messages"]]
    checkpoint = found.get("checkpoint")
    if rows and not isinstance(checkpoint, str):
        raise InvalidError("exchange.malformed", what="checkpoint")
    _check_chain(prev, rows)
    return Batch(prev, rows, checkpoint)


def _row(found: Any) -> Row:
    at = position.from_wire(found)
    seal = found.get("seal")
    try:
        id = UUID(found["id"])
        erased = bytes.fromhex(found.get("erased") or "")
        body = None if erased else found["body"].encode("utf-8", "surrogatepass")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidError("exchange.malformed", what="row") from error
    if len(body or b"") > LARGEST or not (seal is None or isinstance(seal, str)):
        raise InvalidError("exchange.malformed", what="row")
    if seal is not None and not SEAL.fullmatch(seal):
        seal = NO_SEAL_OF_ANYBODY
    return Row(at, id, body, seal, erased)


def _check_chain(prev: Position, rows: Sequence[Row]) -> None:
    at = prev
    for row in rows:
        epoch = row.at.epoch if at.seq == 0 and at.epoch is None else at.epoch
        at = Position(epoch, at.seq, at.chain).after(row.id, row.body_sha256)
        if at != row.at:
            raise InvalidError("exchange.malformed", what="chain")
