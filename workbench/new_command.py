"""`needfire new`: a plugin from a template, small, valid, and with comments that teach."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib import resources
from importlib.metadata import entry_points
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from needfire.authority import CODE
from needfire.loading.authorities import ENTRY_POINTS
from workbench.printing import console, plainly
from workbench.problems import Problem

# The template's files end in .in, so that nobody takes them for the project's own.
_RENAMED = {"package": "{package}", "edition.yaml": "{edition}.yaml", "directory.yaml": "{code}.yaml"}

_PLAIN = re.compile(r"[^\x00-\x1f\x7f\"\\@]+")


@plainly
def new(
    name: Annotated[str, typer.Argument(help="The authority's code: lower-case letters, digits, hyphens (fenshire).")],
    folder: Annotated[Path | None, typer.Option("--in", help="Where to make the folder needfire-<name>; here.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The council's full name.")] = None,
) -> None:
    """Make a new plugin from a template.

    It is small and works: a procedure with comments that teach, a directory, a case, and the tests of the conformance kit.
    """
    if not CODE.fullmatch(name) or name.endswith("-"):
        raise Problem(
            f"“{name}” cannot be an authority's code: use 2 to 40 lower-case letters, digits and hyphens, a letter first "
            "and no hyphen last."
        )
    if title and not _PLAIN.fullmatch(title):
        raise Problem("A title is one line without quotation marks, backslashes and @: it stands in several files.")
    if entry_points(group=ENTRY_POINTS, name=name):
        raise Problem(f"An authority “{name}” is installed here already: choose another code.")
    target = (folder or Path()) / f"needfire-{name}"
    if target.exists():
        raise Problem(f"{target} is there already: choose another name or folder, or remove it.")
    make_plugin(target, name, title or f"{name.replace('-', ' ').title()} Council", date.today())  # noqa: DTZ011 - a day here
    out = console()
    out.print(f"Made: {target}", markup=False)
    out.print(
        f"Next: pip install -e {target}; then needfire check {name}, and read {target / 'README.md'}", markup=False
    )


def make_plugin(target: Path, code: str, title: str, today: date) -> None:
    """Writes the plugin's files; its edition holds from today. Raises Problem."""
    words = {
        "code": code,
        "package": f"needfire_{code.replace('-', '_')}",
        "Name": title,
        "edition": today.isoformat(),
        "before": (today - timedelta(days=1)).isoformat(),
        "ID": code.replace("-", "").upper()[:8],
    }
    try:
        _copy(resources.files("workbench") / "plugin_template", target, words)
    except OSError as error:
        raise Problem(f"{target} cannot be written: {error.strerror}.") from None


def _copy(source: Traversable, target: Path, words: dict[str, str]) -> None:
    target.mkdir(parents=True)
    for each in sorted(source.iterdir(), key=lambda file: file.name):
        below = target / _named(each.name, words)
        if each.is_dir():
            _copy(each, below, words)
        else:
            below.write_text(_filled(each.read_text("utf-8"), words), "utf-8")


def _named(name: str, words: dict[str, str]) -> str:
    plain = name.removesuffix(".in")
    return _RENAMED.get(plain, plain).format(**words)


def _filled(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"@{name}@", value)
    return text
