"""Clean text with every edit kept, and the fingerprint by which copies are found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam

from pipeline.stage import BatchStageFn, PayloadType, apply_stage
from transforms.deduplicate import fingerprint, fingerprints
from transforms.document import article_payload
from transforms.normalize import normalize, read_profiles
from transforms.records import Article


@dataclass  # Beam sets its label, so it cannot be frozen
class Normalize(beam.PTransform):
    """Articles to articles with body, sections, edits, language and fingerprint.

    `profiles` is the reviewed table of the lines that outlets repeat.
    """

    profiles: str = ""

    def expand(self, articles: Any) -> Any:
        return apply_stage(articles, "Normalize", _NormalizeFn(self.profiles))


class _NormalizeFn(BatchStageFn):
    stage = "normalize"

    def __init__(self, profiles: str) -> None:
        self.outlets = read_profiles(profiles)

    def prepare(self, elements: Sequence[Article]) -> list[Article]:
        """Fingerprint many at once, which costs half; where one cannot be normalized, each is tried by itself."""
        articles = [self._normalized(element) for element in elements]
        made = fingerprints(articles)
        return [replace(article, fingerprint=one) for article, one in zip(articles, made, strict=True)]

    def work(self, element: Article) -> Iterator[Article]:
        if self.context is None:
            article = self._normalized(element)
            yield replace(article, fingerprint=fingerprint(article))
        else:
            yield self.context

    def _normalized(self, article: Article) -> Article:
        return normalize(article, outlet=self.outlets.get(article.source.id))

    def payload(self, element: Article) -> tuple[str, PayloadType]:
        return article_payload(element), "article"
