"""An answer that never ends keeps nobody for ever."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.federation import http
from shared.federation.http import Http, LineError

DRIPS = {
    "length": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x"),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "header": (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    "interim": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@contextmanager
def dripping(first: bytes, drop: bytes) -> Iterator[str]:
    """A server whose answer goes on drop by drop."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                try:
                    connection.sendall(first)
                    while True:
                        connection.sendall(drop)
                        time.sleep(0.02)
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize(("first", "drop"), DRIPS.values(), ids=DRIPS.keys())
def test_an_answer_that_drips_is_cut(
    monkeypatch: pytest.MonkeyPatch, first: bytes, drop: bytes
) -> None:
    monkeypatch.setattr(http, "WHOLE_SECONDS", 0.4)
    client = Http()
    began = time.monotonic()
    with dripping(first, drop) as url, pytest.raises(LineError):
        client.call("POST", url, body=b"x")
    assert time.monotonic() - began < 10
    client.close()


def test_nothing_is_cut_before_there_is_a_connection() -> None:
    client = Http()
    client._adapter.cut()
    http._Plain("127.0.0.1").cut()
    http._Plain("127.0.0.1").close()
    client.close()
