"""What is secret in a node's home: keys of columns, search, signing, sealing; the word."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Engine, LargeBinary
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True)
class Vault:
    """A node's secrets. `word` is the district word with its number; stations alone hold one."""

    data_key: bytes
    search_key: bytes
    sign_key: Ed25519PrivateKey
    seal_key: X25519PrivateKey
    word: tuple[str, bytes] | None = None

    def encrypt(self, clear: bytes) -> bytes:
        """AES-256-GCM under the data key: nonce (12 bytes) and cipher text."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.data_key).encrypt(nonce, clear, None)

    def decrypt(self, stored: bytes) -> bytes:
        return AESGCM(self.data_key).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], None)

    def search_digest(self, text: str) -> str:
        """Hex digest under this node's own key: finds a number here, means nothing elsewhere."""
        return hmac.new(self.search_key, text.encode(), hashlib.sha256).hexdigest()

    def duplicate_digest(self, id_number: str) -> str | None:
        """`w1:<hex>` under the district word (federation.md part 9); None without a word."""
        if self.word is None:
            return None
        number, secret = self.word
        return f"{number}:{hmac.new(secret, id_number.encode(), hashlib.sha256).hexdigest()}"


def make_vault(folder: Path, word: str | None = None) -> Vault:
    """Writes new keys into `folder` (0700, files 0600); refuses to overwrite any."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / "data.key", os.urandom(KEY_BYTES))
    _write(folder / "search.key", os.urandom(KEY_BYTES))
    _write(folder / "sign.key", Ed25519PrivateKey.generate().private_bytes_raw())
    _write(folder / "seal.key", X25519PrivateKey.generate().private_bytes_raw())
    if word is not None:
        _write(folder / "word", word.strip().encode("ascii"))
    return open_vault(folder)


def open_vault(folder: Path) -> Vault:
    """Reads the keys of a home; OSError where one is missing."""
    return Vault(
        data_key=(folder / "data.key").read_bytes(),
        search_key=(folder / "search.key").read_bytes(),
        sign_key=Ed25519PrivateKey.from_private_bytes((folder / "sign.key").read_bytes()),
        seal_key=X25519PrivateKey.from_private_bytes((folder / "seal.key").read_bytes()),
        word=_word(folder / "word"),
    )


def _word(file: Path) -> tuple[str, bytes] | None:
    if not file.exists():
        return None
    number, _, secret = file.read_text(encoding="ascii").partition(":")
    return number, bytes.fromhex(secret)


def _write(file: Path, secret: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(secret)


def attach(engine: Engine, vault: Vault) -> None:
    """Gives an engine its node's vault: encrypted columns and `vault_of` find it there."""
    engine.dialect.yigong_vault = vault  # type: ignore[attr-defined]


def vault_of(session: Session) -> Vault:
    """The vault of the node whose database this session writes."""
    vault: Vault = session.get_bind().dialect.yigong_vault  # type: ignore[attr-defined]
    return vault


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes that lie encrypted in the database, under the node's data key."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault: Vault = dialect.yigong_vault  # type: ignore[attr-defined]
        return None if value is None else vault.encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        vault: Vault = dialect.yigong_vault  # type: ignore[attr-defined]
        return None if value is None else vault.decrypt(bytes(value))


class EncryptedText(TypeDecorator[str]):
    """Text that lies encrypted in the database: ID numbers, phones, dates of birth, places.

    No bytes at all are an empty text: what a migration gives rows that are older than the column.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        vault: Vault = dialect.yigong_vault  # type: ignore[attr-defined]
        return None if value is None else vault.encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        vault: Vault = dialect.yigong_vault  # type: ignore[attr-defined]
        if not value:
            return None if value is None else ""
        return vault.decrypt(bytes(value)).decode()
