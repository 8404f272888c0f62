"""The API's documentation: the OpenAPI document, and a page that shows it."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from markupsafe import Markup
from starlette.responses import Response

from gateway.parts import Parts
from gateway.published.openapi_document import openapi_document
from gateway.threads import in_thread
from gateway.web.page import Page, View, Visit
from gateway.web.templating import part


async def openapi(_parts: Parts, _visit: Visit) -> Response:
    """The document, as tools read it."""
    document = await in_thread(openapi_document)
    return Response(orjson.dumps(document), media_type="application/json", headers={"Cache-Control": "no-cache"})


async def docs(_parts: Parts, _visit: Visit) -> View:
    """The document, as people read it."""
    return View("docs.html", {"body": await in_thread(_body)})


@cache
def _body() -> Markup:
    """Rendered once a process: nothing of it depends on who asks, or when."""
    document = openapi_document()
    tags, schemas = _by_tag(document["paths"]), document["components"]["schemas"]
    return part("docs_body.html", {"document": document, "tags": tags, "schemas": schemas})


def _by_tag(paths: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append({**operation, "path": path, "method": method.upper()})
    return found


PAGES = (
    Page("GET", "/openapi.json", "anyone", openapi),
    Page("GET", "/docs", "anyone", docs),
)
