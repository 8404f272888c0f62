"""`needfire check`: each kind of mistake is found, named with file, line, rule and mend; a sound procedure passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workbench.tool import DIRECTORIES, needfire


def changed(edition: Path, *changes: tuple[str, str]) -> Path:
    text = edition.read_text("utf-8")
    for before, after in changes:
        assert text.count(before) >= 1, before
        text = text.replace(before, after, 1)
    edition.write_text(text, "utf-8")
    return edition


def line_of(edition: Path, words: str) -> int:
    return next(number for number, line in enumerate(edition.read_text("utf-8").splitlines(), 1) if words in line)


def test_a_new_plugin_has_nothing_to_mend(plugin: Path, edition: Path) -> None:
    said = needfire("check", edition, "--directory", plugin / "directories")
    assert "0 errors, 0 warnings." in said


def test_what_is_mended_alike_is_said_to_be_mended_once() -> None:
    said = needfire("check", "northumberland")
    assert said.count("with no clock") > 20
    assert said.count("give it a time") == said.count("leave one outcome open") == 1


@pytest.mark.parametrize("authority", ["kent", "luton"])
def test_ours_have_no_errors(authority: str) -> None:
    assert "0 errors" in needfire("check", authority, "--directory", DIRECTORIES)


@pytest.mark.parametrize(
    ("before", "after", "line_with", "says"),
    [
        pytest.param(
            "when: {child: true, looked_after: true, died: true}",
            "when: {child: true, subject_kind: premises}",
            "subject_kind: premises}",
            "category FENSHIRE-1 can never apply: no case meets both",
            id="a category that contradicts itself",
        ),
        pytest.param(
            "missing_since: {for_at_least: 24h}",
            "missing_since: {for_at_least: 36h}",
            "title: Missing child",
            "category FENSHIRE-2 counts with 36h",
            id="a number that no rule states",
        ),
        pytest.param(
            "params: {missing_at_least: 24h} ",
            "params: {missing_at_least: 24 hours} ",
            "missing_at_least: 24 hours",
            "has no unit that can be counted",
            id="a number without a unit",
        ),
        pytest.param(
            "  opens: [raised, updated]\n",
            '  opens: ["done:nothing"]\n',
            "id: secretary_of_state_and_ofsted",
            "waits for 'done:nothing', which never happens",
            id="a duty that waits for nothing",
        ),
        pytest.param(
            "  owner: head_of_service\n",
            "  owner: nobody\n",
            "id: decide_in_time",
            "names the role 'nobody'",
            id="a role that there is not",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(edition: Path, before: str, after: str, line_with: str, says: str) -> None:
    said = " ".join(needfire("check", changed(edition, (before, after)), code=1).split())
    assert says in said
    line = line_of(edition, line_with)
    assert any(f"2026-11-01.yaml:{near}" in said for near in (line, line - 1, line - 2)), said


SECOND_ROUTE = """routes:
- id: of_children
  title: Of children
  rules: [FENSHIRE-4]
  when: {child: true}
  steps: &the_steps
  - id: look
    title: Look at it
    role: team_manager
    rules: [FENSHIRE-4, FENSHIRE-5]
    outcomes: [{id: seen, title: Seen}]
- id: of_those_in_care
  title: Of children in care
  rules: [FENSHIRE-4]
  when: {child: true, looked_after: true}
  steps: *the_steps
"""


def test_a_route_that_another_shadows_is_found(edition: Path) -> None:
    said = " ".join(needfire("check", changed(edition, ("routes:\n", SECOND_ROUTE)), code=1).split())
    assert "route of_those_in_care is never taken" in said
    assert "put it before of_children" in said


def test_the_same_routes_the_other_way_round_are_in_order(edition: Path) -> None:
    turned = SECOND_ROUTE.replace("when: {child: true}\n", "when: {died: true}\n")
    assert "never taken" not in needfire("check", changed(edition, ("routes:\n", turned)))


def test_a_step_without_a_clock_is_a_warning_that_names_it(edition: Path) -> None:
    lost = ('starts: "opened:decide"\n  met_by: ["decided:decide.inform_director", "decided:decide.keep"]',
            'starts: "raised"\n  met_by: ["closed"]')  # fmt: skip
    said = " ".join(needfire("check", changed(edition, lost)).split())
    assert "warning 2026-11-01.yaml" in said
    assert "step decide waits for the Head of service with no clock" in said


def test_a_gap_that_is_cited_says_enough(edition: Path) -> None:
    lost = ('starts: "opened:decide"\n  met_by: ["decided:decide.inform_director", "decided:decide.keep"]',
            'starts: "raised"\n  met_by: ["closed"]')  # fmt: skip
    gap = "  status: gap\n  section: 2 How to notify\n  says: A social worker or team"
    cited = ("  section: 2 How to notify\n  says: A social worker or team", gap)
    assert "no clock" not in needfire("check", changed(edition, lost, cited))


def test_a_rule_that_nothing_cites_is_a_warning_unless_it_says_why(edition: Path) -> None:
    rule = "- id: FENSHIRE-9\n  kind: scope\n  section: Scope\n  says: It is about children.\n"
    said = needfire("check", changed(edition, ("rules:\n", f"rules:\n{rule}")))
    assert "rule FENSHIRE-9 is cited by no part" in said
    changed(
        edition,
        ("  says: It is about children.\n", "  says: It is about children.\n  uncited: it explains the others\n"),
    )
    assert "FENSHIRE-9" not in needfire("check", edition)


def test_warnings_count_where_they_are_to_count(edition: Path) -> None:
    changed(
        edition, ("rules:\n", "rules:\n- {id: FENSHIRE-9, kind: scope, section: Scope, says: It is about children.}\n")
    )
    assert "1 warning" in needfire("check", edition, "--strict", code=1)


def test_a_post_that_nobody_holds_is_found(plugin: Path, edition: Path) -> None:
    directory = plugin / "directories" / "fenshire.yaml"
    directory.write_text(
        "\n".join(line for line in directory.read_text("utf-8").splitlines() if "team_manager, area: south" not in line)
    )
    said = " ".join(needfire("check", edition, "--directory", directory, code=1).split())
    assert "step complete leads to the Team manager ('team_manager'), a post that nobody holds in south" in said
    assert "add a post with 'role: team_manager'" in said


def test_a_custodians_post_that_nobody_holds_is_found(plugin: Path, edition: Path) -> None:
    directory = plugin / "directories" / "fenshire.yaml"
    with directory.open("a", encoding="utf-8") as file:
        file.write("\ncustodian: {body: MDW, role: director, keeper: nobody}\n")
    said = " ".join(needfire("check", edition, "--directory", directory, code=1).split())
    assert "looking after national alerts leads to 'nobody', a post that nobody holds for the whole authority" in said


@pytest.mark.parametrize("name", ["nowhere", "kent 1999", "no-such-file.yaml"])
def test_what_is_not_there_ends_with_a_sentence(name: str) -> None:
    said = needfire("check", name, code=2)
    assert "Traceback" not in said


def test_a_setting_that_there_is_not_is_said(plugin: Path, edition: Path) -> None:
    directory = plugin / "directories" / "fenshire.yaml"
    directory.write_text(directory.read_text("utf-8") + "settings: {moon_phase: true}\n", "utf-8")
    assert "moon_phase is no setting of this authority" in " ".join(
        needfire("check", edition, "--directory", directory, code=2).split()
    )


def test_a_body_of_the_directory_that_no_edition_names_is_a_warning(tmp_path: Path) -> None:
    text = (Path(DIRECTORIES) / "kent.yaml").read_text("utf-8")
    (tmp_path / "kent.yaml").write_text(text.replace("bodies: [The police]", "bodies: [The polise]"), "utf-8")
    said = needfire("check", "kent", "--directory", tmp_path)
    assert "warning kent.yaml" in said and "'The polise', which no edition names" in said
    assert "kent, its directory" not in needfire("check", "kent", "--directory", DIRECTORIES)
