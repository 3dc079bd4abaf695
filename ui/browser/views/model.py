"""The writing model as markup: that it loads, that it can be fetched, or why it does not work."""

from ui.browser.views.markup import line
from ui.service.writing_model import ModelStage, ModelState

MEANWHILE = "Until then answers are sentences of your articles, unchecked."


def render_model(state: ModelState, may_fetch: bool) -> str:
    """Return what a reader should know of the writing model; "" when it is at work."""
    match state.stage:
        case ModelStage.READY:
            return ""
        case ModelStage.LOADING:
            return f'<p class="bs-notice" role="status">The writing model is loading. {MEANWHILE}</p>'
        case ModelStage.FAILED:
            return f'<p class="bs-notice" role="alert">{line(state.trouble)} {MEANWHILE}</p>'
        case ModelStage.MISSING:
            how = (
                '<button type="button" class="bs-plain" data-event="fetch">Get it now</button>'
                if may_fetch
                else "The owner of this computer can fetch it."
            )
            size = f"{state.size / 1e9:.1f} GB, once"
            why = f'<p class="bs-trouble" role="alert">{line(state.trouble)}</p>' if state.trouble else ""
            return (
                f'{why}<p class="bs-notice" role="status">The writing model is not on this computer yet ({size}). '
                f"{how} "
                f"{MEANWHILE}</p>"
            )
