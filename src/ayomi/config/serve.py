"""Everything at once: database, tables, reference data, the demo world once, web and worker. Ctrl-C stops it all."""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from ayomi.config.data_directory import DatabaseProblem

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - named to be asked about, not bound to


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the web pages (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--people", type=int, default=20_000, help="people of the demo world, built once (20000)")
    parser.add_argument("--no-demo", action="store_true", help="start empty, without a demo world")
    parser.add_argument("--web-workers", type=int, default=2, help="processes that answer pages (2)")


def run(given: argparse.Namespace) -> int:
    started = time.monotonic()
    _require_free(given.host, given.port)
    _name_this_place(given.host, given.port)
    from ayomi.config.main import database

    with database():
        from ayomi.edges.command import demo, migrate

        migrate.bring_up_to_date()
        if not given.no_demo:
            demo.build_once(given.people)
        with _processes(given) as processes:
            _announce(given, time.monotonic() - started, demo.logins() if not given.no_demo else [])
            return _wait(processes)


def _name_this_place(host: str, port: int) -> None:
    """By which names the pages may be asked for, and which they give out in letters and codes."""
    if host in EVERYWHERE and not ("AYOMI_HOSTS" in os.environ and "AYOMI_URL" in os.environ):
        raise DatabaseProblem(
            f"--host {host} opens the pages to other machines: say in AYOMI_HOSTS by which names they may be asked for,"
            " and in AYOMI_URL the address to print, such as https://ayomi.example.go.id"
        )
    os.environ.setdefault("AYOMI_URL", f"http://{host}:{port}")
    os.environ.setdefault("AYOMI_HOSTS", f"localhost,127.0.0.1,[::1],{host}")


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise DatabaseProblem(
                    f"port {port} is in use. Stop the other program, or choose another port: --port {port + 1}"
                ) from None
            raise DatabaseProblem(f"cannot listen on {host}:{port}: {problem.strerror}") from None


@contextlib.contextmanager
def _processes(given: argparse.Namespace) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Web and worker as processes of their own, stopped when the block ends, however it ends."""
    web = [
        sys.executable, "-m", "gunicorn", "ayomi.config.wsgi:application", "--bind", f"{given.host}:{given.port}",
        "--workers", str(given.web_workers), "--threads", "4", "--worker-class", "gthread", "--log-level", "warning",
        "--timeout", "120",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "ayomi.config.main", "work"]
    # Not in the terminal's group: Ctrl-C reaches this process alone, which then stops them in order.
    processes = [subprocess.Popen(command, process_group=0) for command in (web, worker)]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Started in the background by a shell, a program finds Ctrl-C switched off.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield processes
    finally:
        for process in reversed(processes):
            if process.poll() is None:
                process.terminate()
        for process in processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _announce(given: argparse.Namespace, seconds: float, logins: list[tuple[str, str, str]]) -> None:
    address = f"http://{given.host}:{given.port}"
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection((given.host, given.port), timeout=1):
            break
        time.sleep(0.1)
    print(f"\nAyomi: {address}   (ready after {seconds:.0f} s, Ctrl-C stops everything)\n", flush=True)
    if logins:
        width = max(len(name) for name, _, _ in logins)
        for name, password, words in logins:
            print(f"  {name:<{width}}  {password}   {words}")
        print(flush=True)


def _wait(processes: list[subprocess.Popen[bytes]]) -> int:
    """Until Ctrl-C, or until one of the processes ends by itself, which stops the rest."""
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.3)
    except KeyboardInterrupt:
        print("\nAyomi: stopping.", flush=True)
        return 0
    print("ayomi: a process ended unexpectedly; stopping the others.", file=sys.stderr)
    return 1
