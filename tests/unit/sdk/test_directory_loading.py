"""A directory's file: what it may say, and what a person reads who got it wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needfire.directory.loading import DirectoryUnreadable, load_directory
from needfire.directory.records import Directory

EXAMPLE = (Path(__file__).parent / "directory_example.yaml").read_text(encoding="utf-8")
SMALLEST = """
authority: kent
areas: [ashford]
people: [{id: kent-a, name: "A (invented)", email: a@kent.example}, {id: kent-b, name: "B (invented)", email: b@kent.example}]
posts: [{role: service_manager, area: ashford, holders: [kent-a]}]
"""


def refused(written: str | bytes, file: str = "kent.yaml") -> DirectoryUnreadable:
    with pytest.raises(DirectoryUnreadable) as unreadable:
        load_directory(written, file)
    assert unreadable.value.code == "directory_unreadable"
    assert all(line.startswith(f"{file}: ") for line in str(unreadable.value).splitlines())
    return unreadable.value


def codes(written: str | bytes) -> list[str]:
    return [each.code for each in refused(written).faults]


def test_the_smallest_directory_loads() -> None:
    directory = load_directory(SMALLEST, "kent.yaml")
    assert (directory.authority, directory.areas) == ("kent", ("ashford",))
    assert directory.posts[0].holders == ("kent-a",)
    assert (directory.out_of_hours, directory.absences) == ((), ())


def test_days_and_times_are_those_of_clocks_in_england() -> None:
    directory = load_directory(EXAMPLE, "kent.yaml")
    thanet = directory.posts[1]
    assert (thanet.starts, thanet.ends) == (None, datetime(2026, 6, 30, 23, tzinfo=UTC))  # end of 30 June, in summer
    assert directory.posts[2].starts == thanet.ends
    assert directory.out_of_hours[0].shifts[0].starts == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert directory.absences[0].ends == datetime(2026, 11, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-07-01", "2026-06-30T23:00+00:00"),
        ("2026-07-01T09:00", "2026-07-01T08:00+00:00"),
        ("2026-07-01 09:00", "2026-07-01T08:00+00:00"),
        ("2026-07-01T09:00:30", "2026-07-01T08:00:30+00:00"),
        ("2026-07-01T09:00Z", "2026-07-01T09:00+00:00"),
        ("'2026-07-01T09:00+02:00'", "2026-07-01T07:00+00:00"),
        ("2026-03-29T01:30", "2026-03-29T01:00+00:00"),  # does not exist: the first time that does
        ("2026-10-25T01:30", "2026-10-25T00:30+00:00"),  # comes twice: the first
    ],
)
def test_a_moment_can_be_written_so(written: str, moment: str) -> None:
    with_start = SMALLEST.replace("holders: [kent-a]", f"holders: [kent-a], from: {written}")
    assert load_directory(with_start, "kent.yaml").posts[0].starts == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "2026-13-01",
        "20.11.2026",
        "20261120",
        "2026-W47-5",
        "tomorrow",
        "17:00",
        "2026-11-20T25:00",
        "2026-11-20T17",
        "[2026-11-20]",
        "{}",
        "''",
        "true",
        "9999-12-31T23:00-05:00",
    ],
)
def test_a_moment_that_cannot_be_read_names_entry_line_and_mend(written: str) -> None:
    with_start = SMALLEST.replace("holders: [kent-a]", f"holders: [kent-a], from: {written}")
    assert str(refused(with_start)) == (
        "kent.yaml: line 5: posts entry 1 (service_manager, ashford): 'from' cannot be used. "
        "Write a day (2026-11-20) or a day and time in England (2026-11-20T17:00)."
    )


def test_an_end_beyond_the_last_year_is_refused_like_any_other() -> None:
    assert codes(SMALLEST.replace("[kent-a]}", "[kent-a], until: 9999-12-31}")) == ["value_unusable"]


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    written = SMALLEST.replace("areas: [ashford]", "areas: [ashford, no, 1e3, 2026-01-01]")
    assert load_directory(written, "kent.yaml").areas == ("ashford", "no", "1e3", "2026-01-01")


def test_any_mail_domain_is_fine() -> None:
    load_directory(SMALLEST.replace("a@kent.example", "a.b+c@mail.council.example.org"), "kent.yaml")


@pytest.mark.parametrize("empty", ["", "\n\n", "# only a comment\n", "---\n", "null", "~", b""])
def test_an_empty_file_says_what_belongs_into_it(empty: str | bytes) -> None:
    assert str(refused(empty)) == ("kent.yaml: the file: It is empty: give authority, areas, people and posts.")


@pytest.mark.parametrize("other", ["[]", "kent", "- a\n- b", "3"])
def test_a_file_that_is_something_else_says_which_fields_it_needs(other: str) -> None:
    assert "It has no fields. Write them: absences, agencies, areas, authority," in str(refused(other))


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("authority: kent\nareas: [ashford\npeople: []\n", 3),
        ("authority: kent\n\tareas: []\n", 2),
        ('authority: "kent\n', 2),
        ("authority: kent: yes\n", 1),
        ('authority: "\\q"\n', 1),
        ("--- a\n--- b\n", 2),
        ("areas: [a]]\n", 1),
    ],
)
def test_malformed_yaml_names_the_line_and_nothing_that_stands_there(broken: str, line: int) -> None:
    assert str(refused(broken)) == (
        f"kent.yaml: the file: It is not readable as YAML in line {line} or just before: "
        "check indentation, quotes and brackets."
    )


def test_control_characters_are_refused() -> None:
    assert codes('authority: "a\x00b"') == ["yaml_unreadable"]


def test_a_file_that_is_no_text_is_refused() -> None:
    assert codes(b"\xff\xfe\x00a") == ["not_text"]


@pytest.mark.parametrize(
    ("trap", "said"),
    [
        ("a: &a [x]\nb: [*a, *a]\n", "an alias (*name) in line 2"),
        ("&a [*a]", "an alias (*name) in line 1"),
        ("[" * 500_000, "nested too deeply in line 1"),
        ("- " * 400_000, "nested too deeply in line 1"),
        ("{a: " * 200_000, "nested too deeply in line 1"),
        ("a: 1\nb: 2\na: 3\n", "A key in line 3 stands twice"),
        ("? [a]\n: b\n", "A key in line 1 is not a word"),
        ("x" * 1_000_001, "larger than 1000000 characters"),
    ],
)
def test_a_trap_is_refused_at_once(trap: str, said: str) -> None:
    began = monotonic()
    assert said in str(refused(trap))
    assert monotonic() - began < 20


def test_a_large_directory_still_loads_in_seconds() -> None:
    people = [f'{{id: kent-{i}, name: "N {i} (invented)", email: n{i}@kent.example}}' for i in range(4000)]
    posts = [f"{{role: role_{i}, area: ashford, holders: [kent-{i}], cover: [kent-{i + 1}]}}" for i in range(3999)]
    away = [f"{{person: kent-{i}, from: 2026-01-01, delegate: kent-{i + 1}}}" for i in range(3999)]
    began = monotonic()
    directory = load_directory(
        "authority: kent\nareas: [ashford]\n"
        + f"people: [{', '.join(people)}]\nposts: [{', '.join(posts)}]\nabsences: [{', '.join(away[:300])}]\n",
        "kent.yaml",
    )
    assert len(directory.posts) == 3999
    assert monotonic() - began < 60


def test_the_message_of_a_thousand_faults_stays_readable() -> None:
    written = SMALLEST.replace("areas: [ashford]", f"areas: [ashford, {', '.join(['twice'] * 1000)}]")
    unreadable = refused(written)
    assert len(unreadable.faults) == 999
    assert str(unreadable).count("\n") == 20
    assert str(unreadable).endswith("kent.yaml: and 979 more")


def test_an_unknown_field_is_named_with_those_that_are_known() -> None:
    written = SMALLEST.replace("holders: [kent-a]", "holders: [kent-a], covers: [kent-b]")
    assert str(refused(written)) == (
        "kent.yaml: line 5: posts entry 1 (service_manager, ashford): 'covers' is not known here. "
        "The fields are area, cover, from, holders, role, tray, until."
    )


def test_a_field_of_the_file_that_is_unknown_is_named_with_its_line() -> None:
    assert str(refused(SMALLEST + "teams: []\n")).startswith(
        "kent.yaml: line 6: the file: 'teams' is not known here. The fields are absences, agencies, areas, authority,"
    )


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        ("holders: [kent-a]", "cover: []", "field_missing", "'holders' is missing. Write it."),
        ("[ashford]", "ashford", "value_unusable", "'areas' is not a list. Write a list"),
        ("[kent-a]", "kent-a", "value_unusable", "'holders' is not a list. Write a list"),
        ("[kent-a]", "[[kent-a]]", "value_unusable", "'holders' is not text. Write a word"),
        ("[kent-a]", "null", "value_unusable", "'holders' is empty. Write a value"),
        ("[kent-a]", "[kent-a], tray: everybody", "value_unusable", "'tray' cannot be used. Must be one of: person, group."),
        ("posts: [{", "posts: [kent-a, {", "value_unusable", "posts entry 1: It has no fields. Write them: area, cover"),
    ],
)  # fmt: skip
def test_a_misshapen_entry_says_what_to_write(before: str, after: str, code: str, said: str) -> None:
    unreadable = refused(SMALLEST.replace(before, after))
    assert [each.code for each in unreadable.faults] == [code]
    assert said in str(unreadable)


def test_a_fault_within_a_rota_names_rota_and_shift() -> None:
    written = SMALLEST + "out_of_hours:\n- role: on_call\n  rota:\n  - {from: 2026-11-20, until: x, person: kent-a}\n"
    assert "line 9: out_of_hours entry 1 (on_call), rota entry 1 (kent-a): 'until' cannot" in str(refused(written))


def test_every_fault_of_shape_is_found_at_once() -> None:
    written = SMALLEST.replace("email: a@kent.example", "mail: a@kent.example").replace("[ashford]", "ashford")
    assert codes(written) == ["value_unusable", "field_missing", "field_unknown"]


def test_no_error_repeats_what_an_entry_says_of_a_person() -> None:
    written = SMALLEST.replace("id: kent-a", 'id: "Priya Shaw"').replace("a@kent.example", "priya at kent")
    written += 'absences: [{person: "Priya Shaw", from: 2026-01-01}]\n"Priya Shaw": 1\n'
    for text in (written, written.replace('"Priya Shaw": 1\n', "")):
        assert "riya" not in str(refused(text))


def test_a_file_is_named_after_its_authority() -> None:
    assert [each.code for each in refused(SMALLEST, "luton.yaml").faults] == ["file_misnamed"]


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_the_file_holds_it_loads_or_is_refused(written: str | bytes) -> None:
    try:
        assert isinstance(load_directory(written, "kent.yaml"), Directory)
    except DirectoryUnreadable as unreadable:
        assert unreadable.faults


lines_of_the_example = st.lists(st.sampled_from(EXAMPLE.splitlines()), max_size=30)


@given(lines_of_the_example, st.integers(0, len(EXAMPLE)), st.integers(0, len(EXAMPLE)))
def test_a_torn_file_loads_or_is_refused(lines: list[str], start: int, end: int) -> None:
    for written in ("\n".join(lines), EXAMPLE[:start] + EXAMPLE[end:]):
        try:
            load_directory(written, "kent.yaml")
        except DirectoryUnreadable as unreadable:
            assert unreadable.faults
