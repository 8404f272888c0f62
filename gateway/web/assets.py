"""Style sheet, script and icon, out of memory."""

from __future__ import annotations

from importlib import resources

from starlette.responses import Response

from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.web.page import Page, Visit

MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".js": "text/javascript; charset=utf-8"}


def _loaded() -> dict[str, tuple[bytes, str]]:
    folder = resources.files("gateway.web") / "static"
    files = [each for each in folder.iterdir() if each.name.endswith(tuple(MEDIA_TYPES))]
    return {each.name: (each.read_bytes(), MEDIA_TYPES[f".{each.name.rpartition('.')[2]}"]) for each in files}


_FILES = _loaded()


async def asset(_parts: Parts, visit: Visit) -> Response:
    """One of the files that lie beside the templates; no other."""
    found = _FILES.get(visit.request.path_params["name"])
    if found is None:
        raise Refusal("not_found")
    return Response(found[0], media_type=found[1], headers={"Cache-Control": "max-age=3600"})


PAGES = (Page("GET", "/static/{name}", "anyone", asset),)
