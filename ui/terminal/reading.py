"""An article in the terminal: what it is, then its text, with the characters marked that were asked for."""

from index import Article, Span
from index.types import ListedArticle
from ui.terminal.screen import Screen, one_line

BEGIN, END = ">>>", "<<<"  # also seen in a pipe


def show_article(
    article: Article, row: ListedArticle, marked: Span | None, screen: Screen, shown: Span | None = None
) -> None:
    """Write title, source, date and author of an article, where it lies, and its text, or what of it is `shown`."""
    length = len(article.text)
    shown = shown or Span(0, length)
    screen.say(one_line(article.title), "bold")
    facts = (article.source, article.published.isoformat() if article.published else "no date", article.author)
    screen.say(one_line(", ".join(filter(None, facts))))
    screen.say(one_line(article.url or row.path))
    if marked:
        place = f" ({name})" if (name := one_line(article.place_at(marked.start))) else ""
        screen.say(f"{article.id}, characters {marked.start}-{marked.end} of {length:,}{place}, {BEGIN} marked {END}")
    else:
        screen.say(f"{article.id}, {length:,} characters")
    screen.say()
    if shown.start:
        screen.write("… ")
    if marked:
        screen.write(article.text[shown.start : marked.start])
        screen.write(f"{BEGIN}{marked.of(article.text)}{END}", "bold reverse")
        screen.write(article.text[marked.end : shown.end])
    else:
        screen.write(shown.of(article.text))
    screen.write("\n" if shown.end == length else " …\n")
