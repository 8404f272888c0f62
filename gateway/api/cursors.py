"""Pages of a list: a cursor says where the next one begins, as a text that is only to be given back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from contracts.refusals import Refusal
from gateway.api.operation import Asked, Query

PAGE, LONGEST_PAGE = 50, 200
PAGING = (
    Query("cursor", "Where the next page begins: `next` of the page before."),
    Query("limit", f"How many, at most {LONGEST_PAGE}.", "number"),
)


def limit_of(asked: Asked) -> int:
    """How many are asked for on a page."""
    asked_for: int = asked.query.get("limit", PAGE)
    return max(1, min(asked_for, LONGEST_PAGE))


def place_of(asked: Asked, is_place: Callable[[str], bool]) -> str | None:
    """The place in the list that the cursor stands for; None for the first page. Raises Refusal `malformed`."""
    cursor = asked.query.get("cursor")
    if cursor is None:
        return None
    try:
        place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        place = ""
    if not is_place(place):
        raise Refusal("malformed", {"cursor": "Give the cursor as it was answered."})
    return place


def cursor_at(place: str | None) -> str | None:
    """The cursor of a place; None where the list ends."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=") if place else None
