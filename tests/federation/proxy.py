"""A line between two nodes that records, refuses, cuts, or answers like a captive portal."""

from __future__ import annotations

import contextlib
import gzip
import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

END = b"\r\n\r\n"
PATIENCE = 35


@dataclass
class Exchange:
    """One request and its answer, byte for byte; `answer` is empty where none came."""

    request: bytes
    answer: bytes = b""
    seconds: float = 0.0

    @property
    def path(self) -> str:
        return self.request.split(b" ", 2)[1].decode()

    @property
    def status(self) -> int:
        return int(self.answer.split(b" ", 2)[1]) if self.answer else 0

    @property
    def asked(self) -> Any:
        return _json(self.request)

    @property
    def answered(self) -> Any:
        return _json(self.answer)

    @property
    def is_piece(self) -> bool:
        """Whether the request brings a piece of a photo."""
        return self.request.startswith(b"PATCH ")

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The rows that the request brings up."""
        asked = self.asked if self.path.endswith("/exchange") else None
        return asked["up"]["messages"] if asked and asked.get("up") else []


@dataclass
class Cut:
    """Cuts the line once, within a request that brings messages, or else a piece of a photo.

    `do` is called at the cut.

    `side`: request or answer, after `point` (0 to 1) of its bytes; work: after `point` of the
    time that the upper node usually works on such a request.
    """

    side: str
    point: float
    do: Callable[[], None]
    done: threading.Event = field(default_factory=threading.Event)
    photo: bool = False

    def wants(self, exchange: Exchange) -> bool:
        """Whether this is the request to cut."""
        return exchange.is_piece if self.photo else bool(exchange.messages)


@dataclass
class Portal:
    """Answers for the node behind it: in HTML, or with an answer `played` from a recording."""

    status: int
    page: bytes = b"<html><body>Please log in to the network</body></html>"
    played: bytes = b""

    @property
    def answer(self) -> bytes:
        if self.played:
            return self.played
        head = f"HTTP/1.1 {self.status} X\r\nContent-Type: text/html\r\n"
        return f"{head}Content-Length: {len(self.page)}{END.decode()}".encode() + self.page


class Proxy:
    """Listens on a port of its own and passes to `port`; `fault` is None, "refuse", Cut, Portal."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.fault: Cut | Portal | str | None = None
        self.recorded: list[Exchange] = []
        self.turned_away = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def usual_seconds(self) -> float:
        """How long the upper node took for the last requests that brought messages."""
        found = [each.seconds for each in self.recorded if each.messages and each.seconds]
        return median(found[-5:])

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                lower, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(lower,), daemon=True).start()

    def _serve(self, lower: socket.socket) -> None:
        with lower, contextlib.suppress(OSError, ConnectionError):
            while self.fault != "refuse":
                request = read_message(lower)
                if not request or self.fault == "refuse" or not self._answer(lower, request):
                    break
            if self.fault == "refuse":
                self.turned_away += 1
            lower.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _answer(self, lower: socket.socket, request: bytes) -> bool:
        """Whether the connection goes on."""
        exchange, fault = Exchange(request), self.fault
        if isinstance(fault, Portal):
            self.turned_away += 1
            lower.sendall(fault.answer)
            return True
        if isinstance(fault, Cut) and fault.wants(exchange):
            self.fault = None
            self._cut(lower, exchange, fault)
            return False
        with socket.create_connection(("127.0.0.1", self.to), PATIENCE) as upper:
            start = time.monotonic()
            upper.sendall(request)
            exchange.answer = read_answer(upper)
            exchange.seconds = time.monotonic() - start
        self.recorded.append(exchange)
        lower.sendall(exchange.answer)
        return True

    def _cut(self, lower: socket.socket, exchange: Exchange, cut: Cut) -> None:
        request = exchange.request
        try:
            with socket.create_connection(("127.0.0.1", self.to), PATIENCE) as upper:
                sent = int(len(request) * cut.point) if cut.side == "request" else len(request)
                upper.sendall(request[:sent])
                if cut.side == "work":
                    time.sleep(cut.point * self.usual_seconds)
                elif cut.side == "answer":
                    exchange.answer = read_answer(upper)
                    lower.sendall(exchange.answer[: int(len(exchange.answer) * cut.point)])
                cut.do()
        finally:
            self.recorded.append(exchange)
            cut.done.set()


def send_raw(port: int, request: bytes) -> Exchange:
    """Sends these very bytes on a new connection."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as upper:
        upper.sendall(request)
        return Exchange(request, read_answer(upper))


def read_answer(upper: socket.socket) -> bytes:
    """One answer, for which nobody waits for ever."""
    if not select.select([upper], [], [], PATIENCE)[0]:
        raise TimeoutError("no answer")
    return read_message(upper)


def read_message(source: socket.socket) -> bytes:
    """One HTTP message as it came: by its length, in chunks, or to the end."""
    raw = b""
    while END not in raw:
        source.settimeout(PATIENCE if raw else None)
        piece = source.recv(65536)
        if not piece:
            return b""
        raw += piece
    head = raw.partition(END)[0]
    while not _complete(head.lower(), raw):
        piece = source.recv(65536)
        if not piece:
            break
        raw += piece
    return raw


def _complete(head: bytes, raw: bytes) -> bool:
    body = raw[len(head) + len(END) :]
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0\r\n\r\n")
    length = header(head, "content-length")
    bare = (b"post", b"get", b"head", b"http/1.1 204", b"http/1.1 304")
    return len(body) >= int(length) if length else head.startswith(bare)


def header(raw: bytes, name: str) -> str:
    """A header's value, or nothing."""
    for line in raw.partition(END)[0].split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name.encode():
            return value.strip().decode()
    return ""


def _json(raw: bytes) -> Any:
    body = raw.partition(END)[2]
    if header(raw, "content-encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body) if body[:1] in (b"{", b"[") else None
