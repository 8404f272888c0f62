"""Spans by OpenTelemetry, sent over OTLP/HTTP: the one module that knows it, imported only where traces are asked for."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import Link, NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared_kernel.errors import code_of
from shared_kernel.tracing import HEADER, Ids

NAME = "needfire"
SECONDS = 2.0
"""How long the collector may take, unless OTEL_EXPORTER_OTLP_TIMEOUT says otherwise; a process that ends waits once as long for it."""
TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
_WIRE = TraceContextTextMapPropagator()


class CommitIds(RandomIdGenerator):
    """Random ids, but for the span that stands for a commit: its ids are made of the commit's."""

    def __init__(self) -> None:
        self.wanted: ContextVar[SpanContext | None] = ContextVar("wanted", default=None)

    def generate_trace_id(self) -> int:
        wanted = self.wanted.get()
        return wanted.trace_id if wanted else super().generate_trace_id()

    def generate_span_id(self) -> int:
        wanted = self.wanted.get()
        return wanted.span_id if wanted else super().generate_span_id()


class OpenTelemetry:
    """The port `Tracing` on a provider of spans, whose ids are to come from `ids`."""

    def __init__(self, provider: TracerProvider, ids: CommitIds) -> None:
        self._tracer, self._sampler, self._ids = provider.get_tracer(NAME), provider.sampler, ids

    @contextmanager
    def started(self, name: str, ids: Ids) -> Iterator[None]:
        with self._span(name, SpanKind.SERVER, ids, Context()):
            yield

    @contextmanager
    def step(self, name: str, ids: Ids, kind: SpanKind = SpanKind.INTERNAL) -> Iterator[None]:
        if not trace.get_current_span().get_span_context().is_valid:
            yield
            return
        with self._span(name, kind, ids):
            yield

    @contextmanager
    def sent(self, name: str, ids: Ids) -> Iterator[None]:
        with self.step(name, ids, SpanKind.CLIENT):
            yield

    @contextmanager
    def taken(self, name: str, sender: str, ids: Ids) -> Iterator[None]:
        before = _WIRE.extract({HEADER: sender}, Context())
        if not trace.get_current_span(before).get_span_context().is_valid:
            yield
            return
        with self._span(name, SpanKind.SERVER, ids, before):
            yield

    @contextmanager
    def because_of(self, name: str, commits: Sequence[str], ids: Ids) -> Iterator[None]:
        with ExitStack() as open_spans:
            for each in commits:
                told, alone = {"commit": each, **ids}, len(commits) == 1
                span = self._span(name, SpanKind.CONSUMER, told, self._context(each), is_current=alone)
                open_spans.enter_context(span)
            yield

    def committed(self, commit: str, cause: str, ids: Ids) -> None:
        """A span that says that it is there: what comes of it hangs below, what it came of is linked."""
        now, place = trace.get_current_span(), self._place(commit)
        before = [now.get_span_context(), *([self._place(cause)] if cause else [])]
        token = self._ids.wanted.set(place)
        try:
            links = [Link(each) for each in before if each.is_valid]
            self._tracer.start_span(
                "commit", Context(), SpanKind.PRODUCER, {"commit": commit, **ids}, links=links
            ).end()
        finally:
            self._ids.wanted.reset(token)
        now.add_link(place)

    def came_to(self, failed: str, ids: Ids) -> None:
        now = trace.get_current_span()
        now.set_attributes(ids)
        if failed:
            now.set_status(StatusCode.ERROR, failed)

    def sender(self) -> str | None:
        carried: dict[str, str] = {}
        _WIRE.inject(carried)
        return carried.get(HEADER)

    def sender_of(self, commit: str) -> str:
        carried: dict[str, str] = {}
        _WIRE.inject(carried, self._context(commit))
        return carried[HEADER]

    @contextmanager
    def _span(
        self, name: str, kind: SpanKind, ids: Ids, context: Context | None = None, is_current: bool = True
    ) -> Iterator[None]:
        # An exception's text may hold what was worked on: of it the span has the code, and the library adds nothing.
        span = self._tracer.start_span(name, context, kind, dict(ids))
        using = trace.use_span(span, True, record_exception=False, set_status_on_exception=False)
        with using if is_current else _ending(span):
            try:
                yield
            except Exception as error:
                span.set_status(StatusCode.ERROR, code_of(error))
                raise

    def _context(self, commit: str) -> Context:
        return trace.set_span_in_context(NonRecordingSpan(self._place(commit)), Context())

    def _place(self, commit: str) -> SpanContext:
        """Where the commit's span is, the same in every process; kept or not as the sampler says of its trace."""
        digest = hashlib.sha256(commit.encode()).digest()
        trace_id, span_id = int.from_bytes(digest[:16]), int.from_bytes(digest[16:24])
        kept = self._sampler.should_sample(Context(), trace_id, "commit").decision is Decision.RECORD_AND_SAMPLE
        return SpanContext(trace_id, span_id, True, TraceFlags(TraceFlags.SAMPLED if kept else TraceFlags.DEFAULT))


@contextmanager
def _ending(span: trace.Span) -> Iterator[None]:
    try:
        yield
    finally:
        span.end()


class Hurried(SpanExporter):
    """Another exporter, which a process that ends does not wait for when it has just failed."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter, self._failed, self.is_ending = exporter, False, False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if self.is_ending and self._failed:
            return SpanExportResult.FAILURE
        result = self._exporter.export(spans)
        self._failed = result is not SpanExportResult.SUCCESS
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()


def exporting(process: str, environment: Mapping[str, str]) -> OpenTelemetry:
    """Spans of this process, sent in the background to the collector that OpenTelemetry's variables name."""
    named = environment.get("OTEL_SERVICE_NAME") or f"{NAME}-{process}"
    ids, patience = CommitIds(), None if any(each in environment for each in TIMEOUTS) else SECONDS
    exporter = Hurried(OTLPSpanExporter(timeout=patience))
    provider = TracerProvider(
        resource=Resource.create({"service.name": named}), shutdown_on_exit=False, id_generator=ids
    )
    provider.add_span_processor(BatchSpanProcessor(exporter))

    def end() -> None:
        exporter.is_ending = True
        provider.shutdown()

    atexit.register(end)
    return OpenTelemetry(provider, ids)
