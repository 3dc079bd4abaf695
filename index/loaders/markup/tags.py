"""Kinds of HTML elements."""

BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p plaintext pre "
    "search section summary table tbody td tfoot th thead tr ul xmp".split()
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
VERBATIM = frozenset(("pre", "xmp", "listing", "plaintext"))
# Holds no text that is shown, or one for programs that cannot show what it stands for.
UNREAD = frozenset(
    "area audio canvas datalist embed frame head iframe map noscript object rp script style svg template title "
    "video".split()
)
