"""The API's documentation: the OpenAPI document, and a page that shows it."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from gateway.parts import Parts
from gateway.published.openapi_document import openapi_document
from gateway.web.page import Page, View, Visit

_DOCUMENT = openapi_document()
_BYTES = orjson.dumps(_DOCUMENT)


async def openapi(_parts: Parts, _visit: Visit) -> Response:
    """The document, as tools read it."""
    return Response(_BYTES, media_type="application/json", headers={"Cache-Control": "no-cache"})


async def docs(_parts: Parts, _visit: Visit) -> View:
    """The document, as people read it."""
    return View("docs.html", {"document": _DOCUMENT, "tags": _by_tag(), "schemas": _DOCUMENT["components"]["schemas"]})


def _by_tag() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in _DOCUMENT["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append({**operation, "path": path, "method": method.upper()})
    return found


PAGES = (
    Page("GET", "/openapi.json", "anyone", openapi),
    Page("GET", "/docs", "anyone", docs),
)
