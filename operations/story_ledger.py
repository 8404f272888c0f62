"""How far an alert's message has come: while it goes out, and its ledger afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

Counts = Mapping[str, int]
CONTACTS = {"primary": "the first contact", "second": "the second contact", "out_of_hours": "who is told out of hours"}
SHOWN = 6
"""Lines of the ledger that are shown in full."""
STYLES = {"pending": "yellow", "failed": "red", "found": "bold green"}


class LedgerShown:
    """Prints to the console; where that is no terminal only what it comes to."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def going(self, number: int) -> Iterator[Callable[[Counts], None]]:
        """Shows the bar while it goes; called with the counts as they change."""
        columns = (TextColumn("message {task.description}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            bar = progress.add_task(str(number), total=None)

            def went(counts: Counts) -> None:
                total = sum(counts.values())
                progress.update(bar, total=total, completed=total - counts.get("pending", 0))

            yield went

    def ledger(self, found: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
        """The counts, and those lines with which something is the matter."""
        counted = " · ".join(f"{count} {state.replace('_', ' ')}" for state, count in found["counts"].items() if count)
        self._console.print(Text(f"The ledger: {sum(found['counts'].values())} custodians: {counted}", style="bold"))
        ways = Counter(f"{each['channel']}, to {CONTACTS[each['contact']]}" for each in lines if each["sent_at"])
        for way, count in ways.most_common():
            self._console.print(Text(f"  {count:>3} by {way}", style="dim"))
        matters = [each for each in lines if each["state"] in ("pending", "failed") or each["silent"]]
        self._console.print(self._table(matters[:SHOWN]))
        if len(matters) > SHOWN:
            self._console.print(
                Text(f"  and {len(matters) - SHOWN} more are tried again, or a person sees to them", style="dim")
            )

    def _table(self, lines: Sequence[Mapping[str, Any]]) -> Table:
        table = Table.grid(padding=(0, 2))
        for each in lines:
            what = each["reason"] or ("a person sees to it" if each["silent"] else "tried again by itself")
            state = Text(each["state"], style=STYLES.get(each["state"], ""))
            table.add_row(Text(f"  {each['name']}"), state, Text(what.replace("_", " "), style="dim"))
        return table
