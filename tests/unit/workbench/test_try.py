"""`needfire try`: a case counted out; what it says is what the platform does, since it is the platform's own deciders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workbench.tool import CASES, DIRECTORIES, needfire
from workbench.cases import case_files, read_cases
from workbench.problems import Problem


def squeezed(said: str) -> str:
    return " ".join(said.replace("│", " ").split())


@pytest.mark.parametrize("case", sorted(CASES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_can_be_tried(case: Path) -> None:
    assert "Under " in needfire("try", case, "--directory", DIRECTORIES)


def test_a_charge_in_care_in_kent() -> None:
    said = needfire("try", CASES / "kent" / "charged-in-care.yaml", "--directory", DIRECTORIES)
    for words in (
        "Under kent 2023-12, raised Tue 17 Nov 2026 12:00.",
        "KEN23-NTK-G",
        "alert: Charge with a notifiable offence",
        "Route: Need to Know",
        "due Wed 18 Nov 2026 10:00, met late",
        "due Thu 19 Nov 2026 17:00, aim Wed 18 Nov 2026 17:00, met ",
        "Counted from the time recorded as “charged at”, Tuesday 17 November 2026 at 10:00.",
        "to Youth Justice Board: must, done",
        "Rests on what the source does not settle",
    ):
        assert words in squeezed(said), words


def test_what_people_do_beside_the_route_is_played_too() -> None:
    said = squeezed(needfire("try", CASES / "luton" / "consulted-and-shared.yaml", "--directory", DIRECTORIES))
    for words in (
        "Consulted: Local authority",
        "Shared: Circulate to somebody",
        "Asked for: Give a fuller",
        "Proposed as not required: Put",
        "Required after all: Put the",
        "Decided: Ofsted is not notified",
        "Allegations management database: must, done",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ("{consult: nobody, as: raise}", "luton undated has no role 'nobody'"),
        ("{consult: lado}", "what happens is one of"),
        ("{consult: lado, as: perhaps}", "as: is one of raise, do_not_raise, unsure"),
        ("{share: everywhere, with: lado}", "no way to share is called 'everywhere'; there is wider"),
        ("{share: wider}", "what happens is one of"),
        ("{ask: poem}", "no request is called 'poem'; there is decide_on_ofsted"),
        ("{not_required: ofsted}", "no open duty is called 'ofsted'; there is nothing"),
        ("{after: 9000mo}", "let less time pass"),
    ],
)
def test_what_cannot_be_played_is_said_with_what_there_is(tmp_path: Path, then: str, says: str) -> None:
    case = f"authority: luton\nraised_at: 2026-11-17T12:00\nfacts: {{subject_kind: child}}\ncategories: [LUT-PROF-1]\nthen: [{then}]\n"
    assert says in squeezed(needfire("try", written(tmp_path, case), code=2))


def test_what_a_case_states_that_is_not_there_is_said(tmp_path: Path) -> None:
    case = "authority: luton\nraised_at: 2026-11-17T12:00\nraised_by: wizard\nfacts: {subject_kind: child}\ncategories: [XYZ-1]\n"
    assert "left aside: category XYZ-1, role wizard" in squeezed(needfire("try", written(tmp_path, case)))


def test_another_authoritys_directory_is_not_taken(tmp_path: Path) -> None:
    case = CASES / "luton" / "allegation.yaml"
    kent = Path(DIRECTORIES) / "kent.yaml"
    assert "is the directory of kent, not of luton" in squeezed(needfire("try", case, "--directory", kent, code=2))


def test_nothing_is_raised_under_a_baseline_or_before_the_first_edition(tmp_path: Path) -> None:
    case = CASES / "luton" / "allegation.yaml"
    assert "it is a baseline" in squeezed(needfire("try", case, "--edition", "england 2013-04", code=2))
    early = written(tmp_path, "authority: kent\nraised_at: 2012-01-17T12:00\nfacts: {subject_kind: child}\n")
    assert "No edition of kent is in force on 17.01.2012" in squeezed(needfire("try", early, code=2))


def test_bank_holidays_are_left_out_of_the_count() -> None:
    said = needfire("try", CASES / "kent" / "death-before-easter.yaml", "--directory", DIRECTORIES)
    assert "Good Friday" in said
    assert "due Sat 3 Apr 2027 00:00" in said


def test_another_edition_can_be_tried_and_needs_no_directory() -> None:
    said = needfire("try", CASES / "kent" / "missing-in-2018.yaml", "--edition", "kent 2023-12")
    assert "Under kent 2023-12, raised Tue 6 Mar 2018 09:30." in said
    assert "KEN23-NTK-I" in said


def test_the_edition_in_force_on_the_day_is_taken() -> None:
    assert "Under kent 2016-09" in needfire("try", CASES / "kent" / "missing-in-2018.yaml")


def test_the_new_plugins_case_is_told_to_the_director(plugin: Path, edition: Path) -> None:
    case = plugin / "cases" / "missing-overnight.yaml"
    said = squeezed(needfire("try", case, "--edition", edition, "--directory", plugin / "directories"))
    assert "26 hours 30 minutes so far; the rule asks for at least 24 hours" in said
    assert "Aim missed: Decide who else" in said
    assert "Told: Inform the director" in said


CASE = "authority: fenshire\nraised_at: 2026-11-17T12:00\nfacts: {subject_kind: child}\n"


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "case.yaml"
    file.write_text(text, "utf-8")
    return file


def test_what_is_refused_is_said_and_ends_with_1(edition: Path, tmp_path: Path) -> None:
    died = "authority: fenshire\nraised_at: 2026-11-17T12:00\nfacts: {subject_kind: child, legal_status: care_order, happened: [death]}\n"
    then = "then:\n- {decide: complete, as: send_on}\n- {decide: decide, as: keep}\n"
    said = needfire("try", written(tmp_path, died + then), "--edition", edition, code=1)
    assert "The director must know of a looked after child's death" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("raised_at: 2026-11-17T12:00\n", "line 1: a case is a mapping with authority"),
        (CASE + "colour: red\n", "line 4: 'colour' is not part of a case"),
        (CASE.replace("child", "chil"), "line 3: subject_kind: Choose one of"),
        (CASE.replace("12:00", "noon"), "line 2: give a date and time"),
        (CASE + "then:\n- {after: 2 hours}\n", "line 5: '2 hours' is not a period"),
        (CASE + "then:\n- {decide: complete}\n", "line 5: what happens is one of"),
        (CASE + "then: wait\n", "line 4: then are a list"),
        (CASE.replace("2026", "0001"), "line 2: check the year"),
        ("", "it is empty"),
        ("{", "case.yaml"),
    ],
)
def test_a_case_that_cannot_be_read_names_the_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(Problem) as problem:
        list(read_cases(written(tmp_path, text)))
    assert says in str(problem.value)


def test_a_folders_hidden_files_are_no_cases(tmp_path: Path) -> None:
    written(tmp_path, CASE)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "other.yaml").write_text("colour: red", "utf-8")
    assert [each.authority for each in case_files(tmp_path)] == ["fenshire"]


def test_a_file_too_large_or_not_text_is_not_read(tmp_path: Path) -> None:
    file = written(tmp_path, "#" * 8_000_001)
    with pytest.raises(Problem, match="larger than 8 MB"):
        list(read_cases(file))
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(Problem, match="not UTF-8"):
        list(read_cases(file))


def test_a_step_that_does_not_wait_is_said(edition: Path, tmp_path: Path) -> None:
    said = needfire(
        "try", written(tmp_path, CASE + "then:\n- {decide: decide, as: keep}\n"), "--edition", edition, code=2
    )
    assert "'decide' does not wait to be decided; what waits is complete" in squeezed(said)


def test_times_of_a_case_are_those_of_clocks_in_england(tmp_path: Path) -> None:
    summer = next(read_cases(written(tmp_path, CASE.replace("2026-11-17", "2026-07-17"))))
    assert summer.raised_at.isoformat() == "2026-07-17T11:00:00+00:00"
