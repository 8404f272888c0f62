"""Luton: an allegation about an adult in a position of trust. Their name is kept from the service directors."""

from __future__ import annotations

from tests.e2e.cases import LUTON_TRUST, Case, Playing
from tests.e2e.house import House
from tests.e2e.looking import assert_on_page, close, decision_by, page_of, steps_of, tray_is, waits_with
from tests.e2e.waiting import eventually

NAME = "Story Adult (invented)"
DIRECTORS = ("luton-service-director-operations", "luton-service-director-early-help")
MANAGER = "luton-service-manager"


def test_from_raising_to_closing(house: House) -> None:
    playing = Playing(house, LUTON_TRUST)
    playing.through("raise")
    case = playing.case
    waits_with(case, "decide_required", MANAGER)
    assert steps_of(case, "luton-service-manager-2") == []  # the other area's
    assert decision_by(house.told("luton-lado", f"{case.path}/why"), "LUT-TRUST-1")

    playing.through("consult")
    (consulted,) = case.seen()["consultations"]
    assert (consulted["with_person"]["id"], consulted["advice"]) == (MANAGER, "raise")

    playing.through("decide", MANAGER)
    done = case.open("tasks", step="complete_form", state="decided")
    assert done["decided_by"]["id"] == "luton-lado"  # done in raising it, in the team manager's place
    waits_with(case, "forward", MANAGER)

    playing.through("decide", MANAGER)
    waits_with(case, "inform_director", *DIRECTORS)
    assert case.open("tasks", step="forward", state="decided")["records"]["ofsted_basis"] is True
    forwarded = "Forward to the service director"
    tray_is(case, "luton-head-of-safeguarding", "notices", "about", forwarded)
    tray_is(case, "luton-director-support", "notices", "about", forwarded, forwarded)  # as support, and for the inbox
    assert_name_is_kept_from_the_directors(house, case)

    playing.through("decide", DIRECTORS[0])
    tray_is(case, "luton-director", "notices", "about", "Inform the director")
    playing.to_the_end()
    tray_is(case, "luton-director", "notices", "about")
    eventually(lambda: case.seen()["state"] == "finished", "the end of the route")
    assert_on_page(case, "luton-lado")

    assert close(case, MANAGER, "The employer has dismissed them.")["state"] == "closed"


def assert_name_is_kept_from_the_directors(house: House, case: Case) -> None:
    for director in DIRECTORS:
        opened = house.told(director, case.path)["opened"]
        assert (opened["particulars"]["adult_name"], opened["hidden"]) == (None, ["adult_name"])
        assert opened["particulars"]["account"].startswith("A parent reported")
        for path in (case.path, f"{case.path}/timeline", f"{case.path}/why", "/v1/tasks", "/v1/notifications"):
            assert NAME not in house.get(director, path).text, path
        assert NAME not in page_of(case, director)
    for reader in ("luton-lado", MANAGER):
        assert house.told(reader, case.path)["opened"]["particulars"]["adult_name"] == NAME
        assert NAME in page_of(case, reader)
