"""Demonyms: "Russian" is of Russia, "North American" of North America; "Julian" is nobody of Julia.

Only places are compared, since endings alone would make one person of two.
"""

from functools import lru_cache

from rag.words import fold

# Countries and parts of the world whose people are told by an ending: "Russia" and "Russian", "Britain" and "British".
PLACES = frozenset(
    "africa america asia europe australia albania algeria angola argentina armenia austria azerbaijan bangladesh"
    " belarus belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chile china colombia croatia"
    " cuba ecuador egypt england estonia ethiopia finland georgia germany ghana hungary iceland india indonesia"
    " iran iraq israel italy jamaica japan jordan kenya korea kosovo kuwait latvia lebanon libya lithuania"
    " luxembourg macedonia malaysia mali malta mexico moldova mongolia montenegro morocco nepal nicaragua nigeria"
    " norway pakistan palestine panama paraguay peru poland qatar romania russia rwanda scotland senegal serbia"
    " singapore slovakia slovenia somalia sudan sweden syria taiwan tanzania tunisia turkey uganda ukraine uruguay"
    " venezuela vietnam yemen zambia zimbabwe".split()
)
IRREGULAR = {
    "french": "france", "dutch": "netherlands", "danish": "denmark", "greek": "greece", "irish": "ireland",
    "spanish": "spain", "swiss": "switzerland", "welsh": "wales", "portuguese": "portugal", "polish": "poland",
    "thai": "thailand", "finnish": "finland", "german": "germany", "afghan": "afghanistan", "czech": "czechia",
    "filipino": "philippines", "turkish": "turkey", "norwegian": "norway", "british": "britain", "english": "england",
    "scottish": "scotland", "swedish": "sweden", "peruvian": "peru", "argentine": "argentina", "panamanian": "panama",
}  # fmt: skip
ENDINGS = ("n", "an", "ian", "ean", "ese", "i", "ic")


def _people_of(place: str) -> set[str]:
    bases = {place, place.rstrip("aeoyi")} if place[-1] in "aeoyi" else {place}
    return {base + ending for base in bases for ending in ENDINGS} - {place}


PEOPLES = {people: place for place in PLACES for people in _people_of(place)} | IRREGULAR


@lru_cache(maxsize=4096)
def place_of(word: str) -> str:
    """Return the place that a word names or whose people it tells of, folded; "" for any other word."""
    folded = fold(word).removesuffix("'s").removesuffix("’s")
    if folded in PLACES or folded in IRREGULAR.values():
        return folded
    return PEOPLES.get(folded) or PEOPLES.get(folded.removesuffix("s"), "")


def is_people(word: str) -> bool:
    """Tell whether a word tells of whose people or things: "American", "Greek", but no "America"."""
    folded = fold(word)
    return folded in PEOPLES or folded.removesuffix("s") in PEOPLES
