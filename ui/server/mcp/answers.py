"""The tools that answer a question and check a draft."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

from rag.types import Turn
from ui.contract import from_answer, from_checked
from ui.server.mcp import results
from ui.server.mcp.calls import Collection, From, Query, Source, Tag, To, Tools, filter_of, told
from ui.service.checks import Checks
from ui.service.identity import Scope
from ui.service.questions import Question, Questions, answer_among


@dataclass(frozen=True, slots=True)
class AnswerTools(Tools):
    """Ask and check."""

    async def ask(
        self,
        question: Query,
        context: "Context[Any, Any]",
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
        tag: Tag = None,
        history: Annotated[
            list[tuple[str, str]] | None, Field(description="Earlier questions, each with its answer.", max_length=50)
        ] = None,
    ) -> Annotated[CallToolResult, results.Whole]:
        """Answer a question from the articles alone; each sentence is judged and comes with the exact characters."""
        with told():
            visit = self.admit(context, Scope.ASK)
            before = tuple(Turn(*turn) for turn in history or ())
            asked = Question(question, filter_of(source, published_from, published_to, collection, tag), before)
            make = partial(Questions(visit.resources.assistant).stream, asked)
            answer = answer_among(await self.turns.gather(make, visit.caller.is_gone))
        return results.result(results.say_answer(answer), dict(from_answer(answer)))

    @told()
    def check(
        self,
        text: Annotated[str, Field(description="A draft, for example an answer that you are about to give.")],
        context: "Context[Any, Any]",
        source: Source = None,
        published_from: From = None,
        published_to: To = None,
        collection: Collection = None,
        tag: Tag = None,
    ) -> Annotated[CallToolResult, results.Whole]:
        """Tell of each sentence of a text whether the user's articles support it or contradict it, and where."""
        held = self.admit(context, Scope.ASK).resources
        only = filter_of(source, published_from, published_to, collection, tag)
        sentences = list(Checks(held.library, held.min_support).sentences(text, only))
        return results.result(results.say_checked(sentences), dict(from_checked(sentences)))
