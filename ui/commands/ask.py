"""`broadsheet ask`: one question, one answer."""

from typing import Annotated

import typer

from ui.commands.options import AsJson, OnlyArticles, OnlySources, PublishedFrom, PublishedTo, make_filter
from ui.commands.settings import answer_settings, open_chosen_generator, open_library, settings_of
from ui.contract import from_answer
from ui.terminal.screen import open_screen


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.", show_default=False)],
    as_json: AsJson = False,
    article: OnlyArticles = None,
    source: OnlySources = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
) -> None:
    """Answer a question, with the sources.

    Each sentence of the answer comes with the span of an article that supports it.
    """
    from ui.terminal.answers import follow_answer, show_answer, show_making
    from ui.watching.assistant import WatchedAssistant

    screen = open_screen()
    settings = settings_of(context)
    only = make_filter(article, source, published_from, published_to)
    with open_library(settings) as library:
        assistant = WatchedAssistant(library, open_chosen_generator(settings, screen), answer_settings(settings))
        if as_json:
            screen.json(from_answer(assistant.ask(question, only=only)))
            return
        answer = follow_answer(assistant.stream(question, only=only), screen)
        show_answer(answer, screen)
        if screen.is_terminal:
            show_making(answer, screen)
