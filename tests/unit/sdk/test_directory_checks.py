"""A directory that is well formed and still wrong: each contradiction is named with its entry and its mend."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from needfire.directory.loading import DirectoryUnreadable, load_directory, validate
from needfire.directory.records import Absence

START = """
authority: kent
areas: [ashford, thanet]
people:
  - {id: kent-a, name: "A (invented)", email: a@kent.example}
  - {id: kent-b, name: "B (invented)", email: b@kent.example}
  - {id: kent-c, name: "C (invented)", email: c@kent.example}
"""
POST = "{role: service_manager, area: ashford, holders: [kent-a]}"


def directory_with(posts: str = POST, rest: str = "", start: str = START) -> str:
    return f"{start}posts: [{posts}]\n{rest}\n"


def found(written: str) -> list[tuple[str, str]]:
    """The faults of a directory: code, and the words of the entry."""
    with pytest.raises(DirectoryUnreadable) as unreadable:
        load_directory(written, "kent.yaml")
    for fault in unreadable.value.faults:
        assert fault.problem.endswith(".")
        assert fault.mend.endswith(".")
    return [(fault.code, fault.entry.words) for fault in unreadable.value.faults]


def post(**changes: str) -> str:
    fields = {"role": "service_manager", "area": "ashford", "holders": "[kent-a]", **changes}
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"


def rota(*shifts: tuple[str, str, str], otherwise: str = "") -> str:
    written = ", ".join(f"{{from: {starts}, until: {ends}, person: {who}}}" for starts, ends, who in shifts)
    return f"out_of_hours: [{{role: on_call, rota: [{written}]{otherwise and f', otherwise: {otherwise}'}}}]"


def absences(*written: str) -> str:
    return f"absences: [{', '.join(written)}]"


IN_ASHFORD = "posts entry 1 (service_manager, ashford)"
ON_CALL = "out_of_hours entry 1 (on_call, *)"


@pytest.mark.parametrize(
    ("posts", "code"),
    [
        (post(holders="[kent-x]"), "person_unknown"),
        (post(cover="[kent-x]"), "person_unknown"),
        (post(holders="[]"), "post_empty"),
        (post(area="swale"), "area_unknown"),
        (post(role='"Service Manager"'), "name_unusable"),
        (post(role='"*"'), "name_unusable"),
        (post(role="''"), "name_unusable"),
        (post(holders="[kent-a, kent-b]", tray="person"), "tray_of_several"),
        (post(cover="[kent-b, kent-a]"), "cover_is_holder"),
        (post(**{"from": "2026-02-01", "until": "2026-01-01"}), "dates_reversed"),
        (post(**{"from": "2026-02-01T09:00", "until": "2026-02-01T09:00"}), "dates_reversed"),
    ],
)
def test_a_post_that_cannot_work_is_named(posts: str, code: str) -> None:
    [(fault, entry)] = found(directory_with(posts))
    assert fault == code
    assert entry.startswith("posts entry 1")


def test_the_message_shows_line_entry_problem_and_mend() -> None:
    with pytest.raises(DirectoryUnreadable) as unreadable:
        load_directory(directory_with(post(holders="[kent-x]")), "kent.yaml")
    assert str(unreadable.value) == (
        "kent.yaml: line 8: posts entry 1 (service_manager, ashford): "
        "kent-x is named under holders and not among the people. Add them there."
    )


def test_a_post_of_one_day_and_a_tray_of_one_are_fine() -> None:
    load_directory(directory_with(post(**{"from": "2026-02-01", "until": "2026-02-01", "tray": "person"})), "kent.yaml")


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ({}, {}, True),
        ({"until": "2026-06-30"}, {"from": "2026-07-01"}, False),
        ({"until": "2026-07-01"}, {"from": "2026-07-01"}, True),
        ({"from": "2026-07-01"}, {"until": "2026-06-30"}, False),
        ({"from": "2026-07-01"}, {}, True),
        ({"from": "2026-07-01", "until": "2026-07-31"}, {"from": "2026-07-10", "until": "2026-07-12"}, True),
    ],
)
def test_two_entries_for_one_post_may_follow_but_not_overlap(
    one: dict[str, str], other: dict[str, str], clash: bool
) -> None:
    written = directory_with(f"{post(**one)}, {post(**other)}, {post(area='thanet')}")
    if clash:
        assert [code for code, _ in found(written)] == ["post_twice"]
    else:
        load_directory(written, "kent.yaml")


@pytest.mark.parametrize(
    ("line", "code", "entry"),
    [
        ('  - {id: kent-b, name: "B2 (invented)", email: b2@kent.example}', "person_twice", "people entry 4 (kent-b)"),
        (
            '  - {id: kent-d, name: "D (invented)", email: d@kent.example, account: kent-b}',
            "account_twice",
            "people entry 4 (kent-b)",
        ),
        ('  - {id: "Kent D", name: "D (invented)", email: d@kent.example}', "name_unusable", "people entry 4"),
        ('  - {id: "*", name: "D (invented)", email: d@kent.example}', "name_unusable", "people entry 4"),
        ('  - {id: kent-d, name: "  ", email: d@kent.example}', "name_missing", "people entry 4 (kent-d)"),
        ('  - {id: kent-d, name: "D (invented)", email: kent.example}', "email_unusable", "people entry 4 (kent-d)"),
        ('  - {id: kent-d, name: "D (invented)", email: "@kent.example"}', "email_unusable", "people entry 4 (kent-d)"),
        ('  - {id: kent-d, name: "D (invented)", email: "d@"}', "email_unusable", "people entry 4 (kent-d)"),
        ('  - {id: kent-d, name: "D (invented)", email: "d@e@kent.example"}', "email_unusable", "people entry 4 (kent-d)"),
        ('  - {id: kent-d, name: "D (invented)", email: "d d@kent.example"}', "email_unusable", "people entry 4 (kent-d)"),
    ],
)  # fmt: skip
def test_a_person_who_cannot_be_told_apart_or_reached_is_named(line: str, code: str, entry: str) -> None:
    assert found(directory_with(start=f"{START.rstrip()}\n{line}\n")) == [(code, entry)]


@pytest.mark.parametrize(
    ("areas", "code"),
    [("ashford, thanet, ashford", "area_twice"), ('ashford, thanet, "*"', "name_unusable"), ("ashford, thanet, Swale", "name_unusable")],
)  # fmt: skip
def test_an_area_is_listed_once_and_has_a_plain_name(areas: str, code: str) -> None:
    [(fault, entry)] = found(directory_with(start=START.replace("ashford, thanet", areas)))
    assert (fault, entry[:13]) == (code, "areas entry 3")


@pytest.mark.parametrize(
    ("rest", "code", "entry"),
    [
        (rota(("2026-11-20", "2026-11-22", "kent-x")), "person_unknown", ON_CALL),
        (rota(otherwise="kent-x"), "person_unknown", ON_CALL),
        (rota(), "rota_empty", ON_CALL),
        (rota(("2026-11-22", "2026-11-20", "kent-a")), "dates_reversed", f"{ON_CALL}, rota entry 1 (kent-a)"),
        (
            rota(("2026-11-20T17:00", "2026-11-23T08:30", "kent-a"), ("2026-11-23T08:00", "2026-11-24", "kent-b")),
            "rota_overlap",
            ON_CALL,
        ),
        (
            rota(("2026-11-23T08:00", "2026-11-24", "kent-b"), ("2026-11-20T17:00", "2026-11-23T07:30", "kent-a")),
            "rota_hole",
            ON_CALL,
        ),
        (
            rota(("2026-11-20", "2026-11-22", "kent-a")).replace("on_call", "service_manager, area: ashford"),
            "rota_twice",
            "out_of_hours entry 1 (service_manager, ashford)",
        ),
    ],
)
def test_a_rota_that_cannot_work_is_named(rest: str, code: str, entry: str) -> None:
    assert found(directory_with(rest=rest)) == [(code, entry)]


def test_two_rotas_for_one_role_are_named_both() -> None:
    written = "out_of_hours: [{role: on_call, otherwise: kent-a}, {role: on_call, otherwise: kent-b}]"
    assert [code for code, _ in found(directory_with(rest=written))] == ["rota_twice", "rota_twice"]


def test_a_hole_says_from_when_to_when_in_england() -> None:
    written = rota(("2026-07-03T17:00", "2026-07-06T08:30", "kent-a"), ("2026-07-10T17:00", "2026-07-13", "kent-b"))
    with pytest.raises(DirectoryUnreadable, match="from Monday 6 July 2026 at 08:30 to Friday 10 July 2026 at 17:00"):
        load_directory(directory_with(rest=written), "kent.yaml")


def test_a_hole_that_somebody_else_holds_is_none() -> None:
    shifts = [("2026-07-03T17:00", "2026-07-06T08:30", "kent-a"), ("2026-07-10T17:00", "2026-07-13", "kent-b")]
    load_directory(directory_with(rest=rota(*shifts, otherwise="kent-c")), "kent.yaml")


def test_shifts_in_days_that_follow_one_another_leave_no_hole() -> None:
    shifts = [("2026-10-19", "2026-10-25", "kent-a"), ("2026-10-26", "2026-11-01", "kent-b")]
    load_directory(directory_with(rest=rota(*shifts)), "kent.yaml")


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (absences("{person: kent-x, from: 2026-01-01}"), "person_unknown"),
        (absences("{person: kent-a, from: 2026-01-01, delegate: kent-x}"), "person_unknown"),
        (absences("{person: kent-a, from: 2026-01-02, until: 2026-01-01}"), "dates_reversed"),
        (absences("{person: kent-a, from: 2026-01-02, delegate: kent-a}"), "delegate_loop"),
    ],
)
def test_an_absence_that_cannot_work_is_named(rest: str, code: str) -> None:
    [(fault, entry)] = found(directory_with(rest=rest))
    assert fault == code
    assert entry.startswith("absences entry 1")


@pytest.mark.parametrize(
    ("written", "loops"),
    [
        # a to b to a, at the same time
        (["kent-a, from: 2026-01-01, delegate: kent-b", "kent-b, from: 2026-01-05, delegate: kent-a"], [2]),
        # a to b to c to a
        (
            [
                "kent-a, from: 2026-01-01, until: 2026-01-31, delegate: kent-b",
                "kent-b, from: 2026-01-10, until: 2026-01-20, delegate: kent-c",
                "kent-c, from: 2026-01-20, until: 2026-01-25, delegate: kent-a",
            ],
            [3],
        ),
        # the same, but never all three at once
        (
            [
                "kent-a, from: 2026-01-01, until: 2026-01-31, delegate: kent-b",
                "kent-b, from: 2026-01-10, until: 2026-01-19, delegate: kent-c",
                "kent-c, from: 2026-01-20, until: 2026-01-25, delegate: kent-a",
            ],
            [],
        ),
        # one after the other
        (
            [
                "kent-a, from: 2026-01-01, until: 2026-01-31, delegate: kent-b",
                "kent-b, from: 2026-02-01, delegate: kent-a",
            ],
            [],
        ),
        # the loop opens when a later absence of a ends, whose delegate was somebody else
        (
            [
                "kent-a, from: 2026-01-01, delegate: kent-b",
                "kent-a, from: 2026-01-05, until: 2026-01-20, delegate: kent-c",
                "kent-b, from: 2026-01-10, delegate: kent-a",
            ],
            [1],
        ),
        # the same with one delegate: once while the later absence counts, once after it has ended
        (
            [
                "kent-a, from: 2026-01-01, delegate: kent-b",
                "kent-a, from: 2026-01-05, until: 2026-01-20, delegate: kent-b",
                "kent-b, from: 2026-01-10, delegate: kent-a",
            ],
            [1, 3],
        ),
        # a chain that ends
        (["kent-a, from: 2026-01-01, delegate: kent-b", "kent-b, from: 2026-01-01, delegate: kent-c"], []),
    ],
)
def test_delegates_that_lead_back_are_found_when_it_can_happen(written: list[str], loops: list[int]) -> None:
    text = directory_with(rest=absences(*(f"{{person: {each}}}" for each in written)))
    if loops:
        entries = [entry.split(" (")[0] for code, entry in found(text) if code == "delegate_loop"]
        assert entries == [f"absences entry {number}" for number in loops]
    else:
        load_directory(text, "kent.yaml")


def test_absences_from_outside_can_be_checked_too() -> None:
    directory = load_directory(directory_with(), "kent.yaml")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert validate(directory) == ()
    looped = directory.with_absences([Absence("kent-a", now, None, "kent-b"), Absence("kent-b", now, None, "kent-a")])
    assert {fault.code for fault in validate(looped)} == {"delegate_loop"}
    assert [f.code for f in validate(directory.with_absences([Absence("kent-x", now)]))] == ["person_unknown"]


@pytest.mark.parametrize(
    ("agencies", "code"),
    [
        ("{id: Police Force, name: Police, kind: police}", "name_unusable"),
        ('{id: "*", name: Police, kind: police}', "name_unusable"),
        ('{id: police, name: " ", kind: police}', "name_missing"),
        ("{id: police, name: Police, kind: police}, {id: police, name: Police, kind: police}", "agency_twice"),
        ('{id: police, name: Police, kind: police, bodies: [" "]}', "body_missing"),
        (
            "{id: a, name: A, kind: police, bodies: [Board]}, {id: b, name: B, kind: health, bodies: [Board]}",
            "body_twice",
        ),
    ],
)
def test_an_agency_that_could_not_be_told_from_another_is_named(agencies: str, code: str) -> None:
    assert [each for each, _ in found(directory_with(rest=f"agencies: [{agencies}]"))] == [code]


def test_a_kind_of_agency_that_there_is_not_is_named_with_its_line() -> None:
    with pytest.raises(DirectoryUnreadable) as unreadable:
        load_directory(directory_with(rest="agencies:\n  - {id: a, name: A, kind: shop}"), "kent.yaml")
    assert "line 10: agencies entry 1 (a): 'kind' cannot be used." in str(unreadable.value)
    assert "police" in str(unreadable.value)


@pytest.mark.parametrize(
    ("door", "code"),
    [
        ("{role: service_manager, area: atlantis}", "area_unknown"),
        ("{}", "field_missing"),
        ("{role: service_manager, feedback_within: soon}", "period_unreadable"),
    ],
)
def test_a_front_door_that_leads_nowhere_is_named(door: str, code: str) -> None:
    assert [each for each, _ in found(directory_with(rest=f"front_door: {door}"))] == [code]


def test_agencies_are_found_by_id_with_their_bodies() -> None:
    stated = (
        "agencies: [{id: police, name: Police, kind: police, bodies: [Board]}]\nfront_door: {role: service_manager}"
    )
    directory = load_directory(directory_with(rest=stated), "kent.yaml")
    assert directory.agency_by_id["police"].bodies == ("Board",)
    assert directory.front_door is not None
    assert directory.front_door.area == "*"


def test_a_custodian_that_is_no_body_is_named() -> None:
    custodian = "custodian: {body: ken, role: service_manager, keeper: service_manager}"
    assert [each for each, _ in found(directory_with(rest=custodian))] == ["custodian_unusable"]


def test_a_custodian_whose_posts_nobody_holds_does_not_stop_the_directory() -> None:
    directory = load_directory(directory_with(rest="custodian: {body: KEN, role: nobody, keeper: nobody}"), "kent.yaml")
    assert directory.custodian is not None
    assert directory.custodian.role == "nobody"


def test_an_agency_receives_for_a_body_by_its_code() -> None:
    agencies = "agencies: [{id: bedford, name: Bedford, kind: authority, custodian: Bedford}]"
    assert [each for each, _ in found(directory_with(rest=agencies))] == ["custodian_unusable"]


@pytest.mark.parametrize(
    ("said", "documents"), [("", "link"), (", documents: link", "link"), (", documents: sealed", "sealed")]
)
def test_a_custodian_is_sent_a_link_unless_it_is_said_that_the_document_is_sent(said: str, documents: str) -> None:
    custodian = f"custodian: {{body: KEN, role: service_manager, keeper: service_manager{said}}}"
    directory = load_directory(directory_with(rest=custodian), "kent.yaml")
    assert directory.custodian is not None and directory.custodian.documents == documents


def test_another_way_to_send_documents_is_named() -> None:
    custodian = "custodian: {body: KEN, role: service_manager, keeper: service_manager, documents: open}"
    assert len(found(directory_with(rest=custodian))) == 1
