"""How the tool speaks: tables and sentences on the terminal, plain where it is no terminal; errors apart."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from needfire.procedure_reading import EditionUnreadable
from workbench.problems import Problem

Command = TypeVar("Command", bound=Callable[..., Any])
WIDTH = 110


def console() -> Console:
    """The terminal; a file or pipe gets plain text of a fixed width, so that what is printed can be compared."""
    found = Console(highlight=False, soft_wrap=False)
    return found if found.is_terminal else Console(highlight=False, width=WIDTH)


def complain(sentence: str) -> None:
    """Says on the error stream what stands in the way."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, markup=False)


def table(*headings: str, title: str | None = None, wide: int | None = None) -> Table:
    """A table under these headings; `wide` is the column that takes what room there is."""
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold", expand=False)
    for index, heading in enumerate(headings):
        made.add_column(heading, overflow="fold", ratio=None if index != wide else 1)
    return made


def plainly(command: Command) -> Command:
    """A command that ends with a sentence and exit code 2 where it cannot be carried out, never with a traceback."""

    @functools.wraps(command)
    def asked(*arguments: Any, **named: Any) -> Any:
        try:
            return command(*arguments, **named)
        except (Problem, EditionUnreadable) as problem:
            complain(str(problem))
            raise typer.Exit(2) from None
        except OSError as error:
            complain(f"What was asked for cannot be printed: {error.strerror}.")
            _print_no_more()
            raise typer.Exit(2) from None

    return asked  # type: ignore[return-value]


def _print_no_more() -> None:
    """What is still to be written goes nowhere: or the end of the process would fail once more, with a traceback."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def save(path: Path, content: str | bytes) -> None:
    """Writes a file that was asked for, and says so. Raises Problem."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}.") from None
    console().print(f"Written: {path}", markup=False)
