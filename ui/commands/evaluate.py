"""`broadsheet eval`: how far to trust the answers on one's own articles and questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.settings import answer_settings, open_chosen_generator, open_named_embedder, settings_of
from ui.errors import InterfaceError
from ui.terminal.screen import Screen, open_screen

if TYPE_CHECKING:
    from index.library import Library
    from rag.evaluation import Change, QuestionFile, Summary

Lines = Annotated[Path, typer.Option(exists=True, dir_okay=True, help="Articles: .jsonl, .jsonl.gz or any folder.")]


def evaluate(
    context: typer.Context,
    articles: Lines,
    questions: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Questions with gold: .jsonl.")],
    out: Annotated[Path, typer.Option(help="The folder for predictions, reports and the cached library.")],
    limit: Annotated[int, typer.Option(min=0, help="Ask only so many questions, chosen by --seed; 0: all.")] = 0,
    seed: Annotated[int, typer.Option(help="Which questions --limit chooses.")] = 7,
    retrieval_only: Annotated[bool, typer.Option("--retrieval-only", help="Search, but write no answers.")] = False,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Search all articles, also where a question says `within`.")
    ] = False,
    library: Annotated[
        Path | None, typer.Option(help="Where the articles are kept once embedded, by default in --out.")
    ] = None,
    evidence_tokens: Annotated[
        int | None, typer.Option(min=50, help="The token budget of the evidence, by default as --reach has it.")
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Judge an earlier run's answers anew: only changed prompts are written again."),
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="An older predictions.jsonl to compare with.")
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="MEASURE=VALUE", help="Exit 1 when a measure is lower; repeatable.")
    ] = None,
) -> None:
    """Measure retrieval, evidence, answers, citations and refusals without a judge model.

    Stopped runs go on where they stopped. A question line holds id, question, answers, documents and answerable; if it
    likes within, asked, history and kind; nuggets (facts with patterns), which are counted in the hits, the evidence,
    the points, what is written and what is shown; spans (the characters that people chose), compared with what is
    cited. Lines that cannot be asked are named and left out. `--generator extractive` writes without a model.
    """
    from dataclasses import replace

    from index.library import Library
    from rag.assistant import Assistant
    from rag.evaluation import compare, predict, read_predictions, read_questions, sample, summarise
    from rag.evaluation.report import write_json, write_page
    from ui.terminal.progress import follow_steps

    screen = open_screen()
    bounds = [_parse_bound(bound) for bound in fail_under or ()]
    settings = settings_of(context)
    out.mkdir(parents=True, exist_ok=True)
    place = library or settings.home.server or out / "library"
    with Library.open(place, embedder=open_named_embedder(settings), models=settings.home.models) as opened:
        _load(opened, articles, screen)
        file = read_questions(questions, frozenset(article.id for article in opened.articles()))
        _tell_problems(file, screen)
        asked = sample(file.questions, limit, seed)
        if everywhere:
            asked = tuple(replace(question, within=()) for question in asked)
        assistant = None
        if not retrieval_only:
            generator = open_chosen_generator(settings, screen)
            assistant = Assistant(
                opened, generator, replace(answer_settings(settings), max_evidence_tokens=evidence_tokens)
            )
        predictions_path = out / "predictions.jsonl"
        follow_steps(predict(opened, assistant, asked, predictions_path, again), screen)
    predictions = read_predictions(predictions_path)
    summary = summarise(asked, predictions, len(file.problems))
    changes = compare(asked, read_predictions(baseline), predictions) if baseline else ()
    write_json(out / "report.json", summary, file.problems, changes)
    write_page(out / "report.html", summary, asked, predictions, changes)
    _tell(summary, changes, screen)
    screen.notice(f"{out / 'report.html'} has the plots and every answer.")
    _check_bounds(summary, bounds, screen)


def _load(library: "Library", articles: Path, screen: Screen) -> None:
    from ui.terminal.progress import follow_steps

    report = follow_steps(library.sync_steps(articles), screen).report
    for failure in report.failures if report else ():
        screen.notice(f"{failure.path}: {failure.reason}")


def _tell_problems(file: "QuestionFile", screen: Screen) -> None:
    for problem in file.problems:
        screen.notice(f"line {problem.line}: {problem.reason}")
    if not file.questions:
        raise InterfaceError("No question can be asked: see the lines above, or `broadsheet eval --help` for the form.")


def _tell(summary: "Summary", changes: "tuple[Change, ...]", screen: Screen) -> None:
    rows = [
        (figure.name, f"{figure.value:.3f}", f"{figure.low:.3f}–{figure.high:.3f}", str(figure.n))
        for figure in summary.figures
    ]
    rows += [(name, f"{value:,.0f}", "", "") for name, value in summary.latencies.items()]
    screen.table(("measure", "value", "95 % interval", "questions"), rows)
    names, kinds = summary.by_kind()
    if len(kinds) > 1:
        screen.say()
        screen.table(
            ("kind", "questions", *names),
            [
                (kind, str(n), *(f"{one.value:.2f} ({one.low:.2f}–{one.high:.2f})" if one else "" for one in figures))
                for kind, n, figures in kinds
            ],
        )
    for change in changes:
        screen.say(
            f"{change.name}: {change.difference:+.3f} ({change.low:+.3f} to {change.high:+.3f}), "
            f"{len(change.better)} better, {len(change.worse)} worse: {', '.join(change.worse[:10])}"
        )


def _parse_bound(bound: str) -> tuple[str, float]:
    name, _, value = bound.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise InterfaceError(
            f"--fail-under {bound!r} cannot be read; expected for example gold_in_reply=0.5"
        ) from error


def _check_bounds(summary: "Summary", bounds: list[tuple[str, float]], screen: Screen) -> None:
    failed = False
    for name, bound in bounds:
        value = summary.value(name)
        if value is None:
            known = ", ".join(figure.name for figure in summary.figures)
            raise InterfaceError(f"--fail-under names {name!r}, which this run did not measure; it has {known}")
        if value < bound:
            screen.notice(f"{name} is {value:.3f}, below {bound}")
            failed = True
    if failed:
        raise typer.Exit(1)
