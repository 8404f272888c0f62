"""nameko's own client against our entrypoint. In a process of its own: it brings eventlet and pools with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.integration.messaging.service_process import ROOT, ServiceProcess

SCRIPT = """
import json, sys
from nameko import config
from nameko.exceptions import IncorrectSignature, MethodNotFound, RemoteError, UnknownService
from nameko.standalone.rpc import ClusterRpcClient

config["AMQP_URI"], service = sys.argv[1:]
seen = {}

def raised(call):
    try:
        return call()
    except Exception as error:
        return [type(error).__name__, getattr(error, "exc_type", None), str(error).strip()]

with ClusterRpcClient(timeout=20) as cluster:
    rpc = cluster[service]
    seen["positional"] = rpc.execute({"id": 1})
    seen["keyword"] = rpc.execute(command={"id": 2})
    seen["async"] = [call.result() for call in [rpc.execute.call_async({"id": n}) for n in range(20)]]
    seen["error"] = raised(lambda: rpc.fail(person="Ada"))
    seen["no method"] = raised(lambda: rpc.no_such_method())
    seen["wrong arguments"] = raised(lambda: rpc.execute(nothing=1))
    seen["unserialisable"] = raised(lambda: rpc.unserialisable())
    seen["after that"] = rpc.execute({"id": 3})
print(json.dumps(seen))
"""


def test_the_stock_nameko_client_is_served(amqp_uri: str, service: str, tmp_path: Path) -> None:
    process = ServiceProcess(amqp_uri, service, tmp_path)
    process.start()
    try:
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT, amqp_uri, service]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60, cwd=ROOT)
    finally:
        process.stop()
    seen = json.loads(done.stdout)
    assert seen == {
        "positional": {"accepted": {"id": 1}},
        "keyword": {"accepted": {"id": 2}},
        "async": [{"accepted": {"id": n}} for n in range(20)],
        "error": ["RemoteError", "ValueError", "ValueError"],
        "no method": ["MethodNotFound", None, ""],
        "wrong arguments": ["IncorrectSignature", None, ""],
        "unserialisable": ["RemoteError", "UnserializableValueError", "UnserializableValueError"],
        "after that": {"accepted": {"id": 3}},
    }
