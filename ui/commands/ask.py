"""`broadsheet ask`: one question, one answer."""

from contextlib import ExitStack
from typing import Annotated

import typer

from index import Filter
from ui.commands.earlier import keep_asked, read_earlier
from ui.commands.options import (
    AsJson,
    InCollections,
    OnlyArticles,
    OnlySources,
    PublishedFrom,
    PublishedTo,
    Tagged,
)
from ui.commands.running_page import find_page
from ui.commands.settings import answer_settings, open_chosen_generator, open_library, settings_of
from ui.commands.sources import name_sources
from ui.contract import from_answer
from ui.terminal.screen import open_screen


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.", show_default=False)],
    as_json: AsJson = False,
    goes_on: Annotated[
        bool,
        typer.Option("--continue", "-c", help="Go on from the question before: “Where did it turn up?”"),
    ] = False,
    article: OnlyArticles = None,
    source: OnlySources = None,
    published_from: PublishedFrom = None,
    published_to: PublishedTo = None,
    collection: InCollections = None,
    tag: Tagged = None,
) -> None:
    """Answer a question, with the sources.

    Each sentence of the answer comes with the span of an article that supports it. A page of the same home that is open
    answers sooner, as it has loaded the model already. Exits with 0 also where no answer could be verified, which
    `outcome` in --json tells; with 1 after a failure, with 2 for an option that cannot be, such as an unknown source.
    """
    from rag.types import Finished, Turn
    from ui.terminal.answers import follow_answer, show_answer, show_making

    screen = open_screen()
    settings = settings_of(context)
    earlier = read_earlier(settings.home.root) if goes_on else ()
    only = name_sources(context, Filter.of(article, source, published_from, published_to, collection, tag))
    with ExitStack() as stack:
        page = find_page(settings)
        if page is not None:
            events = page.ask(question, only, earlier)
        else:
            # A second of imports, which who is answered by a page does not wait for.
            from ui.service.catalogue import Catalogue
            from ui.watching.assistant import WatchedAssistant

            library = stack.enter_context(open_library(settings))
            Catalogue(library).require(only)
            generator = open_chosen_generator(settings, screen)
            events = WatchedAssistant(library, generator, answer_settings(settings)).stream(question, earlier, only)
        if as_json:
            answer = [event.answer for event in events if isinstance(event, Finished)][-1]
            screen.json(from_answer(answer))
        else:
            answer = follow_answer(events, screen)
            show_answer(answer, screen)
        keep_asked(settings.home.root, earlier, Turn(answer.resolved, answer.text))
        if screen.is_terminal and not as_json:
            show_making(answer, screen)
