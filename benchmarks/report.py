"""The results as tables that a person can read, on a screen and in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.numbers import Round, Spread
from benchmarks.plan import MANY
from benchmarks.processes import Memory
from benchmarks.results import Results, SideResult, over, times_as_many
from benchmarks.sides import LOAD

FIRST, WIDTH = 32, 21
"""Characters of the first column, and of each that holds a spread."""


def lines(results: Results) -> list[str]:
    """Everything, line by line."""
    plan = results.plan
    many = f"{MANY} clients"
    rate = f"Open loop, {plan.per_second:.0f} requests a second, {plan.open_loop} a round"
    return [
        f"Numbers are the median of {plan.rounds} rounds and, in brackets, the lowest and the highest.",
        *_section(f"One client, {plan.by_one} commands a round", _speeds(results, lambda side: side.one)),
        *_section(f"{many}, {plan.by_many} commands a round", _speeds(results, lambda side: side.many)),
        *_section(f"{rate}; latency from the intended start", _latencies(results)),
        *_section("How many times as many commands a second, round by round", _ratios(results)),
        *_section(f"CPU seconds for 1,000 commands, {many}", _cpu(results)),
        *_section("Lost and refused", _lost(results)),
        *_section(f"The whole platform at work, {many}, {plan.followed} commands", _followed(results)),
        *_section("Memory in MB", _memory(results)),
        *_section(f"The load generator against a server that does nothing, {plan.bare:,} requests", _bare(results)),
    ]


def _section(title: str, body: Iterable[str]) -> Iterator[str]:
    yield from ("", title, *(f"  {line}".rstrip() for line in body))


def _row(name: str, *cells: str) -> str:
    return f"{name:<{FIRST}}" + "".join(f"{cell:>{WIDTH}}" for cell in cells)


def _speeds(results: Results, rounds_of: Callable[[SideResult], Sequence[Round]]) -> Iterator[str]:
    yield _row("", "commands a second", "p50 ms", "p99 ms")
    for side in results.sides:
        rounds = rounds_of(side)
        per_second = told(over(rounds, lambda each: each.per_second))
        yield _row(side.name, per_second, _milliseconds(rounds, 50), _milliseconds(rounds, 99))


def _latencies(results: Results) -> Iterator[str]:
    yield _row("", "p50 ms", "p99 ms", "longest ms")
    for side in results.sides:
        if side.open:
            yield _row(side.name, *(_milliseconds(side.open, percent) for percent in (50, 99, 100)))


def _milliseconds(rounds: Sequence[Round], percent: float) -> str:
    return told(over(rounds, lambda each: each.milliseconds(percent)))


def told(spread: Spread) -> str:
    """With as many digits as say something."""
    digits = 0 if spread.median >= 100 else 1 if spread.median >= 10 else 2
    middle, low, high = (f"{number:,.{digits}f}" for number in (spread.median, spread.lowest, spread.highest))
    return f"{middle} ({low}–{high})"


def _ratios(results: Results) -> Iterator[str]:
    ours, *peers = results.sides
    yield _row(f"{ours.name} to", "one client", f"{MANY} clients")
    for peer in peers:
        pairs = ((ours.one, peer.one), (ours.many, peer.many))
        yield _row(peer.name, *(told(times_as_many(mine, theirs)) for mine, theirs in pairs))


def _cpu(results: Results) -> Iterator[str]:
    for side in results.sides:
        parts = [part for part in side.many[0].cpu if part != LOAD]
        each = {part: median_cpu(side.many, part) for part in parts}
        details = ", ".join(f"{part} {seconds:.2f}" for part, seconds in each.items())
        yield f"{side.name:<{FIRST}}{sum(each.values()):>6.2f}  ({details})"
    yield f"{LOAD:<{FIRST}}{median_cpu(results.sides[0].many, LOAD):>6.2f}"


def median_cpu(rounds: Sequence[Round], part: str) -> float:
    """CPU seconds for a thousand accepted commands."""
    return over(rounds, lambda each: each.cpu_per_thousand(part)).median


def _lost(results: Results) -> Iterator[str]:
    yield f"{'':<{FIRST}}{'accepted':>10}{'in the store':>14}{'lost':>6}{'refused':>9}"
    for side in results.sides:
        found = len(side.answered & side.stored)
        yield f"{side.name:<{FIRST}}{len(side.answered):>10,}{found:>14,}{side.lost:>6}{side.refused:>9}"


def _followed(results: Results) -> Iterator[str]:
    if results.followed:
        accepted, until = results.followed.accepted, results.followed.seconds_until_readable
        p50, p99 = accepted.milliseconds(50), accepted.milliseconds(99)
        yield f"{accepted.per_second:,.0f} commands a second, p50 {p50:.1f} ms, p99 {p99:.1f} ms"
        yield f"the last was routed, and readable on its page, {until:.1f} s after the first was sent"


def _memory(results: Results) -> Iterator[str]:
    yield f"{'':<{FIRST}}{'RSS at rest':>12}{'afterwards':>12}{'PSS at rest':>13}{'afterwards':>12}"
    for name, rest in results.at_rest.items():
        after = results.afterwards.get(name, rest)
        yield f"{name:<{FIRST}}{rest.rss:>12.0f}{after.rss:>12.0f}{_pss(rest):>13}{_pss(after):>12}"


def _pss(memory: Memory) -> str:
    return "not told" if memory.pss is None else f"{memory.pss:.0f}"


def _bare(results: Results) -> Iterator[str]:
    for clients, per_second in results.bare.items():
        yield f"{f'{clients} clients' if clients > 1 else 'one client':<{FIRST}}{per_second:>10,.0f} a second"
