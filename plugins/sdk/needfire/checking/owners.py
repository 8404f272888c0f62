"""Checks that whatever waits has somebody who holds it and a time by which it is missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from needfire.checking.remarks import Place, Remark, error, warning
from needfire.checking.vacancies import vacancies
from needfire.directory import WHOLE_AUTHORITY, Directory
from needfire.procedure import Edition, Step

_KINDS = {
    "clock": "clocks",
    "duty": "duties",
    "act": "acts",
    "request": "requests",
    "review": "reviews",
    "circulation": "circulation",
    "threshold": "thresholds",
    "report": "reports",
    "route": "routes",
    "restriction": "restrictions",
}


def owner_remarks(edition: Edition) -> Iterator[Remark]:
    """Each step, duty and request whose time nobody counts, unless a rule that it cites says that the source gives none."""
    seen = set()
    for route in edition.routes:
        for step in route.steps:
            if step.id not in seen and not _step_has_clock(edition, step) and not _gap(edition, step.rules):
                seen.add(step.id)
                yield _no_clock(
                    edition, f"step {step.id}", ("routes", route.id, "steps", step.id), step.rules, step.role
                )
    for duty in edition.duties:
        if not (duty.within or _counted(edition, f"done:{duty.id}") or _gap(edition, duty.rules)):
            yield _no_clock(edition, f"duty {duty.id}", ("duties", duty.id), duty.rules, duty.lead)
    for request in edition.requests:
        met = [f"decided:{request.id}.{outcome.id}" for outcome in request.outcomes]
        counted = request.within or any(_counted(edition, trigger) for trigger in met)
        if request.of and not counted and not _gap(edition, request.rules):
            yield _no_clock(edition, f"request {request.id}", ("requests", request.id), request.rules, request.of[0])


def _step_has_clock(edition: Edition, step: Step) -> bool:
    decided = [f"decided:{step.id}.{outcome.id}" for outcome in step.outcomes]
    opened = f"opened:{step.id}"
    return any(str(clock.starts) == opened or any(str(t) in decided for t in clock.met_by) for clock in edition.clocks)


def _counted(edition: Edition, trigger: str) -> bool:
    return any(trigger in map(str, clock.met_by) for clock in edition.clocks)


def _gap(edition: Edition, rules: tuple[str, ...]) -> bool:
    return any(edition.rules[rule].status == "gap" for rule in rules if rule in edition.rules)


def _no_clock(edition: Edition, part: str, place: Place, rules: tuple[str, ...], role: str) -> Remark:
    return warning(
        "no_clock",
        place,
        rules,
        f"{part} waits for the {edition.roles.get(role, role)} with no clock: nobody notices when it is forgotten.",
        "give it a time; or, where the source says none, cite a rule with 'status: gap' that says so",
    )


def directory_remarks(edition: Edition, directory: Directory, at: datetime) -> Iterator[Remark]:
    """Each part of the edition or of the directory that leads to a post which nobody holds in some area at that moment."""
    for each in vacancies(edition, directory, at):
        yield error(
            "nobody_holds_post",
            place_of(each.part, edition),
            (),
            f"{each.part} leads to {_post(edition, each.role)}, a post that nobody holds {_where(directory, each.areas)}.",
            f"add a post with 'role: {each.role}' to the directory of {directory.authority}",
        )


def _post(edition: Edition, role: str) -> str:
    return f"the {edition.roles[role]} ('{role}')" if role in edition.roles else f"'{role}'"


def _where(directory: Directory, areas: tuple[str, ...]) -> str:
    if areas == (WHOLE_AUTHORITY,):
        return "for the whole authority"
    return "anywhere" if len(areas) == len(directory.areas) else f"in {', '.join(areas)}"


def place_of(part: str, edition: Edition) -> Place:
    """Where a part that a sentence names stands in the edition's YAML: "clock alert_to_unit", "step a.b, telling c"."""
    kind, _, rest = part.partition(" ")
    name = rest.split(",")[0].split(":")[0].split(" ")[0]
    if kind == "step":
        step, _, outcome = name.partition(".")
        route = next((each for each in edition.routes if each.step(step)), None)
        below = ("outcomes", outcome) if outcome else ()
        return ("routes", route.id, "steps", step, *below) if route else ("routes",)
    if kind == "category":
        return ("rules", name, "category")
    if kind == "rule":
        return ("rules", name)
    if kind == "definition":
        return ("definitions", name)
    return (_KINDS[kind], name) if kind in _KINDS else ("form",) if kind.startswith("form") else ()
