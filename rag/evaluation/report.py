"""The report of a run: as JSON for programs, as a page with plots for people."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment

from rag.evaluation.compare import Change
from rag.evaluation.predictions import Prediction
from rag.evaluation.questions import GoldQuestion, Problem
from rag.evaluation.summary import Summary

TEMPLATE = Path(__file__).with_suffix(".html")
STYLE = """
body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fdfcf9}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{padding:.3rem .6rem;border-bottom:1px solid #ddd;
text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}
@media(prefers-color-scheme:dark){body{background:#1b1b1a;color:#e6e3dc}td,th{border-color:#444}svg{background:#fff}}
"""


def write_json(path: Path, summary: Summary, problems: Sequence[Problem], changes: Sequence[Change]) -> None:
    """Write all figures, the curve, the latencies, the lines left out and the changes to a baseline."""
    values = {
        "figures": {figure.name: asdict(figure) for figure in summary.figures},
        "kinds": {kind: {figure.name: asdict(figure) for figure in figures} for kind, figures in summary.kinds.items()},
        "latencies": summary.latencies,
        "risk_coverage": summary.curve,
        "left_out": summary.left_out,
        "problems": [asdict(problem) for problem in problems],
        "changes": [asdict(change) for change in changes],
    }
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False), encoding="utf-8")


def write_page(
    path: Path,
    summary: Summary,
    questions: Sequence[GoldQuestion],
    predictions: Mapping[str, Prediction],
    changes: Sequence[Change],
) -> None:
    """Write one self-contained HTML page: figures, plots, changes, and every question with its answer."""
    names, kinds = summary.by_kind()
    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    shown = template.render(
        style=STYLE,
        summary=summary,
        names=names,
        kinds=kinds,
        figures=_plot_figures(summary),
        curve=_plot_curve(summary),
        changes=changes,
        asked=[(question, predictions[question.id]) for question in questions if question.id in predictions],
    )
    path.write_text(shown, encoding="utf-8")


def _plot_figures(summary: Summary) -> str:
    figures = [figure for figure in reversed(summary.figures) if figure.n]
    if not figures:
        return ""
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(8, 0.4 + 0.35 * len(figures)), layout="constrained")
    axes = canvas.subplots()
    middle = [figure.value for figure in figures]
    spread = [
        [max(0.0, figure.value - figure.low) for figure in figures],
        [max(0.0, figure.high - figure.value) for figure in figures],
    ]
    axes.barh([figure.name for figure in figures], middle, xerr=spread, color="#6b7f99", ecolor="#222")
    axes.set_xlim(0, 1)
    return _svg(canvas)


def _plot_curve(summary: Summary) -> str:
    if not summary.curve:
        return ""
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(8, 4), layout="constrained")
    axes = canvas.subplots()
    axes.plot([point[0] for point in summary.curve], [point[1] for point in summary.curve], color="#8a3b2f")
    axes.set(xlabel="coverage: part of the questions answered, most confident first", ylabel="risk: part that is wrong")
    axes.set_ylim(0, 1)
    return _svg(canvas)


def _svg(canvas: object) -> str:
    from matplotlib.figure import Figure as Canvas

    assert isinstance(canvas, Canvas)  # noqa: S101 - for the type checker; both callers make one
    drawn = io.StringIO()
    canvas.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()[drawn.getvalue().index("<svg") :]
