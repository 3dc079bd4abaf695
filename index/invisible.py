"""Characters that leave no trace on a page, of which a text can be spelled that nobody sees."""

# As part of a character class: the soft hyphen, zero-width and bidirectional controls, letters without a glyph,
# variation selectors but for the two that choose between a text sign and an emoji, the byte order mark, and tags.
# The joiner and the non-joiner are not among them: scripts whose letters join need them.
INVISIBLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
