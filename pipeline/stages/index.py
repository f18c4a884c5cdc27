"""The last stage: what is written of an article."""

from typing import Any

import apache_beam as beam

from pipeline.index.actions import Action
from pipeline.ledger import RunFacts
from transforms.document import article_document
from transforms.records import Article


def article_action(annotated: tuple[Article, int], facts: RunFacts, window: Any = beam.DoFn.WindowParam) -> Action:
    """Give the write of an article: as of its delivery, or of what was read if it was brought back from the index.

    Notes on a document (another delivery, a copy more) count its version up, so the time of the delivery is too small
    for an article that was read back; and the time of this run would win over a newer delivery of another run.
    """
    article, copies = annotated
    document = article_document(article, run_id=facts.id, copies=copies) | {"claim_rules": facts.claim_rules}
    document["text_rules"] = article.text_rules or facts.text_rules
    return Action(kind="articles", id=article.id, version=_version(article, facts.of_round(window)), document=document)


def _version(article: Article, facts: RunFacts) -> int:
    if article.index_version is not None:
        return article.index_version
    return facts.started_ms if article.delivered_at is None else int(article.delivered_at.timestamp() * 1000)
