"""`needfire new`: a plugin that works as it is made, and does not touch what is there."""

from __future__ import annotations

import compileall
import tomllib
from pathlib import Path

import pytest

from needfire.directory.loading import load_directory
from tests.unit.workbench.tool import needfire


def test_what_is_made_is_a_plugin(tmp_path: Path) -> None:
    said = needfire("new", "fen-shire", "--in", tmp_path, "--title", "Fen Shire County Council")
    made = tmp_path / "needfire-fen-shire"
    assert "needfire check fen-shire" in " ".join(said.split())
    project = tomllib.loads((made / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["entry-points"]["needfire.authorities"] == {"fen-shire": "needfire_fen_shire"}
    assert "Fen Shire County Council" in (made / "needfire_fen_shire" / "__init__.py").read_text("utf-8")
    assert compileall.compile_dir(made, quiet=1)
    (edition,) = (made / "needfire_fen_shire" / "editions").glob("*.yaml")
    assert "0 errors, 0 warnings." in needfire("check", edition, "--directory", made / "directories")


def test_nothing_of_the_template_is_left_in_it(plugin: Path) -> None:
    files = [file for file in plugin.rglob("*") if file.is_file()]
    assert len(files) >= 8
    for file in files:
        assert not file.name.endswith(".in")
        text = file.read_text("utf-8")
        for word in ("@code@", "@package@", "@Name@", "@edition@", "@before@", "@ID@"):
            assert word not in text, file


def test_its_people_are_invented_and_have_addresses_that_lead_nowhere(plugin: Path) -> None:
    file = plugin / "directories" / "fenshire.yaml"
    directory = load_directory(file.read_text("utf-8"), file.name)
    assert {person.email.rpartition(".")[2] for person in directory.people} == {"example"}


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "needfire-fenshire").mkdir()
    assert "is there already" in needfire("new", "fenshire", "--in", tmp_path, code=2)


@pytest.mark.parametrize("name", ["Fenshire", "f", "fen shire", "../fen", "fen-"])
def test_a_name_that_cannot_be_a_code_is_refused(tmp_path: Path, name: str) -> None:
    assert "cannot be an authority's code" in needfire("new", name, "--in", tmp_path, code=2)
    assert not list(tmp_path.iterdir())


def test_an_authority_that_is_installed_is_not_made_anew(tmp_path: Path) -> None:
    assert "is installed here already" in needfire("new", "kent", "--in", tmp_path, code=2)


@pytest.mark.parametrize("title", ['The "best"', "two\nlines", "a\\b", "@import"])
def test_a_title_that_would_break_the_files_is_refused(tmp_path: Path, title: str) -> None:
    assert "A title is one line" in needfire("new", "fenshire", "--title", title, "--in", tmp_path, code=2)
    assert not list(tmp_path.iterdir())
