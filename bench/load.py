"""A bounded load on a server of this machine: as fast as it answers, or so many requests a second, no faster."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Took:
    """Seconds of each request that was answered, and how many were answered with something else than 200."""

    seconds: list[float]
    refused: int
    whole: float

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.whole

    def under(self, part: float) -> float:
        """Seconds under which this part of the requests stayed."""
        return sorted(self.seconds)[min(int(len(self.seconds) * part), len(self.seconds) - 1)]


def request(path: str, body: bytes, *, bearer: str, kind: str = "application/json") -> bytes:
    """The bytes of one request."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {bearer}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Line:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._open()

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def say(self, message: bytes) -> tuple[int, bytes]:
        """Status and body of the answer. A connection that the server closed in a pause is opened again."""
        try:
            self.socket.sendall(message)
            told = self.socket.recv(65_536)
        except OSError:
            told = b""
        if not told:
            self._open()
            self.socket.sendall(message)
            told = self.socket.recv(65_536)
        while b"\r\n\r\n" not in told:
            told += self.socket.recv(65_536)
        head, _, body = told.partition(b"\r\n\r\n")
        lower = head.lower()
        length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        pieces, size = [body], len(body)
        while size < length:
            pieces.append(self.socket.recv(1 << 20))
            size += len(pieces[-1])
        return int(head[9:12]), b"".join(pieces)


def driven(port: int, messages: Iterator[bytes], *, lines: int, seconds: float, rate: float | None) -> Took:
    """Drive a server for some seconds over `lines` connections: with a `rate`, each request has its moment, and what it
    waits for a free connection counts as its own time; without one, as fast as answers come."""
    took: list[float] = []
    refused = 0
    lock = threading.Lock()
    begun = time.perf_counter()
    turn = iter(range(1 << 60))

    def work() -> None:
        nonlocal refused
        line, mine, bad = Line(port), [], 0
        while True:
            with lock:
                place, message = next(turn), next(messages)
            moment = begun + place / rate if rate else time.perf_counter()
            if moment - begun > seconds or time.perf_counter() - begun > seconds * 3:
                break
            if (pause := moment - time.perf_counter()) > 0:
                time.sleep(pause)
            status, _ = line.say(message)
            mine.append(time.perf_counter() - moment)
            bad += status != 200
        with lock:
            took.extend(mine)
            refused += bad

    threads = [threading.Thread(target=work) for _ in range(lines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Took(took, refused, time.perf_counter() - begun)
