"""The gateway as an ASGI application: `uvicorn --factory gateway.app:create`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from contracts.refusals import Refusal
from gateway.api import oauth
from gateway.api.oauth import oauth_endpoint
from gateway.api.operations import OPERATIONS
from gateway.api.problems import answer_to, refusal_of
from gateway.api.rim import endpoint
from gateway.composition import Running, compose
from gateway.front.address import Address
from gateway.front.compressing import Compressing
from gateway.front.front import Front
from gateway.front.measuring import REGISTRY
from gateway.parts import Parts
from gateway.web.pages import PAGES
from gateway.web.rim import nothing_there, page_endpoint
from shared_kernel import tracing
from shared_kernel.metrics import listen
from shared_kernel.settings import Settings
from shared_kernel.settling import settle


def create() -> FastAPI:
    """The gateway with its real parts. Raises what `composition.compose` raises."""
    settings = Settings.from_environment()
    running = compose(settings)
    listen(os.environ, REGISTRY)
    tracing.begin("gateway", os.environ)
    return application(running.parts, Address(settings.address), running, sandbox=settings.sandbox)


class Gateway(FastAPI):
    """The application with what stands before it, also before what answers errors that nobody foresaw."""

    def __init__(self, address: Address, sandbox: bool, **more: Any) -> None:
        super().__init__(**more)
        self._address, self._sandbox = address, sandbox

    def build_middleware_stack(self) -> ASGIApp:
        """As the framework puts it together, and the front before it."""
        return Front(Compressing(super().build_middleware_stack()), self._address, self._sandbox)


def application(parts: Parts, address: Address, running: Running | None = None, *, sandbox: bool = False) -> FastAPI:
    """The gateway with these parts, reached at this address."""
    app = Gateway(
        address,
        sandbox,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan(parts, running),
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "auto_configure": False,
        },  # it tells addresses and errors' texts
    )
    for operation in OPERATIONS:
        app.add_api_route(operation.path, endpoint(operation, parts), methods=[operation.method], response_model=None)
    for page in PAGES:
        app.add_api_route(page.path, page_endpoint(page, parts), methods=[page.method], response_model=None)
    for page in oauth.PAGES:
        app.add_api_route(page.path, oauth_endpoint(page, parts), methods=[page.method], response_model=None)
    app.add_exception_handler(HTTPException, partial(_no_route, parts))
    app.add_exception_handler(Exception, _unforeseen)
    return app


Lifespan = Callable[[FastAPI], object]


def _lifespan(parts: Parts, running: Running | None):  # type: ignore[no-untyped-def]  # the framework has no name for it
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        for authority in parts.deployment.authorities:
            parts.keys.make_ahead(authority)
        for loop in running.loops if running else ():
            loop.start()
        if running:
            settle()
        yield
        for loop in running.loops if running else ():
            loop.stop()
        if running:
            running.close()

    return lifespan


async def _no_route(parts: Parts, request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 405:
        return answer_to(Refusal("method_not_allowed"), error.headers)
    return nothing_there(parts, request) or answer_to(Refusal("not_found"))


async def _unforeseen(request: Request, error: Exception) -> Response:
    return answer_to(refusal_of(error, request.scope.get("route_name", "a request")))
