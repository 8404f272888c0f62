"""What ids of people, roles and rules are called: by the directory and the edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.gateway_answers import CategoryTold, Person, Role, RuleText
from needfire.directory import Directory
from needfire.procedure import Edition, Request, Review, Step

PLATFORM = "Needfire"


def _agency_of(actor: str) -> str:
    """Of a client's name in the record, such as client:kent-police:1, the agency."""
    kind, _, rest = actor.partition(":")
    return rest.partition(":")[0] if kind == "client" else ""


@dataclass(frozen=True)
class Names:
    """One authority's names. `edition` is the case's own; `editions` all that the authority has, by their full name."""

    directory: Directory
    edition: Edition
    editions: Mapping[str, Edition]

    def person(self, person_id: str) -> Person:
        """The person of that id, or the agency whose client that is; services act under the platform's name; whom the directory lost keeps the id."""
        known = self.directory.person_by_id.get(person_id)
        if known:
            return Person(person_id, known.name)
        agency = self.directory.agency_by_id.get(_agency_of(person_id))
        if agency:
            return Person(agency.id, agency.name)
        return Person(person_id, PLATFORM if is_platform(person_id) else person_id)

    def maybe_person(self, person_id: str | None) -> Person | None:
        """The person, if there is one."""
        return self.person(person_id) if person_id else None

    def people(self, person_ids: Iterable[str]) -> tuple[Person, ...]:
        """The people of these ids."""
        return tuple(self.person(each) for each in person_ids)

    def role(self, role_id: str) -> Role:
        """The role, in the authority's own words."""
        return Role(role_id, self.edition.roles.get(role_id, role_id.replace("_", " ")))

    def category(self, rule: str) -> CategoryTold:
        """The category of this rule."""
        category = self.edition.category(rule)
        rests_on = (rule, *(category.rests_on if category else ()))
        return CategoryTold(rule, category.title if category else rule, self.uncertain(rests_on))

    def uncertain(self, rules: Iterable[str]) -> tuple[RuleText, ...]:
        """Those of these rules of the case's edition that their source does not settle: each with the other reading."""
        told = (rule_text(self.edition, each) for each in dict.fromkeys(rules))
        return tuple(each for each in told if each.status != "text")

    def step(self, routing: Mapping[str, Any], step_id: str) -> Step | Request | Review | None:
        """The step of the case's route, or the request or review beside it; None where the edition no longer has it."""
        route = self.edition.route(routing["route"])
        return (route.step(step_id) if route else None) or self.edition.request(step_id)

    def duty_does(self, duty: str) -> str:
        """Whether the edition's duty of this id is to tell a body, or to make a record; one it no longer has is told."""
        return next((each.does for each in self.edition.duties if each.id == duty), "tell")

    def rule(self, rule_id: str, edition_name: str) -> RuleText:
        """The rule in plain words and its place; one that no edition here has any more only by its id."""
        edition = self.editions.get(edition_name, self.edition)
        return rule_text(edition, rule_id)

    def item_title(self, routing: Mapping[str, Any], kind: str, item_id: str) -> str:
        """What a task, notice, clock or duty is called."""
        item = routing.get(kind, {}).get(item_id, {})
        return str(item.get("title") or item.get("about") or item_id)


def is_platform(person_id: str) -> bool:
    """Whether it was no person: a service, or the platform itself."""
    return person_id.startswith("service:") or person_id == "needfire"


def rule_text(edition: Edition, rule_id: str) -> RuleText:
    """A rule of the edition, or what is left to say of one that it does not have."""
    rule = edition.rules.get(rule_id)
    if rule is None:
        return RuleText(
            rule_id, "This rule is not in the edition that is installed.", edition.document, "", "gap", None
        )
    document = rule.document or edition.document
    return RuleText(rule_id, rule.says, document, rule.section, rule.status, rule.other_reading)
