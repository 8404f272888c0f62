"""Where the broker's node looks for what it loads: each module at the first place, and no plugins but itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from operations import erlang_modules


@pytest.fixture
def laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """RabbitMQ's script, in folders as its releases have them, and an Erlang beside it."""
    for module in (
        "rabbitmq/plugins/rabbit-4.0.5/ebin/rabbit.beam",
        "rabbitmq/plugins/rabbitmq_shovel-4.0.5/ebin/rabbit_shovel.beam",
        "rabbitmq/plugins/recon-2.5.2/ebin/lists.beam",
        "erlang/lib/stdlib-4.2/ebin/lists.beam",
        "rabbitmq/sbin/rabbitmq-server",
        "erlang/bin/erl",
    ):
        file = tmp_path / module
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "erlang/bin"))
    return tmp_path / "rabbitmq/sbin/rabbitmq-server"


def linked(folder: Path, script: Path) -> tuple[dict[str, Path], list[str]]:
    """What each module's link leads to, and the plugins that are shown."""
    found = erlang_modules.linked(folder, str(script))
    modules, plugins = Path(found["RABBITMQ_SERVER_CODE_PATH"]), Path(found["RABBITMQ_PLUGINS_DIR"])
    return {each.name: each.resolve() for each in modules.iterdir()}, [each.name for each in plugins.iterdir()]


def test_every_module_lies_in_one_folder_and_erlangs_own_come_first(laid_out: Path, tmp_path: Path) -> None:
    modules, plugins = linked(tmp_path / "made", laid_out)
    assert set(modules) == {"rabbit.beam", "rabbit_shovel.beam", "lists.beam"}
    assert modules["lists.beam"].parts[-3] == "stdlib-4.2"
    assert plugins == ["rabbit-4.0.5"]


def test_after_an_upgrade_the_links_lead_to_the_new_release(laid_out: Path, tmp_path: Path) -> None:
    linked(tmp_path / "made", laid_out)
    shipped = tmp_path / "rabbitmq/plugins"
    (shipped / "rabbit-4.0.5").rename(shipped / "rabbit-4.1.0")
    modules, plugins = linked(tmp_path / "made", laid_out)
    assert modules["rabbit.beam"].parts[-3] == "rabbit-4.1.0"
    assert plugins == ["rabbit-4.1.0"]


def test_a_node_laid_out_otherwise_looks_as_it_comes(tmp_path: Path) -> None:
    assert erlang_modules.linked(tmp_path / "made", str(tmp_path / "rabbitmq-server")) == {}
