"""The command `needfire`: for those who keep a procedure, and those who verify the record. Needs no broker and no store."""

from __future__ import annotations

import typer

from workbench import (
    audit_command,
    check_command,
    compare_command,
    new_command,
    replay_command,
    show_command,
    try_command,
)

app = typer.Typer(
    name="needfire",
    help="Write a procedure, check and show it, compare editions, try cases; verify the record. Works by itself: no broker, no store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("new")(new_command.new)
app.command("check")(check_command.check)
app.command("show")(show_command.show)
app.command("compare")(compare_command.compare)
app.command("try")(try_command.try_case)
app.command("replay")(replay_command.replay)
app.add_typer(audit_command.app)


def run() -> None:
    """The entry point. Exit code 0: done; 1: something is to be mended or was refused; 2: it could not be carried out."""
    app()
