"""Evaluation on one's own articles, without a judge model."""

from rag.evaluation.compare import Change, compare
from rag.evaluation.predictions import Prediction, read_predictions
from rag.evaluation.questions import GoldQuestion, QuestionFile, read_questions, sample
from rag.evaluation.run import predict
from rag.evaluation.summary import Summary, summarise

__all__ = [
    "Change", "GoldQuestion", "Prediction", "QuestionFile", "Summary",
    "compare", "predict", "read_predictions", "read_questions", "sample", "summarise",
]  # fmt: skip
