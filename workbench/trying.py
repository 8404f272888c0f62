"""Plays a case file through the platform's own rules, in memory: what was met, who is told when, what is due by when."""

from __future__ import annotations

from contracts import intake
from needfire.directory import Directory
from needfire.facts import Facts, from_json
from needfire.loading.authorities import Authority
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from services.escalation.replaying.stated import area_of, chosen_categories
from workbench.acting import SEALED, act
from workbench.cases import CaseFile
from workbench.invented import deployment_of
from workbench.played import Played
from workbench.rehearsal import SOMEBODY, THIS, Rehearsal
from workbench.stated import left_aside, raising_role


def play(case: CaseFile, authority: Authority, edition: Edition, directory: Directory | None) -> Played:
    """Raises the case under the edition and does what its file says happens then. Raises Problem where it cannot be raised at all."""
    deployment = deployment_of(authority, edition, directory)
    rehearsal = Rehearsal(deployment, case.raised_at)
    facts: Facts = from_json(VOCABULARY, case.facts)
    suggested = authority.suggest(edition, facts, case.raised_at, deployment.calendar)
    chosen, by_judgement = chosen_categories(edition, suggested, case.categories)
    aside = tuple(left_aside(case, edition, directory))
    played = Played(case, edition, rehearsal, suggested, chosen, by_judgement, aside, [])
    if chosen:
        _raise(played)
        for action in case.then:
            if played.refused:
                break
            act(played, action)
    return played


def _raise(played: Played) -> None:
    case, edition = played.case, played.edition
    directory = played.rehearsal.deployment.directories[edition.authority]
    left_out = [each.rule for each in played.suggested if each.rule not in played.chosen]
    command = intake.RaiseNotificationV1(
        THIS,
        SOMEBODY,
        area_of(case, directory),
        case.facts,
        played.chosen,
        tuple(intake.LeftOut(rule, "judged_not_needed") for rule in left_out if _is_need_to_know(edition, rule)),
        sealed=SEALED,
    )
    played.ask("raise it", command, raising_role(case, edition))


def _is_need_to_know(edition: Edition, rule: str) -> bool:
    category = edition.category(rule)
    return category is not None and category.belongs_to == "need_to_know"
