"""The list of kept conversations: found, opened, renamed, saved and deleted."""

from collections.abc import Iterator
from dataclasses import replace

import gradio as gr
from gradio.events import Dependency

from ui.browser.actions import Actions
from ui.browser.labels import Labels
from ui.browser.places.common import Shown, calm, given, live, quick
from ui.browser.places.talk import TalkPlace, show_talk
from ui.browser.wording import gettext
from ui.service.exchange import Exchange, Talk


def place_kept(labels: Labels) -> tuple[gr.Button, gr.HTML]:
    """Build the place; return what begins a conversation, and the list of those that are kept."""
    reset = gr.Button(**labels.of("bs-reset", lambda: {"value": gettext("New conversation")}), min_width=0)
    return reset, live("", "bs-history")


def wire_kept(actions: Actions, page: gr.Blocks, place: TalkPlace, running: Dependency) -> None:
    """Connect the list's events with the actions; opening another conversation ends the answer that is made."""
    history = place.history

    def showing(shown: Talk, returns: bool = False) -> Shown:
        history = actions.keeping.history(shown.conversation)
        return (*show_talk(shown, True, actions.welcome, returns), shown.conversation, history)

    def returning(conversation: str) -> Shown:
        return showing(actions.conversations.recall(conversation or ""), returns=True)

    def turning(event: gr.EventData, request: gr.Request) -> Shown:
        actions.stops.stop(request.session_hash or "")
        said = given(event)
        return showing(
            replace(actions.conversations.recall(said.get("conversation", "")), wanted=int(said.get("number", "0")))
        )

    def forgetting(event: gr.EventData, conversation: str, request: gr.Request) -> Shown:
        gone = given(event).get("conversation", "")
        notice = actions.keeping.forget(gone)
        if gone != conversation:
            return (*(gr.skip() for _ in place.all[:-1]), actions.keeping.history(conversation, notice))
        actions.stops.stop(request.session_hash or "")
        return (*show_talk(Talk(), True, actions.welcome), "", actions.keeping.history("", notice))

    history.turn(turning, None, place.all, cancels=[running], **quick())
    history.forget(forgetting, [place.kept], place.all, **quick())
    _wire_list(actions, place)
    shown = page.load(returning, [place.kept], place.all, **quick())
    _wire_return(actions, place, shown)


def _wire_list(actions: Actions, place: TalkPlace) -> None:
    """Connect what changes the list alone."""

    def restoring(conversation: str) -> str:
        return actions.keeping.history(conversation, actions.keeping.restore())

    def renaming(event: gr.EventData, conversation: str) -> str:
        return actions.keeping.history(conversation, actions.keeping.rename(given(event)))

    def finding(event: gr.EventData, conversation: str) -> str:
        return actions.keeping.search(given(event).get("words", ""), conversation)

    def exporting(event: gr.EventData, conversation: str) -> str:
        return actions.keeping.history(conversation, actions.keeping.export(given(event)))

    place.history.restore(restoring, [place.kept], [place.history], **quick())
    for name, action in (("rename", renaming), ("find", finding), ("export", exporting)):
        getattr(place.history, name)(action, [place.kept], [place.history], **quick())


def _wire_return(actions: Actions, place: TalkPlace, shown: Dependency) -> None:
    """Have who comes back while an answer is being made see it grow."""

    def resuming(conversation: str, before: tuple[Exchange, ...], request: gr.Request) -> Iterator[Shown]:
        yield tuple(gr.skip() for _ in place.all)  # a generator without a value would empty the page
        is_told = False
        for talk in actions.answers.resume(conversation or "", request.session_hash or ""):
            is_told = True
            is_over = not talk.exchanges[-1].is_running
            history = actions.keeping.history(conversation) if is_over else gr.skip()
            yield (*show_talk(talk, True, actions.welcome, keeps_reader=True), gr.skip(), history)
        # It may have ended after the conversation was shown and before it could be followed.
        now = before if is_told else actions.conversations.catch_up(conversation or "", before)
        if now != before:
            talk = Talk(now, conversation=conversation)
            history = actions.keeping.history(conversation)
            yield (*show_talk(talk, True, actions.welcome, keeps_reader=True), gr.skip(), history)

    shown.then(
        resuming,
        [place.kept, place.exchanges],
        place.all,
        **calm(),
        concurrency_id="ask",
    )
