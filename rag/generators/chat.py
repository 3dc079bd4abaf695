"""The frame of a chat template: its own strings, cut free from the texts that go between them.

A template is rendered once with unlikely markers in place of the texts and cut at them. The strings
of the frame may then be read with control tokens and the texts without, whatever the template.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rag.errors import GeneratorError

Message = dict[str, str]
Render = Callable[[Sequence[Message]], str]

_SYSTEM_MARK = "@@broadsheet-system-5d1e@@"
_USER_MARK = "@@broadsheet-user-5d1e@@"
_ANSWER_MARK = "@@broadsheet-answer-5d1e@@"
_AGAIN_MARK = "@@broadsheet-again-5d1e@@"


@dataclass(frozen=True, slots=True)
class ChatFrame:
    """The trusted strings before the system text, between it and the user's turn, and after that.

    `closing` ends with the opening of the assistant's turn. `again` stands between the assistant's answer
    and the user's next turn, which `closing` ends again; empty when the template takes one turn only.
    """

    opening: str
    between: str
    closing: str
    again: str


def cut_frame(render: Render) -> ChatFrame:
    """Return the frame of the chat template that `render` fills.

    A template that knows no system role gets the system text at the start of the user's turn.

    Raises:
        GeneratorError: the template does not carry both texts once, in their order.
    """
    system = {"role": "system", "content": _SYSTEM_MARK}
    user = {"role": "user", "content": _USER_MARK}
    joined = {"role": "user", "content": f"{_SYSTEM_MARK}\n\n{_USER_MARK}"}
    reason = "it does not hold the texts it was given"
    for messages in ([system, user], [joined]):
        try:
            rendered = render(messages)
        except TemplateError as error:
            reason = str(error)
            continue
        if rendered.count(_SYSTEM_MARK) == rendered.count(_USER_MARK) == 1:
            opening, rest = rendered.split(_SYSTEM_MARK)
            between, found, closing = rest.partition(_USER_MARK)
            if found:
                return ChatFrame(opening, between, closing, _cut_again(render, messages, closing))
    raise GeneratorError(
        f"The model's chat template cannot be used ({reason}); expected one that takes a user message. "
        "Choose an instruct model."
    )


def _cut_again(render: Render, messages: list[Message], closing: str) -> str:
    answer = {"role": "assistant", "content": _ANSWER_MARK}
    again = {"role": "user", "content": _AGAIN_MARK}
    try:
        rendered = render([*messages, answer, again])
    except TemplateError:
        return ""
    between, found, rest = rendered.partition(_ANSWER_MARK)[2].partition(_AGAIN_MARK)
    return between if found and rest == closing else ""


def template_renderer(source: str, bos: str, eos: str) -> Render:
    """Return a function that fills the Jinja template `source`, which is run in a sandbox.

    Raises:
        GeneratorError: `source` is not a template.
    """
    sandbox = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    sandbox.globals["raise_exception"] = _raise_template_error
    # A date in the prompt would make tomorrow's answer another one.
    sandbox.globals["strftime_now"] = lambda _format: ""
    try:
        template = sandbox.from_string(source)
    except TemplateError as error:
        raise GeneratorError(f"The model's chat template cannot be read ({error}); choose another model.") from error

    def render(messages: Sequence[Message]) -> str:
        return template.render(messages=list(messages), add_generation_prompt=True, bos_token=bos, eos_token=eos)

    return render


def _raise_template_error(message: str) -> None:
    raise TemplateError(message)
