"""Stories: the claims of a story's articles linked to each other, and the story summed up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.ledger import RunFacts
from pipeline.stage import StageFn, apply_stage
from transforms.document import claim_document, story_document
from transforms.telling import Digest, tell_story


@dataclass  # Beam sets its label, so it cannot be frozen
class TellStories(beam.PTransform):
    """(story id, Digest) to actions on claims and stories; an id in a digest's place is of an article that left."""

    output: Output
    facts: RunFacts

    def expand(self, digests: Any) -> Any:
        grouped = digests | "GroupByStory" >> beam.GroupByKey()
        return apply_stage(grouped, "TellStories", _TellFn(self.output, self.facts))


class _TellFn(StageFn):
    stage = "stories"
    fans_out = True

    def __init__(self, output: Output, facts: RunFacts) -> None:
        self.output, self.facts = output, facts

    def setup(self) -> None:
        self.memory = self.output.memory()

    def origin(self, element: tuple[str, Iterable[Digest | str]]) -> str:
        return f"story {element[0]}"

    def work(self, element: tuple[str, Iterable[Digest | str]]) -> Iterator[Action]:
        story_id, arrived = element
        things = list(arrived)
        new = {digest.article_id: digest for digest in things if isinstance(digest, Digest)}
        left = {thing for thing in things if isinstance(thing, str)}
        known = self.memory.digests([story_id], list(new))
        members = {d.article_id: d for d in known if d.story_id == story_id and d.article_id not in left} | new
        written: set[str] = set()
        if members:
            told = tell_story(story_id, members.values())
            for claim, digest in told.claims:
                written.add(claim.id)
                yield self._index("claims", claim.id, claim_document(claim, digest, run_id=self.facts.id))
            yield self._index("stories", story_id, story_document(told.story, run_id=self.facts.id))
        else:
            yield Action(kind="stories", id=story_id, operation="delete")
        before = {claim.id for digest in known if digest.article_id in new for claim in digest.claims}
        for claim_id in sorted(before - written):
            yield Action(kind="claims", id=claim_id, operation="delete")

    def _index(self, kind: Any, identity: str, document: dict[str, Any]) -> Action:
        return Action(kind=kind, id=identity, version=self.facts.started_ms, document=document)


def digest_by_story(article: Any) -> tuple[str, Digest]:
    """Key an article's digest by its story."""
    digest = Digest.of(article[0])
    return digest.story_id, digest
