"""A plot of an entry as a picture: one bar a side, with the lowest and the highest of its rounds."""

from __future__ import annotations

from io import StringIO

import matplotlib
from matplotlib.figure import Figure

from benchmarks.entry import Bars

OURS, THEIRS = "#00703c", "#b1b4b6"
matplotlib.rcParams.update({"svg.hashsalt": "needfire", "svg.fonttype": "none"})  # the same numbers are the same bytes


def drawn(plot: Bars) -> str:
    """The picture, as SVG."""
    names, spreads = list(plot.sides), list(plot.sides.values())
    figure = Figure(figsize=(8, 1.1 + 0.4 * len(names)), layout="constrained")
    axes = figure.subplots()
    reach = [[each.median - each.lowest for each in spreads], [each.highest - each.median for each in spreads]]
    colours = [OURS, *[THEIRS] * (len(names) - 1)]
    bars = axes.barh(names, [each.median for each in spreads], xerr=reach, color=colours, capsize=3)
    axes.bar_label(bars, fmt="{:,.2f}", padding=6)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set(title=plot.title, xlabel=plot.unit)
    axes.spines[["top", "right"]].set_visible(False)
    written = StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue()
