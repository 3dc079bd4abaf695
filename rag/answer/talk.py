"""A greeting or thanks: one friendly line in its own language, and no search."""

import re

from rag.answer.request import Gathered, Request
from rag.question.kind import Kind
from rag.words import fold

_LANGUAGES = (
    ("de", r"hallo|danke|guten|servus|moin|tschuss|dank|wie geht|wer bist|auf wiedersehen|ja|nein"),
    ("fr", r"bonjour|salut|merci|au revoir|bonsoir|ca va|qui es|oui|comment"),
    ("es", r"hola|gracias|buen[oa]s|adios|como estas|hasta|si"),
)
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|danke|dank|merci|gracias)\b")
_FAREWELL = re.compile(r"\b(?:bye|goodbye|see you|tschuss|auf wiedersehen|au revoir|adios|hasta|that's all)\b")
_WHO = re.compile(r"\b(?:who|what) are you\b|\bare you (?:a |an )?\w+|wer bist|qui es")
_LINES = {
    "hello": {
        "en": "Hello! Ask me anything about your articles.",
        "de": "Hallo! Fragen Sie mich etwas über Ihre Artikel.",
        "fr": "Bonjour ! Posez-moi une question sur vos articles.",
        "es": "¡Hola! Pregúnteme lo que quiera sobre sus artículos.",
    },
    "thanks": {
        "en": "You are welcome. Ask on whenever you like.",
        "de": "Gern geschehen. Fragen Sie ruhig weiter.",
        "fr": "Avec plaisir. N'hésitez pas à poser une autre question.",
        "es": "De nada. Pregunte cuando quiera.",
    },
    "farewell": {"en": "Goodbye!", "de": "Auf Wiedersehen!", "fr": "Au revoir !", "es": "¡Hasta luego!"},
    "who": {
        "en": "I am Broadsheet: I look for answers in your own articles and show you where they stand.",
        "de": "Ich bin Broadsheet: Ich suche Antworten in Ihren Artikeln und zeige, wo sie stehen.",
        "fr": "Je suis Broadsheet : je cherche des réponses dans vos articles et montre où elles se trouvent.",
        "es": "Soy Broadsheet: busco respuestas en sus artículos y muestro dónde están.",
    },
}


def gather(request: Request) -> Gathered:
    """Return no points and one line."""
    said = fold(request.question)
    language = next((name for name, words in _LANGUAGES if re.search(rf"\b(?:{words})\b", said)), "en")
    topics = (("thanks", _THANKS), ("farewell", _FAREWELL), ("who", _WHO))
    topic = next((name for name, pattern in topics if pattern.search(said)), "hello")
    return Gathered(Kind.TALK, (), _LINES[topic][language], score=1.0)
