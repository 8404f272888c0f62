"""The tutorial as it is written: its commands are typed, its files are changed, and what it says is printed is printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from operations import rabbitmq_node
from operations.ports import any_free
from operations.run_settings import PROJECT
from operations.set_up import stamp

pytestmark = pytest.mark.timeout(600)

TUTORIAL = (PROJECT / "docs" / "tutorial.md").read_text("utf-8")
BLOCK = re.compile(r"(?:<!-- (?P<do>.+?) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
NOT_OURS = ("AMQP_URI", "MONGODB_URI", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH", "VIRTUAL_ENV")
BETWEEN = "=== end of what was typed ==="


@dataclass(frozen=True)
class Block:
    """Something to type, a change of a file (`do` says which), or what is then printed."""

    kind: str
    text: str
    do: str


def blocks(port: int) -> Iterator[Block]:
    """The tutorial's blocks, on this day and another port."""
    now = datetime.now(UTC)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)  # since then the edition holds that is made
    shown = {
        "{{now}}": f"{max(now - timedelta(hours=1), midnight):%Y-%m-%dT%H:%M}",
        "{{yesterday}}": f"{now - timedelta(hours=20):%Y-%m-%dT%H:%M}",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
    }
    for found in BLOCK.finditer(TUTORIAL):
        text = found["text"]
        for written, meant in shown.items():
            text = text.replace(written, meant)
        yield Block(found["kind"], text, found["do"] or "")


def changed(plugin: str, block: Block) -> str:
    """Python that does what the tutorial asks of a file, in the plugin's folder."""
    do, _, path = block.do.partition('" in ') if '" in ' in block.do else (block.do, "", "")
    if do.startswith("file "):
        return f"pathlib.Path({plugin!r}, {do.removeprefix('file ')!r}).write_text({block.text!r})"
    verb, _, place = do.partition(' "')
    text = f"{block.text}{place}" if verb == "before" else block.text.strip()
    return (
        f"[file] = pathlib.Path({plugin!r}, {path!r}).glob('*.yaml'); before = file.read_text(); "
        f"assert before.count({place!r}) == 1, {place!r}; file.write_text(before.replace({place!r}, {text!r}))"
    )


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository with an environment of its own, which sees the packages that are installed here."""
    folder = tmp_path_factory.mktemp("tutorial") / "needfire"
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in subprocess.run(listed, cwd=PROJECT, capture_output=True, check=True).stdout.decode().split("\0"):
        if name and (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    venv.create(folder / ".venv", with_pip=True, symlinks=True)
    here = Path(sys.prefix)
    [site] = (folder / ".venv" / "lib").glob("python*/site-packages")
    [packages] = (here / "lib").glob("python*/site-packages")
    (site / "here.pth").write_text(f"import site; site.addsitedir({str(packages)!r})\n")
    tool = (here / "bin" / "needfire").read_text("utf-8").replace(str(here), str(folder / ".venv"))
    (folder / ".venv" / "bin" / "needfire").write_text(tool)
    (folder / ".venv" / "bin" / "needfire").chmod(0o755)
    stamp.write(folder / ".venv", folder, "test")
    return folder


@pytest.fixture(scope="module")
def port() -> int:
    return any_free()


@pytest.fixture(scope="module")
def printed(platform: Path, port: int) -> Iterator[list[tuple[Block, str]]]:
    """What each block that is typed printed; the whole is one shell, as a person has one."""
    plugin = str(platform.parent / "needfire-saltmarsh")
    script = ["set -eu"]
    for block in blocks(port):
        if block.kind == "sh":
            script += [block.text, f"echo '{BETWEEN}'"]
        elif block.kind == "yaml":
            script.append(f"python - <<'PY'\nimport pathlib; {changed(plugin, block)}\nPY")
    chosen = {
        "NEEDFIRE_RUN_FOLDER": str(platform.parent / "run"),
        "NEEDFIRE_LISTEN": f"127.0.0.1:{port}",
        "NEEDFIRE_BROKER_PORT": str(rabbitmq_node.free_port()),
        "NEEDFIRE_STORE_PORT": str(any_free()),
        "NEEDFIRE_PROVIDER_PORT": str(any_free()),
    }
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in NOT_OURS and not name.startswith(("NEEDFIRE_", "PYTEST_"))
    }
    try:
        typed = subprocess.run(
            ["bash", "-c", "\n".join(script)],
            cwd=platform,
            env=clean | chosen,
            capture_output=True,
            text=True,
            timeout=500,
        )
        assert typed.returncode == 0, typed.stdout + typed.stderr
        yield list(zip((b for b in blocks(port) if b.kind == "sh"), typed.stdout.split(f"{BETWEEN}\n"), strict=False))
    finally:
        subprocess.run(["make", "stop"], cwd=platform, env=clean | chosen, capture_output=True, timeout=100)


def test_every_command_succeeds_and_prints_what_the_tutorial_says(printed: list[tuple[Block, str]], port: int) -> None:
    said: list[tuple[str, str]] = []
    typed = iter(printed)
    for block in blocks(port):
        if block.kind == "sh":
            output = next(typed)[1]
        elif block.kind == "text":
            said += [(line, output) for line in block.text.splitlines()]
    assert len(said) >= 15
    missing = [line for line, output in said if not re.search(_pattern(line), output)]
    assert not missing, missing


def _pattern(line: str) -> str:
    return r"\s+".join(re.escape(word) for word in line.strip().removesuffix("…").split())
