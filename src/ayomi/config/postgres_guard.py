"""The process that stands beside an embedded server and stops it when its last user is gone, however that user went.

Started by `ayomi.config.postgres`, never by hand: python -m ayomi.config.postgres_guard DATA_DIRECTORY POSTGRES. It is
the server's parent, so it sees at once when the server ends, and then ends too.
"""

# ruff: noqa: S603 (every program run here is one this module names)

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from ayomi.config.data_directory import DataDirectory, alone, open_lock, prepare

SECONDS_BETWEEN_LOOKS = 1.0


def guard(directory: DataDirectory, program: Path) -> int:
    """Run the server until it ends or nobody uses it. Returns the server's exit status."""
    # One chosen signal, not the default death: whoever ends the guard ends the server in good order.
    asked_to_end: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: asked_to_end.append(number))
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    waker, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    server = _launch(directory, program)
    while server.poll() is None:
        # Whoever starts or stops the server holds the lock; meanwhile the guard has nothing to decide.
        with alone(directory.starting_lock, wait=False) as obtained:
            if asked_to_end or (obtained and _is_unused(directory)):
                server.send_signal(signal.SIGINT)
                return server.wait()
        # A signal, the end of the server among them, writes into the pipe and ends the pause at once.
        if select.select([waker], [], [], SECONDS_BETWEEN_LOOKS)[0]:
            os.read(waker, 64)
    return server.returncode


def _launch(directory: DataDirectory, program: Path) -> subprocess.Popen[bytes]:
    """Start the server with the server lock in its hands: its processes inherit it, this one lets go of it."""
    lock = open_lock(directory.server_lock)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return subprocess.Popen(
            [program, "-D", directory.cluster],
            stdin=subprocess.DEVNULL,
            pass_fds=(lock,),
            start_new_session=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            **directory.account.process_arguments(),
        )
    finally:
        os.close(lock)


def _is_unused(directory: DataDirectory) -> bool:
    with alone(directory.users_lock, wait=False) as obtained:
        return obtained


if __name__ == "__main__":
    sys.exit(guard(prepare(Path(sys.argv[1])), Path(sys.argv[2])))
