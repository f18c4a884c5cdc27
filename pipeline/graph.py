"""The whole graph on one screen: batch and streaming share it and differ in source and window only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.index.write import Write
from pipeline.ledger import RunFacts, WriteLedger
from pipeline.sources import FetchPolicy, StateStore
from pipeline.stage import DEAD, TALLY, Tally, as_pairs
from pipeline.stages.annotate import Annotate
from pipeline.stages.bury import Bury
from pipeline.stages.deduplicate import Resolve
from pipeline.stages.deliveries import SEEN, FoldDeliveries
from pipeline.stages.index import article_action
from pipeline.stages.normalize import Normalize
from pipeline.stages.parse import FetchPages, Parse, Read
from pipeline.stages.stories import TellStories, digest_by_thread
from transforms.records import Article


@dataclass(kw_only=True)  # Beam sets its label, so it cannot be frozen
class Claimwire(beam.PTransform):
    """Inputs to documents: articles, claims, stories, dead letters and the run's ledger."""

    output: Output
    policy: FetchPolicy
    facts: RunFacts
    knowledge: tuple[str, ...] = ()
    feeds: StateStore | None = None
    tallies: str | None = None
    outlet_profiles: str = ""

    def expand(self, inputs: Any) -> Any:
        read = inputs | "Read" >> Read(self.policy)
        parsed = read.good | "Parse" >> Parse()
        paged = parsed.good | "FetchPages" >> FetchPages(self.policy, self.feeds)
        normalized = paged.good | "Normalize" >> Normalize(self.outlet_profiles)
        folded = normalized.good | "FoldDeliveries" >> FoldDeliveries(self.output)
        fresh, back, left, resolved = (folded.good, folded[SEEN]) | "Resolve" >> Resolve(self.output)
        articles = (fresh, back.good) | "AllArticles" >> beam.Flatten()
        before = (read, parsed, paged, normalized, folded, back)
        return articles | Finish(self.output, self.facts, self.knowledge, before, (left,), (resolved,), self.tallies)


@dataclass  # Beam sets its label, so it cannot be frozen
class Finish(beam.PTransform):
    """Articles with their copies counted to documents and the ledger: what runs and reprocessing share.

    `before` are the stages that led here, `left` the articles that leave their thread, `actions` what else is written.
    """

    output: Output
    facts: RunFacts
    knowledge: tuple[str, ...]
    before: tuple[Any, ...]
    left: tuple[Any, ...] = ()
    actions: tuple[Any, ...] = ()
    tallies: str | None = None

    def expand(self, counted: Any) -> Any:
        annotated = counted | "Annotate" >> Annotate(self.knowledge)
        digests = annotated.good | "DigestByThread" >> beam.Map(digest_by_thread)
        told = (digests, *self.left) | "AllOfThread" >> beam.Flatten() | TellStories(self.output, self.facts)
        indexed, new = annotated.good | "NewLast" >> beam.Partition(_is_new, 2)  # type: ignore[arg-type]
        written = self._written(indexed, new, (told.good, *self.actions))

        stages = (*self.before, annotated, told, *written)
        letters = tuple(stage[DEAD] for stage in stages) | "AllDeadLetters" >> beam.Flatten()
        buried = letters | Bury(self.output, self.facts)
        tallies = tuple(stage[TALLY] for stage in (*stages, buried)) | "AllTallies" >> beam.Flatten()
        return tallies | "WriteLedger" >> WriteLedger(self.output, self.facts, self.tallies)

    def _written(self, indexed: Any, new: Any, actions: tuple[Any, ...]) -> tuple[Any, ...]:
        """Write what is known of articles before the articles, and new ones last.

        A run that is killed and tried again passes over the articles that the index has: all that belongs to them must
        be there too, and all that had to change because of them.
        """
        others = [each | f"Write{number}" >> Write(self.output) for number, each in enumerate(actions)]
        updates = indexed | "ToUpdate" >> beam.Map(article_action, self.facts)
        updated = _after(others, updates, "AfterClaims") | "WriteUpdates" >> Write(self.output)
        additions = new | "ToArticleAction" >> beam.Map(article_action, self.facts)
        added = _after([updated], additions, "AfterUpdates") | "WriteArticles" >> Write(self.output)
        return *others, updated, added


def _is_new(counted: tuple[Article, int], _: int) -> int:
    return int(counted[0].index_version is None)


def _after(written: Sequence[Any], actions: Any, label: str) -> Any:
    """Hold actions back until all of these stages is written: a group is given once its inputs end, or their window.

    Side inputs would hold them back as well, but Flink makes no checkpoint of what waits for one.
    """
    held = as_pairs(actions | f"{label}ById" >> beam.Map(_by_id), f"{label}Pairs")
    ends = [
        as_pairs(stage[TALLY] | f"{label}End{number}" >> beam.FlatMap(_nothing), f"{label}EndPairs{number}")
        for number, stage in enumerate(written)
    ]
    grouped = (held, *ends) | f"{label}All" >> beam.Flatten() | label >> beam.GroupByKey()
    return grouped | f"{label}Alone" >> beam.FlatMap(_actions)


def _by_id(action: Action) -> tuple[str, Action]:
    return action.id, action


def _nothing(_: Tally) -> list[tuple[str, Action]]:
    return []


def _actions(group: tuple[str, Iterable[Action]]) -> Iterable[Action]:
    return group[1]
