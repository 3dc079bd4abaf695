"""The tools that change the library, offered where the owner allowed them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult
from pydantic import Field

from index.types import SyncReport
from ui.server.mcp import results
from ui.server.mcp.calls import Tools, told
from ui.service.documents import write_pasted
from ui.service.editing import MAX_TAGS, Change, Editing
from ui.service.identity import Scope

Tags = Annotated[tuple[str, ...], Field(max_length=MAX_TAGS)]


@dataclass(frozen=True, slots=True)
class ChangeTools(Tools):
    """Add an article, and tag articles."""

    @told()
    def add_article(
        self,
        title: Annotated[str, Field(min_length=1, max_length=300)],
        text: Annotated[str, Field(min_length=1, max_length=1_000_000)],
        context: "Context[Any, Any]",
        source: Annotated[str, Field(max_length=300)] = "",
        published: date | None = None,
    ) -> Annotated[CallToolResult, results.Added]:
        """Add an article to the library; one of the same title that was added here before is replaced."""
        self.admit(context, Scope.WRITE)
        day = published.isoformat() if published else ""
        taken = write_pasted(self.resources.documents, title, text, source, day)
        report = SyncReport()
        for step in self.resources.library.sync_steps(self.resources.documents / taken.name):
            report = step.report or report
        ids = [*report.added, *report.changed]
        return results.result(f"Added: {', '.join(ids) or 'nothing new'}", results.Added(added=ids))

    @told()
    def tag_articles(
        self,
        ids: Annotated[
            list[str], Field(min_length=1, max_length=200, description="Articles, as `list_articles` names.")
        ],
        context: "Context[Any, Any]",
        add: Tags = (),
        remove: Tags = (),
    ) -> Annotated[CallToolResult, results.Tagged]:
        """Give articles tags, or take tags away; all of the articles or none."""
        visit = self.admit(context, Scope.WRITE)
        library = visit.resources.library
        Editing(library, self.resources.collections, visit.caller.identity).edit(ids, Change(add=add, remove=remove))
        tags = {row.id: list(row.tags) for row in library.articles() if row.id in ids}
        said = "\n".join(f"{id}: {', '.join(tags[id]) or '(no tags)'}" for id in ids)
        return results.result(said, results.Tagged(tags=tags))
