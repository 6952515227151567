"""Short texts that come back from strangers: signed by this node, with the second of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, Signer

from shared.clock import machine_now


def sign(purpose: str, text: str, at: datetime | None = None) -> str:
    """The text with its instant; another purpose's signature isn't taken for it."""
    seconds = int((at or machine_now()).timestamp())
    return _signer(purpose).sign(f"{seconds}.{text}").decode()


def read(purpose: str, signed: str) -> tuple[str, timedelta] | None:
    """The text and how old it is; None for what this node didn't sign."""
    try:
        whole = _signer(purpose).unsign(signed).decode()
    except (BadSignature, ValueError):
        return None
    seconds, _, text = whole.partition(".")
    return text, machine_now() - datetime.fromtimestamp(int(seconds), UTC)


def _signer(purpose: str) -> Signer:
    return Signer(str(current_app.secret_key), salt=f"yigong.{purpose}", sep="~")
