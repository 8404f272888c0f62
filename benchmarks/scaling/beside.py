"""The entry: what more replicas bring, beside one of each, as tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.entry import Bars, Found
from benchmarks.numbers import spread
from benchmarks.report import median_cpu, told
from benchmarks.results import over
from benchmarks.scaling import measuring
from benchmarks.scaling.measuring import CLIENTS
from benchmarks.scaling.reckoning import PARTS, Measured, reckoned, stops
from benchmarks.scaling.setups import ONE, SETUPS, TWO
from benchmarks.sides import LOAD

FIRST, WIDTH = 22, 21
CORES = (2, 4, 8, 16)


def found(folder: Path, quick: bool) -> Found:
    """The entry."""
    plan = measuring.QUICK if quick else measuring.FULL
    results = measuring.measured(folder, plan, lambda line: print(line, file=sys.stderr, flush=True))
    most = max(CLIENTS)
    sides = {each.name: over(results.rounds(each, most), lambda round_: round_.per_second) for each in SETUPS}
    plot = Bars(f"{most} clients", "commands a second; more is better", sides)
    return Found(tuple(lines(results)), broken=results.wrong, plots=(plot,))


def lines(results: Measured) -> Iterator[str]:
    """Everything that was measured, and last what was reckoned from it."""
    rounds = len(results.rounds(ONE, CLIENTS[0]))
    yield f"Numbers are the median of {rounds} rounds of {results.commands} commands and, in brackets, the lowest and the highest."
    for clients in CLIENTS:
        yield from ("", f"{clients} clients", *(f"  {line}".rstrip() for line in _speeds(results, clients)))
        yield from ("", f"CPU seconds for 1,000 commands, {clients} clients, and the {results.cores} cores meanwhile")
        yield from (f"  {line}".rstrip() for line in _costs(results, clients))
    yield from ("", "Lost and refused", *(f"  {line}" for line in _kept(results)))
    yield from ("", *_reckoned(results, max(CLIENTS)))


def _speeds(results: Measured, clients: int) -> Iterator[str]:
    heads = ("commands a second", "times one of each", "p50 ms", "p99 ms")
    yield f"{'':<{FIRST}}" + "".join(f"{head:>{WIDTH}}" for head in heads)
    for setup in SETUPS:
        rounds = results.rounds(setup, clients)
        cells = (
            over(rounds, lambda each: each.per_second),
            results.gain(setup, ONE, clients),
            over(rounds, lambda each: each.milliseconds(50)),
            over(rounds, lambda each: each.milliseconds(99)),
        )
        yield f"{setup.name:<{FIRST}}" + "".join(f"{told(cell):>{WIDTH}}" for cell in cells)


def _costs(results: Measured, clients: int) -> Iterator[str]:
    heads = (*PARTS, "together", "load")
    yield f"{'':<{FIRST}}" + "".join(f"{head:>10}" for head in heads) + f"{'busy':>8}{'by us':>8}   stopped by"
    for setup in SETUPS:
        costs, sending = results.costs(setup, clients), median_cpu(results.rounds(setup, clients), LOAD)
        cells = "".join(f"{cost:>10.2f}" for cost in (*costs.values(), sum(costs.values()), sending))
        turns = results.turns[setup, clients]
        busy, ours = (
            spread(each.busy for each in turns).median,
            spread(each.ours(results.cores) for each in turns).median,
        )
        cores = {part: spread(each.cores(part) for each in turns).median for part in PARTS}
        yield f"{setup.name:<{FIRST}}{cells}{busy:>8.0%}{ours:>8.0%}   {stops(setup, busy, ours, cores)}"


def _kept(results: Measured) -> Iterator[str]:
    yield f"accepted {results.accepted:,}, commits in the store {results.stored:,}, refused {results.refused:,}"
    yield from results.wrong or ("nothing lost, everything once",)


def _reckoned(results: Measured, clients: int) -> Iterator[str]:
    yield f"Reckoned, not measured: what costs at {clients} clients would allow, with the clients elsewhere"
    for setup in (ONE, TWO):
        costs = results.costs(setup, clients)
        yield f"  {f'as with {setup.name}':<30}{'commands a second':>19}{'gateways':>10}{'intakes':>9}   no more because of"
        for cores in CORES:
            most = reckoned(costs, cores)
            yield f"    {f'{cores} cores':<28}{most.per_second:>19,.0f}{most.gateways:>10}{most.intakes:>9}   {most.by}"
    yield "  As if nothing waited, a command cost the same at any rate, and the store's single process had one core and no more."
