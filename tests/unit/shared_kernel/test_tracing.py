"""What of the way of a request is told, to whom, and what never is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from opentelemetry.sdk.trace.export import SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import StatusCode

from shared_kernel import tracing
from shared_kernel.errors import CodedError
from shared_kernel.settings import SettingInvalid
from shared_kernel.tracing_opentelemetry import Hurried
from tests.unit.tracing import links_of, parent_of, place_of, traced

PROJECT = Path(__file__).parents[3]
PERSONAL = "Jane Doe"
COLLECTOR = "http://127.0.0.1:4318"
ON: Mapping[str, str] = {"OTEL_EXPORTER_OTLP_ENDPOINT": COLLECTOR}


class Refused(CodedError):
    code = "refused_by_rule"


def test_where_nobody_asks_for_traces_nothing_that_makes_any_is_even_imported() -> None:
    program = (
        "import os, sys, gateway.app, shared_kernel.worker_process\n"
        "from shared_kernel import tracing\n"
        "tracing.begin('gateway', {})\n"
        "with tracing.started('asked'), tracing.step('append', commit='a@1'):\n"
        "    tracing.committed('a@1', 'b@1#0'); tracing.came_to('failed')\n"
        "assert tracing.headers() == tracing.headers_of('a@1') == {}\n"
        "assert not [each for each in sys.modules if each.startswith(('opentelemetry.sdk', 'opentelemetry.exporter'))]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({}, False),
        (ON, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": COLLECTOR}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({**ON, "OTEL_TRACES_EXPORTER": "none"}, False),
        ({**ON, "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, False),
    ],
)
def test_opentelemetrys_own_variables_say_whether(environment: Mapping[str, str], asked: bool) -> None:
    assert tracing.is_asked_for(environment) is asked


def test_a_protocol_that_we_do_not_speak_is_refused_at_the_start() -> None:
    with pytest.raises(SettingInvalid):
        tracing.begin("gateway", {**ON, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})


def test_a_message_carries_the_span_that_it_was_sent_in() -> None:
    with traced() as spans:
        with tracing.started("asked"), tracing.sent("intake.execute"):
            header = tracing.headers()[tracing.HEADER]
        with tracing.taken("intake.execute", header):
            pass
    asked, (taken, sent) = spans.one("asked"), sorted(spans.of("intake.execute"), key=lambda each: each.kind.value)
    assert parent_of(sent) == place_of(asked)
    assert parent_of(taken) == place_of(sent)


@pytest.mark.parametrize("header", [None, "", "00-0-0-01", PERSONAL, "00-" + "0" * 32 + "-" + "0" * 16 + "-01"])
def test_a_message_without_a_header_that_can_be_read_belongs_to_nothing(header: str | None) -> None:
    with traced() as spans, tracing.taken("intake.execute", header), tracing.step("append"):
        assert tracing.headers() == {}
    assert spans.all == ()


def test_a_commit_has_a_trace_of_its_own_that_everybody_finds_by_its_id() -> None:
    with traced() as here, tracing.started("asked"), tracing.step("append"):
        tracing.committed("routing-1@00000001", "notification-1@00000001#0", authority="kent")
    with traced() as elsewhere, tracing.because_of("apply", ["routing-1@00000001"]), tracing.step("append"):
        pass
    commit, append = here.one("commit"), here.one("append")
    assert commit.parent is None
    assert parent_of(elsewhere.one("apply")) == place_of(commit)
    assert parent_of(elsewhere.one("append")) == place_of(elsewhere.one("apply"))
    assert links_of(append) == {place_of(commit)}
    with traced() as before:
        tracing.committed("notification-1@00000001", "command-1")
    assert links_of(commit) == {place_of(append), place_of(before.one("commit"))}


def test_of_several_commits_each_is_told() -> None:
    with traced() as spans, tracing.because_of("apply", ["a@1", "b@1"], reader="gateway"), tracing.step("append"):
        pass
    assert [each.attributes["commit"] for each in spans.all if each.attributes] == ["b@1", "a@1"]
    assert len({place_of(each)[0] for each in spans.all}) == 2


def test_what_the_sampler_leaves_out_is_left_out_by_whoever_goes_on() -> None:
    with traced(ALWAYS_OFF) as spans:
        tracing.committed("a@1", "command-1")
        assert tracing.headers_of("a@1")[tracing.HEADER].endswith("-00")
    assert spans.all == ()


def test_of_an_error_the_code_is_told_and_nothing_else() -> None:
    with traced() as spans, suppress(Refused), tracing.started("asked"):
        raise Refused(PERSONAL)
    (span,) = spans.all
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "refused_by_rule")
    assert span.events == ()


def test_what_does_not_look_like_an_id_is_not_told() -> None:
    with traced() as spans, tracing.started("asked", who=PERSONAL, commit="a@1", status=200):
        tracing.came_to(note="Zoë")
    (span,) = spans.all
    assert dict(span.attributes or {}) == {
        "who": "(not an id)", "note": "(not an id)", "commit": "a@1", "status": 200,
    }  # fmt: skip


class Away(InMemorySpanExporter):
    tried = 0

    def export(self, spans: object) -> SpanExportResult:
        self.tried += 1
        return SpanExportResult.FAILURE


def test_a_process_that_ends_waits_for_a_collector_that_is_away_once() -> None:
    away = Away()
    exporter = Hurried(away)
    exporter.is_ending = True
    assert [exporter.export([]) for _ in range(3)] == [SpanExportResult.FAILURE] * 3
    assert away.tried == 1
