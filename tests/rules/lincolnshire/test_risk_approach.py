"""What a council switches on of another authority's procedure: taken over whole, in its own names, or not at all."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from needfire.directory.loading import DirectoryUnreadable, load_directory
from needfire.loading import deployment as module
from needfire.loading.authorities import load_authorities
from needfire.loading.deployment import Deployment, load_deployment
from needfire.procedure import Edition
from tests.unit.casework.authorities import DIRECTORIES, Installed

NAMES = """
settings: {risk_approach: true}
names:
  Sorted: Fen Recovery
  area team: the northern team
  Kyloe House: the county's own homes
"""
POSTS = """
  - {role: risk_group, area: "*", holders: [lincolnshire-head-of-service]}
  - {role: risk_group_agency, area: "*", holders: [lincolnshire-hub-1]}
  - {role: high_risk_log_holder, area: "*", holders: [lincolnshire-head-of-service-2]}
"""
AS_IT_IS = (DIRECTORIES / "lincolnshire.yaml").read_text("utf-8")


def with_posts(posts: str = POSTS) -> str:
    """The example's directory with these posts before its own."""
    return AS_IT_IS.replace("\nposts:\n", f"\nposts:\n{posts.strip(chr(10))}\n", 1)


@pytest.fixture
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for Lincolnshire's directory, with the plugins installed."""
    codes = ("england", "lincolnshire", "northumberland")
    points = [Installed(code, import_module(f"needfire_{code}")) for code in codes]
    monkeypatch.setattr(module, "load_authorities", lambda allowed: load_authorities(allowed, points))
    return tmp_path


def load(folder: Path, directory: str, allowed: tuple[str, ...] = ("lincolnshire", "northumberland")) -> Deployment:
    """The deployment with this directory."""
    (folder / "lincolnshire.yaml").write_text(directory, "utf-8")
    return load_deployment(allowed, folder)


def edition(found: Deployment) -> Edition:
    """Lincolnshire's edition in the deployment."""
    return found.authorities["lincolnshire"].editions["2015-03"]


@pytest.mark.rule("LIN-RMG-1")
@pytest.mark.parametrize("settings", ["", "settings: {risk_approach: false}\n"])
def test_by_default_nothing_is_adopted_and_nothing_need_be_named(deployed: Path, settings: str) -> None:
    found = load(deployed, AS_IT_IS + settings)
    assert (edition(found).register, edition(found).instruments) == (None, ())


@pytest.mark.rule("LIN-RMG-1")
def test_one_setting_takes_instrument_and_register_in_lincolnshires_roles_and_names(deployed: Path) -> None:
    off, on = edition(load(deployed, AS_IT_IS)), edition(load(deployed, with_posts() + NAMES))
    assert on.register is not None
    assert (on.register.holder, on.register.referral.by) == ("high_risk_log_holder", "line_manager")
    assert [each.id for each in on.instruments] == ["vulnerability_checklist"]
    assert on.register.concurrence.views_of["sorted"] == "Fen Recovery"
    started = {each.id: each for each in on.duties}
    assert "Fen Recovery" in started["sorted_referral"].to
    assert started["area_team_referral"].to == "The northern team"
    assert not {each.id for each in off.duties} & {"sorted_referral", "area_team_referral"}
    assert "Northumberland" in str(on.rules["NBL-P12"].document)
    assert on.digest != off.digest
    assert on.rules["LIN-RMG-1"].status == "assumption"


@pytest.mark.rule("LIN-RMG-1")
@pytest.mark.parametrize("name", ["Sorted", "area team", "Kyloe House"])
def test_it_does_not_start_with_something_unnamed(deployed: Path, name: str) -> None:
    lines = [line for line in NAMES.splitlines() if not line.strip().startswith(f"{name}:")]
    found = load(deployed, with_posts() + "\n".join(lines))
    assert "lincolnshire" not in found.authorities
    assert f"'{name}' is not named" in found.stopped["lincolnshire"]
    assert "northumberland" not in found.stopped["lincolnshire"]


@pytest.mark.rule("LIN-RMG-1")
@pytest.mark.parametrize("role", ["risk_group", "risk_group_agency", "high_risk_log_holder"])
def test_it_does_not_start_with_a_post_that_nobody_holds(deployed: Path, role: str) -> None:
    posts = "\n".join(line for line in POSTS.splitlines() if f"role: {role}," not in line)
    found = load(deployed, with_posts(posts) + NAMES)
    assert "lincolnshire" not in found.authorities
    assert f"nobody is named for '{role}'" in found.stopped["lincolnshire"]


def test_every_lack_has_a_sentence_of_its_own(deployed: Path) -> None:
    said = load(deployed, AS_IT_IS + "settings: {risk_approach: true}\n").stopped["lincolnshire"].splitlines()
    assert len(said) == 6
    assert all(each.startswith("risk_approach is on, and ") for each in said)


def test_a_setting_that_nothing_knows_is_refused(deployed: Path) -> None:
    found = load(deployed, AS_IT_IS + "settings: {risk_aproach: true}\n")
    assert "risk_aproach is no setting of this authority. There are: risk_approach" in found.stopped["lincolnshire"]


def test_what_is_not_loaded_cannot_be_adopted(deployed: Path) -> None:
    found = load(deployed, with_posts() + NAMES, ("lincolnshire",))
    assert "northumberland 2013-01, which is not loaded here" in found.stopped["lincolnshire"]


@pytest.mark.parametrize("written", ["settings: {risk_approach: perhaps}\n", "names: [Sorted]\n", "settings: on\n"])
def test_a_setting_or_a_name_that_cannot_be_read_is_a_fault_of_the_directory(written: str) -> None:
    with pytest.raises(DirectoryUnreadable, match=r"settings|names"):
        load_directory(AS_IT_IS + written, "lincolnshire.yaml")


def test_the_examples_directory_names_none_of_it() -> None:
    directory = load_directory(AS_IT_IS, "lincolnshire.yaml")
    assert directory == replace(directory, settings={}, names={})
