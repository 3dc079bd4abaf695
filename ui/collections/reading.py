"""The one place that says which articles anybody may read, and which collections."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from index import Filter
from index.types import NOTHING
from ui.collections.store import CollectionStore, unknown
from ui.collections.types import Collection, slug_of
from ui.service.errors import NotAllowed
from ui.service.identity import Identity

if TYPE_CHECKING:
    from index.library import Library


def may_read(collections: Iterable[Collection], identity: Identity) -> Filter:
    """Return which articles `identity` may read: the one place where that is decided.

    Nobody reads an article of a collection whose readers are others, also where it is in other collections; a token
    that is bound to collections reads those of them alone.
    """
    kept = tuple(collections)
    reserved = tuple(one.filter for one in kept if not one.is_read_by(identity.owner))
    allowed = Filter(none_of=reserved)
    if not identity.collections:
        return allowed
    bound = tuple(one.filter for one in readable_collections(kept, identity))
    return allowed.within(Filter(any_of=bound) if bound else NOTHING)


def narrow(library: "Library", store: CollectionStore, identity: Identity) -> "Library":
    """Return `library` as `identity` may read it; it knows the collections that they may read, by name.

    Raises:
        CollectionError: the collections cannot be read.
        NotAllowed: a token is bound to collections, and none of them is there for its user.
    """
    only = Filter()
    if identity.owner or identity.collections:
        kept = store.all()
        only = may_read(kept, identity)
        if identity.collections and not readable_collections(kept, identity):
            raise NotAllowed(
                f"This token is for the collection {', '.join(identity.collections)} alone, which is not there any "
                "more or not for its user: make another with `broadsheet tokens make NAME --collection C`."
            )

    def find(name: str) -> Filter:
        return find_collection(store.all(), name, identity).filter

    return library.whole.part(only, find)


def hidden_articles(library: "Library") -> frozenset[str]:
    """Return the articles that are there, but not for who reads by `library`, which `narrow` returned."""
    if not library.is_part:
        return frozenset()
    return frozenset(library.whole.inventory().by_id.keys() - library.inventory().by_id.keys())


def readable_collections(collections: Iterable[Collection], identity: Identity) -> tuple[Collection, ...]:
    """Return the collections that `identity` may read."""
    bound = frozenset(map(slug_of, identity.collections))
    return tuple(one for one in collections if one.is_read_by(identity.owner) and (not bound or one.slug in bound))


def find_collection(collections: Iterable[Collection], name: str, identity: Identity) -> Collection:
    """Return the collection `name`; raises CollectionUnknown also where `identity` may not read it."""
    found = next((one for one in readable_collections(collections, identity) if one.slug == slug_of(name)), None)
    if found is None:
        raise unknown(name)
    return found
