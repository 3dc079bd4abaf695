"""Collections as who asks sees and changes them, and what everybody may read handed to every door."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from index import Filter, Library
from ui.collections.errors import CollectionRefused
from ui.collections.reading import find_collection, narrow, readable_collections
from ui.collections.store import CollectionStore
from ui.collections.types import Collection, Held, check_name
from ui.service.errors import NotAllowed
from ui.service.identity import Identity
from ui.service.resources import Resources


def readable(resources: Resources, identity: Identity) -> Resources:
    """Return `resources` as `identity` may read them: every door hands on these, and no others. Raises as `narrow`."""
    if identity == Identity(scope=identity.scope) and resources.collections.path is None:
        return resources  # there are no collections, and everything is the owner's
    library = narrow(resources.library, resources.collections, identity)
    return replace(resources, assistant=resources.assistant.over(library))


@dataclass(frozen=True, slots=True)
class Collections:
    """The collections as `identity` sees and changes them; `library` is what `identity` may read."""

    store: CollectionStore
    library: Library
    identity: Identity = Identity()  # noqa: RUF009 - frozen

    def all(self) -> tuple[Collection, ...]:
        """Return the collections that can be asked, by name."""
        return readable_collections(self.store.all(), self.identity)

    def get(self, name: str) -> Collection:
        """Return one collection; raises CollectionUnknown."""
        return find_collection(self.store.all(), name, self.identity)

    def held(self, collection: Collection) -> Held:
        """Return what is in a collection."""
        held = self.library.inventory(Filter(collections=frozenset([collection.slug])))
        picked = tuple(sorted(collection.picked & held.by_id.keys()))
        newest = held.newest[0].published if held.newest else None
        return Held(collection, len(held.articles), newest, len(collection.picked) - len(picked), picked)

    def make(self, name: str, rule: Filter, picked: Iterable[str], readers: Iterable[str] = ()) -> Collection:
        """Keep and return a new collection.

        Raises:
            CollectionRefused: the name cannot be used or is taken, or a date is after the other.
            ArticleUnknown: an article is picked that is not there.
            NotAllowed: who asks may make none, or none like this.
        """
        self._may_write()
        made = Collection(check_name(name), self._rule(rule), self._picked(picked), self.identity.owner)
        made = replace(made, readers=self._readers(readers))
        self.store.add(made)
        return made

    def change(
        self,
        name: str,
        *,
        new_name: str | None = None,
        rule: Filter | None = None,
        picked: Iterable[str] | None = None,
        readers: Iterable[str] | None = None,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
    ) -> Collection:
        """Change what is given of a collection, and return it as it is then; raises as `make` and `get` do."""
        self._may_write()
        added, taken = self._picked(add), frozenset(remove)

        def alter(one: Collection) -> Collection:
            self._may_change(one)
            kept = one.picked if picked is None else self._picked(picked)
            return Collection(
                one.name if new_name is None else check_name(new_name),
                one.rule if rule is None else self._rule(rule),
                (kept | added) - taken,
                one.owner,
                one.readers if readers is None else self._readers(readers),
            )

        self.get(name)
        return self.store.change(name, alter)

    def delete(self, name: str) -> Collection:
        """Forget a collection, whose articles stay, and return it as it was; raises as `change`."""
        self._may_write()
        gone = self.get(name)
        self._may_change(gone)
        self.store.delete(name)
        return gone

    def _may_write(self) -> None:
        if self.identity.collections:
            raise NotAllowed("A token that is bound to collections changes none.")

    def _may_change(self, one: Collection) -> None:
        if not one.is_changed_by(self.identity.owner):
            raise NotAllowed(f"The collection {one.name!r} is somebody else's: only they and the owner can change it.")

    def _picked(self, article_ids: Iterable[str]) -> frozenset[str]:
        picked = frozenset(article_ids)
        for article_id in sorted(picked):
            self.library.article(article_id)
        return picked

    def _rule(self, rule: Filter) -> Filter:
        if rule.folders and self.identity.owner:
            raise NotAllowed("Only the owner of this computer can name its folders: choose sources or dates.")
        first, last = rule.published_from, rule.published_to
        if first and last and first > last:
            raise CollectionRefused(
                f"The first day, {first}, is after the last, {last}; expected the earlier one first."
            )
        return rule

    def _readers(self, readers: Iterable[str]) -> frozenset[str]:
        named = frozenset(one.strip().lower() for one in readers if one.strip())
        if named and self.identity.owner:
            raise NotAllowed("Only the owner of this computer says who reads which articles.")
        return named
