"""Loads what is asked of the high risk register, for whoever may see it; and checks what a plan says before it is sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from access import Case, Deed, Reader, Way, permit
from contracts.gateway_register_requests import PlanBody
from contracts.refusals import Refusal
from contracts.risk_register import PlanAction, PlanProfessional
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.risk_register import ENTRY
from gateway.reading import Found, find_case, found_of, openers_for, whose_of
from gateway.threads import in_thread
from gateway.words.opening import Opener
from gateway.words.register_entry import PLAN, SOURCE
from needfire.directory import WHOLE_AUTHORITY
from needfire.instruments.register import RegisterRules
from needfire.procedure import Edition

T = TypeVar("T")
LONGEST = 5_000
MOST = 100
TYPED = {"action": ("agency", "by_when"), "plan": ("next_review",), "professional": ()}
"""Fields that do not stand in one's own words."""


@dataclass(frozen=True)
class InForce:
    """The register that the authority's procedure keeps now."""

    edition: Edition
    register: RegisterRules


def register_in_force(parts: Parts, reader: Reader) -> InForce:
    """Raises Refusal `no_register`."""
    edition = parts.people.authority(reader.authority).edition_at(reader.at)
    if edition is None or edition.register is None:
        raise Refusal("no_register")
    return InForce(edition, edition.register)


def permit_register(parts: Parts, reader: Reader, deed: Deed, *, deciding: bool = False) -> InForce:
    """Whoever has a part in the group, holds the register or gets its reports; `deciding`: the group alone. Raises Refusal."""
    found = register_in_force(parts, reader)
    register, edition = found.register, found.edition
    reports = (role for each in edition.reports if each.id in register.reports for role in (each.by, *each.to))
    group = (register.concurrence.by,)
    roles = group if deciding else tuple(dict.fromkeys((*group, register.holder, *reports)))
    whole = Case(reader.authority, WHOLE_AUTHORITY, edition, "", frozenset(), whole=False)
    permit(reader, deed, Way(whole, roles, register.concurrence.rules if deciding else register.holder_rules))
    return found


async def find_entry(parts: Parts, reader: Reader, deed: Deed, notification_id: str) -> tuple[Found, RegisterRules]:
    """The case and its edition's register, if there is an entry. Raises Refusal."""
    found, register = await find_registered(parts, reader, deed, notification_id)
    if ENTRY not in found.document[SOURCE]:
        raise Refusal("not_found")
    return found, register


async def find_registered(
    parts: Parts, reader: Reader, deed: Deed, notification_id: str
) -> tuple[Found, RegisterRules]:
    """The case and its edition's register, with an entry or before. Raises Refusal."""
    found = await find_case(parts, reader, deed, notification_id)
    register = found.names.edition.register
    if register is None or SOURCE not in found.document:
        raise Refusal("not_found")
    return found, register


async def names_in(parts: Parts, reader: Reader, ids: list[str]) -> Mapping[str, str | None]:
    """The names of whom these cases are about, as this reader may see them; only of cases that exist for them."""
    documents = await in_thread(parts.cases.named, whose_of(parts, reader), ids)
    found = [found_of(parts, reader, each) for each in documents.values()]
    openers = await openers_for(parts, reader, found)
    shown(*documents)
    return {key: name_of(documents[key], openers[key]) for key in documents}


def name_of(document: Document, opener: Opener) -> str | None:
    """The name of whom the case is about, as this reader may see it."""
    told = opener.opened(document.get("intake", {}).get("sealed"))
    return told.particulars.name if told else None


@dataclass(frozen=True)
class PlanSaid:
    """A plan that was read: what goes in clear, and what is sealed."""

    actions: tuple[PlanAction, ...]
    professionals: tuple[PlanProfessional, ...]
    given: tuple[str, ...]
    texts: Mapping[str, str]


def plan_said(body: PlanBody, register: RegisterRules) -> PlanSaid:
    """Ids are made here, so that nothing typed goes in clear. Raises Refusal `malformed`, `unknown_body`."""
    if len(body.actions) + len(body.professionals) > MOST:
        raise Refusal("malformed", {"actions": f"Give at most {MOST} actions and professionals."})
    if {each.agency for each in body.actions if each.agency} - register.bodies.keys():
        raise Refusal("unknown_body", {"bodies": dict(register.bodies)}, register.plan.rules)
    texts: dict[str, str] = {}
    actions = tuple(
        PlanAction(name, each.agency, each.by_when, _said(name, "action", each.texts, register, texts), each.done)
        for name, each in _named("action", body.actions)
    )
    professionals = tuple(
        PlanProfessional(name, _said(name, "professional", each.texts, register, texts))
        for name, each in _named("professional", body.professionals)
    )
    return PlanSaid(actions, professionals, _said(PLAN, "plan", body.texts, register, texts), texts)


def _named(kind: str, several: tuple[T, ...]) -> Iterator[tuple[str, T]]:
    yield from ((f"{kind}-{number}", each) for number, each in enumerate(several, start=1))


def _said(
    name: str, of: str, given: Mapping[str, object], register: RegisterRules, texts: dict[str, str]
) -> tuple[str, ...]:
    """Which fields are said; their texts go to `texts`. A professional is also said who they are."""
    asked = [each.id for each in register.plan.fields if each.of == of and each.id not in TYPED[of]]
    known = (*asked, "name") if of == "professional" else tuple(asked)
    wrong = [
        field for field, text in given.items() if field not in known or not isinstance(text, str) or len(text) > LONGEST
    ]
    if wrong:
        says = f"Say {', '.join(known)}, each in at most {LONGEST} characters."
        raise Refusal("malformed", {of: says})
    said = {field: text for field, text in given.items() if isinstance(text, str) and text.strip()}
    texts.update({f"{name}.{field}": text for field, text in said.items()})
    return tuple(field for field in said if field in asked)
