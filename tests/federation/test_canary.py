"""The scanner finds a planted secret in each of its disguises, and nothing in what is clean."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable

import pytest

from tests.federation.canary import Scanner

NUMBER = "130204198311031026"
WORDS = "城南敬老院东侧小花园"
SECRETS = (NUMBER, WORDS)
WORD = bytes(range(100, 132))


def zipped(raw: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", raw)
    return file.getvalue()


def escaped(text: str) -> bytes:
    return json.dumps(text).encode()


DISGUISES: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "escaped": escaped,
    "escaped, capitals": lambda text: "".join(f"\\u{ord(sign):04X}" for sign in text).encode(),
    "each sign escaped": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text).encode(),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "hex": lambda text: text.encode().hex().encode(),
    "hex, capitals": lambda text: text.encode().hex().upper().encode(),
    "hex of gb18030": lambda text: text.encode("gb18030").hex().encode(),
    "zlib": lambda text: zlib.compress(text.encode() * 3),
    "zlib, fast": lambda text: zlib.compress(text.encode() * 3, 1),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": lambda text: zipped(text.encode() * 9),
    "zip in base64": lambda text: base64.b64encode(zipped(text.encode() * 9)),
    "gzip of escaped": lambda text: gzip.compress(escaped(text)),
    "base64 of base64": lambda text: base64.b64encode(base64.b64encode(text.encode() * 2)),
    "gzip in base64url": lambda text: base64.urlsafe_b64encode(gzip.compress(text.encode())),
} | {
    f"base64, {offset} before, {len(tail)} after": (
        lambda text, offset=offset, tail=tail: base64.b64encode(
            b"x" * offset + text.encode() + tail
        )
    )
    for offset in range(3)
    for tail in (b"", b"y", b"yz")
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("secret", SECRETS)
def test_a_planted_secret_is_found(secret: str, disguise: str) -> None:
    noise = os.urandom(1000)
    planted = noise + b"\n" + DISGUISES[disguise](secret) + b"\n" + noise
    assert {find.secret for find in Scanner(SECRETS).scan(planted, "here")} == {secret}


@pytest.mark.parametrize("offset", range(3))
def test_a_secret_of_bytes_is_found(offset: int) -> None:
    for planted in (WORD, WORD.hex().encode(), base64.b64encode(b"x" * offset + WORD + b"yy")):
        assert list(Scanner([WORD]).scan(b"\0" + planted + b"\0", "here"))


def test_a_compact_day_is_found_alone_and_not_within_a_digest() -> None:
    scanner = Scanner(["19670203"])
    assert list(scanner.scan(b'{"born":"19670203"}', "here"))
    assert not list(scanner.scan(b"ab19670203cd", "here"))


def test_nothing_is_found_where_nothing_is() -> None:
    clean = os.urandom(200_000) + base64.b64encode(os.urandom(9000)) + zipped(os.urandom(9000))
    assert not list(Scanner([*SECRETS, WORD]).scan(clean, "here"))
