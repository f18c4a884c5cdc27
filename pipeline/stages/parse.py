"""From inputs to articles: reading bytes, parsing them, and fetching the pages that entries only link to."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import apache_beam as beam

from pipeline.dead_letters import REPLAYED_ARTICLE, input_context, payload_context, whole_context
from pipeline.sources import FetchPolicy, InputSpec, PageFetcher, StateStore, read
from pipeline.stage import Dropped, PayloadType, StageFn, apply_stage
from transforms.document import article_from, article_payload
from transforms.parse import BadRecord, Payload, merge_page, parse
from transforms.records import Article, DeadLetter

REPLAYABLE_BYTES = 1_000_000
"""A dead letter keeps at most so much of its input; of a larger one only the origin."""


KNOWN = "known entry, unchanged"


@dataclass  # Beam sets its label, so it cannot be frozen
class Read(beam.PTransform):
    """Inputs to payloads: the bytes of files and feeds with their origin."""

    policy: FetchPolicy

    def expand(self, inputs: Any) -> Any:
        return apply_stage(inputs, "Read", _ReadFn(self.policy))


class _ReadFn(StageFn):
    stage = "read"
    fans_out = True

    def __init__(self, policy: FetchPolicy) -> None:
        self.policy = policy

    def work(self, element: InputSpec) -> Iterator[Payload | Dropped]:
        if element.kind == "passed over":
            yield Dropped("filtered", element.reason)
            return
        yield from read(element, self.policy)

    def context_of(self, element: InputSpec) -> str:
        return input_context(element)


@dataclass  # Beam sets its label, so it cannot be frozen
class Parse(beam.PTransform):
    """Payloads to articles: one of a page, many of a feed or a file of records."""

    def expand(self, payloads: Any) -> Any:
        return apply_stage(payloads | "SpreadPayloads" >> beam.Reshuffle(), "Parse", _ParseFn())


class _ParseFn(StageFn):
    stage = "parse"
    fans_out = True

    def work(self, element: Payload) -> Iterator[Article | DeadLetter]:
        if element.media_type == REPLAYED_ARTICLE:
            yield from (article_from(json.loads(line)) for line in element.content.split(b"\n"))
            return
        for record in parse(element):
            match record:
                case BadRecord():
                    yield self.bad_record(record, element)
                case _:
                    yield replace(record, delivered_at=record.first_seen_at)

    def payload(self, element: Payload) -> tuple[str, PayloadType]:
        return _encoded(element.content)

    def context_of(self, element: Payload) -> str:
        return payload_context(element)

    def bad_record(self, record: BadRecord, whole: Payload) -> DeadLetter:
        payload, payload_type = _encoded(record.content)
        alone = payload_context(replace(whole, media_type=record.media_type)) if record.stands_alone else None
        context = alone or whole_context(whole)
        return self.letter(record.kind, record.message, record.origin, payload, payload_type, context=context)


def _encoded(content: bytes) -> tuple[str, PayloadType]:
    if len(content) > REPLAYABLE_BYTES:
        return "", "none"
    return base64.b64encode(content).decode("ascii"), "bytes"


@dataclass  # Beam sets its label, so it cannot be frozen
class FetchPages(beam.PTransform):
    """Articles whose feed entry is not whole get the text of the page behind the link.

    Entries that an earlier poll gave in the same words end here, so that their pages are not fetched again.
    """

    policy: FetchPolicy
    feeds: StateStore | None = None

    def expand(self, articles: Any) -> Any:
        return apply_stage(articles, "FetchPages", _FetchPagesFn(self.policy, self.feeds))


class _FetchPagesFn(StageFn):
    stage = "pages"

    def __init__(self, policy: FetchPolicy, feeds: StateStore | None) -> None:
        self.policy, self.feeds = policy, feeds

    def setup(self) -> None:
        self.fetcher = PageFetcher(self.policy)

    def teardown(self) -> None:
        self.fetcher.close()
        if self.feeds:
            self.feeds.close()

    def finish_bundle(self) -> Iterator[Any]:
        if self.feeds:
            self.feeds.flush()
        yield from super().finish_bundle()

    def work(self, element: Article) -> Iterator[Article | Dropped]:
        if self.feeds and element.feed and not self.feeds.is_new(element):
            yield Dropped("filtered", KNOWN)
            return
        yield merge_page(element, self.fetcher.fetch(element)) if element.needs_page else element

    def payload(self, element: Article) -> tuple[str, PayloadType]:
        return article_payload(element), "article"
