"""The benchmarks, each with its peer beside it: `python -m benchmarks` is what `make bench` runs."""
