"""Accuracy of names and links on annotated articles, and agreement of names across translations."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.knowledge import load_knowledge
from pipeline.errors import UsageError
from pipeline.evaluate.documents import to_article
from transforms.entities.mentions import find_mentions
from transforms.language_model import parse
from transforms.normalize import normalize
from transforms.records import Article

NAMED = frozenset({"name", "adjectival"})
BASELINE_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"})


@dataclass(frozen=True, slots=True)
class Marked:
    """One mention, gold or found, in the same coordinates."""

    document: str
    start: int
    end: int
    entity_id: str
    type: str
    level: str

    @property
    def span(self) -> tuple[str, int, int]:
        return self.document, self.start, self.end


_ALL = slice(None)


def score(gold: Path, *, limit: int | None = None, part: slice = _ALL) -> dict[str, object]:
    """Score spans of names (exact, micro) and links (B³ over all levels) against annotated article documents.

    One JSON document a line, `id, raw, body, entities[{start, end, entity_id, name, type, level}]`, offsets in `body`
    (or `raw_start, raw_end` where the body differs from ours). Translations of articles (`id, versions{}`) are scored
    by `names_across_translations`. `part` says which documents count, the first `limit` of them.
    """
    if _holds_translations(gold):
        return names_across_translations(gold, limit=limit, part=part)
    documents = list(read_documents(gold))[part][:limit]
    wanted: list[Marked] = []
    found: list[Marked] = []
    for document, article in zip(documents, annotate(documents), strict=True):
        in_body = article.body == document.get("body", document.get("raw"))
        wanted += [_gold(document, entity, in_body=in_body) for entity in document["entities"]]
        found += [
            Marked(
                str(document["id"]),
                mention.start if in_body else mention.raw_start,
                mention.end if in_body else mention.raw_end,
                mention.entity_id,
                mention.type,
                mention.level,
            )
            for mention in article.mentions
        ]
    shapes = {str(document["id"]): str(document.get("shape", "all")) for document in documents}
    return {
        "documents": len(documents),
        "names": spans_score(wanted, found),
        "names_by_shape": {
            shape: spans_score(
                [one for one in wanted if shapes[one.document] == shape],
                [one for one in found if shapes[one.document] == shape],
            )
            for shape in sorted(set(shapes.values()))
        },
        "types": _type_accuracy(wanted, found),
        "b_cubed": b_cubed(wanted, found),
        "descriptions": _reference_score(wanted, found, "nominal"),
        "pronouns": _reference_score(wanted, found, "pronoun"),
    }


def _holds_translations(path: Path) -> bool:
    with path.open(encoding="utf-8") as lines:
        first = json.loads(next(lines, "null"))
    return isinstance(first, dict) and "versions" in first


def read_documents(path: Path) -> Iterator[dict[str, Any]]:
    """Read annotated documents, one JSON object a line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read the gold file {path}: {error.strerror}") from None
    for number, line in enumerate(lines, 1):
        document = json.loads(line) if line.strip() else None
        if not isinstance(document, dict) or "entities" not in document:
            raise UsageError(f"{path}:{number} is no article document with `entities`; see DESIGN, Documents")
        yield document


def annotate(documents: Sequence[Mapping[str, Any]]) -> Iterator[Article]:
    """Run normalizing, parsing and the entity stage over documents, in order."""
    from dataclasses import replace

    articles = [normalize(to_article(document)) for document in documents]
    knowledge = load_knowledge()
    for article, doc in zip(articles, parse(article.body for article in articles), strict=True):
        yield replace(article, mentions=find_mentions(article, doc, knowledge))


def _gold(document: Mapping[str, Any], entity: Mapping[str, Any], *, in_body: bool) -> Marked:
    start, end = entity["start"], entity["end"]
    if not in_body:
        start, end = entity.get("raw_start", start), entity.get("raw_end", end)
    return Marked(str(document["id"]), start, end, entity["entity_id"], entity["type"], entity["level"])


def spans_score(wanted: Iterable[Marked], found: Iterable[Marked]) -> dict[str, float]:
    """Give precision, recall and F1 of exact spans of names and adjectives."""
    gold = {one.span for one in wanted if one.level in NAMED}
    ours = {one.span for one in found if one.level in NAMED}
    return _prf(len(gold & ours), len(ours), len(gold))


def b_cubed(wanted: Sequence[Marked], found: Sequence[Marked]) -> dict[str, float]:
    """Give B³ over the gold mentions, clusters across all documents; a mention not found is alone.

    Precision is over the gold mentions that were found, recall over all.
    """
    entity_of = {one.span: one.entity_id for one in found}
    gold_clusters: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    our_clusters: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for one in wanted:
        gold_clusters[one.entity_id].add(one.span)
        our_clusters[entity_of.get(one.span, f"missing:{one.span}")].add(one.span)
    precision, recall, matched = 0.0, 0.0, 0
    for one in wanted:
        gold = gold_clusters[one.entity_id]
        ours = our_clusters[entity_of.get(one.span, f"missing:{one.span}")]
        shared = len(gold & ours)
        recall += shared / len(gold)
        if one.span in entity_of:
            precision += shared / len(ours)
            matched += 1
    p, r = precision / max(matched, 1), recall / max(len(wanted), 1)
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / max(p + r, 1e-9), 4)}


def _reference_score(wanted: Sequence[Marked], found: Sequence[Marked], level: str) -> dict[str, float]:
    """Give how many descriptions or pronouns are found and mean the right one: who bears the names of the gold's.

    Of an entity that the text only describes ("the US-led coalition"), the descriptions that most agree are right.
    """
    entity_of = {one.span: one.entity_id for one in found}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    named = {one.entity_id for one in wanted if one.level in NAMED}
    for one in wanted:
        if (one.level in NAMED or one.entity_id not in named) and one.span in entity_of:
            votes[one.entity_id][entity_of[one.span]] += 1
    ours_of = {entity: counter.most_common(1)[0][0] for entity, counter in votes.items()}
    gold = {(one.span, ours_of.get(one.entity_id, one.entity_id)) for one in wanted if one.level == level}
    ours = {(one.span, one.entity_id) for one in found if one.level == level}
    return _prf(len(gold & ours), len(ours), len(gold))


def _type_accuracy(wanted: Sequence[Marked], found: Sequence[Marked]) -> float:
    types = {one.span: one.type for one in found}
    both = [(one.type, types[one.span]) for one in wanted if one.span in types and one.level in NAMED]
    return round(sum(gold == ours for gold, ours in both) / max(len(both), 1), 4)


def _prf(shared: int, ours: int, gold: int) -> dict[str, float]:
    precision, recall = shared / max(ours, 1), shared / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "gold": gold}


def names_across_translations(path: Path, *, limit: int | None = None, part: slice = _ALL) -> dict[str, object]:
    """Measure how far a machine and a human translation of one article agree in their names.

    For each pair the F1 of two sets: of the bare model's names, lower-cased (the baseline), and of our canonical
    names; macro over pairs, pairs without any name on either side left out, and micro.
    """
    articles = [json.loads(line) for line in path.read_text("utf-8").splitlines()[part][:limit]]
    versions = [(str(one["id"]), kind, text) for one in articles for kind, text in one["versions"].items()]
    documents = [{"id": f"{item}/{kind}", "raw": text} for item, kind, text in versions]
    baseline: dict[tuple[str, str], set[str]] = {}
    ours: dict[tuple[str, str], set[str]] = {}
    for (item, kind, _), article in zip(versions, annotate(documents), strict=True):
        ours[item, kind] = {mention.name.lower() for mention in article.mentions if mention.level in NAMED}
    for (item, kind, _), doc in zip(versions, parse(text for _, _, text in versions), strict=True):
        baseline[item, kind] = {entity.text.lower() for entity in doc.ents if entity.label_ in BASELINE_TYPES}
    human_pairs = _pairs(versions, "ref:", "ref:")
    machine_pairs = _pairs(versions, "hyp:", "ref:")
    return {
        "pairs": len(machine_pairs),
        "baseline": _agreement(machine_pairs, baseline),
        "ours": _agreement(machine_pairs, ours),
        "baseline_two_humans": _agreement(human_pairs, baseline),
        "ours_two_humans": _agreement(human_pairs, ours),
    }


Pair = tuple[tuple[str, str], tuple[str, str]]


def _pairs(versions: Sequence[tuple[str, str, str]], left: str, right: str) -> list[Pair]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for item, kind, _ in versions:
        kinds[item].append(kind)
    return [
        ((item, one), (item, other))
        for item, all_kinds in kinds.items()
        for one in all_kinds
        for other in all_kinds
        if one.startswith(left) and other.startswith(right) and (left != right or one < other)
    ]


def _agreement(pairs: Sequence[Pair], names: Mapping[tuple[str, str], set[str]]) -> dict[str, float]:
    macro: list[float] = []
    totals: Counter[str] = Counter()
    for one, other in pairs:
        left, right = names[one], names[other]
        if not left and not right:
            continue
        shared = len(left & right)
        macro.append(2 * shared / (len(left) + len(right)))
        totals += Counter(shared=2 * shared, all=len(left) + len(right))
    return {
        "macro_f1": round(sum(macro) / max(len(macro), 1), 4),
        "micro_f1": round(totals["shared"] / max(totals["all"], 1), 4),
    }
