"""Stories: the claims of a thread's articles linked to each other, and each story summed up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipeline.dead_letters import indexed_context
from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.ledger import RunFacts
from pipeline.stage import StageFn, apply_stage, as_pairs
from pipeline.stages.deduplicate import Departed
from transforms.document import claim_document, story_document
from transforms.telling import Digest, tell_thread


@dataclass  # Beam sets its label, so it cannot be frozen
class TellStories(beam.PTransform):
    """(thread id, Digest or Departed) to actions on the claims and stories of the thread."""

    output: Output
    facts: RunFacts

    def expand(self, digests: Any) -> Any:
        grouped = as_pairs(digests, "ToPairs") | "GroupByThread" >> beam.GroupByKey()
        return apply_stage(grouped, "TellStories", _TellFn(self.output, self.facts))


class _TellFn(StageFn):
    stage = "stories"
    fans_out = True

    def __init__(self, output: Output, facts: RunFacts) -> None:
        self.output, self.facts = output, facts

    def setup(self) -> None:
        self.memory = self.output.memory()

    def origin(self, element: tuple[str, Iterable[Digest | Departed]]) -> str:
        return f"thread {element[0]}"

    def context_of(self, element: tuple[str, Iterable[Digest | Departed]]) -> str:
        return indexed_context(thing.article_id for thing in element[1])

    def work(self, element: tuple[str, Iterable[Digest | Departed]]) -> Iterator[Action]:
        thread_id, arrived = element
        things = list(arrived)
        new = {thing.article_id: thing for thing in things if isinstance(thing, Digest)}
        left = {thing.article_id: thing for thing in things if isinstance(thing, Departed)}
        known = self.memory.digests([thread_id], list(new))
        members = {d.article_id: d for d in known if d.thread_id == thread_id and d.article_id not in left} | new
        told = tell_thread(members.values())
        for claim, digest in told.claims:
            yield self._index("claims", claim.id, claim_document(claim, digest, run_id=self.facts.id))
        for story in told.stories:
            yield self._index("stories", story.id, story_document(story, run_id=self.facts.id))
        before = {claim.id for digest in known if digest.article_id in new for claim in digest.claims}
        for claim_id in sorted(before - {claim.id for claim, _ in told.claims}):
            yield Action(kind="claims", id=claim_id, operation="delete")

    def _index(self, kind: Any, identity: str, document: dict[str, Any]) -> Action:
        return Action(kind=kind, id=identity, version=self.facts.of_round(self.window).started_ms, document=document)


def digest_by_thread(annotated: Any) -> Any:
    """Key an article's digest by its thread."""
    digest = Digest.of(annotated[0])
    return digest.thread_id, digest
