"""The worker: runs waiting jobs until it is stopped."""

from __future__ import annotations

import argparse

from procrastinate.contrib.django import app


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="run what is waiting, then end")


def run(given: argparse.Namespace) -> int:
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            wait=not given.once,
            concurrency=2,
            listen_notify=True,
            delete_jobs="successful",
            shutdown_graceful_timeout=10,
            install_signal_handlers=True,
        )
    return 0
