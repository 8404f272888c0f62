"""Loading plugins: each alone, so that one that fails, whatever it does, stops no other and says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from needfire import hookimpl
from needfire.authority import AuthorityDescription, Suggestion
from needfire.facts import Facts
from needfire.loading.authorities import LIMITS, Authorities, EntryPoint, Limits, load_authorities
from needfire.procedure import Edition
from needfire.procedure_reading import read_edition
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.casework.authorities import Installed, fenshire_edition, plugin

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EDITION = fenshire_edition()


class Loads:
    """An entry point that does this when it is loaded."""

    def __init__(self, name: str, load: Callable[[], Any]) -> None:
        self.name, self._load = name, load

    def load(self) -> Any:
        return self._load()


def fails(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def hooks(**implementations: Callable[..., Any] | None) -> Any:
    """A sound plugin for Fenshire with some hooks implemented otherwise; None leaves one out."""
    sound = vars(plugin("fenshire", EDITION))
    marked = {name: hookimpl(each) for name, each in implementations.items() if each}
    kept = {name: each for name, each in sound.items() if name not in implementations}
    return SimpleNamespace(**kept, **marked)


def loaded_beside(broken: Any, limits: Limits = LIMITS) -> Authorities:
    """What is loaded when this entry point, or plugin, is installed beside a sound one."""
    entry_point = broken if hasattr(broken, "load") else Installed("fenshire", broken)
    sound = Installed("rutland", plugin("rutland", replace(EDITION, authority="rutland")))
    return load_authorities(entry_points=[entry_point, sound], limits=limits)


def describes(code: Any, name: Any = "Fenshire") -> Any:
    return hooks(needfire_authority=lambda: AuthorityDescription(code, name))


def gives(editions: Any) -> Any:
    return hooks(needfire_editions=lambda: editions)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (Loads("fenshire", fails(ImportError("no module named reeds"))), "ImportError"),
        (Loads("fenshire", fails(SystemExit(3))), "SystemExit"),
        (Loads("fenshire", fails(RecursionError())), "RecursionError"),
        (Loads("fenshire", lambda: None), "needfire_authority"),
        (Loads("fenshire", lambda: 5), "needfire_authority"),
        (hooks(needfire_authority=fails(ValueError("bad"))), "ValueError"),
        (hooks(needfire_authority=fails(SystemExit())), "SystemExit"),
        (hooks(needfire_authority=lambda: None), "needfire_authority must return an AuthorityDescription"),
        (hooks(needfire_authority=lambda: "fenshire"), "needfire_authority must return an AuthorityDescription"),
        (hooks(needfire_authority=None), "needfire_authority must return an AuthorityDescription"),
        (hooks(needfire_authority=lambda extra: None), "extra"),
        (hooks(needfire_surprise=lambda: None), "needfire_surprise"),
        (describes("fen"), "the authority's code must be the entry point's name, 'fenshire'"),
        (describes("Fenshire"), "the authority's code must be the entry point's name"),
        (describes(None), "the authority's code must be the entry point's name"),
        (describes(["fenshire"]), "the authority's code must be the entry point's name"),
        (hooks(needfire_editions=None), "needfire_editions"),
        (hooks(needfire_editions=fails(OSError("no such file"))), "OSError"),
        (gives(5), "TypeError"),
        (gives("trial"), "needfire_editions must return editions"),
        (gives([None]), "needfire_editions must return editions"),
        (gives([EDITION, EDITION]), "two editions have one name"),
        (gives([replace(EDITION, authority="rutland")]), "edition rutland trial is not of authority fenshire"),
        (gives([replace(EDITION, routes=())]), "the last route has no condition"),
        (gives([replace(EDITION, routes=None)]), "TypeError"),  # type: ignore[arg-type]
        (gives([replace(EDITION, in_force_from="today")]), "in_force_from"),  # type: ignore[arg-type]
    ],
)
def test_a_plugin_that_breaks_its_contract_stops_alone_and_says_why(broken: Any, said: str) -> None:
    found = loaded_beside(broken)
    assert list(found.loaded) == ["rutland"]
    assert said in found.stopped["fenshire"]
    assert found.get("fenshire") is None
    assert found.get("rutland") is found.loaded["rutland"]


def test_an_edition_that_cannot_be_read_is_named_with_its_file_and_mend() -> None:
    found = loaded_beside(hooks(needfire_editions=lambda: [read_edition("authority: fenshire", "2026.yaml")]))
    assert found.stopped["fenshire"].startswith("2026.yaml cannot be used:\n2026.yaml line 1: rules: ")


def test_sound_plugins_are_loaded_by_their_code() -> None:
    found = loaded_beside(plugin("fenshire", EDITION))
    assert list(found.loaded) == ["fenshire", "rutland"]
    assert found.stopped == {}
    assert found.loaded["fenshire"].description == AuthorityDescription("fenshire", "Fenshire", "England")
    assert found.loaded["fenshire"].editions == {"trial": EDITION}


def test_a_plugin_without_an_edition_yet_is_loaded_and_has_nothing_in_force() -> None:
    assert loaded_beside(gives([])).loaded["fenshire"].edition_at(NOW) is None


def test_only_those_that_are_allowed_are_loaded_and_those_missing_are_named() -> None:
    touched: list[str] = []
    unwanted = Loads("fenshire", lambda: touched.append("fenshire"))
    points: list[EntryPoint] = [unwanted, Installed("rutland", plugin("rutland"))]
    found = load_authorities(["rutland", "atlantis"], points)
    assert (list(found.loaded), touched) == (["rutland"], [])
    assert found.stopped == {"atlantis": "no plugin of this name is installed"}
    assert load_authorities([], points) == Authorities({}, {})


def test_two_plugins_for_one_authority_stop_it_rather_than_one_of_them_winning() -> None:
    once = Installed("fenshire", plugin("fenshire", EDITION))
    found = load_authorities(entry_points=[once, Installed("fenshire", plugin("fenshire"))])
    assert found.loaded == {}
    assert found.stopped == {"fenshire": "two plugins of this name are installed: remove one"}


def test_each_authority_has_a_plugin_manager_of_its_own() -> None:
    found = loaded_beside(plugin("fenshire", EDITION))
    managers = [each.plugins for each in found.loaded.values()]
    assert managers[0] is not managers[1]
    assert [[name for name, _ in each.list_name_plugin()] for each in managers] == [["fenshire"], ["rutland"]]


def test_the_edition_in_force_is_the_latest_that_has_begun_in_england() -> None:
    later = replace(EDITION, edition="later", in_force_from=date(2026, 7, 1))
    authority = loaded_beside(gives([later, EDITION])).loaded["fenshire"]

    def in_force(moment: str) -> str | None:
        edition = authority.edition_at(datetime.fromisoformat(moment))
        return edition.edition if edition else None

    assert in_force("2019-12-31T23:59:59+00:00") is None
    assert in_force("2020-01-01T00:00:00+00:00") == "trial"
    assert in_force("2026-06-30T22:59:59+00:00") == "trial"
    assert in_force("2026-06-30T23:00:00+00:00") == "later"


def suggested(hook: Callable[..., Any], belongs_to: Any = None) -> list[Suggestion]:
    def asked(edition: Edition, facts: Facts, as_of: datetime) -> Any:
        return hook(edition, facts, as_of)

    authority = loaded_beside(hooks(needfire_suggest_categories=asked)).loaded["fenshire"]
    facts = VOCABULARY.read({"happened": ["missing"]}, NOW)
    return list(authority.suggest(EDITION, facts, NOW, england_and_wales(), belongs_to))


BY_DATA = Suggestion("FEN-A", ("happened",))


def test_the_hook_adds_to_what_the_data_suggests_and_is_told_all_it_needs() -> None:
    def judge(edition: Edition, facts: Facts, as_of: datetime) -> Sequence[Suggestion]:
        assert (edition, facts, as_of) == (EDITION, {"happened": ("missing",)}, NOW)
        return [Suggestion("FEN-X", ("happened",), ("counted",))]

    assert suggested(judge) == [BY_DATA, Suggestion("FEN-X", ("happened",), ("counted",))]


@pytest.mark.parametrize(
    "answer",
    [
        [Suggestion("FEN-A", ("plan",))],
        [Suggestion("LUT-CLA-1")],
        [Suggestion(None)],  # type: ignore[arg-type]
        [Suggestion(["FEN-X"])],  # type: ignore[arg-type]
        [Suggestion("FEN-X", None)],  # type: ignore[arg-type]
        [Suggestion("FEN-X", ("happened",), (7,))],  # type: ignore[arg-type]
        ["FEN-X"],
        "FEN-X",
        5,
        None,
    ],
)
def test_what_the_hook_answers_otherwise_is_left_out(answer: Any) -> None:
    assert suggested(lambda *_: answer) == [BY_DATA]


@pytest.mark.parametrize("error", [KeyError("x"), SystemExit(1), RecursionError()])
def test_a_hook_that_fails_leaves_what_the_data_suggests(error: BaseException) -> None:
    assert suggested(fails(error)) == [BY_DATA]


def test_a_hook_that_changes_the_facts_changes_its_own_copy() -> None:
    facts = VOCABULARY.read({"happened": ["missing"]}, NOW)

    def spoil(edition: Edition, facts: Any, as_of: datetime) -> Any:
        facts.clear()
        return []

    authority = loaded_beside(hooks(needfire_suggest_categories=spoil)).loaded["fenshire"]
    authority.suggest(EDITION, facts, NOW, england_and_wales())
    assert facts == {"happened": ("missing",)}


def test_only_one_set_of_categories_is_suggested_when_asked() -> None:
    both = [Suggestion("FEN-ALERT"), Suggestion("FEN-X")]
    assert suggested(lambda *_: both, "alert") == [Suggestion("FEN-ALERT")]
    assert suggested(lambda *_: both, "need_to_know") == [BY_DATA, Suggestion("FEN-X")]
