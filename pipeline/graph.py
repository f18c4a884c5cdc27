"""The whole graph on one screen: batch and streaming share it and differ in source and window only."""

from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipeline.index.write import Write
from pipeline.ledger import WriteLedger
from pipeline.memory import MemorySettings
from pipeline.sources import FetchPolicy
from pipeline.stage import DEAD, TALLY
from pipeline.stages.annotate import Annotate
from pipeline.stages.deduplicate import ACTIONS, LEFT, FoldDeliveries, Resolve
from pipeline.stages.index import WriteDeadLetters, article_action
from pipeline.stages.normalize import Normalize
from pipeline.stages.parse import FetchPages, Parse, Read
from pipeline.stages.stories import TellStories, digest_by_story


@dataclass(frozen=True, kw_only=True)
class Claimwire(beam.PTransform):
    """Inputs to documents: articles, claims, stories, dead letters and the run's ledger."""

    output: Any
    memory: MemorySettings
    policy: FetchPolicy
    run_id: str
    version: int
    knowledge: tuple[str, ...] = ()

    def expand(self, inputs: Any) -> Any:
        read = inputs | "Read" >> Read(self.policy)
        parsed = read.good | "Parse" >> Parse()
        paged = parsed.good | "FetchPages" >> FetchPages(self.policy)
        normalized = paged.good | "Normalize" >> Normalize()
        folded = normalized.good | "FoldDeliveries" >> FoldDeliveries(self.memory)
        fresh, back, resolved = folded.good | "Resolve" >> Resolve(self.memory)
        annotated = (fresh, back.good) | "AllArticles" >> beam.Flatten() | "Annotate" >> Annotate(self.knowledge)
        digests = annotated.good | "DigestByStory" >> beam.Map(digest_by_story)
        told = (
            (digests, resolved[LEFT])
            | "AllOfStory" >> beam.Flatten()
            | "TellStories" >> TellStories(self.memory, self.run_id, self.version)
        )
        articles = annotated.good | "ToArticleAction" >> beam.Map(article_action, self.run_id)
        actions = (articles, told.good, folded[ACTIONS], resolved[ACTIONS]) | "AllActions" >> beam.Flatten()
        written = actions | "Write" >> Write(self.output)

        stages = (read, parsed, paged, normalized, folded, back, annotated, told, written)
        letters = tuple(stage[DEAD] for stage in stages) | "AllDeadLetters" >> beam.Flatten()
        buried = letters | "WriteDeadLetters" >> WriteDeadLetters(self.output, self.run_id)
        tallies = (*(stage[TALLY] for stage in stages), buried) | "AllTallies" >> beam.Flatten()
        return tallies | "WriteLedger" >> WriteLedger(self.output, self.run_id)
