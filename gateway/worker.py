"""Folds the services' feeds into the read models: `python -m gateway.worker`.

    --rebuild    drops the views and builds them again from the feeds' beginning, then ends

It may be run beside a working worker: both fold the same, and neither undoes the other's work.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pymongo.database import Database

from gateway.alerting.documents.destroying import CopyShredder
from gateway.auditing.log_mongo import MongoWaiting
from gateway.auditing.outlets.mail import mail_outlets
from gateway.auditing.outlets.naming import outlets_of
from gateway.auditing.outlets.port import HeadOutlet
from gateway.auditing.outlets.webhook import webhook_outlets
from gateway.auditing.records_mongo import MongoRecords
from gateway.auditing.signing import Signing, load_key
from gateway.auditing.trees import Trees
from gateway.composition import OWNER
from gateway.finding.index import NAME, READER, Indexing
from gateway.finding.index_mongo import MongoNames
from gateway.production import unsafe_record
from gateway.read_models import (
    absences,
    assessments,
    cascades,
    cases,
    concerns,
    custodians,
    persons,
    received,
    register_lines,
    tray_items,
)
from gateway.read_models.alerting_mongo import MongoCascades
from gateway.read_models.derived_mongo import MongoWithDerived
from gateway.read_models.documents import Documents
from gateway.read_models.mongo import (
    MongoAbsences,
    MongoAssessments,
    MongoCases,
    MongoConcerns,
    MongoPersons,
)
from gateway.read_models.moves import MemoryMoves, Moves
from gateway.read_models.moves_mongo import MongoMoves
from gateway.read_models.projecting import FoldingFeed, Projection
from gateway.read_models.rebuilding import rebuild
from gateway.read_models.received_mongo import MongoEntries, MongoReceived
from gateway.read_models.register_mongo import MongoRegister
from gateway.read_models.trays_mongo import MongoTrays
from gateway.read_models.views import VIEWS
from gateway.records.shredding import Shredder
from gateway.sealing.composing import key_ring
from gateway.sealing.ring import KeyRing
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commits import Commit
from shared_kernel.messaging.rpc_client import RpcClient
from shared_kernel.messaging.rpc_feed import RpcFeedSource
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.outbound.mail_settings import mails_out_of
from shared_kernel.production import refuse
from shared_kernel.rows_mongo import rows_of
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.worker_process import Reading, WorkerProcess

SOURCES = ("intake", "escalation", "national_alerts", "risk_management")
LOOKING_SECONDS = 30.0
"""How often the register's numbers are compared with its lines."""

LIE_IN: Mapping[str, Callable[[Database[dict[str, Any]]], Documents]] = {
    absences.NAME: MongoAbsences,
    persons.NAME: MongoPersons,
    concerns.NAME: MongoConcerns,
    assessments.NAME: MongoAssessments,
    cascades.NAME: MongoCascades,
    received.NAME: MongoReceived,
    register_lines.NAME: MongoRegister,
    custodians.NAME: MongoEntries,
    cases.NAME: MongoCases,
    tray_items.NAME: MongoTrays,
}
"""Where each view lies. Trays come last: what waits in one can be acted on at once, and who acts is judged by its case."""


def projections(own: Database[dict[str, Any]]) -> tuple[Projection, ...]:
    """Every view, where it lies."""
    return tuple(Projection(VIEWS[name], documents(own)) for name, documents in LIE_IN.items())


def folding_feeds(rpc: RpcClient, views: Sequence[Projection], moves: Moves) -> dict[str, FoldingFeed]:
    """Each service's feed, folded into the views as it is read."""
    return {source: FoldingFeed(source, RpcFeedSource(rpc, source), views, moves) for source in SOURCES}


def names_feed(rpc: RpcClient, own: Database[dict[str, Any]], keys: KeyRing) -> tuple[FoldingFeed, Projection]:
    """Intake's feed, folded into the index of names. A reader of its own: without keys it waits, and cases go on.

    No open page waits for what it folds.
    """
    indexing = Indexing(keys)
    index = Projection(indexing.view, MongoNames(own))
    return FoldingFeed("intake", indexing.ahead(RpcFeedSource(rpc, "intake")), [index], MemoryMoves()), index


def keep_record(
    process: WorkerProcess,
    own: Database[dict[str, Any]],
    rpc: RpcClient,
    settings: Settings,
    environment: Mapping[str, str],
) -> None:
    """Takes what was read and done into the authorities' trees, signs their heads and hands them out. Raises AuditKeyUnusable, OutletsUnusable."""
    records, sources = MongoRecords(own), {source: RpcFeedSource(rpc, source) for source in SOURCES}
    trees = Trees(records, MongoWaiting(own), sources, MongoCheckpointStore(own))
    signing = Signing(records, load_key(environment), head_outlets(settings, environment), settings.clock())
    process.under_lease("record", trees.run_once, interval=1.0, stand_by=trees.forget)
    process.under_lease("heads", signing.run_once, interval=5.0)


def head_outlets(settings: Settings, environment: Mapping[str, str]) -> Mapping[str, HeadOutlet]:
    """Where signed heads go. Raises OutletsUnusable, and UnsafeForProduction where it is nowhere."""
    if settings.production:
        refuse(unsafe_record(environment))
    mail = mail_outlets(settings.mail_sender, mails_out_of(settings))
    return outlets_of(environment, webhook_outlets(environment, HttpOutbound(settings.destinations)), mail)


def main(arguments: Sequence[str]) -> None:
    """Raises StoreUnavailable, StoreNotDurable, KeysUnusable, AuditKeyUnusable, and when it rebuilds ServiceUnavailable."""
    asked = argparse.ArgumentParser(prog="python -m gateway.worker", description=__doc__)
    asked.add_argument("--rebuild", action="store_true", help="drop the views and build them again, then end")
    settings = Settings.from_environment()
    own = database(connect(settings), settings, OWNER)
    rpc = RpcClient(settings.amqp_uri)
    keys = key_ring(os.environ, own, settings.clock())
    views = projections(own)
    feeds, (names, index) = folding_feeds(rpc, views, MongoMoves(own)), names_feed(rpc, own, keys)
    if asked.parse_args(arguments).rebuild:
        applied = rebuild(OWNER, feeds, views, MongoCheckpointStore(own))
        rebuild(READER, {"intake": names}, [index], MongoCheckpointStore(own))
        print(f"Built again from {applied} commits.")
        return
    process = WorkerProcess(OWNER, settings, own)
    readings = [Reading(OWNER, source, feed.apply, source=feed) for source, feed in feeds.items()]
    shredder = Shredder(keys, MongoNames(own), MongoCases(own), MongoConcerns(own), rpc.call)

    def indexed_then_shredded(commit: Commit) -> None:
        names.apply(commit)
        shredder(commit)

    for name in (*VIEWS, NAME):
        process.keeping.rows[f"view.{name}"] = rows_of(own[name], "versions")
    copies = Reading("gateway-copies", "national_alerts", CopyShredder(keys))
    process.follow([*readings, Reading(READER, "intake", indexed_then_shredded, source=names), copies])
    for each in views:
        if isinstance(each.documents, MongoWithDerived):
            process.under_lease(each.view.name, each.documents.put_right, interval=LOOKING_SECONDS)
        if isinstance(each.documents, MongoCases):
            process.under_lease("raised", each.documents.pack_all, interval=LOOKING_SECONDS)
    keep_record(process, own, rpc, settings, os.environ)
    process.serve()


if __name__ == "__main__":
    main(sys.argv[1:])
