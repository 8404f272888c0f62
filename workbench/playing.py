"""Plays cases for the conformance kit: the tool's own way with a case file, and a year in which nobody does anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console

from needfire.conformance.playing import Player
from needfire.loading.authorities import Authority
from needfire.procedure import Edition
from workbench.cases import CaseFile, case_files
from workbench.printing import WIDTH
from workbench.problems import Problem
from workbench.telling import tell
from workbench.trying import play


class WorkbenchPlayer(Player):
    """What the entry point `needfire.players` names."""

    def tell(self, authority: Authority, case: Path) -> str:
        out = StringIO()
        for each in case_files(case):
            edition = authority.edition_at(each.raised_at)
            if edition is None:
                raise Problem(f"{each.file}: no edition of {each.authority} is in force on its date.")
            tell(Console(file=out, width=WIDTH, highlight=False), play(each, authority, edition, None))
        return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())

    def clocks_after(
        self, authority: Authority, edition: Edition, facts: Mapping[str, Any], at: datetime, span: timedelta
    ) -> list[str]:
        case = CaseFile("invented", "An invented case", edition.authority, at, facts)
        played = play(case, authority, edition, None)
        if not played.chosen or played.refused:
            return []
        played.rehearsal.move_by(span)
        now = played.rehearsal.clock.now()
        clocks = played.rehearsal.routing.clocks.values()
        return [f"{each.clock} {'comes later' if each.due > now else each.state}" for each in clocks]
