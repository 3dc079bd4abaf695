"""Queries on the conversations; an owner that is NULL means those of everybody."""

LISTED = (
    "SELECT id, name, started, changed, exchanges FROM listed WHERE owner = coalesce(?, owner)"
    " ORDER BY changed DESC, made DESC"
)
LISTED_ONE = "SELECT id, name, started, changed, exchanges FROM listed WHERE id = ? AND owner = coalesce(?, owner)"
# No word is missing: json_each gives one row a word.
_WORDS = "(SELECT 1 FROM json_each(CAST(? AS TEXT)) WHERE instr({}.words, value) = 0)"
NAMED = f"SELECT id FROM listed WHERE NOT EXISTS {_WORDS.format('listed')}"  # noqa: S608 - our names
SAID = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges JOIN conversations c"  # noqa: S608
    f" ON c.id = conversation WHERE NOT EXISTS {_WORDS.format('exchanges')} AND c.owner = coalesce(?, c.owner)"
    " ORDER BY changed DESC, c.rowid DESC, number LIMIT ?"
)
READ = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges"
    " WHERE conversation = ? ORDER BY number"
)
READ_ONE = (
    "SELECT conversation, number, asked, answer, verdict, reason, judged FROM exchanges"
    " WHERE conversation = ? AND number = ?"
    " AND EXISTS (SELECT 1 FROM conversations WHERE id = conversation AND owner = coalesce(?, owner))"
)
