"""nameko's own client behind a minimal FastAPI app: `uvicorn --factory benchmarks.stock.http:create`.

The client serves one thread at a time, so there is a pool of them, as its documentation advises. Nothing is judged, sealed
or validated at this edge: it is given the ready command.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import LifoQueue
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import Response
from nameko.standalone.rpc import ClusterRpcClient
from starlette.concurrency import run_in_threadpool

from benchmarks.raising import PATH
from shared_kernel.settings import Settings

CLIENTS = 16
TIMEOUT = 5.0


class Pool:
    """Clients that are started when first needed, and lent to one thread at a time."""

    def __init__(self, amqp_uri: str) -> None:
        self._amqp_uri = amqp_uri
        self._free: LifoQueue[Any] = LifoQueue()
        for _ in range(CLIENTS):
            self._free.put(None)

    @contextmanager
    def client(self) -> Iterator[Any]:
        held = self._free.get()
        try:
            held = held or ClusterRpcClient(uri=self._amqp_uri, timeout=TIMEOUT).start()
            yield held
        finally:
            self._free.put(held)


def create() -> FastAPI:
    pool = Pool(Settings.from_environment().amqp_uri)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    def execute(command: Any) -> Any:
        with pool.client() as cluster:
            return cluster.intake.execute(command=command)

    @app.post(PATH, response_model=None)
    async def raise_notification(request: Request) -> Response:
        answer = await run_in_threadpool(execute, orjson.loads(await request.body()))
        status = 201 if "accepted" in answer else 422
        return Response(orjson.dumps(answer), status, media_type="application/json")

    return app
