"""The twin's edge: `uvicorn --factory benchmarks.twin.gateway:create`.

It authenticates, judges, validates and seals with the gateway's own code, under FastAPI's leanest form of a route, so that
what differs is how a command travels and who carries it out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from pymongo import AsyncMongoClient

from benchmarks.twin.requests import Requests
from benchmarks.twin.service import database_of
from benchmarks.twin.tray import tray_of
from gateway.api.notifications import OPERATIONS
from gateway.api.rim import endpoint
from gateway.composition import compose
from shared_kernel.settings import Settings


def create() -> FastAPI:
    settings = Settings.from_environment()
    running, requests = compose(settings), Requests(settings.amqp_uri)
    store: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(settings.mongodb_uri)
    parts = replace(running.parts, services=requests)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        for authority in parts.deployment.authorities:
            parts.keys.make_ahead(authority)
        async with requests.broker:
            await requests.broker.start()
            yield
        running.close()
        await store.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    raising = next(each for each in OPERATIONS if each.name == "raise_notification")
    app.add_api_route("/tray", tray_of(store[database_of(settings)]["commits"]))
    app.add_api_route(raising.path, endpoint(raising, parts), methods=[raising.method], response_model=None)
    return app
