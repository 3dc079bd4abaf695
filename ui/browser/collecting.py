"""Collections on the page: offered where a question is narrowed, listed, and made of what is chosen or dragged."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from index import Filter
from index.errors import BroadsheetError
from ui.browser.templating import draw
from ui.browser.told import tell
from ui.browser.views.messages import told, trouble
from ui.browser.views.notes import render_said
from ui.browser.views.scope import Offered, recall_scope, render_collections, render_kept, render_scope, write_scope
from ui.collections.errors import CollectionUnknown
from ui.collections.types import Collection, Held
from ui.errors import explain
from ui.service.bin import Bin
from ui.service.collections import Collections

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is narrowed to, as the browser keeps it, the control that narrows, and the collections beside it."""

    kept: str
    control: str
    listed: str


@dataclass(frozen=True, slots=True)
class Collecting:
    """Everything that can be done with collections on the page, for who asks; `deleted` is what they deleted last."""

    collections: Collections
    deleted: Bin[Collection] = field(default_factory=Bin)

    def choice(self, only: Filter, refused: str = "", said: str = "") -> Choice:
        """Return the control that narrows, which says why a choice was `refused`, and the list, which has `said`."""
        library, deleted = self.collections.library, self.deleted.look(self.collections.identity.owner)
        held: list[Held] = []
        try:
            held = [self.collections.held(one) for one in self.collections.all()]
            known = replace(only, collections=only.collections & {one.collection.slug for one in held})
            # Whose collections are all gone: of no article is asked, and not of every one.
            left = 0 if only.collections and not known.collections else len(library.articles(known))
            control = render_scope(library.inventory(), only, Offered(left, held), refused)
        except BroadsheetError as error:
            inventory = library.inventory()
            control = render_scope(inventory, Filter(), Offered(len(inventory.articles)), refused or explain(error))
        # What is said was escaped where it was made.
        listed = render_collections(held, only, Markup(said), deleted.name if deleted else "")  # noqa: S704
        return Choice(write_scope(only), control, listed)

    @told
    def collect(self, given: Given, narrowed: str = "") -> str:
        """Make a collection of the chosen articles, else of what is `narrowed`, and return what is said of it.

        Chosen articles are added to a collection that there is, or taken out of the one that `given` names so.
        """
        return render_kept(self.collections.held(self._collect(given, recall_scope(narrowed))))

    def drop(self, given: Given) -> str:
        """Put articles that were dragged into a collection, which is made if there is none; return what is said."""
        try:
            return render_said(draw("collections", "holds", self.collections.held(self._collect(given, Filter()))))
        except BroadsheetError as error:
            return render_said(tell(explain(error)))

    def rename(self, given: Given, narrowed: str) -> Choice:
        """Give a collection another name, under which it stays chosen."""
        only, slug = recall_scope(narrowed), given.get("collection", "")
        try:
            renamed = self.collections.change(slug, new_name=given.get("name", ""))
        except BroadsheetError as error:
            return self.choice(only, said=trouble(explain(error)))
        if slug in only.collections:
            only = replace(only, collections=only.collections - {slug} | {renamed.slug})
        return self.choice(only)

    def delete(self, given: Given, narrowed: str) -> Choice:
        """Delete a collection, whose articles stay; it is not chosen any more."""
        only, slug = recall_scope(narrowed), given.get("collection", "")
        try:
            self.deleted.put(self.collections.identity.owner, self.collections.delete(slug))
        except BroadsheetError as error:
            return self.choice(only, said=trouble(explain(error)))
        return self.choice(replace(only, collections=only.collections - {slug}))

    def restore(self, narrowed: str) -> Choice:
        """Bring the collection back that was deleted last."""
        said = ""
        if (gone := self.deleted.take(self.collections.identity.owner)) is not None:
            try:
                self.collections.store.add(gone)
            except BroadsheetError as error:
                said = trouble(explain(error))
        return self.choice(recall_scope(narrowed), said=said)

    def _collect(self, given: Given, only: Filter) -> Collection:
        picked = [one for one in given.get("article", "").split("\n") if one]
        name, left = given.get("name", ""), given.get("take", "")
        if left:
            return self.collections.change(left, remove=picked)
        if not picked:
            return self._keep(name, only)
        try:
            return self.collections.change(name, add=picked)
        except CollectionUnknown:
            return self.collections.make(name, Filter(), picked)

    def _keep(self, name: str, only: Filter) -> Collection:
        if not (only.articles or only.collections):
            return self.collections.make(name, only, ())
        # Chosen articles of some days or sources: those that are so now; a rule alone follows new ones.
        return self.collections.make(name, Filter(), [one.id for one in self.collections.library.articles(only)])
