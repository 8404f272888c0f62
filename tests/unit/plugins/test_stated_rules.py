"""Every rule of the sources is stated, with its numbers, and a number that is shown is the number that is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import takewhile
from typing import Any

import pytest

from needfire.authority import editions_of
from needfire.conditions import Condition, Counts, Defined, InCategory
from needfire.procedure import Edition
from needfire.working_time import Period

pytestmark = pytest.mark.rule("*")
LUTON = editions_of("needfire_luton")[0]
KENT_2016, KENT = editions_of("needfire_kent")
NORTHUMBERLAND = editions_of("needfire_northumberland")[0]
ENGLAND, LAW = editions_of("needfire_england")
LINCOLNSHIRE = editions_of("needfire_lincolnshire")[0]

# The rules of each source; in brackets the numbers that belong to a rule.
LUTON_RULES = """
LUT-SCOPE-1 LUT-SCOPE-2 LUT-SCOPE-3 LUT-SCOPE-4
LUT-RAISE-1 LUT-RAISE-2 LUT-RAISE-3 LUT-RAISE-4
LUT-OFSTED-1
LUT-CLA-1 LUT-CLA-2 LUT-CLA-3(missing_over=24h) LUT-CLA-4 LUT-CLA-5 LUT-CLA-6 LUT-CLA-7 LUT-CLA-8
LUT-CLA-9 LUT-CLA-10 LUT-CLA-11 LUT-CLA-12 LUT-CLA-13 LUT-CLA-14 LUT-CLA-3B(missing_over=24h, times=2)
LUT-STAFF-1 LUT-STAFF-2 LUT-STAFF-3 LUT-STAFF-4 LUT-STAFF-5 LUT-STAFF-6 LUT-STAFF-7
LUT-CP-1 LUT-CP-2 LUT-CP-3 LUT-CP-4 LUT-CP-5
LUT-TRUST-1 LUT-TRUST-2 LUT-TRUST-3
LUT-FIN-1 LUT-FIN-2 LUT-FIN-3 LUT-FIN-4
LUT-MEDIA-1 LUT-MEDIA-2 LUT-MEDIA-3 LUT-MEDIA-4 LUT-MEDIA-5
LUT-PREM-1 LUT-PREM-2 LUT-PREM-3
LUT-LEGAL-1 LUT-LEGAL-2 LUT-LEGAL-3 LUT-LEGAL-4 LUT-LEGAL-5
LUT-FORM-1 LUT-FORM-2
LUT-REC-1 LUT-REC-2
LUT-CIRC-1 LUT-CIRC-2 LUT-CIRC-3(every=1w) LUT-CIRC-4 LUT-CIRC-5 LUT-CIRC-6 LUT-CIRC-7 LUT-CIRC-8
LUT-CIRC-9
LUT-UPD-1 LUT-UPD-2 LUT-UPD-3(every=1w)
LUT-MGT-1 LUT-MGT-2 LUT-MGT-3 LUT-MGT-4 LUT-MGT-5
LUT-NA-1 LUT-NA-2 LUT-NA-3 LUT-NA-4 LUT-NA-5 LUT-NA-6 LUT-NA-7 LUT-NA-8(every=6mo) LUT-NA-9(after=12mo)
LUT-NA-10 LUT-NA-11(at_least=3w) LUT-NA-12 LUT-NA-13 LUT-NA-14 LUT-NA-15(at_least=3w)
LUT-OTHER-1
LUT-PLAT-1
"""
KENT_2016_RULES = """
KEN16-RAISE-1 KEN16-RAISE-2 KEN16-RAISE-3
KEN16-CAT-1 KEN16-CAT-2 KEN16-CAT-3 KEN16-CAT-4 KEN16-CAT-5 KEN16-CAT-6 KEN16-CAT-7 KEN16-CAT-8 KEN16-CAT-9
KEN16-ROUTE-1 KEN16-OFSTED-1 KEN16-OFSTED-2 KEN16-OFSTED-3 KEN16-DEATH-1 KEN16-DEATH-2
KEN16-MISS-1 KEN16-MISS-2 KEN16-MISS-3(under_age=18) KEN16-MISS-4
KEN16-CPCIN-1 KEN16-CPCIN-2 KEN16-CPCIN-3 KEN16-CPCIN-4
KEN16-CIC-1 KEN16-CIC-2 KEN16-CIC-3(missing_at_least=48h) KEN16-CIC-4 KEN16-CIC-5
KEN16-FOUND-1(within=72h) KEN16-FOUND-2 KEN16-FOUND-3
KEN16-MON-1 KEN16-MON-2(every=1w) KEN16-MON-3 KEN16-MON-4 KEN16-REV-1
KEN16-NA-1 KEN16-NA-2 KEN16-NA-3 KEN16-NA-4 KEN16-NA-5 KEN16-NA-6 KEN16-NA-7 KEN16-NA-8(every=6mo)
KEN16-NA-9(after=12mo) KEN16-NA-10(at_least=3w) KEN16-NA-11 KEN16-NA-12 KEN16-NA-13
KEN16-FORM-1
"""
KENT_RULES = """
KEN23-RAISE-1 KEN23-RAISE-2 KEN23-RAISE-3(within=immediate)
KEN23-NTK-A KEN23-NTK-B KEN23-NTK-C KEN23-NTK-D KEN23-NTK-E KEN23-NTK-F(within_after_supervision=20d)
KEN23-NTK-G KEN23-NTK-H(hospital_over=24h) KEN23-NTK-I(missing_at_least=48h)
KEN23-NTK-I2(absent_at_least=24h) KEN23-NTK-J KEN23-NTK-K KEN23-NTK-X KEN23-NTK-L
KEN23-ALERT-0(target=24h, limit=48h) KEN23-ALERT-1 KEN23-ALERT-2
KEN23-ALERT-3(within_after_supervision=20d) KEN23-ALERT-4 KEN23-ALERT-5 KEN23-ALERT-6
KEN23-ALERT-7(under_age=25) KEN23-ALERT-8 KEN23-ALERT-9 KEN23-ALERT-10 KEN23-ALERT-11
KEN23-DUTY-1(within=5wd) KEN23-DUTY-2(within=5wd) KEN23-DUTY-3(within=24h) KEN23-DUTY-4(within=24h)
KEN23-DUTY-5 KEN23-DUTY-6(within=5wd) KEN23-DUTY-7(from=2024-01) KEN23-DUTY-8
KEN23-FORM-1 KEN23-FORM-2 KEN23-FORM-3 KEN23-FORM-4
KEN23-NA-1 KEN23-NA-2(at_least=3w) KEN23-NA-3 KEN23-NA-4(levels=medium+high) KEN23-NA-5 KEN23-NA-6
KEN23-NA-7(first=4w, every=3mo) KEN23-NA-8(within=3wd) KEN23-NA-9(within=48h) KEN23-NA-10 KEN23-NA-11
KEN23-NA-12 KEN23-NA-13 KEN23-NA-14 KEN23-NA-15
KEN23-MON-1 KEN23-MON-2(every=4mo)
KEN23-REV-1 KEN23-REV-2
KEN23-CONSULT-1(within=3wd, urgent=24h)
"""

NORTHUMBERLAND_RULES = """
NBL-VCL-EH NBL-VCL-PH NBL-VCL-SH NBL-VCL-SE NBL-VCL-SM NBL-VCL-OF NBL-VCL-AB NBL-VCL-SCALE NBL-VCL-TOTAL
NBL-VCL-LEVEL NBL-V01 NBL-V02 NBL-V03 NBL-V04 NBL-V05 NBL-V06 NBL-V07 NBL-V08 NBL-V09 NBL-V10 NBL-V11 NBL-V12
NBL-V13 NBL-V15 NBL-CSE NBL-T01 NBL-T02 NBL-T03(within=immediate) NBL-T04 NBL-T05 NBL-T06 NBL-T07 NBL-T08
NBL-P01 NBL-P03 NBL-P04(within=5wd) NBL-P05(by=end_of_day) NBL-P06(within=5wd) NBL-P07 NBL-P08(within=immediate)
NBL-P09 NBL-P10 NBL-P11 NBL-P12 NBL-P13 NBL-P14(every=1mo) NBL-P14B(every=3w) NBL-P15 NBL-P16(every=3w, for=6mo)
NBL-P17 NBL-P18(after=6mo) NBL-KEY-1 NBL-KEY-2 NBL-LOG-1 NBL-LOG-2 NBL-LOG-3 NBL-PLAN-1 NBL-FORM-1 NBL-USE-1
NBL-JANE NBL-P10A NBL-P10B NBL-P12A NBL-P13A NBL-T08A NBL-T05A NBL-V03A NBL-SCOPE-1 NBL-SCOPE-2 NBL-LEVEL-DEF
NBL-P04B NBL-V14 NBL-V16 NBL-DEF-SCORED NBL-DEF-POLY NBL-ITEM-1 NBL-CLOCK-1 NBL-P19 NBL-INTEL-1 NBL-GAP-1
"""

ENGLAND_RULES = """
WT13-02 WT13-03(within=immediate) WT13-05(within=1wd) WT13-06 WT13-07 WT13-11(within=45wd) WT13-14 WT13-18
WT13-22(within=immediate) WT13-24 WT13-25(within=72h) WT13-26 WT13-30 WT13-33 WT13-34(within=15wd) WT13-39(within=10wd)
WT13-41(first=3mo, every=6mo) WT13-44(within=15wd) WT13-47 WT13-50(manager=immediate, lado=1wd) WT13-50D WT13-53
WT13-60(sentence_at_least=12mo, months_at_least=12)
WT13-SCR1 WT13-SCR2 WT13-SCR3 WT13-SCR4(within=1mo) WT13-SCR8(target=6mo) WT13-SCR9(before=1w, for=12mo)
WT13-CD2(within=7d) WT13-CD4(within=3wd) WT13-CD5(within=immediate) WT13-CD9(target=24h) WT13-CD10 WT13-CD15(within=28d)
WT13-CD17(within=immediate) WT13-CD23
"""
LINCOLNSHIRE_RULES = """
LIN-TAC-1 LIN-TAC-1A LIN-TAC-2(sample=50) LIN-CSE-1 LIN-MASH-1 LIN-RMG-1 LIN-HEALTH-1 LIN-HEALTH-2 LIN-HEALTH-3
LIN-NHS-1 LIN-REPORT-1(every=6mo) LIN-GAP-1
LCP-ALWAYS-1 LCP-ALWAYS-2 LCP-ALWAYS-3 LCP-ALWAYS-4(missing_at_least=48h) LCP-ALWAYS-5(missing_at_least=72h)
LCP-ALWAYS-6 LCP-ALWAYS-7 LCP-ALWAYS-8 LCP-ALWAYS-9 LCP-ALWAYS-10
LCP-HOS-1 LCP-HOS-2 LCP-HOS-3 LCP-HOS-4 LCP-HOS-5 LCP-HOS-6(out_of_education=3mo) LCP-HOS-7 LCP-HOS-8
LCP-HOS-9(within=12mo) LCP-HOS-10 LCP-FORM-1 LCP-FORM-2
LCP-ROUTE-1(within=immediate) LCP-ROUTE-2(by=end_of_working_day) LCP-ROUTE-3 LCP-ROUTE-4 LCP-ROUTE-5 LCP-ROUTE-6
LCP-ROUTE-7 LCP-SRC-1 LCP-TIER-1 LCP-OTHER-1 LCP-PLAT-1
"""

SOURCES = {
    ENGLAND.name: ENGLAND_RULES,
    LINCOLNSHIRE.name: LINCOLNSHIRE_RULES,
    LUTON.name: LUTON_RULES,
    KENT_2016.name: KENT_2016_RULES,
    KENT.name: KENT_RULES,
    NORTHUMBERLAND.name: NORTHUMBERLAND_RULES,
}


def stated(edition: Edition) -> set[str]:
    """The edition's rules, written as above."""
    rules = edition.rules.values()
    return {f"{r.id}({'/'.join(f'{k}={v}' for k, v in sorted(r.params.items()))})" for r in rules}


def expected(rules: str) -> set[str]:
    """The rules of a source with their numbers in a fixed order."""
    found = re.findall(r"([A-Z0-9-]+)(?:\(([^)]*)\))?", rules)
    return {
        f"{rule}({'/'.join(sorted(n.replace('+', ', ') for n in numbers.split(', ') if n))})" for rule, numbers in found
    }


@pytest.mark.parametrize(
    ("edition", "rules", "how_many"),
    [
        (LUTON, LUTON_RULES, 94),
        (KENT_2016, KENT_2016_RULES, 53),
        (KENT, KENT_RULES, 61),
        (NORTHUMBERLAND, NORTHUMBERLAND_RULES, 80),
        (ENGLAND, ENGLAND_RULES, 37),
        (LINCOLNSHIRE, LINCOLNSHIRE_RULES, 45),
    ],
)
def test_every_rule_of_the_source_is_stated_with_its_numbers(edition: Edition, rules: str, how_many: int) -> None:
    assert len(expected(rules)) == how_many
    assert expected(rules) - stated(edition) == set()


@pytest.mark.parametrize("edition", [LUTON, KENT_2016, KENT, NORTHUMBERLAND])
def test_what_is_not_the_sources_says_so(edition: Edition) -> None:
    of_the_source = expected(SOURCES[edition.name])
    ours = {rule.split("(")[0] for rule in stated(edition) - of_the_source}
    assert {edition.rules[rule].status for rule in ours} == {"assumption"}
    assert {edition.rules[rule].section for rule in ours} == {"ours, not the source's"}


@pytest.mark.parametrize("edition", [ENGLAND, LINCOLNSHIRE])
def test_what_is_not_the_sources_is_an_assumption_or_says_what_is_not_said(edition: Edition) -> None:
    ours = [edition.rules[each.split("(")[0]] for each in stated(edition) - expected(SOURCES[edition.name])]
    assert {rule.status for rule in ours} == {"assumption", "gap"}
    assert {rule.section for rule in ours if rule.status == "assumption"} == {"ours, not the source's"}


def test_what_the_law_has_changed_since_names_its_source_and_what_is_not_confirmed() -> None:
    changes = [rule for rule in LAW.rules.values() if rule.id.startswith("LAW-")]
    assert all(rule.document for rule in changes)
    assert {rule.status for rule in changes} == {"text", "unconfirmed", "assumption", "gap"}
    kept = [rule for rule in LAW.rules.values() if not rule.id.startswith("LAW-")]
    assert "text" not in {rule.status for rule in kept}


def parts_with_a_period(edition: Edition) -> Iterator[tuple[str, Period, tuple[str, ...]]]:
    """Every part that has a time, with the rules it cites."""
    for clock in edition.clocks:
        times = (clock.within, clock.target, clock.first, clock.lasting)
        yield from ((clock.id, time, clock.rules) for time in times if time)
    owed: tuple[Any, ...] = (*edition.duties, *edition.requests)
    for part in owed:
        urgent = getattr(part, "urgent", None)
        yield from ((part.id, time, part.rules) for time in (part.within, urgent) if time)
    rounds: tuple[Any, ...] = (*edition.reviews, *edition.reports)
    for again in rounds:
        if again.every:
            yield again.id, again.every, again.rules


@pytest.mark.parametrize("edition", [LUTON, KENT_2016, KENT, NORTHUMBERLAND, ENGLAND, LAW, LINCOLNSHIRE])
def test_a_time_that_is_counted_stands_in_a_rule_that_is_cited(edition: Edition) -> None:
    for part, period, rules in parts_with_a_period(edition):
        assert str(period) in {n for rule in rules for n in edition.rules[rule].params.values()}, part


@pytest.mark.parametrize("edition", [LUTON, KENT_2016, KENT, NORTHUMBERLAND, ENGLAND, LAW, LINCOLNSHIRE])
def test_a_number_that_decides_something_stands_in_its_rule(edition: Edition) -> None:
    for part, condition, rules in conditions_in(edition):
        numbers, led_through = numbers_in(edition, condition)
        cited = {*rules, *led_through}
        assert numbers <= {number for rule in cited for number in edition.rules[rule].params.values()}, part


def conditions_in(edition: Edition) -> Iterator[tuple[str, Condition | None, tuple[str, ...]]]:
    """Every condition that decides something, with the rules that the decision cites."""
    yield from ((each.rule, each.when, (each.rule, *each.rests_on)) for each in edition.categories)
    for clock in edition.clocks:
        yield from ((clock.id, each, clock.rules) for each in (clock.applies_when, clock.ends_when))
    parts: tuple[Any, ...] = (*edition.duties, *edition.requests, *edition.routes)
    yield from ((each.id, each.when, each.rules) for each in parts)
    for threshold in edition.thresholds:
        yield from ((threshold.id, each.when, (each.rule,)) for each in threshold.grounds)
    asked: tuple[Any, ...] = (*(step for route in edition.routes for step in route.steps), *edition.beside)
    for outcome in [outcome for each in asked for outcome in each.outcomes]:
        bound: tuple[Any, ...] = (*outcome.refused, *outcome.tells)
        yield from ((outcome.id, each.when, each.rules) for each in bound)
    for request in edition.requests:
        yield from ((request.id, each.when, each.rules) for each in request.refused)


IN_OTHER_WORDS = {
    "LUT-CLA-3B": "second",
    "LUT-CIRC-3": "weekly",
    "LUT-UPD-3": "every week",
    "KEN23-DUTY-7": "January 2024",
    "KEN23-MON-2": "three times a year",
    "NBL-P14": "every month",
}


@pytest.mark.parametrize("edition", [LUTON, KENT_2016, KENT, NORTHUMBERLAND, ENGLAND, LAW, LINCOLNSHIRE])
def test_a_rules_words_have_its_numbers(edition: Edition) -> None:
    for rule in edition.rules.values():
        for number in rule.params.values():
            amount = "".join(takewhile(str.isdigit, number))
            words = IN_OTHER_WORDS.get(rule.id)
            said = re.search(rf"\b{amount}(th|\b)", rule.says) or (words and words in rule.says)
            assert said, f"{rule.id} shows {number} and does not say it"


def numbers_in(edition: Edition, condition: Condition | None) -> tuple[set[str], set[str]]:
    """The numbers that a condition compares with, and the rules through which it was led."""
    numbers: set[str] = set()
    rules: set[str] = set()
    seen: list[Any] = [condition]
    while seen:
        part: Any = seen.pop()
        match part:
            case Period():
                numbers.add(str(part))
            case Counts():
                numbers.add(str(part.number))
            case Defined():
                rules |= set(edition.defining.get(part.name, ()))
                seen.append(edition.definitions[part.name])
            case InCategory():
                rules |= set(part.rules)
                seen += [found.when for rule in part.rules if (found := edition.category(rule))]
            case tuple():
                seen += part
            case _ if is_dataclass(part):
                seen += [getattr(part, each.name) for each in fields(part)]
    return numbers, rules
