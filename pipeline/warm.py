"""What a run needs, loaded when imported: the fork server imports this once, each worker and round starts from there.

A round ends with its process, so nothing that a library keeps (spaCy's strings, open connections) adds up over weeks.
"""

import gc
import logging
import os
from pathlib import Path

from pipeline.forking import KNOWLEDGE_VARIABLE
from pipeline.worker import end_with_parent, keep_heap_whole

_TEXT = (
    "Harbour of Valmera closed after storm\n\nVALMERA, 3 March 2025. The harbour was closed on Monday after a storm "
    "damaged two piers, port director Hanna Quist said.\n\n“Eleven boats were lost and three people are missing,” "
    "Quist told reporters. The Interior Ministry denied that more than 400 residents had been moved.\n"
)
_PAGE = f"<html><head><title>T</title></head><body><article><p>{_TEXT}</p></article></body></html>"
_FEED = f"<rss><channel><title>T</title><item><title>T</title><description>{_TEXT}</description></item></channel></rss>"


def warm_up() -> None:
    """Take a text, a page and a feed through all that a run does, so that all tables are read."""
    logging.disable(logging.WARNING)
    import apache_beam.runners.portability.fn_api_runner.fn_runner  # noqa: F401

    import pipeline.graph
    import pipeline.index.official  # noqa: F401
    from config.knowledge import KnowledgeError, load_knowledge
    from transforms.annotate import annotate
    from transforms.deduplicate import fingerprint
    from transforms.language_model import load_model
    from transforms.normalize import normalize
    from transforms.parse import Payload, parse
    from transforms.records import Article

    tables = tuple(Path(name) for name in os.environ.get(KNOWLEDGE_VARIABLE, "").split(os.pathsep) if name)
    model = load_model()
    try:
        knowledge = load_knowledge(tables)
    except (OSError, KnowledgeError):
        return  # the launcher says what is wrong with a desk's table
    for content, origin in ((_TEXT, "a.txt"), (_PAGE, "a.html"), (_FEED, "a.xml")):
        for article in parse(Payload(content=content.encode(), origin=origin)):
            if isinstance(article, Article):
                article = normalize(article)
                fingerprint(article)
                annotate(article, model(article.body), knowledge)


keep_heap_whole()
end_with_parent()  # loading takes seconds: a launcher that refuses its input does not wait for them
warm_up()
end_with_parent(0)
gc.collect()
gc.freeze()  # pages shared with what is forked stay shared
