"""Clean text with every edit kept, and the fingerprint by which copies are found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam

from pipeline.stage import PayloadType, StageFn, apply_stage
from transforms.deduplicate import fingerprint
from transforms.document import article_payload
from transforms.normalize import normalize
from transforms.records import Article


@dataclass  # Beam sets its label, so it cannot be frozen
class Normalize(beam.PTransform):
    """Articles to articles with body, sections, edits, language and fingerprint."""

    def expand(self, articles: Any) -> Any:
        return apply_stage(articles, "Normalize", _NormalizeFn())


class _NormalizeFn(StageFn):
    stage = "normalize"

    def work(self, element: Article) -> Iterator[Article]:
        article = normalize(element)
        yield replace(article, fingerprint=fingerprint(article))

    def payload(self, element: Article) -> tuple[str, PayloadType]:
        return article_payload(element), "article"
