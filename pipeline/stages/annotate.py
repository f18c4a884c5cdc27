"""Entities and claims: the model runs in batches, and only where an article has a text of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.stage import Passed, PayloadType, StageFn, apply_stage
from transforms.document import article_payload
from transforms.records import Article

BATCH = 16
Counted = tuple[Article, int]
"""An article and the number of its copies."""


@dataclass(frozen=True)
class Annotate(beam.PTransform):
    """Articles to articles with entities and claims; `knowledge` names a desk's own tables."""

    knowledge: tuple[str, ...] = ()

    def expand(self, articles: Any) -> Any:
        spread = articles | "SpreadOverWorkers" >> beam.Reshuffle()
        return apply_stage(spread, "Annotate", _AnnotateFn(self.knowledge))


class _AnnotateFn(StageFn):
    stage = "annotate"

    def __init__(self, knowledge: tuple[str, ...]) -> None:
        self.tables = knowledge

    def setup(self) -> None:
        from pathlib import Path

        from config.knowledge import load_knowledge
        from transforms.language_model import load_model

        load_model()
        self.knowledge = load_knowledge(tuple(Path(table) for table in self.tables))

    def start_bundle(self) -> None:
        super().start_bundle()
        self.waiting: list[tuple[Counted, Any, Any]] = []

    def origin(self, element: Counted) -> str:
        return element[0].origin

    def payload(self, element: Counted) -> tuple[str, PayloadType]:
        return article_payload(element[0]), "article"

    def process(
        self, element: Counted, timestamp: Any = beam.DoFn.TimestampParam, window: Any = beam.DoFn.WindowParam
    ) -> Iterator[Any]:
        from transforms.annotate import reason_to_skip

        article, copies = element
        reason = reason_to_skip(article)
        if reason:
            self.count("in")
            yield from self._account(Passed((replace(article, skipped=reason), copies), reason))
            return
        self.waiting.append((element, timestamp, window))
        if len(self.waiting) >= BATCH:
            for result, _, _ in self._annotate_waiting():
                yield result

    def finish_bundle(self) -> Iterator[Any]:
        from apache_beam.pvalue import TaggedOutput

        for result, timestamp, window in self._annotate_waiting():
            if isinstance(result, TaggedOutput):
                yield TaggedOutput(result.tag, WindowedValue(result.value, timestamp, (window,)))
            else:
                yield WindowedValue(result, timestamp, (window,))
        yield from super().finish_bundle()

    def _annotate_waiting(self) -> Iterator[tuple[Any, Any, Any]]:
        from transforms.language_model import parse

        waiting, self.waiting = self.waiting, []
        try:
            parses = list(parse(element[0].body for element, _, _ in waiting))
        except Exception:  # one text that the model cannot take: find it by itself
            parses = [None] * len(waiting)
        for (element, timestamp, window), doc in zip(waiting, parses, strict=True):
            self.doc = doc
            for result in super().process(element):
                yield result, timestamp, window

    def work(self, element: Counted) -> Iterator[Counted]:
        from transforms.annotate import annotate
        from transforms.language_model import load_model

        article, copies = element
        doc = self.doc if self.doc is not None else load_model()(article.body)
        yield annotate(article, doc, self.knowledge), copies
