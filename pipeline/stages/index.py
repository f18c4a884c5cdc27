"""The last stages: actions on the index, dead letters, and what they count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import apache_beam as beam

from pipeline.index.actions import Action
from pipeline.index.output import Output
from pipeline.stage import DEAD, TALLY, StageFn
from transforms.document import article_document, dead_letter_document
from transforms.records import Article, DeadLetter


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def article_action(annotated: tuple[Article, int], run_id: str, run_version: int) -> Action:
    """Give the write of an article; one brought back from the index is written as of this run."""
    article, copies = annotated
    return Action(
        kind="articles",
        id=article.id,
        version=milliseconds(article.delivered_at) if article.delivered_at else run_version,
        document=article_document(article, run_id=run_id, copies=copies),
    )
