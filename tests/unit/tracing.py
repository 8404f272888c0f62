"""Spans as a test sees them: kept in this process, in the order in which they ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import Sampler

from shared_kernel import tracing
from shared_kernel.tracing_opentelemetry import CommitIds, OpenTelemetry


class Spans:
    """What was told so far."""

    def __init__(self, sampler: Sampler | None = None) -> None:
        self._exporter, ids = InMemorySpanExporter(), CommitIds()
        provider = TracerProvider(sampler, shutdown_on_exit=False, id_generator=ids)
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracing = OpenTelemetry(provider, ids)

    @property
    def all(self) -> tuple[ReadableSpan, ...]:
        return self._exporter.get_finished_spans()

    def of(self, name: str) -> list[ReadableSpan]:
        """Those of this name."""
        return [each for each in self.all if each.name == name]

    def one(self, name: str) -> ReadableSpan:
        """The only one of this name."""
        (found,) = self.of(name)
        return found


@contextmanager
def traced(sampler: Sampler | None = None) -> Iterator[Spans]:
    """For as long as this lasts, spans are kept."""
    spans = Spans(sampler)
    tracing.keep(spans.tracing)
    try:
        yield spans
    finally:
        tracing.keep(None)


def place_of(span: ReadableSpan) -> tuple[int, int]:
    """Trace and span."""
    assert span.context is not None
    return span.context.trace_id, span.context.span_id


def parent_of(span: ReadableSpan) -> tuple[int, int] | None:
    """The place of the span above it."""
    return (span.parent.trace_id, span.parent.span_id) if span.parent else None


def links_of(span: ReadableSpan) -> set[tuple[int, int]]:
    """The places that it is linked with."""
    return {(each.context.trace_id, each.context.span_id) for each in span.links}
