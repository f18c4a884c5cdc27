"""Clean text with every edit kept, and the fingerprint by which copies are found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam

from pipeline.stage import BatchStageFn, PayloadType, apply_stage
from transforms.deduplicate import fingerprint, fingerprints
from transforms.document import article_payload
from transforms.normalize import normalize
from transforms.records import Article


@dataclass  # Beam sets its label, so it cannot be frozen
class Normalize(beam.PTransform):
    """Articles to articles with body, sections, edits, language and fingerprint."""

    def expand(self, articles: Any) -> Any:
        return apply_stage(articles, "Normalize", _NormalizeFn())


class _NormalizeFn(BatchStageFn):
    stage = "normalize"

    def prepare(self, elements: Sequence[Article]) -> list[Article]:
        """Fingerprint many at once, which costs half; where one cannot be normalized, each is tried by itself."""
        articles = [normalize(element) for element in elements]
        made = fingerprints(articles)
        return [replace(article, fingerprint=one) for article, one in zip(articles, made, strict=True)]

    def work(self, element: Article) -> Iterator[Article]:
        if self.context is None:
            article = normalize(element)
            yield replace(article, fingerprint=fingerprint(article))
        else:
            yield self.context

    def payload(self, element: Article) -> tuple[str, PayloadType]:
        return article_payload(element), "article"
