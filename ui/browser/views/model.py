"""The writing model as markup: that it loads, that it can be fetched, or why it does not work."""

from markupsafe import Markup

from ui.browser.templating import fill
from ui.service.writing_model import ModelState


def render_model(state: ModelState, may_fetch: bool) -> Markup:
    """Return what a reader should know of the writing model; "" when it is at work."""
    return fill("model", state=state, may_fetch=may_fetch)
