"""Forms of the pages: from our own page only, with the session's own word in it, read strictly.

The word is made from the session's id, which only the browser's cookie and the gateway know, so that nothing more is
kept and the word ends with the session.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from contracts.refusals import Refusal
from gateway.api.bodies import raw_body

FIELD = "form_word"
_MEDIA_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 600
_OF_A_SESSION = re.compile(r"[0-9a-f]{64}")


def word_of(session_id: str) -> str:
    """What each form of this session's pages carries; empty without a session."""
    return hmac.new(session_id.encode(), b"needfire form", hashlib.sha256).hexdigest() if session_id else ""


@dataclass(frozen=True)
class Filled:
    """What was filled in on a page of ours; with `has_word` that page was this session's, else an earlier one's."""

    fields: Mapping[str, str] = field(repr=False)
    has_word: bool


async def form_of(request: Request, session_id: str) -> Filled:
    """The form. Raises Refusal `not_permitted` for one that is not of our pages, `malformed`."""
    _refuse_from_elsewhere(request)
    fields = fields_of(request.headers.get("content-type", ""), await raw_body(request))
    word = fields.pop(FIELD, "")
    has_word = hmac.compare_digest(word.encode(), word_of(session_id).encode())
    if not has_word and not _OF_A_SESSION.fullmatch(word):
        raise Refusal("not_permitted")
    return Filled(fields, has_word)


def _refuse_from_elsewhere(request: Request) -> None:
    """A browser says where a form comes from, in one header or in both."""
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if (site is None and origin is None) or site not in (None, "same-origin") or origin not in (None, here):
        raise Refusal("not_permitted")


def fields_of(content_type: str, raw: bytes) -> dict[str, str]:
    """A form's fields, each given once. Raises Refusal `malformed`."""
    if raw and content_type.partition(";")[0].strip().lower() != _MEDIA_TYPE:
        raise Refusal("malformed")
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, strict_parsing=bool(raw), errors="strict",
            max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError:
        raise Refusal("malformed") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refusal("malformed")
    return fields
