"""A collector of traces: keeps what the processes of a platform send it over OTLP/HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Told:
    """A span as it came: by which process, of what, where it belongs."""

    process: str
    name: str
    trace: bytes
    span: bytes
    above: bytes
    links: frozenset[bytes]
    ids: Mapping[str, str] = field(hash=False)


class Collector:
    """`environment` is what a process needs to find it; `raw` all that was sent, as bytes."""

    def __init__(self, port: int) -> None:
        self.told: list[Told] = []
        self.raw = b""
        self.environment = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
        }

    def take(self, body: bytes) -> None:
        """What one process sent at once."""
        self.raw += body
        for part in ExportTraceServiceRequest.FromString(body).resource_spans:
            of_process = {each.key: each.value.string_value for each in part.resource.attributes}
            for span in (span for scope in part.scope_spans for span in scope.spans):
                ids = {each.key: each.value.string_value or str(each.value.int_value) for each in span.attributes}
                links = frozenset(each.span_id for each in span.links)
                above = span.parent_span_id
                self.told.append(
                    Told(of_process["service.name"], span.name, span.trace_id, span.span_id, above, links, ids)
                )

    def of(self, process: str, name: str, **ids: str) -> list[Told]:
        """Spans of this process and name, with these ids."""
        return [
            each
            for each in tuple(self.told)
            if (each.process, each.name) == (f"needfire-{process}", name) and ids.items() <= each.ids.items()
        ]


@contextmanager
def collecting() -> Iterator[Collector]:
    """It listens for as long as this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector = Collector(server.server_port)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield collector
        finally:
            server.shutdown()
            thread.join()
