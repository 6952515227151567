"""Outgoing HTTP: time limits always, no redirects, one exception with all facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import requests

CONNECT_SECONDS = 5
READ_SECONDS = 30
LARGEST = 64 * 1024 * 1024
PIECE = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """Any complete answer, whatever its status; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class LineError(Exception):
    """No complete answer came: the line's fault, not the other side's word."""

    def __init__(self, method: str, url: str, reason: str) -> None:
        super().__init__(f"{method} {url}: {reason}")
        self.method = method
        self.url = url
        self.reason = reason


class Http:
    """One connection pool; give each process its own."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Sends exactly these bytes; LineError on any fault before the answer's last byte."""
        try:
            with self._session.request(
                method,
                url,
                headers=dict(headers or {}),
                data=body,
                auth=_as_it_is,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read(response)
                found = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, found, content)
        except (requests.RequestException, OSError, ValueError) as error:
            raise LineError(method, url, f"{type(error).__name__}: {error}") from error

    def close(self) -> None:
        self._session.close()


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from putting a password of some netrc file into the headers."""
    return request


def _read(response: requests.Response) -> bytes:
    pieces = bytearray()
    for piece in response.iter_content(PIECE):
        pieces += piece
        if len(pieces) > LARGEST:
            raise ValueError(f"an answer of more than {LARGEST} bytes")
    return bytes(pieces)
