"""Looks for secrets in bytes of any kind, in each disguise that a program might put on them."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

DEEPEST = 3
LARGEST = 64 * 1024 * 1024
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
GZIP = re.compile(rb"\x1f\x8b\x08")
ZIP = re.compile(rb"PK\x03\x04")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){16,}")
DAY = re.compile(r"[0-9]{8}")
END = -1


@dataclass(frozen=True)
class Find:
    """Which secret lies where, in which form."""

    secret: str
    form: str
    place: str


class Scanner:
    """Knows all forms of its secrets and goes through any bytes once."""

    def __init__(self, secrets: Iterable[str | bytes]) -> None:
        self._known: dict[bytes, tuple[str, str]] = {}
        for secret in secrets:
            shown = secret if isinstance(secret, str) else secret.hex()
            for form, pattern in forms(secret):
                self._known.setdefault(pattern, (shown, form))
        self._pattern = re.compile(one_pattern(self._known), re.DOTALL)

    def scan(self, blob: bytes, place: str, depth: int = 0) -> Iterator[Find]:
        """Every find, also within compressed and encoded parts."""
        for match in self._pattern.finditer(blob):
            secret, form = self._known[match.group()]
            is_day = form == "utf-8" and DAY.fullmatch(secret)
            if not (is_day and _is_within_a_word(blob, match)):
                yield Find(secret, form, place)
        if depth < DEEPEST:
            for kind, inner in hidden(blob):
                yield from self.scan(inner, f"{place}!{kind}", depth + 1)


def _is_within_a_word(blob: bytes, match: re.Match[bytes]) -> bool:
    """Eight digits of a digest are no day."""
    before, after = blob[match.start() - 1 : match.start()], blob[match.end() : match.end() + 1]
    return before.isalnum() or after.isalnum()


def one_pattern(words: Iterable[bytes]) -> bytes:
    """A regular expression that finds any of the words, their common beginnings shared."""
    tree: dict[int, Any] = {}
    for word in words:
        node = tree
        for sign in word:
            node = node.setdefault(sign, {})
        node[END] = {}
    return _branch(tree)


def _branch(node: dict[int, Any]) -> bytes:
    run = b""
    while len(node) == 1 and END not in node:
        [(sign, node)] = node.items()
        run += re.escape(bytes([sign]))
    ways = [re.escape(bytes([sign])) + _branch(below) for sign, below in node.items() if sign >= 0]
    if not ways:
        return run
    return run + b"(?:" + b"|".join(ways) + (b")?" if END in node else b")")


def forms(secret: str | bytes) -> Iterator[tuple[str, bytes]]:
    """How a secret might lie in bytes: name of the form, and the bytes."""
    if isinstance(secret, str):
        yield from _texts(secret)
        encoded = {secret.encode(name) for name in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")}
    else:
        encoded = {secret}
        yield "plain", secret
    for raw in sorted(encoded):
        yield "hex", raw.hex().encode()
        yield "HEX", raw.hex().upper().encode()
        for offset in range(3):
            yield f"base64+{offset}", (inner := _base64(raw, offset))
            yield f"base64url+{offset}", inner.translate(bytes.maketrans(b"+/", b"-_"))


def _texts(secret: str) -> Iterator[tuple[str, bytes]]:
    yield "utf-8", secret.encode()
    yield "gb18030", secret.encode("gb18030")
    yield "utf-16-le", secret.encode("utf-16-le")
    yield "utf-16-be", secret.encode("utf-16-be")
    yield "percent", quote(secret).encode()
    for name, digits in (("u-escaped", "{:04x}"), ("U-escaped", "{:04X}")):
        units = secret.encode("utf-16-be")
        codes = [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
        for stroke in ("\\", "\\\\"):
            some = (chr(c) if c < 128 else f"{stroke}u{digits.format(c)}" for c in codes)
            yield name, "".join(some).encode()
            yield name, "".join(f"{stroke}u{digits.format(c)}" for c in codes).encode()


def _base64(raw: bytes, offset: int) -> bytes:
    """The digits that stand for `raw` alone, `offset` bytes after the start of a group."""
    padded = base64.b64encode(b"\0" * offset + raw + b"\0" * (-(offset + len(raw)) % 3))
    first = -(-offset * 8 // 6)
    last = (offset + len(raw)) * 8 // 6
    return padded[first:last]


def hidden(blob: bytes) -> Iterator[tuple[str, bytes]]:
    """What lies compressed, in base64 or in hex within bytes."""
    for found in ZLIB.finditer(blob):
        yield from _inflated("zlib", blob, found.start(), zlib.MAX_WBITS)
    for found in GZIP.finditer(blob):
        yield from _inflated("gzip", blob, found.start(), zlib.MAX_WBITS | 16)
    for found in ZIP.finditer(blob):
        at = found.start()
        name, extra = (int.from_bytes(blob[at + 26 + i : at + 28 + i], "little") for i in (0, 2))
        yield from _inflated("zip", blob, at + 30 + name + extra, -zlib.MAX_WBITS)
    for found in BASE64.finditer(blob):
        digits = found.group().rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        yield "base64", base64.b64decode(digits + b"=" * (-len(digits) % 4))
    for found in HEX.finditer(blob):
        yield "hex", binascii.unhexlify(found.group())


def _inflated(kind: str, blob: bytes, at: int, bits: int) -> Iterator[tuple[str, bytes]]:
    try:
        inner = zlib.decompressobj(bits).decompress(blob[at:], LARGEST)
    except zlib.error:
        return
    if inner:
        yield kind, inner
