"""Entities and claims: the model runs in batches, and only where an article has a text of its own."""

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import apache_beam as beam

from pipeline.stage import BatchStageFn, Passed, PayloadType, apply_stage
from transforms.document import article_payload
from transforms.records import Article

Counted = tuple[Article, int]
"""An article and the number of its copies."""


@dataclass  # Beam sets its label, so it cannot be frozen
class Annotate(beam.PTransform):
    """Articles get entities and claims; `knowledge` names a desk's own tables."""

    knowledge: tuple[str, ...] = ()

    def expand(self, articles: Any) -> Any:
        spread = articles | "SpreadOverWorkers" >> beam.Reshuffle()
        return apply_stage(spread, "Annotate", _AnnotateFn(self.knowledge))


class _AnnotateFn(BatchStageFn):
    stage = "annotate"

    def __init__(self, knowledge: tuple[str, ...]) -> None:
        self.tables = knowledge

    def setup(self) -> None:
        from config.knowledge import load_knowledge
        from transforms.language_model import load_model

        self.model = load_model()
        self.knowledge = load_knowledge(tuple(Path(table) for table in self.tables))
        gc.collect()
        gc.freeze()  # the model and the tables stay: no later collection walks through them

    def origin(self, element: Counted) -> str:
        return element[0].origin

    def payload(self, element: Counted) -> tuple[str, PayloadType]:
        return article_payload(element[0]), "article"

    def prepare(self, elements: Sequence[Counted]) -> list[Any]:
        from transforms.annotate import reason_to_skip
        from transforms.language_model import parse

        reasons = [reason_to_skip(article) for article, _ in elements]
        bodies = [article.body for (article, _), reason in zip(elements, reasons, strict=True) if not reason]
        began = time.perf_counter()
        parses = iter(list(parse(bodies)))
        self._progress.measure_model(time.perf_counter() - began)
        return [reason or next(parses) for reason in reasons]

    def work(self, element: Counted) -> Iterator[Counted | Passed]:
        from transforms.annotate import annotate

        article, copies = element
        if isinstance(self.context, str):
            yield Passed((replace(article, skipped=self.context), copies), self.context)
        else:
            yield annotate(article, self.context or self.model(article.body), self.knowledge), copies
