from __future__ import annotations

from benchmarks.processes import Memory
from benchmarks.starting import Start, Starting, lines


def test_who_is_over_the_limit_is_named_and_others_programs_are_not() -> None:
    start = Start(9.0, {"store": 1.0, "topology": 2.0, "intake": 8.0, "gateway": 9.0}, 0.5)
    held = {"store": Memory(400.0, 390.0), "intake": Memory(80.0, None), "gateway": Memory(151.0, 120.0)}

    said = lines(Starting(start, (start,), {"store": 1.0, "intake": 1.0, "gateway": 2.0}, held))

    assert [line.split()[0] for line in said if line.endswith("over the limit")] == ["gateway"]
    assert next(line for line in said if line.strip().startswith("topology")).split() == ["topology", "2.0", "s"]
