"""Outgoing HTTP: time limits always, no redirects, one exception with all facts."""

from __future__ import annotations

import socket
import threading
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CONNECT_SECONDS = 5
READ_SECONDS = 30
WHOLE_SECONDS = 300
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
        self._adapter = _Adapter()
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Sends exactly these bytes; LineError on any fault before the answer's last byte.

        An answer that still drips in after five minutes is such a fault too.
        """
        over = threading.Event()
        watch = threading.Timer(WHOLE_SECONDS, self._cut, (over,))
        watch.daemon = True
        watch.start()
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
                if over.is_set():
                    raise ValueError(f"not whole after {WHOLE_SECONDS} s")
                found = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, found, content)
        except (requests.RequestException, OSError, ValueError) as error:
            raise LineError(method, url, f"{type(error).__name__}: {error}") from error
        finally:
            watch.cancel()

    def close(self) -> None:
        self._session.close()

    def _cut(self, over: threading.Event) -> None:
        """Says so first: what the cut ends may look like a whole answer."""
        over.set()
        self._adapter.cut()


class _Cuttable:
    """Keeps a second handle on its socket, by which another thread ends it."""

    twin: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.twin = made.dup()
        return made

    def cut(self) -> None:
        with suppress(OSError):
            if self.twin is not None:
                self.twin.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()  # type: ignore[misc]
        if self.twin is not None:
            self.twin.close()


class _Plain(_Cuttable, HTTPConnection):
    pass


class _Secure(_Cuttable, HTTPSConnection):
    pass


class _Adapter(HTTPAdapter):
    """Knows its connections: requests' own time limits begin anew with each byte."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self._made: weakref.WeakSet[_Cuttable] = weakref.WeakSet()
        super().init_poolmanager(*args, **kwargs)
        plain = type("Plain", (HTTPConnectionPool,), {"ConnectionCls": self._noting(_Plain)})
        secure = type("Secure", (HTTPSConnectionPool,), {"ConnectionCls": self._noting(_Secure)})
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}

    def cut(self) -> None:
        """Ends whatever is under way."""
        for connection in list(self._made):
            connection.cut()

    def _noting(self, kind: type[_Cuttable]) -> type[_Cuttable]:
        made = self._made

        class Noted(kind):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                made.add(self)

        return Noted


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
