"""From drafts to claim records: spans, speakers, acts, nesting, ids."""

from dataclasses import replace
from hashlib import blake2b

from spacy.tokens import Doc

from transforms.alignment import Alignment
from transforms.claims.acts import decide_act, is_content_negated
from transforms.claims.addressees import find_target, name_addressees
from transforms.claims.drafts import Draft, Range, overlap
from transforms.claims.quotes import Quote
from transforms.claims.resolve import Resolver
from transforms.claims.run_on import merged_headlines
from transforms.claims.suspect import find_suspect
from transforms.claims.voices import mentions_in
from transforms.records import Article, Claim, Cue, Directness, Span

_HEADLINE_KINDS = frozenset({"title", "deck"})


def build_claims(article: Article, doc: Doc, drafts: list[Draft], quotes: tuple[Quote, ...]) -> tuple[Claim, ...]:
    """Turn drafts, in the order of the text, into claims."""
    alignment = Alignment.of(article.edits)
    resolver = Resolver(article, doc, alignment)
    seen: dict[str, int] = {}
    text = article.body  # text_of(doc) is put together anew at every access
    ids = [_claim_id(article.id, draft, text, seen) for draft in drafts]
    claims = []
    for i, draft in enumerate(drafts):
        outer = _outer(drafts, i)
        claims.append(
            _build(article, doc, draft, quotes, alignment, resolver, ids[i], ids[outer] if outer is not None else None)
        )
    told = {claim.id: claim for claim in claims}
    return tuple(_not_the_quoted(claim, told.get(claim.nested_in or ""), resolver) for claim in claims)


def _not_the_quoted(claim: Claim, outer: Claim | None, resolver: Resolver) -> Claim:
    """Take "he" within a quotation for somebody else than who is quoted: “He lied and then he said A,” Osk said."""
    speaker, cue = claim.speaker, claim.cue
    if outer is None or outer.speaker is None or speaker is None or cue is None or not speaker.entity_id:
        return claim
    third = speaker.kind == "pronoun" and speaker.text.lower() in {"he", "she"}
    if not third or speaker.entity_id != outer.speaker.entity_id:
        return claim
    if not any(quote.start <= speaker.start and cue.end <= quote.end for quote in outer.quotes):
        return claim
    return replace(claim, speaker=resolver.another(speaker))


def _build(
    article: Article, doc: Doc, draft: Draft, quotes: tuple[Quote, ...], alignment: Alignment, resolver: Resolver,
    claim_id: str, nested_in: str | None,
) -> Claim:  # fmt: skip
    text = article.body
    speaker, reason = resolver.resolve(draft, nested=nested_in is not None)
    content = tuple(alignment.span(text, start, end) for start, end in draft.content)
    words = " ".join(" ".join(span.text.split()) for span in content)
    inside = mentions_in(resolver.mentions, draft.content)
    return Claim(
        id=claim_id,
        article_id=article.id,
        content=content,
        text=words,
        directness=_directness(text, draft.content, quotes),
        act=decide_act(draft, words),
        confidence=round(min(draft.confidence, speaker.confidence if speaker else 0.7), 2),
        speaker=speaker,
        speaker_reason=reason,
        cue=_cue(alignment, text, draft),
        nested_in=nested_in,
        headline=draft.headline or _in_headline(article, doc, draft),
        quotes=_quote_spans(alignment, text, draft.content, quotes),
        negated=is_content_negated(doc, draft),
        addressee=name_addressees(doc, text, draft, resolver.mentions, resolver.memory),
        about=tuple(dict.fromkeys(m.entity_id for m in inside if m.entity_id and m.level != "pronoun")),
        target=find_target(draft, resolver.mentions),
        suspect=find_suspect(article, draft),
    )


def _cue(alignment: Alignment, text: str, draft: Draft) -> Cue | None:
    if draft.cue is None:
        return None
    span = alignment.span(text, *draft.cue)
    return Cue(
        text=span.text, start=span.start, end=span.end, raw_start=span.raw_start, raw_end=span.raw_end,
        lemma=draft.entry.cue if draft.entry else span.text, type=draft.entry.type if draft.entry else "headline",
        negated=draft.cue_negated,
    )  # fmt: skip


def _directness(text: str, content: list[Range], quotes: tuple[Quote, ...]) -> Directness:
    total = quoted = 0
    marked = [(q.inner_start, q.inner_end) for q in quotes]
    for start, end in content:
        total += sum(map(str.isalnum, text[start:end]))
        holes = sorted((max(s, start), min(e, end)) for s, e in marked if s < end and start < e)
        at = start
        for s, e in holes:
            s = max(s, at)
            if s < e:
                quoted += sum(map(str.isalnum, text[s:e]))
                at = e
    return "direct" if total and quoted == total else "mixed" if quoted else "indirect"


def _quote_spans(alignment: Alignment, text: str, content: list[Range], quotes: tuple[Quote, ...]) -> tuple[Span, ...]:
    spans = []
    for quote in quotes:
        if quote.depth:
            continue
        for start, end in content:
            low, high = max(start, quote.inner_start), min(end, quote.inner_end)
            if low < high:
                spans.append(alignment.span(text, low, high))
    return tuple(spans)


def _in_headline(article: Article, doc: Doc, draft: Draft) -> bool:
    at = draft.content[0][0]
    if any(start <= at < end for start, end in merged_headlines(doc)):
        return True
    return any(s.kind in _HEADLINE_KINDS and s.start <= at < s.end for s in article.sections)


def _outer(drafts: list[Draft], i: int) -> int | None:
    """Find the smallest other claim whose content holds this claim's cue and most of its content."""
    draft = drafts[i]
    anchor = draft.cue or draft.content[0]
    size = sum(end - start for start, end in draft.content)
    best: tuple[int, int] | None = None
    for j, other in enumerate(drafts):
        if j == i or other.cue == draft.cue:
            continue
        if (
            any(s <= anchor[0] and anchor[1] <= e for s, e in other.content)
            and overlap(draft.content, other.content) > size / 2
        ):
            length = sum(e - s for s, e in other.content)
            if best is None or length < best[0]:
                best = (length, j)
    return best[1] if best else None


def _claim_id(article_id: str, draft: Draft, text: str, seen: dict[str, int]) -> str:
    """Hash article, cue and content; repeated ones are told apart by their number."""
    parts = [article_id, text[slice(*draft.cue)] if draft.cue else "", *(text[s:e] for s, e in draft.content)]
    key = "\x1f".join(parts)
    number = seen.get(key, 0)
    seen[key] = number + 1
    return blake2b(f"{key}\x1f{number}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
