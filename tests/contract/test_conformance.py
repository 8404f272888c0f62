"""Our own plugins through the kit that an author elsewhere uses: no other measure for ours than for theirs."""

from __future__ import annotations

from pathlib import Path

from needfire.conformance.suite import Conformance

CASES = Path(__file__).resolve().parents[2] / "examples" / "cases"


class TestEngland(Conformance):
    authority = "england"


class TestKent(Conformance):
    authority = "kent"
    cases = CASES / "kent"


class TestLincolnshire(Conformance):
    authority = "lincolnshire"


class TestLuton(Conformance):
    authority = "luton"
    cases = CASES / "luton"


class TestNorthumberland(Conformance):
    authority = "northumberland"
