"""Collections on the page: offered where a question is narrowed, and made of what is chosen there or in the table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from index import Filter
from index.errors import BroadsheetError
from ui.browser.views.collections import Offered, render_kept
from ui.browser.views.messages import trouble
from ui.browser.views.scope import recall_scope, render_scope
from ui.collections.errors import CollectionUnknown
from ui.collections.types import Collection
from ui.errors import explain
from ui.service.collections import Collections

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Collecting:
    """Everything that can be done with collections on the page, for who asks."""

    collections: Collections

    def scope(self, only: Filter, said: str = "") -> str:
        """Return the control that narrows, with what can be chosen in it."""
        library = self.collections.library
        try:
            held = [self.collections.held(one) for one in self.collections.all()]
            known = replace(only, collections=only.collections & {one.collection.slug for one in held})
            # Whose collections are all gone: of no article is asked, and not of every one.
            left = 0 if only.collections and not known.collections else len(library.articles(known))
            return render_scope(library.articles(), only, said, Offered(left, held))
        except BroadsheetError as error:
            return render_scope(library.articles(), Filter(), said or explain(error))

    def collect(self, given: Given, narrowed: str = "") -> str:
        """Make a collection of the chosen articles, else of what is `narrowed`, and return what is said of it.

        Chosen articles are added to a collection that there is.
        """
        picked = [one for one in given.get("article", "").split("\n") if one]
        name = given.get("name", "")
        try:
            if not picked:
                return render_kept(self.collections.held(self._keep(name, recall_scope(narrowed))))
            try:
                one = self.collections.change(name, add=picked)
            except CollectionUnknown:
                one = self.collections.make(name, Filter(), picked)
            return render_kept(self.collections.held(one))
        except BroadsheetError as error:
            return trouble(explain(error))

    def _keep(self, name: str, only: Filter) -> Collection:
        if not (only.articles or only.collections):
            return self.collections.make(name, only, ())
        # Chosen articles of some days or sources: those that are so now; a rule alone follows new ones.
        return self.collections.make(name, Filter(), [one.id for one in self.collections.library.articles(only)])
