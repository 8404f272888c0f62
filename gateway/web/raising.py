"""The page on which a notification is raised: the form of the edition in force, also to take up an agency's concern."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.responses import Response

from access import Place, Reader, judge, permit
from contracts.gateway import RaiseRequest
from contracts.gateway_answers import Raised
from contracts.gateway_procedures import FormPartTold
from contracts.refusals import Refusal
from contracts.schema import read
from gateway.agencies.reading import find_concern
from gateway.api import notifications
from gateway.parts import Parts
from gateway.web.acting import NOTHING, Trouble, arrived, asked_of, done_or_shown, nested, under
from gateway.web.asking import facts_in, filled_with
from gateway.web.fields import with_day
from gateway.web.page import Page, View, Visit
from gateway.words.forms import form_parts
from needfire.directory import WHOLE_AUTHORITY
from needfire.facts import FactsRefused
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY

PATH = "/raise"
TAKING_UP = "/concerns/{concern_id}/notification"
LEFT_OUT: Mapping[str, str] = {
    "facts_need_correction": "The facts need correction",
    "another_category_covers_it": "Another category covers it",
    "judged_not_needed": "Judged not to be needed",
}


async def ask(parts: Parts, visit: Visit) -> View:
    """The form, empty."""
    return await _view(parts, visit, NOTHING, visit.form)


async def ask_to_take_up(parts: Parts, visit: Visit) -> View:
    """The form, with what the agency told."""
    concern = (await find_concern(parts, visit.signed_in, visit.deed, _concern(visit) or "")).document["intake"]
    area = {} if concern["area"] == WHOLE_AUTHORITY else {"area": concern["area"]}
    return await _view(parts, visit, NOTHING, {**area, **filled_with(concern["facts"])})


async def raise_it(parts: Parts, visit: Visit) -> View | Response:
    """Raises it, and shows the case."""
    raised: list[Raised] = []

    async def done() -> None:
        raised.append(await notifications.raise_notification(parts, asked_of(parts, visit, _body(parts, visit))))
        await arrived(parts.caught_up, raised[0].notification_id, raised[0].version)

    async def again(trouble: Trouble) -> View:
        return await _view(parts, visit, trouble, visit.form)

    answer = await done_or_shown(done(), "/", again)
    if raised and isinstance(answer, Response):
        answer.headers["location"] = f"/cases/{raised[0].notification_id}"
    return answer


def _concern(visit: Visit) -> str | None:
    return visit.request.path_params.get("concern_id")


def edition_of(parts: Parts, visit: Visit) -> Edition:
    """The reader's authority's edition in force. Raises Refusal `no_procedure`."""
    found = parts.people.authority(visit.signed_in.authority).edition_at(visit.signed_in.at)
    if found is None:
        raise Refusal("no_procedure")
    return found


def raises_in(reader: Reader, edition: Edition) -> list[str]:
    """The areas in which the reader may raise a notification."""
    places = ((area, Place(reader.authority, area, edition)) for area in reader.directory.areas)
    return [area for area, place in places if judge(reader, "raise", place) is None]


def _body(parts: Parts, visit: Visit) -> RaiseRequest:
    form, edition = visit.form, edition_of(parts, visit)
    dated = with_day(form, "particulars.date_of_birth")
    said = nested({name: text for name, text in dated.items() if name.startswith("particulars.")})
    return read(
        RaiseRequest,
        {
            "area": form.get("area", ""),
            "particulars": said.get("particulars"),
            "facts": facts_in(form, edition.form.facts),
            "categories": _ticked(form, "category."),
            "restrictions": _ticked(form, "restriction."),
            "named": under(form, "named."),
            "left_out": [{"rule": rule, "reason": reason} for rule, reason in under(form, "left_out.").items()],
            "concern_id": _concern(visit),
        },
    )


def _ticked(form: Mapping[str, str], prefix: str) -> list[str]:
    return [name for name, value in under(form, prefix).items() if value == "yes"]


async def _view(parts: Parts, visit: Visit, trouble: Trouble, filled: Mapping[str, str]) -> View:
    reader, edition = visit.signed_in, edition_of(parts, visit)
    areas = raises_in(reader, edition)
    if not areas:
        permit(reader, "raise", Place(reader.authority, next(iter(reader.directory.areas), ""), edition))
    return View(
        "raise.html",
        {
            "filled": filled,
            "trouble": trouble,
            "path": visit.request.url.path,
            "concern": _concern(visit),
            "areas": {each: each.replace("_", " ").title() for each in areas},
            "parts": _parts(edition, {*(name for name, text in filled.items() if text), *trouble.fields}),
            "categories": [each for each in edition.categories if each.belongs_to == "need_to_know"],
            "met": _met(parts, visit, edition, filled),
            "left_out": LEFT_OUT,
            "restrictions": edition.restrictions,
            "named": {role: edition.roles.get(role, role) for role in edition.form.named_roles},
            "people": {each.id: each.name for each in reader.directory.people},
            "edition": edition,
        },
    )


def _parts(edition: Edition, said: Collection[str]) -> list[tuple[FormPartTold, bool]]:
    """The form's parts, and whether each is unfolded: the first, what must be filled in, and where something stands."""
    found = []
    for number, part in enumerate(form_parts(edition)):
        fields = (
            *(f"particulars.{each.particular}" for each in part.particulars),
            *(f"facts.{each.fact}" for each in part.facts),
        )
        stands = any(name == field or name.startswith((f"{field}-", f"{field}.")) for field in fields for name in said)
        found.append((part, number == 0 or stands or bool(part.required and not part.applies_when)))
    return found


def _met(parts: Parts, visit: Visit, edition: Edition, filled: Mapping[str, str]) -> frozenset[str]:
    """The categories that what is filled in meets, as far as it can be read."""
    try:
        facts = VOCABULARY.read(facts_in(filled, edition.form.facts), visit.signed_in.at)
    except (Refusal, FactsRefused):
        return frozenset()
    authority = parts.people.authority(visit.signed_in.authority)
    found = authority.suggest(edition, facts, visit.signed_in.at, parts.deployment.calendar, "need_to_know")
    return frozenset(each.rule for each in found)


PAGES = (
    Page("GET", PATH, "raise", ask),
    Page("POST", PATH, "raise", raise_it),
    Page("GET", TAKING_UP, "decide_concern", ask_to_take_up),
    Page("POST", TAKING_UP, "raise", raise_it),
)
