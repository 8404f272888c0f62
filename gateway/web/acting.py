"""What a page's form asks for is done by the operation of the API: its body read by the same contract, judged and sent alike.

Each form carries a key of its own, made from the session and from what was seen (`key_of`), so that sent twice it is done once.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING as MISSING_VALUE
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from starlette.responses import RedirectResponse, Response

from contracts.refusals import Refusal
from contracts.schema import read
from gateway.api.operation import Asked
from gateway.catching_up import CatchingUp
from gateway.commanding import command_id_of, digest_of
from gateway.parts import Parts
from gateway.web.page import View, Visit

KEY = "form_key"
PARTICULARS = "particulars"
MISSING = "Missing data for required field."
T = TypeVar("T")


@dataclass(frozen=True)
class Trouble:
    """Why something was not accepted: a sentence, and what is to be mended by field."""

    sentence: str
    fields: Mapping[str, str] = field(default_factory=dict)


def key_of(word: str, *seen: object) -> str:
    """The key of a form in a session: the same as long as what was seen is."""
    return hmac.new(word.encode(), "\n".join(map(str, seen)).encode(), "sha256").hexdigest()[:40]


NOTHING = Trouble("")


def asked_of(parts: Parts, visit: Visit, body: Any) -> Asked:
    """The form as a request to an operation of the API. Raises Refusal `not_sent` for one that is only to be shown again."""
    if visit.is_held:
        raise Refusal("not_sent")
    reader, form = visit.signed_in, dict(visit.form)
    route = f"POST {visit.request.url.path}"
    return Asked(
        by=reader,
        deed=visit.deed,
        path=visit.request.path_params,
        query={},
        body=body,
        command_id=command_id_of(reader, form.get(KEY)),
        digest=digest_of(parts.digest_secret, route, form),
    )


def body_of_form(contract: type[T], form: Mapping[str, str]) -> T:
    """The fields as the contract: `particulars.comment` lies in `particulars`; what was left blank was not said.

    Raises Refusal `malformed`, whose details name fields of the form.
    """
    given = nested(form)
    _check_own_words(contract, form, given)
    return read(contract, {**given, **_typed(contract, given)})


def _check_own_words(contract: type, form: Mapping[str, str], given: Mapping[str, Any]) -> None:
    wanted = any(each.name == PARTICULARS and each.default is MISSING_VALUE for each in fields(contract))
    if wanted and PARTICULARS not in given:
        asked = (name for name in form if name.startswith(f"{PARTICULARS}."))
        raise Refusal("malformed", dict.fromkeys(asked, MISSING))


def nested(form: Mapping[str, str]) -> dict[str, Any]:
    """What was said in the fields, `a.b` as b within a."""
    given: dict[str, Any] = {}
    for name, text in form.items():
        if name != KEY and text.strip():
            *outer, last = name.split(".")
            place = given
            for each in outer:
                place = place.setdefault(each, {})
            place[last] = text.replace("\r\n", "\n").strip()
    return given


def under(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    """What was said in the fields whose names begin so, without that."""
    return {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix) and value}


def _typed(contract: type, given: Mapping[str, Any]) -> Mapping[str, Any]:
    kinds, names = get_type_hints(contract), [each.name for each in fields(contract) if each.name in given]
    numbers = {name: int(given[name]) for name in names if kinds[name] is int and _is_number(given[name])}
    flags = {name: given[name] == "yes" for name in names if kinds[name] is bool or bool in get_args(kinds[name])}
    ticked = {
        name: list(given[name]) for name in names if get_origin(kinds[name]) is tuple
    }  # unmet.support=yes, and so on
    return {**numbers, **flags, **ticked}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


async def done_or_shown(
    doing: Awaitable[object], onward: str, again: Callable[[Trouble], Awaitable[View]]
) -> View | Response:
    """On to the page that shows it; the form once more, with what is to be mended, where it was not accepted. Raises as `led_or_shown`."""

    async def done() -> str:
        await doing
        return onward

    return await led_or_shown(done(), again)


async def led_or_shown(doing: Awaitable[str], again: Callable[[Trouble], Awaitable[View]]) -> View | Response:
    """As `done_or_shown`, on to the page of which what is done gives the path.

    Raises Refusal where the reader may not, there is nothing there, or nothing could be done now.
    """
    try:
        onward = await doing
    except Refusal as refusal:
        if refusal.code in ("unauthenticated", "not_permitted", "not_found") or refusal.kind.status >= 500:
            raise
        return replace(await again(trouble_of(refusal)), status=refusal.kind.status)
    return RedirectResponse(onward, 303)


def trouble_of(refusal: Refusal) -> Trouble:
    """The refusal as a page tells it: each sentence by the field that it is about."""
    fields = dict(_sentences(refusal.details))
    if refusal.code == "comment_required":
        fields = {f"particulars.{refusal.details['particulars']}": refusal.sentence}
    elif refusal.code == "record_required":
        fields = {f"records.{name}": "Answer this question." for name in refusal.details["records"]}
    elif refusal.code in ABOUT:
        field, said = ABOUT[refusal.code]
        fields = {field: said or refusal.sentence}
    return Trouble(refusal.sentence, fields)


ABOUT: Mapping[str, tuple[str, str]] = {
    "unknown_outcome": ("outcome", "Choose one of the outcomes."),
    "unknown_person": ("to_person", "Choose somebody."),
    "reference_required": ("reference", ""),
    "unknown_area": ("area", "Choose an area."),
    "no_category": ("categories", ""),
    "key_refused": ("key", ""),
}
"""Which field of a form these refusals are about, and what is said at it where that is not the refusal's own sentence."""


def _sentences(details: Mapping[str, Any], within: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, said in details.items():
        if isinstance(said, Mapping):
            found += _sentences(said, f"{within}{name}.")
        elif isinstance(said, str) and " " in said:
            found.append((f"{within}{name}", "Fill this in." if said == MISSING else said))
    return found


async def arrived(view: CatchingUp, document_id: str, version: int, source: str = "intake") -> None:
    """Waits a moment until a view has what a service has just done, so that the next page shows it. Raises StoreUnavailable."""
    with suppress(TimeoutError):
        await view.until(document_id, {source: version})
