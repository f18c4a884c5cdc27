"""Dead letters to the index; what it does not take goes to a file of this machine, and is said aloud."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import apache_beam as beam

from pipeline.errors import RunError, TransientError
from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.kept_letters import keep_letter
from pipeline.ledger import RunFacts
from pipeline.memory import EarlierLetter
from pipeline.stage import BatchStageFn, Dropped, apply_stage
from transforms.document import dead_letter_document
from transforms.ledger import LETTERS
from transforms.records import DeadLetter

KEPT = "kept in a file of the machine that failed"


@dataclass  # Beam sets its label, so it cannot be frozen
class Bury(beam.PTransform):
    """DeadLetters to documents of the output, with their first time and the runs that tried; never a failure."""

    output: Output
    facts: RunFacts

    def expand(self, letters: Any) -> Any:
        return apply_stage(letters, "Bury", _BuryFn(self.output, self.facts))


class _BuryFn(BatchStageFn):
    stage = LETTERS
    batch_size = 100

    def __init__(self, output: Output, facts: RunFacts) -> None:
        self.output, self.facts = output, facts

    def setup(self) -> None:
        self._writer = self.output.writer()
        self._memory = self.output.memory()

    def prepare(self, elements: Sequence[DeadLetter]) -> list[str]:
        """Write the letters; give for each why it could not be, or nothing."""
        try:
            actions = self._actions(elements)
            outcomes = self._writer.write(actions)
        except (TransientError, RunError, OSError) as error:
            return [str(error) or type(error).__name__] * len(elements)
        refused = ("refused", "given-up")
        return [f"{o.kind}: {o.reason}" if o.state in refused else "" for o in outcomes]

    def work(self, element: DeadLetter) -> Iterator[Any]:
        problem = self.context if self.context is not None else "the index did not answer"
        if not problem:
            yield element.id
            return
        path = keep_letter(dead_letter_action(element, self.facts.of_round(self.window)), self.facts.id)
        sys.stderr.write(f"claimwire: dead letter {element.id} is in {path}, not in the index: {problem[:200]}\n")
        yield Dropped("filtered", KEPT)

    def _actions(self, letters: Sequence[DeadLetter]) -> list[Action]:
        earlier = self._memory.letters([letter.id for letter in letters])
        facts = self.facts.of_round(self.window)
        return [dead_letter_action(letter, facts, earlier.get(letter.id)) for letter in letters]


def dead_letter_action(letter: DeadLetter, facts: RunFacts, earlier: EarlierLetter | None = None) -> Action:
    """Give the write of a letter; a run that writes it twice has tried once."""
    at = datetime.fromisoformat(facts.started_at)
    if earlier:
        letter = replace(letter, attempts=earlier.attempts + (earlier.run_id != facts.id))
    document = dead_letter_document(letter, run_id=facts.id, at=at)
    if earlier:
        document["first_at"] = earlier.first_at
    return Action(kind="dead-letters", id=letter.id, version=facts.started_ms, document=document)
