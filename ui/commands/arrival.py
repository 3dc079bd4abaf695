"""The writing model arrives while the page is open already: it is loaded, or fetched first when its reader says so."""

import threading
import traceback

from index.models import DEFAULT_GENERATOR, locked_model, pull
from index.types import Progress
from rag.assistant import Assistant
from ui.commands.settings import EXTRACTIVE, Settings, open_chosen_generator
from ui.errors import explain
from ui.service.work import Steps
from ui.service.writing_model import ModelStage, WritingModel
from ui.terminal.screen import Screen

CLOSING_S = 5.0


class Arrival:
    """Brings `assistant` its generator, in a thread that begins when the page is served and ends with it."""

    def __init__(self, assistant: Assistant, settings: Settings, screen: Screen) -> None:
        self.model = WritingModel(self._fetch)
        self._assistant = assistant
        self._settings = settings
        self._screen = screen
        self._closing = threading.Event()
        self._thread = threading.Thread()
        if settings.generator != EXTRACTIVE:
            self.model.tell(ModelStage.LOADING)

    def begin(self) -> None:
        """Load the models, let the assistant write from then on, and read ahead until the end."""
        self._thread = threading.Thread(target=self._arrive, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop reading ahead; a passage that is being read is left to the end of the process."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)

    def _arrive(self) -> None:
        # Only once the page is there: importing the engine beside Gradio would double the time to it.
        from rag.generators.llama_cpp import LlamaCppGenerator
        from rag.reading_ahead import read_ahead
        from rag.support import grammar

        try:
            self._assistant.library.embedder.embed_question("warm up")
            generator = open_chosen_generator(self._settings, self._screen)
            generator.warm_up()
            grammar.warm_up()
        except Exception as error:  # the edge of a thread: nobody above would say it
            if self._settings.debug:
                traceback.print_exception(error)
            self.model.tell(ModelStage.FAILED, trouble=explain(error))
            self._screen.notice(f"{explain(error)} Answering with the best sentences meanwhile.")
            return
        self._assistant.generator = generator
        if generator.identity.name == EXTRACTIVE and self._settings.generator != EXTRACTIVE:
            self.model.tell(ModelStage.MISSING, size=locked_model(DEFAULT_GENERATOR).size)
            return
        self.model.tell(ModelStage.READY)
        self._screen.notice(f"answers are written by {generator.identity.name}")
        if isinstance(generator, LlamaCppGenerator):
            read_ahead(self._assistant.library, generator, self._closing)

    def _fetch(self) -> Steps:
        models = self._settings.home.models
        for step in pull(models, locked_model(DEFAULT_GENERATOR)):
            # In MB, which a reader can take in.
            yield Progress(step.stage, step.done // 1_000_000, step.total // 1_000_000, f"MB, {step.detail}")
        self.model.tell(ModelStage.LOADING)
        self.begin()
