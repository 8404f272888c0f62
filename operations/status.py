"""What runs, since when, on which addresses, and how much memory it takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from operations import process_record, run_state
from operations.process_list import PROCESS_LIST
from operations.process_record import ProcessRecord
from operations.run_settings import without_password


@dataclass(frozen=True)
class Row:
    """One process; `megabytes` of resident memory and `listens` include what it started itself."""

    name: str
    state: str
    pid: int
    minutes: float
    restarts: int
    megabytes: float
    listens: tuple[str, ...]


def rows(folder: Path) -> tuple[Row, ...]:
    """In the order in which things are started."""
    order = [kind.name for kind in PROCESS_LIST]
    records = process_record.load_all(folder)
    return tuple(_row(record, folder) for record in sorted(records, key=lambda r: _place(r.name, order)))


def listening(folder: Path) -> tuple[tuple[str, str, int], ...]:
    """(process, address, port) of every socket on which something of the run accepts connections."""
    return tuple(
        (record.name, socket.laddr.ip, socket.laddr.port)
        for record in process_record.load_all(folder)
        for process in process_record.marked(folder, record.name)
        for socket in _sockets(process)
    )


def shown(folder: Path) -> list[str]:
    """The lines of `make status`."""
    state = run_state.load(folder)
    found = rows(folder)
    if not found:
        return ["nothing runs; `make demo` starts it"]
    lines = [f"{'process':<24}{'state':<10}{'pid':>8}{'minutes':>9}{'restarts':>10}{'memory':>9}  listens on"]
    for row in found:
        lines.append(
            f"{row.name:<24}{row.state:<10}{row.pid:>8}{row.minutes:>9.1f}{row.restarts:>10}"
            f"{row.megabytes:>6.0f} MB  {' '.join(row.listens)}"
        )
    lines.append(f"supervisor: {'process ' + str(state.supervisor.pid) if state and state.lives else 'not running'}")
    if state and state.addresses:
        lines.append(f"broker: {without_password(state.addresses.amqp_uri)}")
        lines.append(f"store:  {without_password(state.addresses.mongodb_uri)}")
        lines.append(f"page:   {state.addresses.base_url}/")
    lines.append(f"logs:   {folder / 'logs'}")
    return lines


def _place(name: str, order: list[str]) -> int:
    return order.index(name) if name in order else len(order)


def _row(record: ProcessRecord, folder: Path) -> Row:
    if not record.lives:
        once = any(kind.once for kind in PROCESS_LIST if kind.name == record.name)
        return Row(record.name, "done" if once else "ended", record.pid, 0.0, record.restarts, 0.0, ())
    family = list(process_record.marked(folder, record.name))
    minutes = (time.time() - psutil.Process(record.pid).create_time()) / 60
    listens = sorted({f"{s.laddr.ip}:{s.laddr.port}" for process in family for s in _sockets(process)})
    memory = sum(_memory(process) for process in family)
    return Row(record.name, "running", record.pid, minutes, record.restarts, memory, tuple(listens))


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1_000_000
    except psutil.Error:
        return 0.0


def _sockets(process: psutil.Process) -> list[psutil._ntuples.pconn]:
    try:
        return [s for s in process.net_connections("tcp") if s.status == psutil.CONN_LISTEN]
    except psutil.Error:
        return []
