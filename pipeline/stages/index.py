"""The last stage: what is written of an article and of a dead letter."""

from datetime import datetime

from pipeline.index.actions import Action
from pipeline.ledger import RunFacts
from transforms.document import article_document, dead_letter_document
from transforms.records import Article, DeadLetter


def article_action(annotated: tuple[Article, int], facts: RunFacts) -> Action:
    """Give the write of an article: as of its delivery, or as of this run if it was brought back from the index."""
    article, copies = annotated
    version = facts.started_ms if article.delivered_at is None else int(article.delivered_at.timestamp() * 1000)
    return Action(
        kind="articles",
        id=article.id,
        version=version,
        document=article_document(article, run_id=facts.id, copies=copies),
    )


def dead_letter_action(letter: DeadLetter, facts: RunFacts) -> Action:
    at = datetime.fromisoformat(facts.started_at)
    document = dead_letter_document(letter, run_id=facts.id, at=at)
    return Action(kind="dead-letters", id=letter.id, version=facts.started_ms, document=document)
