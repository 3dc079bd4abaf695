"""From what a generator wrote to claims: one sentence each, without what is not a statement."""

import re

from index.splitting import split_sentences

# Not from the middle of white space: that would be tried at each of its characters.
MARKER = re.compile(r"(?<!\s)\s*\[(?:\d+(?:\s*[,;]\s*\d+)*|[^\[\]]*\|[^\[\]]*)\]")
LABEL = re.compile(r"^\s*(?:answer|a|response)\s*:\s*", re.IGNORECASE)
# Whether it is yes follows from what the articles say, not from what a small model begins with.
VERDICT = re.compile(r"^\s*(?:(?:yes|no),|(?:true|false)[.,:])\s+(?=\w)", re.IGNORECASE)


MARKUP = re.compile(r"\*+|^\s*(?:#{1,6}|[-•])\s+", re.MULTILINE)


def split_claims(text: str) -> tuple[str, ...]:
    """Return the sentences of a generated text, in order and without repetition.

    Citation marks that a model invents (`[1]`, a copied block header) are dropped: citations are
    attached by code. So are the marks of emphasis, headings and lists of a sentence that was copied.
    """
    cleaned = MARKUP.sub("", LABEL.sub("", MARKER.sub("", text))).strip()
    if (bare := VERDICT.sub("", cleaned)) != cleaned:
        cleaned = bare[0].upper() + bare[1:]
    sentences = (" ".join(span.of(cleaned).split()) for span in split_sentences(cleaned))
    return tuple(dict.fromkeys(sentence for sentence in sentences if any(map(str.isalnum, sentence))))
