"""The arithmetic of replicas: what stops them, what is reckoned, what may never happen, and the lines that say so."""

from __future__ import annotations

import pytest

from benchmarks.numbers import Round
from benchmarks.scaling.beside import lines
from benchmarks.scaling.measuring import CLIENTS
from benchmarks.scaling.reckoning import Measured, Turn, reckoned, stops, wrong
from benchmarks.scaling.setups import INTAKE, ONE, SETUPS, Setup, kinds, replicas
from benchmarks.sides import LOAD
from operations.process_list import BROKER, GATEWAY, STORE

COSTS = {GATEWAY: 2.0, INTAKE: 1.0, BROKER: 0.5, STORE: 0.5}


def turn(seconds: float, busy: float = 0.95) -> Turn:
    """A hundred commands, which cost as much as ever."""
    cpu = {LOAD: 0.05, **{part: cost / 10 for part, cost in COSTS.items()}}
    answered = tuple(f"n-{number}" for number in range(100))
    return Turn(Round(seconds, (0.01,) * 100, answered, 0, cpu), busy, seconds)


def results(broken: tuple[str, ...] = ()) -> Measured:
    """Two rounds of each; two gateways behind one intake are twice as fast in the first of them, and as fast in the second."""
    turns = {(setup, clients): [turn(1.0), turn(1.0)] for setup in SETUPS for clients in CLIENTS}
    turns[Setup(1, 2), 64] = [turn(0.5), turn(1.0)]
    return Measured(2, 100, turns, 2_800, 2_800, 0, broken)


def test_a_gain_is_told_round_by_round() -> None:
    gain = results().gain(Setup(1, 2), ONE, 64)

    assert (gain.median, gain.lowest, gain.highest) == (1.5, 1.0, 2.0)


@pytest.mark.parametrize(
    ("setup", "busy", "ours", "used", "said"),
    [
        (ONE, 0.9, 0.8, {GATEWAY: 0.99, INTAKE: 0.3, STORE: 0.3}, "the cores"),
        (ONE, 1.0, 0.5, {GATEWAY: 0.99, INTAKE: 0.3, STORE: 0.3}, "other work"),
        (ONE, 0.8, 0.7, {GATEWAY: 0.95, INTAKE: 0.3, STORE: 0.3}, "gateway: one core"),
        (Setup(1, 2), 0.8, 0.7, {GATEWAY: 0.95, INTAKE: 0.3, STORE: 0.3}, "waiting"),
        (Setup(1, 2), 0.8, 0.7, {GATEWAY: 0.95, INTAKE: 0.92, STORE: 0.3}, "intake: one core"),
        (Setup(4, 4), 0.8, 0.7, {GATEWAY: 2.0, INTAKE: 1.0, STORE: 0.97}, "store: one core"),
    ],
)
def test_what_stops_a_setup_is_what_has_no_more_of_its_own(
    setup: Setup, busy: float, ours: float, used: dict[str, float], said: str
) -> None:
    assert stops(setup, busy, ours, used) == said


def test_more_cores_allow_more_until_the_store_has_none_left() -> None:
    two, eight = reckoned(COSTS, 2), reckoned(COSTS, 8)

    assert (two.per_second, two.gateways, two.intakes, two.by) == (500, 1, 1, "the cores")
    assert (eight.per_second, eight.gateways, eight.intakes, eight.by) == (2_000, 4, 2, "the cores")
    assert reckoned(COSTS, 16) == reckoned({**COSTS, BROKER: 0.0}, 16)
    assert reckoned(COSTS, 16).by == "the store's one core"


def test_the_share_of_the_cores_is_of_all_that_was_measured() -> None:
    assert turn(1.0).ours(2) == pytest.approx((0.05 + 0.4) / 2)
    assert turn(0.5).cores(GATEWAY) == pytest.approx(0.4)


def test_all_of_it_once_is_nothing_wrong() -> None:
    assert wrong(["a", "b"], {"a": 1, "b": 1}, 0) == ()
    assert wrong(["a"], {"a": 1, "b": 1}, refused=1) == ()  # its answer came too late


@pytest.mark.parametrize(
    ("answered", "commits", "said"),
    [
        (["a", "b"], {"a": 1}, "1 commands were lost"),
        (["a", "a"], {"a": 1}, "1 commands were answered for two"),
        (["a"], {"a": 2}, "1 commands were carried out more than once"),
        (["a"], {"a": 1, "b": 1}, "1 commands are in the store and were never asked for"),
    ],
)
def test_what_may_never_happen_is_said(answered: list[str], commits: dict[str, int], said: str) -> None:
    assert wrong(answered, commits, 0) == (said,)


def test_every_setup_is_told_and_what_was_reckoned_is_named_so() -> None:
    told = list(lines(results()))

    for setup in SETUPS:
        assert sum(line.strip().startswith(setup.name) for line in told) == 2 * len(CLIENTS)
    assert "  nothing lost, everything once" in told
    begins = next(index for index, line in enumerate(told) if line.startswith("Reckoned, not measured"))
    rows = [line.split() for line in told[begins + 2 : begins + 4]]
    assert rows == [["2", "cores", "500", "1", "1", "the", "cores"], ["4", "cores", "1,000", "2", "1", "the", "cores"]]
    assert told[begins + 6].startswith("  as with 2 intake, 2 gateway")
    assert any("1 commands were lost" in line for line in lines(results(("1 commands were lost",))))


def test_a_replica_is_started_as_the_first_with_its_rights_and_a_gateway_with_a_port_of_its_own() -> None:
    ports_of = {name: 9000 + number for number, name in enumerate(replicas(GATEWAY)[1:])}
    by_name = {kind.name: kind for kind in kinds(ports_of)}

    second = by_name["intake-2"]
    assert (second.user, second.command) == (INTAKE, by_name[INTAKE].command)
    gateways = [by_name[name] for name in replicas(GATEWAY)]
    assert [kind.user for kind in gateways] == ["", GATEWAY, GATEWAY, GATEWAY]
    assert len({kind.command for kind in gateways}) == 4
    assert "9001" in by_name["gateway-3"].command and "{listen_port}" not in by_name["gateway-3"].command
