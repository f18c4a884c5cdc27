"""Where an article's CPU time goes: each stage beside the model's own, in one process, without Beam and index."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from config.knowledge import load_knowledge
from transforms.claims import find_claims
from transforms.deduplicate import fingerprint
from transforms.document import article_document
from transforms.entities import find_mentions
from transforms.language_model import load_model, parse
from transforms.normalize import normalize
from transforms.parse import BadRecord, Payload
from transforms.parse import parse as parse_records
from transforms.records import Article
from transforms.telling import Digest, tell_thread


def measure(records: Iterable[Mapping[str, Any]]) -> dict[str, object]:
    """Give CPU seconds of each stage over the records (id, title, text, date, outlet), and its share of the model's."""
    from dataclasses import replace

    from transforms.annotate import annotate

    knowledge = load_knowledge()
    load_model()
    spent: dict[str, float] = {}

    def timed[In, Out](name: str, do: Callable[[In], Out], things: Sequence[In]) -> list[Out]:
        began = time.process_time()
        results = [do(thing) for thing in things]
        spent[name] = time.process_time() - began
        return results

    content = "".join(json.dumps(record) + "\n" for record in records).encode()
    payload = Payload(content=content, origin="bench.jsonl")
    (parsed,) = timed("parse", lambda p: [r for r in parse_records(p) if not isinstance(r, BadRecord)], [payload])
    normalized = timed("normalize", normalize, parsed)
    prints = timed("fingerprint", fingerprint, normalized)
    articles = [replace(a, fingerprint=f, story_id=a.id) for a, f in zip(normalized, prints, strict=True)]
    (docs,) = timed("model", lambda bodies: list(parse(bodies)), [[article.body for article in articles]])
    pairs = list(zip(articles, docs, strict=True))
    mentioned = timed("entities", lambda p: replace(p[0], mentions=find_mentions(*p, knowledge)), pairs)
    timed("claims", lambda p: find_claims(*p), list(zip(mentioned, docs, strict=True)))
    annotated: list[Article] = timed("annotate", lambda p: annotate(*p, knowledge), pairs)
    spent["figures, dates, frames"] = spent.pop("annotate") - spent["entities"] - spent["claims"]
    timed("stories", lambda article: tell_thread([Digest.of(article)]), annotated)
    timed("document", lambda article: json.dumps(article_document(article, run_id="bench")), annotated)
    model_s = spent["model"]
    beside = sum(spent.values()) - model_s
    return {
        "CPU seconds": spent,
        "share of the model": {name: round(s / model_s, 3) for name, s in spent.items()},
        "all stages beside the model, share of it": beside / model_s,
    }
