"""Accuracy of claims on annotated article documents (DESIGN §3): found, whose, what kind, with which figures and dates.

A claim is found if its content shares a word F1 of at least half with the gold's (one to one, the best pairs first),
its cue shares a word, and its speaker shares a telling word or is the same entity; `exact` asks for equal content too.
A claim or figure marked `optional` counts for nobody: it is neither missed nor wrong. `acts` lists acts that are right.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pipeline.evaluate.attributions import Attribution, Spans, Text, match, prf
from pipeline.evaluate.claims_values import compare_values, fold
from transforms.links import link_claims, linkable, unsupported_headlines
from transforms.records import Article, Claim, Span

_FOUND = 0.5
_PARTS = ("headline", "target", "said_on")
_ALSO = ("unsupported",)


def score_documents(pairs: Iterable[tuple[Mapping[str, Any], Article]]) -> dict[str, object]:
    """Score articles against their gold documents: overall, by half and by shape where the documents tell these."""
    tallies: dict[str, Tally] = {"claims": Tally()}
    documents = 0
    for document, article in pairs:
        documents += 1
        half = next((claim["half"] for claim in document["claims"] if "half" in claim), None)
        names = [half, document.get("shape"), f"{half}, {document['shape']}" if half and "shape" in document else None]
        tallies |= {str(name): tallies.get(str(name), Tally()) for name in names if name}
        counted = [tallies["claims"], *(tallies[str(name)] for name in names if name)]
        _compare_document(document, article, counted, shown=half != "held-out")
    total = tallies.pop("claims")
    return {
        "documents": documents,
        "claims": total.found(),
        "where_found": total.details(),
        "figures": total.values("figures"),
        "dates": total.values("dates"),
        **{name: tally.found() | tally.details() for name, tally in sorted(tallies.items()) if ", " not in name},
        "f1": {name: tally.found()["triple"] for name, tally in sorted(tallies.items()) if ", " in name},
        "wrong": total.wrong,
    }


@dataclass(slots=True)
class Tally:
    """Counts over documents, and the figures they give."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def part(self, name: str, *, right: bool) -> None:
        self.counts[name] += 1
        self.counts[f"{name} right"] += right

    def found(self) -> dict[str, object]:
        """Give precision, recall and F1 of contents and of whole claims."""
        count = self.counts
        gold, ours = count["gold"], count["ours"]
        return {
            "gold": gold,
            "content": prf(count["content"], ours, gold),
            "triple": prf(count["triple"], ours, gold),
            "exact": prf(count["exact"], ours, gold),
        }

    def details(self) -> dict[str, object]:
        """Give the share of found claims whose part is right, in per cent."""
        names = ("speaker", "speaker_span", "cue", "act", "negated", "cue_negated", "nested", "directness", "addressee")
        return {
            name: {"right": round(100 * self.counts[f"{name} right"] / self.counts[name], 1), "of": self.counts[name]}
            for name in (*names, *_PARTS, *_ALSO)
            if self.counts[name]
        }

    def values(self, kind: str) -> dict[str, float]:
        return prf(self.counts[f"{kind} right"], self.counts[f"{kind} ours"], self.counts[f"{kind} gold"])


def _compare_document(document: Mapping[str, Any], article: Article, tallies: Sequence[Tally], *, shown: bool) -> None:
    text = Text.of(str(document.get("raw") or document["body"]))
    gold = list(document["claims"])
    ours = [text.attribution(our_spans(one)) for one in article.claims]
    wanted = [_nearest([text.attribution(spans) for spans in gold_spans(one)], ours) for one in gold]
    entities = _entities(document, article)
    called = _called(article)
    unsupported = _unsupported(article)
    pairs = {j: i for i, j in match(ours, wanted, _same_content, _FOUND)}
    optional = {j for j, one in enumerate(gold) if one.get("optional")}
    wrong: list[str] | None = [] if shown else None
    for tally in tallies:
        tally.counts["gold"] += len(gold) - len(optional)
        tally.counts["ours"] += len(ours) - len(optional & pairs.keys())
    for j, one in enumerate(gold):
        if j in optional:
            continue
        if j not in pairs:
            _note(wrong, document, "missed", one)
            continue
        claim, found = article.claims[pairs[j]], ours[pairs[j]]
        right = _compare(text, one, wanted[j], claim, found, entities, called, tallies)
        if one.get("unsupported") is not None and claim.headline:
            for tally in tallies:
                tally.part("unsupported", right=(claim.id in unsupported) == one["unsupported"])
        if right:
            _note(wrong, document, "wrong " + ", ".join(right), one, claim)
    for i, claim in enumerate(article.claims):
        if i not in pairs.values():
            _note(wrong, document, "extra", None, claim)
    tallies[0].wrong += wrong or []


def _unsupported(article: Article) -> frozenset[str]:
    """Find the headlines that the article by itself does not bear out."""
    at = article.published_at or datetime.min.replace(tzinfo=UTC)
    claims = [linkable(claim, outlet=article.source.name, at=at) for claim in article.claims]
    return unsupported_headlines(claims, link_claims(claims))


def _compare(
    text: Text,
    gold: Mapping[str, Any],
    wanted: Attribution,
    claim: Claim,
    found: Attribution,
    entities: Mapping[str, str],
    called: Mapping[str, Collection[str]],
    tallies: Sequence[Tally],
) -> list[str]:
    """Count what is right of a claim whose content was found; give the names of what is not."""
    span = text.agree(found.source, wanted.source)
    entity = _same_entity(gold, claim, entities)
    cue = bool(found.cue & wanted.cue) or not (found.cue or wanted.cue)
    named = claim.speaker is not None and claim.speaker.entity_id is not None
    triple = cue and (span or (entity and named))
    parts: dict[str, bool] = {"speaker_span": span, "cue": cue}
    if triple and "speaker" in gold:
        parts["speaker"] = entity
    parts |= _parts(gold, claim, called)
    for tally in tallies:
        tally.counts["content"] += 1
        tally.counts["triple"] += triple
        tally.counts["exact"] += triple and found.content == wanted.content
        for name, right in parts.items():
            tally.part(name, right=right)
    problems = [name for name, right in parts.items() if not right and (name != "speaker_span" or not triple)]
    for kind, agreed, ours, expected in compare_values(gold, claim):
        for tally in tallies:
            tally.counts.update({f"{kind} right": agreed, f"{kind} ours": ours, f"{kind} gold": expected})
        if agreed < max(ours, expected):
            problems.append(kind)
    return problems


def _same_entity(gold: Mapping[str, Any], claim: Claim, entities: Mapping[str, str]) -> bool:
    """Tell whether the speaker is the gold's entity: by id, by name, or by the mentions that both give it."""
    speaker = gold.get("speaker")
    ours = claim.speaker
    if not speaker:
        return ours is None
    right = speaker.get("entity_ids") or [speaker.get("entity_id")]
    if ours is None or ours.entity_id is None:
        return None in right
    names = {fold(name) for name in (*speaker.get("names", ()), speaker.get("name")) if name}
    return ours.entity_id in right or entities.get(ours.entity_id) in right or fold(ours.name) in names


def _entities(document: Mapping[str, Any], article: Article) -> dict[str, str]:
    """Map our entity ids to the gold's, by the mentions that stand at the same place."""
    gold = {(e.get("raw_start", e["start"]), e.get("raw_end", e["end"])): e for e in document.get("entities", ())}
    votes: dict[str, Counter[str]] = {}
    for mention in article.mentions:
        one = gold.get((mention.raw_start, mention.raw_end))
        if one is not None and "entity_id" in one:
            votes.setdefault(mention.entity_id, Counter())[one["entity_id"]] += 1
    return {entity: count.most_common(1)[0][0] for entity, count in votes.items()}


def _called(article: Article) -> dict[str, set[str]]:
    """Give the words by which the text calls each of our entities."""
    called: dict[str, set[str]] = {}
    for mention in article.mentions:
        called.setdefault(mention.entity_id, set()).update(_words(mention.text))
    return called


def _words(text: str) -> set[str]:
    return set(fold(text).split()) - {"the", "a", "his", "her"}


def _parts(gold: Mapping[str, Any], claim: Claim, called: Mapping[str, Collection[str]]) -> dict[str, bool]:
    """Compare the parts that the gold gives; None is not given."""
    cue = gold.get("cue") or {}
    given: dict[str, tuple[object, object]] = {
        "negated": (claim.negated, gold.get("negated")),
        "cue_negated": (claim.cue.negated if claim.cue else False, cue.get("negated")),
        "directness": (claim.directness, gold.get("directness")),
        **{name: (getattr(claim, name), gold.get(name)) for name in _PARTS},
    }
    parts = {name: have == want for name, (have, want) in given.items() if want is not None}
    acts = gold.get("acts") or ([gold["act"]] if gold.get("act") else None)
    if acts:
        parts["act"] = claim.act in acts
    if "nested_in" in gold:
        parts["nested"] = (claim.nested_in is None) == (gold["nested_in"] is None)
    if gold.get("addressee"):
        parts["addressee"] = all(_addressed(one, claim, called) for one in gold["addressee"])
    return parts


def _addressed(wanted: str, claim: Claim, called: Mapping[str, Collection[str]]) -> bool:
    """Tell whether one of our addressees is the wanted one: its words, or those by which the text calls the entity."""
    words = _words(wanted)
    return any(words & {*_words(one.replace("-", " ")), *called.get(one, ())} for one in claim.addressee)


def _same_content(first: Attribution, second: Attribution) -> float:
    shared = len(first.content & second.content)
    f1 = 2 * shared / max(1, len(first.content) + len(second.content))
    return f1 and f1 + 0.01 * bool(first.cue & second.cue)


def _nearest(readings: Sequence[Attribution], ours: Sequence[Attribution]) -> Attribution:
    """Give the reading of a gold claim ("denied this": the word, or what it stands for) that we come nearest to."""
    return max(readings, key=lambda one: max((_same_content(found, one) for found in ours), default=0.0))


def gold_spans(claim: Mapping[str, Any]) -> list[dict[str, Spans]]:
    """Read the gold spans over the raw text (as given, or where body and raw are one text), one for each reading."""

    def one(span: Mapping[str, Any]) -> tuple[int, int]:
        return span.get("raw_start", span["start"]), span.get("raw_end", span["end"])

    speaker, cue = claim.get("speaker"), claim.get("cue")
    return [
        {
            "source": [one(speaker)] if speaker and "start" in speaker else [],
            "cue": [one(cue)] if cue and "start" in cue else [],
            "content": [one(span) for span in content],
        }
        for content in (claim["content"], claim.get("content_or"))
        if content
    ]


def our_spans(claim: Claim) -> dict[str, Spans]:
    """Give a claim's spans over the raw text."""

    def one(span: Span) -> tuple[int, int]:
        return span.raw_start, span.raw_end

    return {
        "source": [one(claim.speaker)] if claim.speaker else [],
        "cue": [one(claim.cue)] if claim.cue else [],
        "content": [one(span) for span in claim.content],
    }


def _note(
    wrong: list[str] | None, document: Mapping[str, Any], kind: str, gold: Any = None, claim: Claim | None = None
) -> None:
    """Keep a line on a mistake, unless the document is held out."""
    if wrong is None:
        return
    wanted = (
        gold
        and f"{(gold.get('speaker') or {}).get('text')} | {(gold.get('cue') or {}).get('text')} | "
        + " + ".join(span["text"] for span in gold["content"])
    )
    ours = (
        claim
        and f"{claim.speaker and claim.speaker.text} | {claim.cue and claim.cue.text} | {claim.text} | {claim.act}"
    )
    wrong.append(f"{document['id']}: {kind}: " + " // ours: ".join(one for one in (wanted, ours) if one))
