"""An edition on its baseline: what the law asks in the words of the council's roles; what is unfit stops that council only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from needfire.conditions import Consulted, Not
from needfire.loading import deployment as module
from needfire.loading.authorities import Authorities, load_authorities
from needfire.loading.baseline import BaselineUnfit, on_baseline
from needfire.loading.deployment import load_deployment
from needfire.procedure import Edition, FormPart, StandsOn
from needfire.procedure_reading import read_edition
from tests.unit.casework.authorities import HERE, Installed, fenshire_edition, plugin
from tests.unit.sdk.test_authorities import Loads, fails

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LAW = read_edition((Path(__file__).parent / "lawful.yaml").read_text("utf-8"), "lawful.yaml")
STANDS_ON = StandsOn("lawful", "first", {"chair": "head", "officer": "liaison"})
EDITION = replace(fenshire_edition(), stands_on=STANDS_ON)
WHOLE = on_baseline(EDITION, LAW)


def installed(*editions: Edition) -> list[Installed]:
    """A plugin for each authority that these editions name."""
    codes = dict.fromkeys(each.authority for each in editions)
    return [Installed(code, plugin(code, *(each for each in editions if each.authority == code))) for code in codes]


def loaded(*editions: Edition) -> Authorities:
    return load_authorities(entry_points=installed(*editions))


def test_all_that_the_baseline_asks_is_there_in_the_councils_roles() -> None:
    [duty], [clock], [request], [way], [report] = (
        WHOLE.duties, WHOLE.clocks, WHOLE.requests, WHOLE.circulation, WHOLE.reports,
    )  # fmt: skip
    assert (duty.lead, duty.consults, duty.to) == ("liaison", ("head",), "the registrar")
    assert clock.owner == "liaison"
    assert (request.by, request.of) == (("head",), ("liaison",))
    assert (way.by, way.to_roles) == (("head",), ("liaison",))
    assert way.refused[0].when == Not(Consulted(("head",)))
    assert (report.by, report.to) == ("liaison", ("head",))
    assert {"gone", "has_died"} <= WHOLE.definitions.keys()
    assert (WHOLE.roles, WHOLE.routes, WHOLE.acts) == (EDITION.roles, EDITION.routes, EDITION.acts)


def test_a_rule_of_the_baseline_keeps_its_own_source() -> None:
    sources = {key: each.document for key, each in WHOLE.rules.items()}
    assert (sources["LAW-1"], sources["LAW-2"], sources["FEN-1"]) == ("An Act made for tests", "Another Act", None)


def test_the_form_asks_what_the_baseline_asks_under_a_heading_of_its_own() -> None:
    assert WHOLE.form.facts == (*EDITION.form.facts, "died_at")
    assert WHOLE.form.particulars == (*EDITION.form.particulars, "contact")
    assert [each.title for each in WHOLE.form.parts] == ["Trial procedure", "What the law asks"]
    assert WHOLE.form.parts[0].facts == EDITION.form.facts
    part = FormPart("Its own", ("FEN-1",), EDITION.form.facts)
    in_parts = on_baseline(replace(EDITION, form=replace(EDITION.form, parts=(part,))), LAW)
    assert [each.title for each in in_parts.form.parts] == ["Its own", "What the law asks"]


def test_a_baseline_that_asks_for_nothing_leaves_the_form_as_it_was() -> None:
    silent = replace(LAW, form=replace(LAW.form, facts=(), particulars=()))
    assert on_baseline(EDITION, silent).form == EDITION.form


def test_the_digest_changes_with_either() -> None:
    digests = {
        each.digest
        for each in (
            WHOLE,
            on_baseline(EDITION, replace(LAW, digest="other")),
            on_baseline(replace(EDITION, digest="other"), LAW),
            EDITION,
        )
    }
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("edition", "law", "said"),
    [
        (EDITION, replace(LAW, edition="second"), "does not stand on lawful second"),
        (replace(EDITION, stands_on=None), LAW, "does not stand on lawful first"),
        (EDITION, replace(LAW, baseline=False), "is not a baseline: say 'baseline: true'"),
        (EDITION, replace(LAW, stands_on=STANDS_ON), "a baseline is the lowest"),
        (replace(EDITION, stands_on=replace(STANDS_ON, roles={"chair": "head"})), LAW, "names no role for officer"),
        (
            replace(EDITION, stands_on=replace(STANDS_ON, roles={**STANDS_ON.roles, "judge": "head"})),
            LAW,
            "names roles that lawful first has not: judge",
        ),
        (
            replace(EDITION, stands_on=replace(STANDS_ON, roles={"chair": "head", "officer": "knight"})),
            LAW,
            "names the role 'knight', which is not in roles",
        ),
        (replace(EDITION, rules={**EDITION.rules, "LAW-1": LAW.rules["LAW-1"]}), LAW, "both state LAW-1"),
        (EDITION, replace(LAW, acts=EDITION.acts), "lawful first states acts, which no edition takes"),
    ],
)
def test_what_does_not_fit_is_said_with_what_to_mend(edition: Edition, law: Edition, said: str) -> None:
    with pytest.raises(BaselineUnfit, match=said):
        on_baseline(edition, law)


def test_editions_are_put_on_the_baseline_that_another_plugin_gives() -> None:
    found = loaded(EDITION, LAW)
    assert found.stopped == {}
    assert found.loaded["fenshire"].editions == {"trial": WHOLE}
    assert found.loaded["fenshire"].edition_at(NOW) == WHOLE


def test_a_baseline_is_never_in_force_however_it_is_dated() -> None:
    lawful = loaded(LAW, replace(LAW, edition="later", in_force_from=date(2026, 1, 1))).loaded["lawful"]
    assert lawful.is_baseline
    assert lawful.edition_at(NOW) is None
    both = loaded(EDITION, replace(LAW, authority="fenshire", in_force_from=date(2026, 1, 1)), LAW).loaded["fenshire"]
    assert not both.is_baseline
    assert both.edition_at(NOW) == WHOLE


RUTLAND = replace(fenshire_edition(), authority="rutland")


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ([], "edition fenshire trial stands on lawful first: no plugin 'lawful' is installed"),
        (installed(replace(LAW, edition="second")), "lawful has no edition first. It has: second"),
        (
            [Loads("lawful", fails(OSError("gone")))],
            "stands on lawful first, which could not be loaded: the plugin raised",
        ),
        (installed(replace(LAW, baseline=False, routes=RUTLAND.routes)), "which could not be loaded"),
    ],
)
def test_an_authority_without_its_baseline_is_stopped_and_no_other(beside: list[Installed], said: str) -> None:
    found = load_authorities(entry_points=[*installed(EDITION, RUTLAND), *beside])
    assert said in found.stopped["fenshire"]
    assert "rutland" in found.loaded
    assert "fenshire" not in found.loaded


def test_one_unfit_edition_stops_its_authority_and_not_the_baseline() -> None:
    unfit = replace(EDITION, edition="other", stands_on=replace(STANDS_ON, roles={}))
    found = loaded(EDITION, unfit, LAW)
    assert list(found.loaded) == ["lawful"]
    assert "edition fenshire other: stands_on names no role for chair, officer" in found.stopped["fenshire"]


def test_the_baseline_of_an_allowed_authority_is_loaded_though_it_is_not_on_the_list() -> None:
    found = load_authorities(["fenshire"], installed(EDITION, LAW, RUTLAND))
    assert sorted(found.loaded) == ["fenshire", "lawful"]
    assert load_authorities(["rutland"], installed(EDITION, LAW, RUTLAND)).loaded.keys() == {"rutland"}


def test_a_baseline_is_shown_and_needs_no_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points = installed(EDITION, LAW)
    monkeypatch.setattr(module, "load_authorities", lambda allowed: load_authorities(allowed, points))
    (tmp_path / "fenshire.yaml").write_text((HERE / "fenshire-directory.yaml").read_text("utf-8"), "utf-8")
    found = load_deployment(None, tmp_path)
    assert found.stopped == {}
    assert sorted(found.authorities) == ["fenshire", "lawful"]
    assert (found.directories["lawful"].areas, found.directories["lawful"].people) == ((), ())
    assert list(found.vacancies(NOW)) == []


def test_a_deployment_says_whose_hook_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points = installed(LAW)
    monkeypatch.setattr(module, "load_authorities", lambda allowed: load_authorities(allowed, points))
    found = load_deployment(None, tmp_path)
    assert found.hooks_failed == {}
    found.authorities["lawful"].hook.failed = "it raised KeyError"
    assert found.hooks_failed == {"lawful": "it raised KeyError"}
