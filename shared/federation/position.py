"""A position in a stream, (epoch, seq, chain), and how the chain goes on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.errors import InvalidError
from shared.federation.name import ends_of

CHAIN_BYTES = 32
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Position:
    """After message `seq` of an epoch; `seq` 0 is before the first, the epoch then may be open."""

    epoch: UUID | None
    seq: int
    chain: bytes

    def to_wire(self) -> dict[str, Any]:
        """As JSON, chain in hex."""
        epoch = None if self.epoch is None else str(self.epoch)
        return {"epoch": epoch, "seq": self.seq, "chain": self.chain.hex()}

    def after(self, id: UUID, body_sha256: bytes) -> Position:
        """Where the stream stands after one more message; over digests, so bodies can be erased."""
        if self.epoch is None:
            raise ValueError("a message needs an epoch")
        seq = self.seq + 1
        links = (self.chain, self.epoch.bytes, seq.to_bytes(8, "big"), id.bytes, body_sha256)
        return Position(self.epoch, seq, hashlib.sha256(b"".join(links)).digest())


def start(stream: str, epoch: UUID | None = None) -> Position:
    """Before the first message of a stream."""
    producer, consumer = ends_of(stream)
    text = f"fed/1\0{producer}\0{consumer}"
    return Position(epoch, 0, hashlib.sha256(text.encode()).digest())


def from_wire(found: Any) -> Position:
    """Reads a position of anybody's; InvalidError where it is none."""
    try:
        epoch = None if found["epoch"] is None else UUID(found["epoch"])
        chain = bytes.fromhex(found["chain"])
        seq = found["seq"]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise InvalidError("exchange.malformed", what="position") from error
    if type(seq) is not int or not 0 <= seq <= LARGEST or len(chain) != CHAIN_BYTES:
        raise InvalidError("exchange.malformed", what="position")
    if seq and epoch is None:
        raise InvalidError("exchange.malformed", what="position")
    return Position(epoch, seq, chain)
