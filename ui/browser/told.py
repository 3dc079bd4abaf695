"""Sentences that the answering and the library make by code, in the language of who reads them."""

import re

from ui.browser.wording import gettext, mark

# Those that are said most; of the others, as of articles and of failures, every word stays as it is.
TOLD = (
    mark("Your library is empty: add articles, then ask about them."),
    mark("None of your articles is among those that you narrowed the question to."),
    mark("Nothing in your articles tells of this."),
    mark("No sentence of your articles clearly belongs in this list."),
    mark("None of your %(number)s articles mentions %(words)s."),
    mark("%(found)s of %(number)s articles mention %(words)s."),
    mark("%(found)s of %(number)s articles mentions %(words)s."),
    mark("You have %(number)s articles."),
    mark("Your articles do not quote %(speaker)s on this; the nearest that they say is this."),
    mark("Your articles say nothing of %(what)s; this is what they say of %(other)s."),
    mark("Your articles say nothing of %(what)s."),
    mark("Of your sources only %(source)s tells of this."),
    mark("This covers %(told)s of %(number)s articles: what fits best."),
    mark("Read “%(asked)s” as “%(read)s”."),
    mark("No article found for this says %(words)s: this is what comes closest."),
    mark("No answer to “%(question)s” could be verified."),
    mark("No answer to “%(question)s” could be verified; what the articles say of it is quoted."),
    mark("The article is long: this covers %(told)s of its %(number)s passages, evenly spread."),
    mark("Nothing in your articles about this is dated."),
    mark("Days without a year stand in articles that have no date."),
    mark("Earlier: %(values)s."),
    mark("This leaves out who was there and other formalities of “%(title)s”."),
    mark("No article from %(source)s corrects anything."),
    mark("What is new?"),
    mark("What is the latest on %(name)s?"),
    mark("Which articles mention %(name)s?"),
    mark("Summarise “%(title)s”"),
    mark("Compare “%(one)s” and “%(other)s”"),
    mark("no article speaks of it"),
    mark("a number in it is not in the closest sentence"),
    mark("a name in it is not in the closest sentence"),
    mark("its quote is not verbatim in the sources"),
    mark("it has too few words that say something"),
    mark("no single place in the sources holds all of it"),
    mark("no sentence of the sources says so in these words"),
    mark("the sources say the opposite"),
    mark("the sources give another value"),
    mark("the sources name another"),
    mark("the sources say that of something else"),
    mark("the sources do not say that of it"),
    mark("the sources do not tell it as a fact"),
    mark("the sources have it the other way round"),
    mark("the sources say that this was wrong"),
    mark("the sources have somebody else say so"),
    mark("the sources do not speak of what was asked"),
    mark("the sources tell this of another time"),
    mark("the sources only ask it"),
    mark("the sources tell this of another country"),
    mark("it begins with a word that points at nothing shown"),
    mark("it only says that nobody would comment"),
    mark("the sources say so of those who are on the other side"),
    mark("the sources say so, but it gives nothing of the kind that was asked for"),
    mark("the sources say so, but it may not be what was asked"),
    mark("it names only whom the question names"),
    mark("a newer article gives another value"),
    mark("the model that wrote it does not read it in the passage that comes nearest"),
    mark("None of your articles is about that."),
    mark("“%(title)s” was written by %(author)s."),
    mark("“%(title)s” was published on %(day)s."),
    mark("“%(title)s” does not say who wrote it."),
    mark("“%(title)s” does not say when it was published."),
    mark("Run again: the same answer, word for word, from the same passages."),
    mark("Your reason is not kept yet: press “Useful” or “Not useful”, and it goes with it."),
    mark("The question is empty: type what you want to know about your articles."),
    mark("Updating"),
    mark("Re-indexing everything"),
    mark("Taking in documents"),
    mark("Fetching the address"),
    mark("Loading the demo"),
    mark("Taking in the folder"),
    mark("Getting the writing model"),
    mark("It is wrong"),
    mark("It does not answer my question"),
    mark("The source does not say so"),
    mark("Something is missing"),
    mark("The article has changed since, and has these words elsewhere."),
    mark("The article has changed since, and no longer has these words."),
    mark("The article is no longer in the library."),
    mark("You have %(number)s articles from %(source)s."),
    mark("You have %(number)s article from %(source)s."),
    mark("You have %(number)s articles: %(split)s."),
    mark("You have no articles %(scope)s."),
    mark("None of your %(number)s articles from %(source)s mentions %(words)s."),
    mark("%(found)s of %(number)s articles from %(source)s mention %(words)s."),
    mark("%(found)s of %(number)s articles from %(source)s mentions %(words)s."),
    mark("This covers the newest %(told)s of %(number)s articles."),
    mark("is not a PDF, or a damaged one"),
    mark("is not a picture, or a damaged one"),
    mark("is not a ZIP archive, or a damaged one"),
    mark("is not an EPUB book, or a damaged one"),
    mark("is not an Excel workbook, or a damaged one"),
    mark("is not a PowerPoint presentation, or a damaged one"),
    mark("is not an OpenDocument file, or a damaged one"),
    mark("is damaged, or not the format that its name says: %(reason)s"),
    mark("is password-protected; save it without a password"),
    mark("was read, and holds no text"),
    mark("holds binary data, not text"),
    mark("is in an encoding that was not recognised; save it as UTF-8"),
    mark("holds a picture of text, which needs text recognition to read: type `%(command)s`"),
    mark("made its reader stop, so it is damaged or made to do harm"),
    mark("may not be read by this user; change its permissions"),
    mark("is not there any more"),
    mark("files of the format %(suffix)s are not read"),
    mark(
        "%(host)s leads to %(address)s, which is this computer or its own network; only public addresses are "
        "fetched (in the terminal, `broadsheet add --allow-private` fetches others)"
    ),
    mark("%(host)s is not known (%(reason)s); check the address and the network"),
    mark("%(url)s could not be fetched: it took too long; try again later"),
    mark("%(url)s could not be fetched: %(reason)s; try again later"),
    mark("%(url)s answered %(status)s; expected a page (200)"),
    mark("%(url)s is not a feed (RSS or Atom)"),
    mark("There is no text: paste what the article says."),
    mark("The first day, %(first)s, is after the last, %(last)s; expected the earlier one first."),
    mark("There is no folder “%(name)s”: expected the whole path of one on this computer, like /home/me/articles."),
    mark("The file %(name)s is not there any more: add the document again."),
    mark(
        "%(name)s cannot be the name of a collection; expected %(numbers)s characters, a letter or a digit "
        "among them: choose another."
    ),
    mark("%(name)s cannot be a tag; expected %(numbers)s characters without a comma."),
    mark("A note holds at most %(number)s pins: begin another one."),
    mark("This text has %(number)s characters; a note holds at most %(most)s: begin another one."),
    mark(
        "This text has %(number)s characters; expected at most %(most)s. Check a part of it, or all of it "
        "with `broadsheet check FILE`."
    ),
    mark(
        "The question has %(number)s characters; at most %(most)s can be asked: shorten it, or add the long "
        "text as an article."
    ),
)
_PLACE = re.compile(r"%\\\((\w+)\\\)s|%\((\w+)\)s")
_WITH_PLACES = [
    (said, re.compile(_PLACE.sub(lambda found: f"(?P<{found[1] or found[2]}>.+?)", re.escape(said))))
    for said in TOLD
    if "%(" in said
]
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")


def tell(said: str) -> str:
    """Return the sentences of `said` in the language of the request; one that is not known stays as it is."""
    whole = _tell(said)
    return whole if whole != said else " ".join(map(_tell, _SENTENCE_END.split(said)))


def _tell(said: str) -> str:
    if said in TOLD:
        return gettext(said)
    matched = ((message, pattern.fullmatch(said)) for message, pattern in _WITH_PLACES)
    return next((gettext(message, **found.groupdict()) for message, found in matched if found), said)
