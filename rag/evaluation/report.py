"""The report of a run: as JSON for programs, as a page with plots for people."""

import html
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rag.evaluation.compare import Change
from rag.evaluation.predictions import Prediction
from rag.evaluation.questions import GoldQuestion, Problem
from rag.evaluation.summary import Summary

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
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Broadsheet evaluation</title>",
        f"<style>{STYLE}</style><h1>How far to trust the answers</h1>",
        _figures(summary),
        _kinds(summary),
        _plot_figures(summary),
        _plot_curve(summary),
        _changes(changes),
        _questions(questions, predictions),
    ]
    path.write_text("".join(parts), encoding="utf-8")


def _figures(summary: Summary) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(f.name)}<td class=n>{f.value:.3f}<td class=n>{f.low:.3f} – {f.high:.3f}<td class=n>{f.n}"
        for f in summary.figures
    )
    slow = "".join(f"<tr><td>{name}<td class=n>{value:,.0f}<td><td>" for name, value in summary.latencies.items())
    head = "<tr><th>measure<th>value<th>95 % interval<th>questions"
    return f"<table>{head}{rows}{slow}</table><p>{summary.left_out} lines were left out.</p>"


def _kinds(summary: Summary) -> str:
    """Return a table with a row a kind of question; the interval of each figure is in its tip."""
    names, rows = summary.by_kind()
    if len(rows) < 2:
        return ""
    head = "".join(f"<th>{html.escape(name)}" for name in names)
    body = "".join(
        f"<tr><td>{html.escape(kind)}<td class=n>{n}"
        + "".join(
            f'<td class=n title="{one.low:.3f} – {one.high:.3f}, n = {one.n}">{one.value:.2f}' if one else "<td>"
            for one in figures
        )
        for kind, n, figures in rows
    )
    return f"<h2>By kind of question</h2><table><tr><th>kind<th>questions{head}{body}</table>"


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
    return f"<h2>Figures</h2>{_svg(canvas)}"


def _plot_curve(summary: Summary) -> str:
    if not summary.curve:
        return ""
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(8, 4), layout="constrained")
    axes = canvas.subplots()
    axes.plot([point[0] for point in summary.curve], [point[1] for point in summary.curve], color="#8a3b2f")
    axes.set(xlabel="coverage: part of the questions answered, most confident first", ylabel="risk: part that is wrong")
    axes.set_ylim(0, 1)
    return f"<h2>Risk and coverage</h2>{_svg(canvas)}"


def _svg(canvas: object) -> str:
    from matplotlib.figure import Figure as Canvas

    assert isinstance(canvas, Canvas)  # noqa: S101 - for the type checker; both callers make one
    drawn = io.StringIO()
    canvas.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue().partition("<svg")[1] + drawn.getvalue().partition("<svg")[2]


def _changes(changes: Sequence[Change]) -> str:
    if not changes:
        return ""
    rows = "".join(
        f"<tr><td>{c.name}<td class=n>{c.difference:+.3f}<td class=n>{c.low:+.3f} – {c.high:+.3f}"
        f"<td>{len(c.better)} better, {len(c.worse)} worse<td>{html.escape(', '.join(c.worse[:20]))}"
        for c in changes
    )
    head = "<tr><th>measure<th>difference<th>95 % interval<th>questions<th>worse"
    return f"<h2>Against the baseline</h2><table>{head}{rows}</table>"


def _questions(questions: Sequence[GoldQuestion], predictions: Mapping[str, Prediction]) -> str:
    rows = []
    for question in questions:
        if question.id in predictions:
            made = predictions[question.id]
            cells = (question.question, " / ".join(question.answers), made.outcome, made.short, made.text)
            rows.append("<tr><td>" + "<td>".join(html.escape(cell) for cell in cells))
    head = "<tr><th>question<th>gold<th>outcome<th>short<th>answer"
    return f"<h2>Questions</h2><table>{head}{''.join(rows)}</table></html>"
