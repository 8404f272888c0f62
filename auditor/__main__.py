"""Looks whether all that should be there is there, every few seconds, until it is told to end: `python -m auditor`.

--parked                            what could not be processed and waits, of every worker, then ends
--drive OWNER READER SOURCE STREAM  has what is parked of this stream driven again, then ends
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from auditor.auditor import Ask, Auditor, every_row
from auditor.clocks import CaseClocks, Copies, Records, Reviews, Silences
from auditor.deliveries import Letters, Webhooks
from auditor.expecting import Expectation
from auditor.heartbeat import FILE, URL, Heartbeat
from auditor.metrics import AuditorNumbers, registry_of
from auditor.promises import Promises
from auditor.views import NamesIndexed, ViewDocuments
from gateway.read_models.views import VIEWS
from needfire.loading.deployment import load_deployment
from needfire.working_time import england_and_wales
from shared_kernel import logs
from shared_kernel.commits import Commit
from shared_kernel.loops import Loop, serve
from shared_kernel.messaging.rpc_client import RpcClient
from shared_kernel.messaging.rpc_feed import RpcFeedSource
from shared_kernel.messaging.topology import HOUSE
from shared_kernel.metrics import listen
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.production import Unsafe, refuse
from shared_kernel.settings import Settings

EVERY_SECONDS = 10.0
"""Between two looks."""
_log = logging.getLogger("auditor")


def asking(rpc: RpcClient) -> Ask:
    """How an owner's worker is asked."""

    def ask(owner: str, method: str, **arguments: Any) -> Any:
        return rpc.call(f"{owner}_worker", method, **arguments)

    return ask


def expectations(ask: Ask, settings: Settings) -> tuple[Expectation, ...]:
    """Everything that is looked at."""
    directories = load_deployment(settings.authorities, settings.directory).directories
    subscriptions = lambda: list(every_row(ask, "deliveries", "subscriptions"))  # noqa: E731
    views = (ViewDocuments(each) for each in VIEWS.values())
    clocks = (CaseClocks(), Silences(), Copies(england_and_wales()), Records(directories), Reviews())
    return (*clocks, Letters(), Webhooks(directories, subscriptions), *views, NamesIndexed())


def auditor_of(rpc: RpcClient, settings: Settings, take: Callable[[str, Commit], None]) -> Auditor:
    """It, on the broker."""
    ask = asking(rpc)
    feeds = {service: RpcFeedSource(rpc, service) for service in HOUSE.services}
    return Auditor(ask, feeds, expectations(ask, settings), tuple(HOUSE.readers), settings.clock(), take)


def heartbeat_of(environment: Mapping[str, str], settings: Settings) -> Heartbeat:
    """Where it is to be heard. Raises UnsafeForProduction where that is nowhere, in production."""
    file, url = environment.get(FILE), environment.get(URL, "")
    if settings.production and not (file or url):
        refuse(
            [Unsafe(URL, "nobody would notice that nobody looks any more", "name the address that expects a heartbeat")]
        )
    return Heartbeat(Path(file) if file else None, url, HttpOutbound(settings.destinations))


def look(auditor: Auditor, heartbeat: Heartbeat, numbers: AuditorNumbers) -> int:
    """One round."""
    found = auditor.run_once()
    numbers.looked(found, time.time())
    for each in found:
        _log.log(logging.WARNING if each.mended else logging.ERROR, "%s", each)
    heartbeat.beat(found, auditor.looked_at)
    return 0


def main(arguments: Sequence[str]) -> None:
    """Raises SettingInvalid, UnsafeForProduction, and where it is asked for what is parked ServiceUnavailable."""
    asked = argparse.ArgumentParser(prog="python -m auditor", description=__doc__)
    asked.add_argument("--parked", action="store_true", help="list what is parked, then end")
    asked.add_argument("--drive", nargs=4, metavar=("OWNER", "READER", "SOURCE", "STREAM"), help="drive it again")
    given, settings = asked.parse_args(arguments), Settings.from_environment()
    rpc = RpcClient(settings.amqp_uri)
    ask = asking(rpc)
    if given.drive:
        owner, reader, source, stream = given.drive
        ask(owner, "drive", reader=reader, source=source, stream=stream)
    elif given.parked:
        print_parked(ask)
    else:
        logs.begin()
        place = heartbeat_of(os.environ, settings)
        promises = Promises()
        auditor, numbers = auditor_of(rpc, settings, promises.take), AuditorNumbers(promises)
        listen(os.environ, registry_of(numbers))
        serve([Loop("auditor", lambda: look(auditor, place, numbers), interval=EVERY_SECONDS)])
    rpc.close()


def print_parked(ask: Ask) -> None:
    """A line each: ids and the reason."""
    for owner in HOUSE.readers:
        for each in ask(owner, "parked", limit=500):
            where = f"{owner} {each['reader']} {each['source']} {each['stream']}"
            print(
                f"{where} version {each['version']} position {each['position']}: {each['reason']} ({each['parked_at']})"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
