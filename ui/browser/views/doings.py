"""Buttons of a finished answer: ask otherwise, run again, report, and say whether it was of use."""

from ui.browser.views.markup import exact, line
from ui.conversations.types import Feedback, Verdict
from ui.service.exchange import Exchange

REASONS = ("It is wrong", "It does not answer my question", "The source does not say so", "Something is missing")
VERDICTS = {Verdict.GOOD: ("✓", "Useful"), Verdict.BAD: ("✗", "Not useful")}


def render_doings(exchange: Exchange) -> str:
    """Return the buttons of an answer, and how running it again went."""
    turn = f'data-turn="{exchange.number}"'
    report = ""
    if exchange.kept:
        report = f'<button type="button" data-event="report" data-kept="{exchange.kept}">Save a report</button>'
    said = f'<p class="bs-again" role="status">{line(exchange.again)}</p>' if exchange.again else ""
    return (
        f'<div class="bs-doings"><button type="button" data-event="edit" {turn}>Edit and ask again</button>'
        f'<button type="button" data-event="again" {turn}>Run it again</button>{report}</div>{said}'
    )


def render_feedback(exchange: Exchange) -> str:
    """Return the form that asks whether an answer was of use, or what was said; "" for an answer that is not kept."""
    if not exchange.kept:
        return ""
    if exchange.feedback is not None:
        return _render_given(exchange.kept, exchange.feedback)
    buttons = "".join(
        f'<button type="submit" name="verdict" value="{verdict.value}"><span aria-hidden="true">{sign}</span> {words}'
        "</button>"
        for verdict, (sign, words) in VERDICTS.items()
    )
    reasons = "".join(f'<option value="{reason}"></option>' for reason in REASONS)
    name = f"bs-reasons-{exchange.number}"
    return (
        f'<form class="bs-feedback" data-event="judge" data-kept="{exchange.kept}"><fieldset>'
        f'<legend>Was this of use?</legend>{buttons}<label>Why, if you like <input name="reason" list="{name}" '
        f'autocomplete="off" maxlength="300"></label><datalist id="{name}">{reasons}</datalist></fieldset></form>'
    )


def _render_given(kept: int, feedback: Feedback) -> str:
    sign, words = VERDICTS[feedback.verdict]
    reason = f": {exact(feedback.reason)}" if feedback.reason else ""
    return (
        f'<form class="bs-feedback" data-event="judge" data-kept="{kept}"><p><span aria-hidden="true">{sign}</span> '
        f'You found this {words.lower()}{reason}. <button type="submit" name="verdict" value="none">Take it back'
        "</button></p></form>"
    )
