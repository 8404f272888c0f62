"""What `make mutate-rules` changes: each number, condition, role, trigger and way of an edition, one at a time."""

from __future__ import annotations

import pytest

from needfire.checking import problems_of
from needfire.periods import Period
from needfire.procedure import Edition
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.periods import other_periods
from tests.unit.casework.authorities import fenshire_edition


@pytest.fixture(scope="module")
def edition() -> Edition:
    return fenshire_edition()


@pytest.fixture(scope="module")
def mutants(edition: Edition) -> list[Mutant]:
    return list(mutants_of(edition))


@pytest.mark.parametrize(
    ("period", "others"),
    [
        ("24h", {"25h", "23h", "24d"}),
        ("1w", {"2w", "6d", "1mo"}),
        ("5wd", {"6wd", "4wd", "5d"}),
        ("immediate", {"1h"}),
        ("end_of_working_day", {"end_of_day", "end_of_working_day@23:59"}),
    ],
)
def test_a_period_becomes_longer_shorter_and_of_another_unit(period: str, others: set[str]) -> None:
    assert {str(each) for each in other_periods(Period.parse(period))} == others


def test_each_change_has_a_name_of_its_own_and_makes_another_edition(edition: Edition, mutants: list[Mutant]) -> None:
    assert len({each.name for each in mutants}) == len(mutants)
    assert [each.name for each in mutants if each.edition == edition] == []


def test_each_change_names_the_rules_whose_tests_have_to_notice_it(edition: Edition, mutants: list[Mutant]) -> None:
    assert [each.name for each in mutants if not set(each.rules) & edition.rules.keys()] == []


def test_what_people_read_is_not_changed(edition: Edition, mutants: list[Mutant]) -> None:
    says = {rule.says for rule in edition.rules.values()}
    assert all({rule.says for rule in each.edition.rules.values()} == says for each in mutants)


def test_most_changes_would_be_loaded(mutants: list[Mutant]) -> None:
    assert sum(not problems_of(each.edition) for each in mutants) > len(mutants) / 2


def test_every_clock_is_changed_in_its_time_its_start_its_end_and_what_a_breach_does(
    edition: Edition, mutants: list[Mutant]
) -> None:
    for clock in edition.clocks:
        changed = {each.name.removeprefix(f"clocks {clock.id}: ").split(":")[0] for each in mutants}
        assert {"within", "starts", "owner", "must", "repeats"} <= changed


def test_a_definition_is_noticed_by_the_tests_of_whatever_speaks_of_it(edition: Edition, mutants: list[Mutant]) -> None:
    for name in edition.definitions:
        assert [each.rules for each in mutants if each.name.startswith(f"definitions {name}:")], name
