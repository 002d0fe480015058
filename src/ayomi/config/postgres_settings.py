"""The settings of the embedded PostgreSQL, fitted to the machine it runs on."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from ayomi.config.data_directory import Account

MEGABYTE = 1024 * 1024

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (looked at, never written)

LOCAL_SETTINGS = "local.conf"
"""An operator's own settings, beside postgresql.conf; read last, never written by us."""


def memory_of_machine() -> int:
    """Bytes of memory this process may count on: the machine's, or its container's when that is less."""
    found = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        # Absent outside containers and on macOS; "max" where there is no limit.
        with contextlib.suppress(OSError, ValueError):
            found.append(int(Path(limit).read_text()))
    return min(found)


def settings(*, memory: int, processors: int, socket_directory: Path, durable: bool, shared_memory: int | None) -> str:
    """The text of postgresql.conf.

    memory, shared_memory: bytes of the machine and of /dev/shm (None where the system has no such place). durable:
    false only for databases that are thrown away.
    """
    shared_buffers = _between(memory // 8, 64 * MEGABYTE, 2048 * MEGABYTE) if durable else 64 * MEGABYTE
    values: dict[str, str | int | bool] = {
        # Reachable through its socket alone; no port to collide with, nothing for the network to find.
        "listen_addresses": "",
        "port": 5432,
        "unix_socket_directories": f'"{socket_directory}"',
        "unix_socket_permissions": "0700",
        "max_connections": 60,
        "shared_buffers": _megabytes(shared_buffers),
        "effective_cache_size": _megabytes(memory // 2),
        "work_mem": _megabytes(_between(memory // 256, 4 * MEGABYTE, 64 * MEGABYTE)),
        "maintenance_work_mem": _megabytes(_between(memory // 16, 32 * MEGABYTE, 1024 * MEGABYTE)),
        "max_parallel_workers": processors,
        "max_parallel_workers_per_gather": min(2, processors),
        "max_parallel_maintenance_workers": min(2, processors),
        # A month is a partition: one statement over years of months takes many locks.
        "max_locks_per_transaction": 256,
        "random_page_cost": "1.1",
        # Compiling a plan costs more than it saves on statements as short as ours.
        "jit": False,
        # The wheel is built without lz4 and zstd.
        "wal_compression": "pglz",
        "max_wal_size": "2GB",
        "min_wal_size": "128MB",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_line_prefix": "%m [%p] ",
        "log_checkpoints": False,
        # A failing statement, or the DETAIL of a broken unique key, would write personal numbers into the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        # Parallel queries need room in /dev/shm, of which a container often has only 64 MB.
        "dynamic_shared_memory_type": "posix" if shared_memory is None or shared_memory >= 512 * MEGABYTE else "mmap",
    }
    if durable:
        values |= {"fsync": True, "synchronous_commit": True, "full_page_writes": True}
    else:
        values |= {"fsync": False, "synchronous_commit": False, "full_page_writes": False}
        values |= {"wal_level": "minimal", "max_wal_senders": 0, "max_wal_size": "512MB"}
    lines = [f"{name} = {_quoted(value)}" for name, value in values.items()]
    return "\n".join(
        [
            f"# Written anew at each start. Your own settings belong in {LOCAL_SETTINGS} beside this file.",
            *lines,
            f"include_if_exists = '{LOCAL_SETTINGS}'",
            "",
        ]
    )


def settings_here(socket_directory: Path, *, durable: bool) -> str:
    """`settings` for this machine."""
    room = shutil.disk_usage(SHARED_MEMORY).total if SHARED_MEMORY.is_dir() else None
    return settings(
        memory=memory_of_machine(),
        processors=os.cpu_count() or 1,
        socket_directory=socket_directory,
        durable=durable,
        shared_memory=room,
    )


def access_rules() -> str:
    """pg_hba.conf: the kernel says who is at the other end of the socket; no passwords to keep or to lose."""
    return "local all all peer map=ayomi\nlocal replication all peer map=ayomi\n"


def access_map(account: Account) -> str:
    """pg_ident.conf: the account that owns the data, and root, may act as any role of this database."""
    names = dict.fromkeys([account.name, "root"])
    return "".join(f'ayomi "{name}" all\n' for name in names)


def _between(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))


def _megabytes(value: int) -> str:
    return f"{value // MEGABYTE}MB"


def _quoted(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"
