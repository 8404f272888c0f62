"""A deployment: what runs, what is stopped and why, and which parts of a procedure lead to nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from needfire.loading import deployment as module
from needfire.loading.authorities import load_authorities
from needfire.loading.deployment import load_deployment
from tests.unit.casework.authorities import HERE, Installed, fenshire, fenshire_edition, plugin, real

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOBODY_SIGNS = """
posts:
- {role: worker, area: "*", holders: [worker]}
- {role: manager, area: fen, holders: [manager]}
- {role: desk, area: "*", holders: [desk-1, desk-2], until: 2026-12-31}
- {role: head, area: "*", holders: [head], from: 2027-01-01}
"""


@pytest.mark.parametrize("code", ["kent", "luton", "lincolnshire"])
def test_every_part_of_kents_lutons_and_lincolnshires_procedure_leads_to_somebody(code: str) -> None:
    assert list(real(code).vacancies(NOW)) == []


def test_a_part_that_leads_to_nobody_is_named_with_area_part_and_post() -> None:
    assert list(fenshire(directory=NOBODY_SIGNS).vacancies(NOW)) == [
        "fenshire, hill: step check leads to 'manager', a post that nobody holds",
        "fenshire, fen: step sign leads to 'head', a post that nobody holds",
        "fenshire, hill: step sign leads to 'head', a post that nobody holds",
        "fenshire, hill: act raise leads to 'manager', a post that nobody holds",
        "fenshire, hill: act consult leads to 'manager', a post that nobody holds",
        "fenshire, hill: act update leads to 'manager', a post that nobody holds",
        "fenshire, hill: act close leads to 'manager', a post that nobody holds",
        "fenshire, fen: restriction FEN-5 leads to 'head', a post that nobody holds",
        "fenshire, hill: restriction FEN-5 leads to 'head', a post that nobody holds",
        "fenshire, the whole authority: looking after national alerts leads to 'head', a post that nobody holds",
        "fenshire, the whole authority: keeping records leads to 'records_officer', a post that nobody holds",
        "fenshire, the whole authority: confirming what is done with records leads to 'head_of_information', "
        "a post that nobody holds",
    ]


@pytest.mark.parametrize(
    ("posts", "part"),
    [
        ("{body: MDW, role: nobody, keeper: head}", "receiving national alerts"),
        ("{body: MDW, role: desk, keeper: nobody}", "looking after national alerts"),
        ("{body: MDW, role: manager, keeper: head}", "receiving national alerts"),
    ],
)
def test_a_custodians_post_that_nobody_holds_for_the_whole_authority_is_shown_and_does_not_stop_it(
    posts: str, part: str
) -> None:
    deployment = fenshire(directory=f"custodian: {posts}")
    (said,) = deployment.vacancies(NOW)
    assert said.startswith(f"fenshire, the whole authority: {part} leads to '")
    assert deployment.stopped == {}


def test_vacancies_are_those_of_the_moment_and_of_the_edition_in_force() -> None:
    deployment = fenshire(directory=NOBODY_SIGNS)
    later = list(deployment.vacancies(datetime(2027, 1, 1, 12, tzinfo=UTC)))
    assert not [each for each in later if "'head'" in each]
    without_desk = [each for each in later if "'desk'" in each]
    assert len(without_desk) == 5
    assert (
        "fenshire, fen: the front door for agencies' concerns leads to 'desk', a post that nobody holds" in without_desk
    )
    assert without_desk[-1].startswith("fenshire, the whole authority: receiving national alerts")
    assert list(deployment.vacancies(datetime(2019, 1, 1, tzinfo=UTC))) == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for directories, with Fenshire, Rutland and an authority without a procedure installed."""
    points = [Installed("fenshire", plugin("fenshire", fenshire_edition())), Installed("atlantis", plugin("atlantis"))]
    monkeypatch.setattr(module, "load_authorities", lambda allowed: load_authorities(allowed, points))
    return tmp_path


def test_an_authority_runs_with_its_plugin_its_procedure_and_its_directory(folder: Path) -> None:
    (folder / "fenshire.yaml").write_text((HERE / "fenshire-directory.yaml").read_text("utf-8"), "utf-8")
    found = load_deployment(None, folder)
    assert list(found.authorities) == list(found.directories) == ["fenshire"]
    assert found.stopped == {"atlantis": "it has no procedure yet"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "its directory fenshire.yaml (who holds which post) cannot be read"),
        ("authority: fenshire", "fenshire.yaml"),
        ("\ttabs", "fenshire.yaml"),
    ],
)
def test_without_a_directory_that_can_be_read_it_is_stopped_with_the_reason(
    folder: Path, written: str | None, said: str
) -> None:
    if written is not None:
        (folder / "fenshire.yaml").write_text(written, "utf-8")
    found = load_deployment(["fenshire"], folder)
    assert (found.authorities, found.directories) == ({}, {})
    assert said in found.stopped["fenshire"]


def test_without_a_folder_nothing_runs_and_nothing_is_raised(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(folder)
    assert "fenshire.yaml" in load_deployment(None, None).stopped["fenshire"]


@pytest.mark.parametrize("code", ["kent", "luton", "lincolnshire"])
def test_what_our_directories_say_agencies_are_is_in_the_procedure(code: str) -> None:
    assert list(real(code).unknown_bodies()) == []


def test_a_body_that_no_edition_names_is_flagged() -> None:
    agencies = "agencies: [{id: police, name: Police (invented), kind: police, bodies: [Inspectorate, Fen Polise]}]"
    duties = "duties: [{id: tell, title: Tell, rules: [FEN-2], to: Inspectorate, lead: liaison, opens: [raised]}]"
    assert list(fenshire(duties, agencies).unknown_bodies()) == [
        "fenshire: agency police is said to be 'Fen Polise', which no edition names: nothing would reach it as that"
    ]
