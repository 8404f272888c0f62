"""The threshold test as a recorded decision, in the shape of the police's National Decision Model.

Information; threat and risk; powers and policy; options; action and review: one decision each, with the rules, facts and
arithmetic that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from contracts import national_alerts as contract
from contracts.refusals import Refusal
from needfire.conditions import Finding, Setting
from needfire.decisions import Decision
from needfire.facts import as_json
from needfire.london_time import moment_in_words
from needfire.thresholds import Ground, GroundKind, Judged, Threshold, judge_threshold, passes_from
from needfire.vocabulary import VOCABULARY
from services.national_alerts.domain import Alert, Grounds, as_whom, read_facts, refuse_over, refuse_pending

DANGER = (
    "police_risk_level", "national_alert_risk_level", "risk_difference_explained", "sufficient_danger", "section_47_investigation",
    "abducted_by_person_of_risk", "removed_by_person_of_risk", "accommodated_after_protection_concerns", "grave_risk",
    "particularly_vulnerable",
)  # fmt: skip

BEARING: Mapping[GroundKind, str] = {
    "opens": "brings the case under it",
    "exceptional": "brings an exceptional case under it",
    "requires": "must hold",
    "excludes": "stands against it while it holds",
}


def threshold_of(grounds: Grounds) -> Threshold:
    """The threshold that the edition has for national alerts. Raises Refusal when it no longer has it."""
    found = next((each for each in grounds.edition.thresholds if each.id == grounds.alerting.threshold), None)
    if found is None:
        raise Refusal("edition_changed")
    return found


def judged(within: Setting, grounds: Grounds) -> Judged:
    """Whether the threshold is met in this setting."""
    return judge_threshold(threshold_of(grounds), lambda condition: condition.judge(within))


def propose(command: contract.ProposeAlertV1, state: Alert, grounds: Grounds) -> tuple[Any, ...]:
    """Puts the case to the threshold: the answer is recorded whichever it is. Refused where it cannot be answered yet."""
    threshold, rules = threshold_of(grounds), grounds.alerting.rules
    role = as_whom(grounds.alerting.by, state, grounds)
    if state.notification_ended:
        raise Refusal("notification_ended", rules=rules)
    refuse_over(state, rules)
    refuse_pending(state, rules)
    if state.current:
        raise Refusal("alert_current", rules=rules)
    stated = read_facts(command.facts, grounds.now)
    facts = read_facts({**state.facts, **stated}, grounds.now)
    _check_enquiries(command.enquiries, facts, state, grounds)
    within = grounds.within(facts)
    answer = judged(within, grounds)
    if answer.verdict == "open":
        asked = {name: VOCABULARY.definitions[name].question for name in sorted(answer.needs)}
        raise Refusal("facts_required", {"facts": asked}, threshold.rules)
    passes = passes_from(threshold, within) if answer.verdict == "not_met" else None
    enquiries = {**state.enquiries, **{each.fact: each for each in command.enquiries}}
    return (
        contract.ThresholdJudgedV1(
            alert_id=state.alert_id,
            notification_id=state.notification_id,
            verdict=answer.verdict,
            by=grounds.actor,
            judged_at=grounds.now,
            facts=stated,
            enquiries=command.enquiries,
            passes_from=passes,
            decisions=tuple(_model(answer, passes, within, enquiries, role, grounds)),
        ),
    )


def refuse_unless_met(within: Setting, grounds: Grounds) -> None:
    """Refuses, with every ground that stands against it, what the threshold is not met for. Raises Refusal."""
    answer = judged(within, grounds)
    if answer.verdict != "met":
        raise threshold_refusal(answer, passes_from(threshold_of(grounds), within), grounds)


def threshold_refusal(answer: Judged, passes: datetime | None, grounds: Grounds) -> Refusal:
    """The refusal that cites the grounds, and says from when it would pass."""
    details: dict[str, Any] = {"grounds": [f"{ground.rule}: {ground.sentence}" for ground, _ in answer.against]}
    if passes:
        details["passes_from"] = passes.isoformat()
    return Refusal("threshold_not_met", details, _rules(answer, threshold_of(grounds)))


def _check_enquiries(
    given: tuple[contract.Enquiry, ...], facts: Mapping[str, Any], state: Alert, grounds: Grounds
) -> None:
    """An answer on absence counts with who asked, whom, and when. Raises Refusal."""
    rules = threshold_of(grounds).rules
    wrong = {each.fact: "It is not asked so here." for each in given if each.fact not in grounds.alerting.enquiries}
    wrong |= {each.fact: "It was asked later than now." for each in given if each.asked_at > grounds.now}
    if wrong:
        known = wrong.keys() & VOCABULARY.definitions.keys()
        raise Refusal("facts_refused", {"facts": {name: wrong[name] for name in sorted(known)}}, rules)
    if {each.asked_by for each in given} - grounds.directory.person_by_id.keys():
        raise Refusal("unknown_person", rules=rules)
    made = {*state.enquiries, *(each.fact for each in given)}
    lacking = [name for name in grounds.alerting.enquiries if name in facts and name not in made]
    if lacking:
        asked = {name: VOCABULARY.definitions[name].question for name in lacking}
        raise Refusal("enquiries_required", {"facts": asked}, rules)


def _model(
    answer: Judged,
    passes: datetime | None,
    within: Setting,
    enquiries: Mapping[str, contract.Enquiry],
    role: str,
    grounds: Grounds,
) -> Iterator[Decision]:
    threshold, rules = threshold_of(grounds), grounds.alerting.rules
    findings = [(ground, ground.when.judge(within)) for ground in threshold.grounds]
    known = as_json(within.facts)
    used = {name: known[name] for _, found in findings for name in sorted(found.used) if name in known}
    made = [_said(each, known) for each in enquiries.values()]
    yield grounds.decision(
        "Information: what is known?",
        f"{len(used)} facts bear on it, {len(made)} of them with who asked whom, and when.",
        threshold.rules,
        facts=used,
        arithmetic=tuple(made),
    )
    danger = {name: known[name] for name in DANGER if name in known}
    yield grounds.decision(
        "Threat and risk: what is the danger?",
        "As the facts say." if danger else "Nothing is recorded of it beyond the child's being missing.",
        threshold.rules,
        facts=danger,
    )
    yield grounds.decision(
        f"Powers and policy: {threshold.title}",
        _why(answer),
        (*_rules(answer, threshold), *(ground.rule for ground, _ in findings)),
        facts=used,
        arithmetic=tuple(dict.fromkeys(line for each in findings for line in _counted(*each))),
    )
    yield grounds.decision("Options: what can be done?", _options(answer, passes), rules)
    title = grounds.role_title(role)
    deciding = grounds.role_title(threshold.by)
    act = "writes the initial alert" if answer.verdict == "met" else "goes on with the authority's own alert"
    yield grounds.decision(
        "Action and review: who does what next?",
        f"The {title} {act}; the {deciding} decides on it.",
        rules,
    )


def _said(enquiry: contract.Enquiry, known: Mapping[str, Any]) -> str:
    name = enquiry.fact.replace("_", " ")
    answer = {True: "yes", False: "no"}.get(known.get(enquiry.fact, ""), "not known")
    whom = enquiry.asked_of.replace("_", " ")
    return f"{name}: {answer}; {enquiry.asked_by} asked ({whom}), {moment_in_words(enquiry.asked_at)}."


def _counted(ground: Ground, found: Finding) -> tuple[str, ...]:
    held = {True: "it holds", False: "it does not hold", None: "not known, and not asked for"}[found.holds]
    return (f"{ground.rule}, {BEARING[ground.kind]}: {held}.", *found.arithmetic)


def _why(answer: Judged) -> str:
    if answer.verdict == "met":
        return "Yes: it is met."
    against = " ".join(dict.fromkeys(ground.sentence for ground, _ in answer.against))
    return f"No. {against}" if against else "No: the case comes under none of its grounds."


def _options(answer: Judged, passes: datetime | None) -> str:
    if answer.verdict == "met":
        return "A national alert can be made; or none, if that serves the child better."
    if passes:
        return f"No national alert now. If nothing else changes, the threshold is met from {moment_in_words(passes)}."
    return "No national alert on these facts, however much time passes."


def _rules(answer: Judged, threshold: Threshold) -> tuple[str, ...]:
    cited = [ground.rule for ground, _ in (*answer.against, *answer.carried_by)]
    through: list[Finding] = [found for _, found in (*answer.against, *answer.carried_by)]
    return tuple(dict.fromkeys((*cited, *threshold.rules, *sorted({rule for each in through for rule in each.rules}))))
