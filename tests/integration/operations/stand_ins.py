"""Processes that are nothing but processes: the runner's work, without the platform's."""

from __future__ import annotations

from pathlib import Path

from operations.health import AnswersHttp, Finishes, StaysAlive
from operations.process_list import ProcessKind
from operations.run_settings import RunSettings

HERE = Path(__file__).parent
AT_ONCE = StaysAlive(seconds=0.0)


def python(*words: str) -> tuple[str, ...]:
    return ("{python}", "-c", *words)


WAITS = "import signal; signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause(); signal.pause()"
ENDS = "print('my last words'); raise SystemExit(7)"
PARENT = (
    "import subprocess, sys, signal;"
    "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'], start_new_session=True);"
    "print('child', child.pid, flush=True); signal.pause()"
)
PAGE = str(HERE / "page.py")

PLATFORM = (
    ProcessKind("ground", python(WAITS), AT_ONCE),
    ProcessKind("task", python("open('{run}/task-was-done', 'a').write('x')"), Finishes(), ("ground",), once=True),
    ProcessKind("page", ("{python}", PAGE, "{listen_port}"), AnswersHttp("/"), ("task",)),
    ProcessKind("bystander", python(WAITS), AT_ONCE),
)


def settings(folder: Path, **environment: str) -> RunSettings:
    return RunSettings(folder / "run", private=True, listen="127.0.0.1:0", environment=environment)
