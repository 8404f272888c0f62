"""A plugin that fails in any way stops its own authority, which says so; all others are loaded and work."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from needfire.authority import AuthorityDescription, Suggestion
from needfire.conditions import All, Finding, Setting
from needfire.facts import Facts
from needfire.loading.authorities import Authorities, Authority, Limits
from needfire.loading.time_limits import Failed, TooLate, in_time
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.unit.casework.authorities import fenshire_edition
from tests.unit.sdk.test_authorities import Loads, fails, gives, hooks, loaded_beside

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EDITION = fenshire_edition()
CALENDAR = england_and_wales()
# Only what is to be cut off is given little time: a busy machine takes long over what is sound, too.
LEISURE, SOON_LOADED, SOON_ANSWERED = Limits(60.0, 60.0), Limits(2.0, 60.0), Limits(60.0, 0.2)
LONG = 60.0
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """Set when the test is over, so that a plugin that waits does not wait beside the tests that follow."""
    event = threading.Event()
    yield event
    event.set()


def waits(released: threading.Event) -> Callable[..., Any]:
    """Sleeps, for all that the platform can tell."""
    return lambda *_, **__: released.wait(LONG)


def computes(released: threading.Event) -> Callable[..., Any]:
    """Computes without end in pure Python."""

    def compute(*_: object, **__: object) -> None:
        while not released.is_set():
            sum(range(100))

    return compute


def others_work(found: Authorities) -> bool:
    """The sound authority that was installed beside: loaded, with its procedure, and able to suggest."""
    sound = found.loaded["rutland"]
    edition = sound.edition_at(NOW)
    return edition is not None and suggested(sound) == ["FEN-A"]


def suggested(authority: Authority) -> list[str]:
    facts = VOCABULARY.read({"happened": ["missing"]}, NOW)
    edition = authority.edition_at(NOW)
    assert edition
    return [each.rule for each in authority.suggest(edition, facts, NOW, CALENDAR)]


class MuteError(Exception):
    """An exception that fails even when it is asked what it says."""

    def __str__(self) -> str:
        raise RuntimeError


ERRORS: tuple[BaseException, ...] = (
    ValueError("bad"),
    SystemExit(1),
    KeyboardInterrupt(),
    GeneratorExit(),
    RecursionError(),
    MemoryError(),
    BaseExceptionGroup("several", [KeyboardInterrupt()]),
    MuteError(),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("where", ["import", "needfire_authority", "needfire_editions"])
def test_whatever_a_plugin_raises_when_it_is_loaded_its_authority_says_so(error: BaseException, where: str) -> None:
    broken = Loads("fenshire", fails(error)) if where == "import" else hooks(**{where: fails(error)})
    found = loaded_beside(broken)
    assert type(error).__name__ in found.stopped["fenshire"]
    assert others_work(found)


@pytest.mark.parametrize("what", [waits, computes])
@pytest.mark.parametrize("where", ["import", "needfire_authority", "needfire_editions"])
def test_a_plugin_that_is_not_loaded_in_time_is_left_behind(
    released: threading.Event, what: Callable[..., Any], where: str
) -> None:
    broken = Loads("fenshire", what(released)) if where == "import" else hooks(**{where: what(released)})
    found = loaded_beside(broken, SOON_LOADED)
    assert found.stopped == {"fenshire": "the plugin could not be loaded: it took longer than 2 seconds"}
    assert others_work(found)


def endless() -> Iterator[Edition]:
    while True:
        yield EDITION


class Computed(Edition):
    """An edition of the plugin's own, which fails when it is read."""

    @property
    def name(self) -> str:
        raise OSError("the network is down")


class Late(dict[str, Any]):
    """A mapping that fails when it is read."""

    def items(self) -> Any:
        raise OSError("the network is down")


@dataclass(frozen=True)
class Own:
    """A condition of the plugin's own."""

    def judge(self, setting: Setting) -> Finding:
        raise OSError("the network is down")

    def in_words(self, vocabulary: Any) -> str:
        return "something of our own"


def with_condition(condition: Any) -> Edition:
    first, *others = EDITION.categories
    return replace(EDITION, categories=(replace(first, when=condition), *others))


PARTS = {each.name: getattr(EDITION, each.name) for each in EDITION.__dataclass_fields__.values()}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (gives(endless()), "more than 200 editions"),
        (gives([Computed(**PARTS)]), "needfire_editions must return editions"),
        (gives([replace(EDITION, roles=Late(worker="Worker"))]), "OSError"),
        (gives([replace(EDITION, rules=None)]), "AttributeError"),  # type: ignore[arg-type]
        (gives([with_condition(Own())]), "Own is no part of the language"),
        (gives([with_condition(All((Own(),)))]), "Own is no part of the language"),
        (gives([with_condition(lambda: True)]), "function is no part of the language"),
        (hooks(needfire_authority=lambda: SimpleNamespace(code="fenshire")), "must return an AuthorityDescription"),
        (hooks(needfire_authority=lambda: AuthorityDescription("fenshire", 7)), "must be text"),  # type: ignore[arg-type]
    ],
)
def test_nonsense_stops_its_authority_only(broken: Any, said: str) -> None:
    found = loaded_beside(broken)
    assert said in found.stopped["fenshire"]
    assert others_work(found)


def test_an_edition_that_contains_itself_stops_its_authority_only() -> None:
    roles: dict[str, Any] = {}
    roles["worker"] = roles
    found = loaded_beside(gives([replace(EDITION, roles=roles)]))
    assert "RecursionError" in found.stopped["fenshire"]
    assert others_work(found)


def test_what_a_plugin_changes_of_its_edition_later_changes_nothing() -> None:
    roles = dict(EDITION.roles)
    loaded = loaded_beside(gives([replace(EDITION, roles=roles)])).loaded["fenshire"]
    roles.clear()
    assert loaded.editions["trial"].roles == EDITION.roles


def asked(hook: Callable[..., Any], limits: Limits = LEISURE) -> Authority:
    """Fenshire with this hook, loaded beside a sound authority."""

    def suggest(edition: Edition, facts: Facts, as_of: datetime) -> Any:
        return hook(edition, facts, as_of)

    found = loaded_beside(hooks(needfire_suggest_categories=suggest), limits)
    assert others_work(found)
    return found.loaded["fenshire"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_whatever_the_hook_raises_the_data_stands_and_the_authority_says_so(error: BaseException) -> None:
    authority = asked(fails(error))
    assert suggested(authority) == ["FEN-A"]
    assert authority.hook.failed == f"needfire_suggest_categories raised {type(error).__name__}"


def test_a_hook_that_failed_says_nothing_of_the_case() -> None:
    authority = asked(fails(ValueError("the child was seen at 4 High Street")))
    suggested(authority)
    assert "High Street" not in str(authority.hook.failed)


@pytest.mark.parametrize("what", [waits, computes])
def test_a_hook_that_does_not_answer_in_time_is_not_asked_again(
    released: threading.Event, what: Callable[..., Any]
) -> None:
    times: list[int] = []

    def slow(*_: object) -> Any:
        times.append(1)
        return what(released)()

    authority = asked(slow, SOON_ANSWERED)
    assert [suggested(authority), suggested(authority)] == [["FEN-A"], ["FEN-A"]]
    assert "took longer than 0.2 seconds; it is not asked again" in str(authority.hook.failed)
    assert len(times) == 1


class Sly(Suggestion):
    """A suggestion of the plugin's own."""


def endless_suggestions(*_: object) -> Iterator[Any]:
    while True:
        yield Suggestion("FEN-X")


@pytest.mark.parametrize(
    ("answer", "rules"),
    [
        (lambda *_: ["FEN-X"], ["FEN-A"]),
        (lambda *_: [Suggestion("LUT-CLA-1"), Suggestion("FEN-X")], ["FEN-A", "FEN-X"]),
        (lambda *_: [Sly("FEN-X")], ["FEN-A"]),
        (lambda *_: [Suggestion("FEN-X", rests_on=(7,))], ["FEN-A"]),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_suggestion_is_left_out_and_the_authority_says_so(answer: Any, rules: list[str]) -> None:
    authority = asked(answer)
    assert suggested(authority) == rules
    assert authority.hook.failed == (
        "needfire_suggest_categories gave what is no suggestion of a category of fenshire trial"
    )


def test_suggestions_without_end_are_cut_off() -> None:
    assert set(suggested(asked(endless_suggestions, Limits()))) == {"FEN-A", "FEN-X"}


@pytest.mark.parametrize("answer", [[], [Suggestion("FEN-X")], [Suggestion("FEN-A")], None])
def test_a_hook_that_does_what_it_should_has_not_failed(answer: Any) -> None:
    authority = asked(lambda *_: answer)
    suggested(authority)
    assert authority.hook.failed is None


def test_in_time_gives_what_was_asked_and_says_what_was_raised_and_that_it_is_late(released: threading.Event) -> None:
    assert in_time(LONG, lambda: 7) == 7
    with pytest.raises(Failed) as failed:
        in_time(LONG, fails(KeyboardInterrupt()))
    assert isinstance(failed.value.error, KeyboardInterrupt)
    with pytest.raises(TooLate):
        in_time(0.01, waits(released))


PATCHED = """
import eventlet
eventlet.monkey_patch()
import time
from needfire.loading.authorities import Limits, load_authorities
from tests.unit.casework.authorities import Installed, fenshire_edition, plugin
from tests.unit.sdk.test_authorities import Loads, hooks
from tests.unit.sdk.test_isolation import endlessly, suggested

ticks = []
def tick():
    while True:
        ticks.append(1)
        eventlet.sleep(0.005)
eventlet.spawn(tick)

sound = Installed("fenshire", hooks(needfire_suggest_categories=lambda edition, facts, as_of: time.sleep(60)))
found = load_authorities(
    entry_points=[Loads("busy", endlessly), Loads("asleep", lambda: time.sleep(60)), sound], limits=Limits(2.0, 0.5)
)
print(sorted(found.loaded), sorted(found.stopped), suggested(found.loaded["fenshire"]))
print("others went on" if len(ticks) > 20 else f"only {len(ticks)} ticks", flush=True)
"""


def endlessly() -> None:
    while True:
        sum(range(100))


def test_it_holds_where_eventlet_has_put_its_own_threads_in_place_of_the_systems() -> None:
    # As under `nameko run`: a plugin that sleeps, and one that computes, hold neither the loading nor the other threads.
    done = subprocess.run(
        [sys.executable, "-c", PATCHED], capture_output=True, text=True, timeout=LONG, check=False, cwd=ROOT
    )
    assert done.stdout.splitlines() == ["['fenshire'] ['asleep', 'busy'] ['FEN-A']", "others went on"], done.stderr
