"""What Erlang may load, in one folder: it asks for each of a thousand modules in ninety folders, one after another, at every start.

RabbitMQ asks every module of what it stands on for its attributes, and puts each folder of plugins ahead of Erlang's own: most of its
start is files that are not there. One folder of links, ahead of all others, has each at the first try; and a node that has no
plugins is shown none (`RABBITMQ_PLUGINS_DIR`), or they would come ahead of that.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

CORE = "rabbit-*"
"""What a node without plugins is; its settings' schema is looked for among the plugins."""


def linked(folder: Path, server_script: str) -> dict[str, str]:
    """Makes the links anew in `folder` (a package may have been upgraded); the node's variables that lead there.

    Empty where RabbitMQ is not laid out as its releases and Debian have it: it then looks everywhere, as it comes.
    """
    shipped = Path(server_script).resolve().parent.parent / "plugins"
    core = list(shipped.glob(CORE))
    if not core:
        return {}
    modules, plugins = folder / "modules", folder / "plugins"
    for made in (modules, plugins):
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
    for directory in core:
        (plugins / directory.name).symlink_to(directory)
    for module in _modules(shipped):
        (modules / module.name).symlink_to(module)
    return {"RABBITMQ_SERVER_CODE_PATH": str(modules), "RABBITMQ_PLUGINS_DIR": str(plugins)}


def _modules(shipped: Path) -> Iterator[Path]:
    """Of RabbitMQ, and of the Erlang that its script will find; the first of a name, as Erlang itself takes it."""
    found: set[str] = set()
    program = shutil.which("erl")
    libraries = [Path(program).resolve().parent.parent / "lib"] if program else []
    for library in (*libraries, shipped):
        for module in sorted(library.glob("*/ebin/*.beam")):
            if module.name not in found:
                found.add(module.name)
                yield module
