"""A message goes to the address that was checked, signed; redirects are not followed, our own network not reached."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from ayomi.apps.partners.actions.deliveries import Letter
from ayomi.apps.partners.queries.callers import Material
from ayomi.edges.jobs.sending import send, signature

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SECRETS = (Material(2, "new", "secret", b"second", ""), Material(1, "old", "secret", b"first", ""))


class Listener(BaseHTTPRequestHandler):
    got: list[tuple[str, dict[str, str], bytes]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, dict(self.headers), body))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def listener() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Listener.got, Listener.status = [], 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def letter(uri: str, *, sandbox: bool = True) -> Letter:
    return Letter(7, 1, "dci.on-search", uri, b'{"a":1}', sandbox, 1, SECRETS)


def test_a_message_comes_whole_with_one_signature_for_each_key(listener: str) -> None:
    assert send(letter(f"{listener}/registry/on-search?x=1"), at=NOW) == (200, "")
    ((path, headers, body),) = Listener.got
    assert (path, body, headers["Ayomi-Event"]) == ("/registry/on-search?x=1", b'{"a":1}', "dci.on-search")
    stamp = headers["Ayomi-Timestamp"]
    told = dict(each.split("=") for each in headers["Ayomi-Signature"].split(","))
    assert told == {
        "new": signature(b"second", timestamp=stamp, body=body), "old": signature(b"first", timestamp=stamp, body=body),
    }  # fmt: skip


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_that_is_no_success_is_told_and_no_redirect_followed(listener: str, status: int) -> None:
    Listener.status = status
    assert send(letter(listener), at=NOW) == (status, "http")
    assert len(Listener.got) == 1


def test_this_machine_is_reached_for_a_sandbox_only(listener: str) -> None:
    assert send(letter(listener, sandbox=False), at=NOW) == (None, "address_refused")
    assert Listener.got == []


def test_a_name_that_points_into_our_own_network_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    def inside(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in ("1.1.1.1", "10.0.0.4")]

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    assert send(letter("https://bank.example.id/hook", sandbox=False), at=NOW) == (None, "address_refused")


def test_nobody_listening_is_told_without_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert send(letter(f"http://127.0.0.1:{port}/"), at=NOW) == (None, "connection")
