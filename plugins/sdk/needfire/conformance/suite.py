"""The kit's tests. A plugin's author derives from `Conformance`; every test then runs on that plugin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings

from needfire.bank_holidays import england_and_wales
from needfire.checking import problems_of
from needfire.checking.checkup import remarks_on
from needfire.conformance.facts import AS_OF, recorded_facts
from needfire.conformance.playing import player
from needfire.conformance.times import AWKWARD_STARTS, counted
from needfire.facts import Facts
from needfire.loading.authorities import Authority, load_authorities
from needfire.procedure import Edition
from needfire.suggesting import holds, setting
from needfire.thresholds import judge_threshold
from needfire.vocabulary import VOCABULARY
from needfire.working_time import deadline, occurrence

Property = Callable[[dict[str, Any]], None]
YEAR = timedelta(days=366)
SETTLED = ("met", "breached", "stopped", "comes later")
_CALENDAR = england_and_wales()
_LOADED: dict[str, Authority] = {}


def loaded(authority: str) -> Authority:
    """The installed plugin of this name on its baseline, loaded once. Fails the test with the reason where it cannot be loaded."""
    if authority not in _LOADED:
        found = load_authorities({authority})
        assert authority in found.loaded, f"{authority}: {found.stopped.get(authority)} (pip install -e . installs it)"
        _LOADED[authority] = found.loaded[authority]
    return _LOADED[authority]


class Conformance:
    """Derive from it, name the `authority`, and give a folder of `cases` whose outcome is to stay as it is.

    `examples` is how many invented cases each property is tried on, `played` how many are played for a year.
    """

    authority: ClassVar[str] = ""
    cases: ClassVar[Path | None] = None
    examples: ClassVar[int] = 200
    played: ClassVar[int] = 15

    def __init_subclass__(cls) -> None:
        """Without cases there is no test of them, rather than one that is skipped."""
        super().__init_subclass__()
        if cls.cases is None:
            setattr(cls, "test_a_golden_case_comes_to_what_it_came_to", None)  # noqa: B010 - mypy: a method

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each edition, and for each golden case."""
        if "edition" in metafunc.fixturenames:
            metafunc.parametrize("edition", loaded(self.authority).editions.values(), ids=lambda each: each.edition)
        if "golden" in metafunc.fixturenames:
            files = sorted(self.cases.rglob("*.yaml")) if self.cases else []
            assert files, f"{self.cases} has no case: leave `cases` out, or add one"
            metafunc.parametrize("golden", files, ids=lambda file: file.stem)

    def test_the_plugin_keeps_its_contract(self) -> None:
        """It loads, alone, under the name of its entry point, with at least one edition."""
        assert loaded(self.authority).editions

    def test_no_part_leads_nowhere(self, edition: Edition) -> None:
        """As when the platform loads it, and as `needfire check`: no condition that nothing meets, no way never taken, no bare number."""
        assert problems_of(edition) == ()
        assert [each for each in remarks_on(edition) if each.severity == "error"] == []

    def test_each_time_can_be_counted_from_any_day(self, edition: Edition) -> None:
        """Weekends, bank holidays, changes of the clocks, 29 February: due later than begun, and said how."""
        for part, period in counted(edition):
            for name, start in AWKWARD_STARTS.items():
                reached = deadline(start, period, _CALENDAR)
                assert reached.due >= start, f"{part} from {name}"
                assert reached.arithmetic, f"{part} from {name} does not say how it was counted"

    def test_what_repeats_moves_on(self, edition: Edition) -> None:
        """Each time of a repeating clock is later than the one before."""
        for clock in (each for each in edition.clocks if each.repeats):
            for name, start in AWKWARD_STARTS.items():
                times = [occurrence(start, clock.within, number, _CALENDAR).due for number in range(1, 14)]
                assert times == sorted(set(times)), f"clock {clock.id} from {name}"

    def test_any_facts_get_an_answer_that_cites(self, edition: Edition) -> None:
        """Whatever is recorded, or not: categories with their facts, one route, and of each threshold a verdict."""
        authority = loaded(self.authority)

        @self._tried(self.examples)
        def answered(raw: dict[str, Any]) -> None:
            facts = VOCABULARY.read(raw, AS_OF)
            suggested = authority.suggest(edition, facts, AS_OF, _CALENDAR)
            assert {each.rule for each in suggested} <= edition.rules.keys()
            assert all(set(each.facts_used) <= facts.keys() for each in suggested)
            _one_route(edition, facts)
            _verdicts(edition, facts)

        answered()

    def test_the_hooks_keep_their_contract(self, edition: Edition) -> None:
        """Asked twice the plugin suggests the same, and changes nothing of what it was given."""
        authority = loaded(self.authority)

        @self._tried(self.examples)
        def asked(raw: dict[str, Any]) -> None:
            facts = VOCABULARY.read(raw, AS_OF)
            before = dict(facts)
            first = authority.suggest(edition, facts, AS_OF, _CALENDAR)
            assert facts == before, "a hook has changed the facts"
            assert authority.suggest(edition, facts, AS_OF, _CALENDAR) == first, "asked twice, it says another thing"

        asked()

    def test_each_clock_comes_to_an_end(self, edition: Edition) -> None:
        """Where nobody does anything for a year, each clock that began is met, breached, stopped, or comes later; none is forgotten."""
        if edition.baseline:
            return
        authority = loaded(self.authority)

        @self._tried(self.played)
        def ended(raw: dict[str, Any]) -> None:
            states = player().clocks_after(authority, edition, raw, AS_OF, YEAR)
            assert [state for state in states if not state.endswith(SETTLED)] == []

        ended()

    def test_a_golden_case_comes_to_what_it_came_to(self, golden: Path, pytestconfig: pytest.Config) -> None:
        """A case file comes to what stands beside it. `--write-golden` writes that anew."""
        now, beside = player().tell(loaded(self.authority), golden), golden.with_suffix(".expected.txt")
        if pytestconfig.getoption("--write-golden"):
            beside.write_text(now, "utf-8")
        assert beside.exists(), f"{beside.name} is missing: run pytest --write-golden, and read it"
        assert now == beside.read_text("utf-8")

    @staticmethod
    def _tried(examples: int) -> Callable[[Property], Callable[[], None]]:
        """A property, on so many invented cases, without a time limit for each: the machine may be slow."""

        def decorated(test: Property) -> Callable[[], None]:
            tried: Callable[[], None] = given(raw=recorded_facts())(test)
            return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))(tried)

        return decorated


def _one_route(edition: Edition, facts: Facts) -> None:
    within = setting(edition, facts, AS_OF, _CALENDAR)
    assert edition.baseline or any(holds(route.when, within).holds for route in edition.routes)


def _verdicts(edition: Edition, facts: Facts) -> Mapping[str, str]:
    within = setting(edition, facts, AS_OF, _CALENDAR)
    judged = {each.id: judge_threshold(each, lambda condition: condition.judge(within)) for each in edition.thresholds}
    for name, found in judged.items():
        assert found.verdict != "open" or found.needs, f"threshold {name} is open, and nothing is asked"
        assert found.verdict != "met" or found.carried_by, f"threshold {name} is met by nothing"
    return {name: found.verdict for name, found in judged.items()}
