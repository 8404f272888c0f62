"""A page, and what it is made from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from access import Deed, Reader
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.printing import Paper


@dataclass(frozen=True)
class Visit:
    """A request for a page. `reader` is None on pages that anyone may see; `form` is what was filled in, of a POST.

    `is_held`: it was filled in before the reader signed in anew, and is only shown to them again.
    """

    reader: Reader | None
    request: Request
    deed: Deed
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_held: bool = False

    @property
    def signed_in(self) -> Reader:
        """Who is signed in, on a page that needs it."""
        if self.reader is None:
            raise TypeError("this page is for anyone: nobody need be signed in")
        return self.reader

    def place(self, name: str, is_place: Callable[[str], bool]) -> str | None:
        """Where in a list the page begins, by the address; None at its beginning. Raises Refusal `not_found`."""
        place = self.request.query_params.get(name)
        if place is not None and not is_place(place):
            raise Refusal("not_found")
        return place


@dataclass(frozen=True)
class View:
    """A template, what it shows, and the status under which it goes out."""

    template: str
    shows: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Page:
    """`show` gives a View, a Paper to print, or a finished response (a redirect, a style sheet). `deed` as for an operation."""

    method: Literal["GET", "POST"]
    path: str
    deed: Deed
    show: Callable[[Parts, Visit], Awaitable[View | Paper | Response]]
