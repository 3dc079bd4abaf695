"""The demo articles: where they lie, and what can be asked of them."""

import os
from collections.abc import Sequence
from pathlib import Path

from index.types import ListedArticle

FOLDER = Path(__file__).parents[2] / "seeds" / "harbour"
# One for each thing that is shown: a name, a figure, and a number that the papers disagree about.
QUESTIONS = (
    "Who is the last keeper of the lighthouse on Gull Point?",
    "How long will the sea wall be?",
    "How many people were on board the ferry?",
)


def find_demo() -> Path | None:
    """Return the folder of the demo articles; None where Broadsheet was installed without them."""
    return FOLDER if FOLDER.is_dir() else None


def is_demo(articles: Sequence[ListedArticle]) -> bool:
    """Tell whether the demo articles are among `articles`."""
    within = f"{FOLDER}{os.sep}"
    return any(article.path.startswith(within) for article in articles)
