"""The whole country in figures: what England's authorities would ask of the platform in a year, and in ten.

`python -m benchmarks.country` prints the page; `--write` keeps it as `docs/country.md`, `--every` adds each authority's share.
"""

from pathlib import Path

HERE = Path(__file__).parent
MEASURED = HERE / "measured.json"
"""What a played year of 150 authorities was found to take: written by `python -m tests.chaos.country --write`."""
