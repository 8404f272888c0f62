"""Every rule of the sources is stated, with its numbers, and a number that is shown is the number that is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import takewhile
from typing import Any

import pytest

from needfire.authority import editions_of
from needfire.conditions import Counts, Defined, InCategory
from needfire.procedure import Category, Edition
from needfire.working_time import Period

LUTON = editions_of("needfire_luton")[0]
KENT = editions_of("needfire_kent")[0]

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


@pytest.mark.parametrize(("edition", "rules", "how_many"), [(LUTON, LUTON_RULES, 94), (KENT, KENT_RULES, 61)])
def test_every_rule_of_the_source_is_stated_with_its_numbers(edition: Edition, rules: str, how_many: int) -> None:
    assert len(expected(rules)) == how_many
    assert expected(rules) - stated(edition) == set()


@pytest.mark.parametrize("edition", [LUTON, KENT])
def test_what_is_not_the_sources_says_so(edition: Edition) -> None:
    of_the_source = expected(LUTON_RULES if edition is LUTON else KENT_RULES)
    ours = {rule.split("(")[0] for rule in stated(edition) - of_the_source}
    assert {edition.rules[rule].status for rule in ours} == {"assumption"}
    assert {edition.rules[rule].section for rule in ours} == {"ours, not the source's"}


def parts_with_a_period(edition: Edition) -> Iterator[tuple[str, Period, tuple[str, ...]]]:
    """Every clock and duty that has a time, with the rules it cites."""
    for clock in edition.clocks:
        yield clock.id, clock.within, clock.rules
        if clock.target:
            yield f"{clock.id}, target", clock.target, clock.rules
    for duty in edition.duties:
        if duty.within:
            yield duty.id, duty.within, duty.rules


@pytest.mark.parametrize("edition", [LUTON, KENT])
def test_a_time_that_is_counted_stands_in_a_rule_that_is_cited(edition: Edition) -> None:
    for part, period, rules in parts_with_a_period(edition):
        assert str(period) in {n for rule in rules for n in edition.rules[rule].params.values()}, part


@pytest.mark.parametrize("edition", [LUTON, KENT])
def test_a_number_that_decides_a_category_stands_in_its_rule(edition: Edition) -> None:
    for category in edition.categories:
        numbers, rules = numbers_in(edition, category)
        shown = {number for rule in rules for number in edition.rules[rule].params.values()}
        assert numbers <= shown, category.rule


IN_OTHER_WORDS = {
    "LUT-CLA-3B": "second",
    "LUT-CIRC-3": "weekly",
    "LUT-UPD-3": "every week",
    "KEN23-DUTY-7": "January 2024",
    "KEN23-MON-2": "three times a year",
}


@pytest.mark.parametrize("edition", [LUTON, KENT])
def test_a_rules_words_have_its_numbers(edition: Edition) -> None:
    for rule in edition.rules.values():
        for number in rule.params.values():
            amount = "".join(takewhile(str.isdigit, number))
            words = IN_OTHER_WORDS.get(rule.id)
            said = re.search(rf"\b{amount}(th|\b)", rule.says) or (words and words in rule.says)
            assert said, f"{rule.id} shows {number} and does not say it"


def numbers_in(edition: Edition, category: Category) -> tuple[set[str], set[str]]:
    """The numbers that a category's condition compares with, and the rules through which it was led."""
    numbers, rules, seen = set(), {category.rule}, [category.when]
    while seen:
        part: Any = seen.pop()
        match part:
            case Period():
                numbers.add(str(part))
            case Counts():
                numbers.add(str(part.number))
            case Defined():
                seen.append(edition.definitions[part.name])
            case InCategory():
                rules |= set(part.rules)
                seen += [found.when for rule in part.rules if (found := edition.category(rule))]
            case tuple():
                seen += part
            case _ if is_dataclass(part):
                seen += [getattr(part, each.name) for each in fields(part)]
    return numbers, rules
