"""Asking a model for the name, number, date or phrase in its own sentence, without the excerpts.

A question with its answer is enough for that, and examples teach a small model more than any wording. Asked behind the
answer, in the same conversation, it gave the subject of its sentence instead ("Islamism", where a type of role was
asked for). Shown examples before it answers, it shortened well and answered worse (README, "Measured").
"""

from typing import Final

from rag.prompt import Prompt

MAX_SHORT_TOKENS: Final = 24
SYSTEM: Final = "You take out of an answer the few words that the question asks for. You add nothing."
# All made up; every kind of question, and the words asked for at the start, in the middle and at the end.
EXAMPLES: Final = (
    (
        "Who will lead the port authority of Harlow?",
        "Marta Lindqvist, a former ferry captain, will lead the port authority of Harlow.",
        "Marta Lindqvist",
    ),
    (
        "How many people visited the textile museum last year?",
        "The textile museum in Corran Dale had 48,200 visitors last year, a third fewer than before.",
        "48,200",
    ),
    (
        "What kind of loaf is the golden oven given for?",
        "The golden oven is given for the best rye loaf.",
        "rye",
    ),
    ("When was the mill at Orr restored?", "The mill at Orr was restored in the 1950s by the town.", "1950s"),
    (
        "Which two towns share the new ferry?",
        "The new ferry is shared by Ashby and Dunmore, which lie across the river from each other.",
        "Ashby and Dunmore",
    ),
    (
        "What is the council accused of?",
        "The council is accused of selling the old library below its value.",
        "selling the old library below its value",
    ),
    ("Where do the night boats land?", "The night boats land at Skerry Island, in its eastern bay.", "Skerry Island"),
    (
        "What did the storm do to the pier in March?",
        "In March, the storm tore the roof off the pier, the mayor said.",
        "tore the roof off",
    ),
)


def write_shortening(question: str, answer: str) -> Prompt:
    """Return what asks for the few words of `answer` that `question` wants; all but its end never changes."""
    shown = "".join(f"{_ask(*example[:2])} {example[2]}\n\n" for example in EXAMPLES)
    return Prompt(SYSTEM, shown, (), _ask(question, answer))


def _ask(question: str, answer: str) -> str:
    return f"Question: {' '.join(question.split())}\nAnswer: {' '.join(answer.split())}\nIn short:"
