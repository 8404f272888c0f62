"""An edition that carries an earlier one on: what is replaced goes, what is kept is marked, what cannot be is named."""

from __future__ import annotations

import pytest

from needfire.authority import editions_of
from needfire.loading.carrying import CarriesUnfit, carried_on
from needfire.procedure import Edition
from needfire.procedure_reading import read_edition

EARLIER = """
authority: fenland
edition: "2013"
title: Law
document: The law of 2013
in_force_from: 2013-01-01
baseline: true
roles: {worker: Worker, chair: Chair of the board}
definitions: {gone: {happened: missing}}
rules:
- {id: A-1, kind: duty, section: "1", says: The chair is told.}
- {id: A-2, kind: duty, section: "2", says: The registrar is told.}
- {id: A-3, kind: duty, section: "3", says: Ours., status: assumption, other_reading: Not so.}
duties:
- {id: tell_chair, title: Tell the chair, rules: [A-1, A-3], to: Board, lead: chair, opens: ["known:found_at"]}
- {id: tell_registrar, title: Tell the registrar, rules: [A-2], to: Registrar, lead: worker, opens: ["known:found_at"]}
clocks: []
routes: []
acts: []
form:
  rules: []
  facts: [found_at, happened, missing_since]
  named_roles: []
  particulars: []
  parts:
  - {title: One, rules: [A-1], facts: [found_at]}
  - {title: Two, rules: [A-2], facts: [missing_since]}
"""
LATER = """
authority: fenland
edition: "2023"
title: Law, changed
document: The law of 2023
in_force_from: 2023-01-01
baseline: true
carries:
  edition: "2013"
  rules: [B-1]
  roles: {chair: partners}
  replaced: {A-2: B-1}
roles: {partners: Partners}
definitions: {}
rules:
- {id: B-1, kind: duty, section: "9", says: The registrar is not told any more.}
duties: []
clocks: []
routes: []
acts: []
form: {rules: [B-1], facts: [], named_roles: [], particulars: []}
"""


def read(text: str, *changes: tuple[str, str]) -> Edition:
    """The edition, with some words of it changed."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_edition(text.replace("rules: []", "rules: [A-1]"), "fenland.yaml")


def later(*changes: tuple[str, str]) -> Edition:
    """The later edition with what it carries."""
    return carried_on([read(EARLIER), read(LATER, *changes)])[1]


def test_what_is_replaced_goes_with_all_that_rests_on_it() -> None:
    whole = later()
    assert (set(whole.rules), [each.id for each in whole.duties]) == ({"A-1", "A-3", "B-1"}, ["tell_chair"])
    assert whole.form.facts == ("found_at", "happened")


def test_what_is_kept_is_marked_and_says_from_where_and_in_the_new_roles() -> None:
    whole = later()
    assert (whole.rules["A-1"].status, whole.rules["A-1"].document) == ("unconfirmed", "The law of 2013")
    assert "2013" in str(whole.rules["A-1"].other_reading)
    assert whole.rules["B-1"].status == "text"
    assert (whole.duties[0].lead, whole.roles) == ("partners", {"worker": "Worker", "partners": "Partners"})


def test_an_assumption_stays_one_and_what_was_confirmed_stays_text() -> None:
    assert later().rules["A-3"].status == "assumption"
    confirmed = later(("  rules: [B-1]\n  roles", "  rules: [B-1]\n  status: text\n  roles"))
    assert confirmed.rules["A-1"].status == "text"


def test_the_earlier_edition_is_left_as_it_was_and_the_digest_is_of_both() -> None:
    earlier, whole = carried_on([read(EARLIER), read(LATER)])
    assert earlier == read(EARLIER)
    changed = carried_on([read(EARLIER, ("Ours.", "Ours indeed.")), read(LATER)])[1]
    assert len({whole.digest, changed.digest, read(LATER).digest}) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('edition: "2013"\n  rules', 'edition: "2012"\n  rules'), "it carries '2012', which is no earlier edition"),
        (("in_force_from: 2023-01-01", "in_force_from: 2012-01-01"), "which is no earlier edition. There are: 2013"),
        (("{A-2: B-1}", "{A-9: B-1}"), "no rule has the id A-9"),
        (("{A-2: B-1}", "{A-2: B-7}"), "no rule has the id B-7"),
        (("{A-2: B-1}", "{A-3: B-1}"), "A-3"),
        (("definitions: {}", "definitions: {gone: {happened: death}}"), "both state gone"),
    ],
)
def test_what_cannot_be_carried_is_named(change: tuple[str, str], said: str) -> None:
    if "A-3: B-1" in change[1]:
        assert [each.id for each in later(change).duties] == ["tell_registrar"]
        return
    with pytest.raises(CarriesUnfit, match=said):
        later(change)


def test_two_editions_of_one_name_are_both_given_so_that_the_loader_can_refuse_them() -> None:
    assert len(carried_on([read(EARLIER), read(EARLIER)])) == 2


def test_englands_later_edition_keeps_the_statutory_times_and_gives_up_serious_case_reviews() -> None:
    earlier, whole = editions_of("needfire_england")
    assert {"WT13-05", "WT13-34", "LAW-INCIDENT-1"} <= whole.rules.keys()
    assert {each for each in earlier.rules if each.startswith("WT13-SCR")} & whole.rules.keys() == set()
