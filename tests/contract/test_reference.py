"""What is written of hooks, language and facts is what there is: made from the code, and compared with what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from needfire import hookspecs
from needfire.reference import hooks, pages, parts

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", pages())
def test_the_committed_page_is_what_the_code_says(name: str) -> None:
    committed = (FOLDER / name).read_text("utf-8")
    assert committed == pages()[name], "run: python -m needfire.reference docs/reference"


def test_no_page_is_left_over() -> None:
    assert {file.name for file in FOLDER.glob("*.md")} == set(pages())


def test_every_hook_is_found() -> None:
    written = {name for name in vars(hookspecs) if name.startswith("needfire_")}
    assert written == set(hooks())
    assert written >= {"needfire_authority", "needfire_editions", "needfire_suggest_categories"}


@pytest.mark.parametrize("name", hooks())
def test_a_hook_says_when_it_is_called_what_it_gives_and_what_a_failure_does(name: str) -> None:
    said = hooks()[name].__doc__
    assert [word for word in ("Called:", "Returns:", "Failure:", "Since:") if word not in said] == []


def test_the_language_is_followed_from_the_edition_down() -> None:
    assert {"Edition", "Rule", "Step", "Guard", "ClockRule", "BreachAction", "Request", "Ground"} <= parts().keys()


@pytest.mark.parametrize("name", parts())
def test_each_part_says_in_words_what_it_is(name: str) -> None:
    assert not (parts()[name].__doc__ or "").startswith(f"{name}("), f"{name} has no docstring of its own"
