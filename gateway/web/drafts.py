"""Raising a page at a time: each page saved as a draft of the author's own, left and found again, thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from access import Reader
from contracts.refusals import Refusal
from gateway.drafts import keeping
from gateway.drafts.keeping import Draft
from gateway.parts import Parts
from gateway.web import raise_steps as steps
from gateway.web.acting import KEY, NOTHING, Trouble, trouble_of
from gateway.web.page import Page, View, Visit
from gateway.web.raise_body import LEFT_OUT, nameable, permitted_areas
from gateway.web.raise_shown import heading, offered_values, problems_on
from gateway.web.writing import Writing, onward, writing, written
from gateway.words.forms import fact_asked, particular_asked
from gateway.words.names import rule_text
from needfire.procedure import Category, Edition

DRAFT = "/drafts/{draft_id}"
TRIES = 5


async def start(parts: Parts, visit: Visit) -> View:
    """Where raising begins: a page at a time, all on one page, or where it was left."""
    reader = visit.signed_in
    edition = parts.people.edition_in_force(reader.authority, reader.at)
    permitted_areas(reader, edition)
    drafts = await keeping.of(parts, reader)
    begun = [_line(each, edition) for each in drafts if each.row.notification_id is None]
    return View("raise_start.html", {"edition": edition, "drafts": begun, "known": [each.draft_id for each in drafts]})


def _line(draft: Draft, edition: Edition) -> Mapping[str, object]:
    chosen = [each.title for each in edition.categories if draft.fields.get(f"category.{each.rule}") == "yes"]
    name = draft.fields.get("particulars.name", "")
    return {"draft": draft, "name": name, "chosen": chosen}


async def begin(parts: Parts, visit: Visit) -> Response:
    """Begins a draft, and asks the first question. Raises Refusal `not_sent` for a form that is only to be shown again."""
    refuse_held(visit)
    reader = visit.signed_in
    areas = permitted_areas(reader, parts.people.edition_in_force(reader.authority, reader.at))
    fields = {"area": next(iter(areas))} if len(areas) == 1 else {}
    draft_id = await keeping.begin(parts, reader, f"raise {visit.form.get(KEY, '')}", fields)
    return RedirectResponse(onward(await writing(parts, visit, draft_id)), 303)


def refuse_held(visit: Visit) -> None:
    """Raises Refusal `not_sent` for a form from before its sender signed in anew: nothing is done by it."""
    if visit.is_held:
        raise Refusal("not_sent")


async def ask(parts: Parts, visit: Visit) -> View | Response:
    """One question, or few that belong together, with what was said before."""
    of = await writing(parts, visit, visit.request.path_params["draft_id"])
    if of.draft.row.notification_id:
        return RedirectResponse(onward(of), 303)
    return _asked(of, _step(of, visit), of.draft.fields, NOTHING, visit.signed_in)


def _step(of: Writing, visit: Visit) -> steps.Step:
    found = steps.step_named(of.asking, visit.request.path_params["page"])
    if found is None:
        raise Refusal("not_found")
    return found


def _asked(of: Writing, step: steps.Step, filled: Mapping[str, str], trouble: Trouble, reader: Reader) -> View:
    edition, earlier = of.edition, steps.before(of.asking, step.name)
    facts = [fact_asked(each) for each in step.facts]
    shows = {
        "draft": of.draft,
        "step": step,
        "heading": heading(step, edition),
        "back": f"/drafts/{of.draft.draft_id}/{earlier}" if earlier else _before(of),
        "concern": of.concern,
        "filled": filled,
        "trouble": trouble,
        "facts": facts,
        "offered": {each.fact: offered_values(edition, each) for each in facts if each.kind in ("choice", "choices")},
        "particulars": [particular_asked(each) for each in step.particulars],
        "rules": [rule_text(edition, each) for each in (step.about.rules if step.about else ())],
        "areas": of.areas,
        "suggested": of.suggested,
        "others": _others(of),
        "left_out": LEFT_OUT,
        "named": {role: edition.roles.get(role, role) for role in edition.form.named_roles},
        "restrictions": edition.restrictions,
        "people": nameable(reader, edition, _where(of)) if step.name == steps.PEOPLE else {},
        "edition": edition,
    }
    return View("raise_step.html", shows, 422 if trouble.sentence else 200)


def _where(of: Writing) -> tuple[str, ...]:
    """The area that was said, or all that may yet be."""
    said = of.draft.fields.get("area", "")
    return (said,) if said in of.areas else tuple(of.areas)


def _before(of: Writing) -> str:
    return f"/concerns/{of.concern.concern_id}" if of.concern else "/raise"


def _others(of: Writing) -> list[Category]:
    met = {each.rule.id for each in of.suggested}
    return [each for each in of.edition.categories if each.belongs_to == "need_to_know" and each.rule not in met]


async def answer(parts: Parts, visit: Visit) -> View | Response:
    """Saves what was said, whatever it is, and goes on; or says what is to be mended before."""
    for _ in range(TRIES):
        of = await writing(parts, visit, visit.request.path_params["draft_id"])
        if of.draft.row.notification_id:
            return RedirectResponse(onward(of), 303)
        step = _sent(of, _step(of, visit), visit.form)
        fields = steps.merged(of.draft.fields, visit.form, step.asks)
        if visit.is_held:
            held = trouble_of(Refusal("not_sent"))
            return replace(_asked(of, step, fields, held, visit.signed_in), status=409)
        saved = await keeping.save(parts, visit.signed_in, of.draft, fields, _seen(of, step, fields))
        if saved:
            now = replace(written(parts, visit, saved, of.edition, of.areas), concern=of.concern)
            return _gone_on(now, step, visit)
    raise Refusal("busy")


def _sent(of: Writing, step: steps.Step, form: Mapping[str, str]) -> steps.Step:
    """The step as it was asked: meanwhile another window may have asked part of it."""
    allowed = {f"facts.{each}" for each in of.edition.form.facts}
    asks = tuple(each for each in form.get("asks", "").split() if each in allowed)
    return replace(step, asks=asks) if asks else step


def _seen(of: Writing, step: steps.Step, fields: Mapping[str, str]) -> tuple[str, ...]:
    if not step.name.startswith("part-"):
        return steps.marked(of.draft.seen, step.asks)
    seen = of.draft.seen
    for each in step.asks:
        seen = steps.marked(seen, [each]) if any(steps.belongs(name, [each]) for name in fields) else seen
    return seen


def _gone_on(of: Writing, step: steps.Step, visit: Visit) -> View | Response:
    if visit.form.get("go") == "later":
        return RedirectResponse("/raise#drafts", 303)
    problems = problems_on(step, of, visit.signed_in)
    if problems:
        trouble = Trouble("Something is to be mended here before it goes on. What you typed is saved.", problems)
        return _asked(of, step, of.draft.fields, trouble, visit.signed_in)
    return RedirectResponse(onward(of), 303)


async def throw_away(parts: Parts, visit: Visit) -> Response:
    """The draft is gone. Raises Refusal `not_sent` for a form that is only to be shown again."""
    refuse_held(visit)
    draft = await keeping.find(parts, visit.signed_in, visit.request.path_params["draft_id"])
    await keeping.throw_away(parts, draft)
    return RedirectResponse("/raise", 303)


PAGES = (
    Page("GET", "/raise", "raise", start),
    Page("POST", "/raise", "raise", begin),
    Page("POST", f"{DRAFT}/deletion", "raise", throw_away),
    Page("GET", f"{DRAFT}/{{page}}", "raise", ask),
    Page("POST", f"{DRAFT}/{{page}}", "raise", answer),
)
