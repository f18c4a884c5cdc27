"""The order of the rules: quotations first, then clauses, then what continues, then what overlaps is settled."""

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from transforms.claims.blocks import draft_blocks
from transforms.claims.clauses import loose_participle, own_subject
from transforms.claims.closing import clip_at, draft_closing, mend_speaker
from transforms.claims.continued import continue_claims
from transforms.claims.cues import Hit, find_hits
from transforms.claims.dashed import draft_dashed
from transforms.claims.drafts import Draft, Range, overlap, subtract, trim
from transforms.claims.free_order import draft_free_order
from transforms.claims.headlines import draft_headlines, draft_turns
from transforms.claims.interrupted import attribute_interrupted
from transforms.claims.inverted import draft_inverted
from transforms.claims.leading import lead_on, source_behind
from transforms.claims.lexicon import CueEntry
from transforms.claims.narration import Quotations
from transforms.claims.nesting import drop_weak_nested, is_strong
from transforms.claims.phrases import draft_adjective, draft_adverb, draft_noun, draft_phrase
from transforms.claims.pointing import draft_pointing
from transforms.claims.quotations import attribute_quotations
from transforms.claims.quotes import Quote
from transforms.claims.run_on import merged_headlines, split_run_on
from transforms.claims.tails import without_afterthought
from transforms.claims.unpunctuated import Phrases, is_unpunctuated
from transforms.claims.verbs import draft_verb
from transforms.language_model import text_of
from transforms.records import Mention

_COMPLEMENTIZERS = ("that ", "that, ", "whether or not ")


def draft_claims(
    doc: Doc,
    ranges: Sequence[Range],
    titles: Sequence[Range],
    quotes: Sequence[Quote],
    mentions: Sequence[Mention] = (),
) -> list[Draft]:
    """Find every claim of the ranges as a draft, in the order of the text; `titles` are the ranges of headlines."""
    text = text_of(doc)
    phrases, lost = Phrases(doc, mentions), is_unpunctuated(text)
    ranges = split_run_on(doc, ranges, titles, phrases, everywhere=lost)
    hits = find_hits(doc, ranges)
    inside = [q for q in quotes if any(s <= q.start < e for s, e in ranges)]
    quotations = Quotations(doc, inside, hits, phrases if lost else None)
    drafts = (
        attribute_quotations(quotations)
        + attribute_interrupted(quotations)
        + draft_headlines(doc, text, [*titles, *merged_headlines(doc)], ranges)
        + draft_turns(doc, text, ranges)
    )
    heads = {draft.head for draft in drafts}
    drafts += [d for d in draft_dashed(quotations, ranges) if d.head not in heads]
    blocks = [d for d in draft_blocks(quotations, ranges) if d.head not in {draft.head for draft in drafts}]
    drafts += blocks
    used = {draft.head for draft in drafts}
    closings: list[Draft] = []
    if lost:
        free = [h for h in quotations.hits if h.token.i not in used]
        closings = draft_closing(doc, free, phrases, ranges, quotations.outer)
        drafts += closings
        used |= {draft.head for draft in closings}
    cues = {hit.token.i: hit.entry for hit in hits if hit.entry.pos == "verb"}
    for hit in hits:
        if hit.token.i in used:
            continue
        if hit.first_person:
            continue
        draft = draft_pointing(hit) or draft_inverted(hit, phrases) or draft_free_order(hit, phrases)
        draft = draft or lead_on(_draft(hit, cues), hit, phrases, ranges, lost=lost)
        if draft is None:
            continue
        quote = quotations.inside(hit.token.idx)
        if quote is not None:
            if not is_strong(doc, draft):
                continue
            draft.content = [
                (max(s, quote.inner_start), min(e, quote.inner_end)) for s, e in draft.content if s < quote.inner_end
            ]
        drafts.append(draft)
    clip_at([draft for draft in drafts if draft.closes], drafts)
    for draft in drafts:
        if lost or (draft.source is not None and draft.source[1] - draft.source[0] > _RUN_ON_SPEAKER):
            mend_speaker(draft, phrases, ranges, doc)
        if lost:
            source_behind(draft, phrases, doc)
    _drop_light(doc, drafts)
    _clip(doc, drafts, ranges)
    _share_speakers(doc, quotations, drafts)
    _cut_shared(doc, drafts)
    _cut_afterthoughts(doc, drafts)
    drafts = [d for d in drafts if _finish(text, d, quotations)]
    continue_claims(doc, quotations, drafts)
    drafts = drop_weak_nested(doc, drafts)
    drafts.sort(key=lambda d: (d.start, d.cue or (0, 0)))
    return drafts


def _draft(hit: Hit, cues: Mapping[int, CueEntry]) -> Draft | None:
    match hit.entry.pos:
        case "verb":
            return draft_verb(hit, cues)
        case "noun":
            return draft_noun(hit)
        case "adjective":
            return draft_adjective(hit)
        case "adverb":
            return draft_adverb(hit)
        case "phrase":
            return draft_phrase(hit)


_LIGHT = frozenset({"express", "voice"})


def _drop_light(doc: Doc, drafts: list[Draft]) -> None:
    """Leave "voiced fears that A" to the noun, which has the content."""
    said = [d.content for d in drafts if d.entry is not None and d.entry.pos == "verb"]
    for draft in [d for d in drafts if d.entry is not None and d.entry.pos == "noun" and d.source is None]:
        size = sum(end - start for start, end in draft.content)
        if any(overlap(draft.content, content) > 0.8 * size for content in said if len(content) == 1):
            drafts.remove(draft)  # "said in a statement that A" is the verb's alone
    nouns = {d.head for d in drafts if d.entry is not None and d.entry.pos == "noun" and d.source is not None}
    for draft in [d for d in drafts if d.entry is not None and d.entry.cue in _LIGHT and d.head is not None]:
        if any(c.dep_ == "dobj" and c.i in nouns for c in doc[draft.head or 0].children):
            drafts.remove(draft)


def _clip(doc: Doc, drafts: list[Draft], ranges: Sequence[Range]) -> None:
    """Keep content from reaching back over the start of its section (into a dateline or an advertisement)."""
    borders = {start for start, _ in ranges}
    for draft in drafts:
        if draft.cue is None:
            continue
        home = next((r for r in ranges if r[0] <= draft.cue[0] < r[1]), None)
        if home is not None:
            home = _joined(doc, home, ranges)
        if home is not None:
            if draft.source is not None and draft.source[0] < home[0] <= draft.cue[0]:
                _clip_source(doc, draft, home[0])
            draft.content = [(max(s, home[0]), e) if e > home[0] and e <= home[1] else (s, e) for s, e in draft.content]
            if home[1] in borders and not draft.by_quote:
                draft.content = [(s, min(e, home[1])) for s, e in draft.content if s < home[1]]


def _joined(doc: Doc, home: Range, ranges: Sequence[Range]) -> Range:
    """Begin a range where the one before it does if only a remark in brackets, left out, parts them."""
    before = next((r for r in reversed(ranges) if r[1] <= home[0] and home[0] - r[1] < _REMARK), None)
    if before is None or not _BRACKETS.fullmatch(text_of(doc), before[1], home[0]):
        return home
    return _joined(doc, (before[0], home[1]), ranges)


_REMARK = 120
_BRACKETS = re.compile(r"\s*\([^()\n]*\)\s*")


def _clip_source(doc: Doc, draft: Draft, start: int) -> None:
    """Begin the speaker after the dateline that the parser hung on him, or took for him."""
    assert draft.source is not None
    assert draft.cue is not None
    lead = doc.char_span(start, draft.cue[0], alignment_mode="contract")
    nouns = [t for t in lead or () if t.pos_ in {"PROPN", "NOUN", "PRON"}]
    if draft.source[1] > start:
        draft.source = (start, draft.source[1])
    elif nouns and draft.cue[0] - start < _LONG_SPEAKER:
        draft.source, draft.source_head = (start, nouns[-1].idx + len(nouns[-1])), nouns[-1].i


_LONG_SPEAKER = 160
_RUN_ON_SPEAKER = 110
_NEAR = 200


def _share_speakers(doc: Doc, quotations: Quotations, drafts: list[Draft]) -> None:
    """Give ", adding that ..." right after a quotation's cue that cue's speaker, wherever the parser hung it."""
    for draft in drafts:
        if draft.head is None or draft.cue is None or draft.entry is None or draft.entry.pos != "verb":
            continue
        _part_swallowed(doc, draft, drafts)
        if doc[draft.head].tag_ != "VBG" or quotations.inside(draft.cue[0]):
            continue
        loose = loose_participle(doc[draft.head]) or doc[draft.head - 1].pos_ == "VERB"
        for leader in drafts:
            if (
                not (loose or leader.closes)
                or leader is draft
                or leader.cue is None
                or leader.cue[0] >= draft.cue[0]
                or leader.source is None
            ):
                continue
            if leader.head == draft.head - 1:
                draft.source, draft.source_head = leader.source, leader.source_head
            if not (leader.by_quote or leader.closes) or draft.cue[0] - leader.cue[1] >= _NEAR:
                continue
            between = quotations.text[leader.cue[1] : draft.cue[0]]
            if not re.search(r"[.!?]\s|[\n\"“”]", between):
                draft.source, draft.source_head = leader.source, leader.source_head


def _part_swallowed(doc: Doc, draft: Draft, drafts: Sequence[Draft]) -> None:
    """Give a claim whose speaker swallowed another claim that one's speaker: "X held that A, calling on B"."""
    if draft.source is None or draft.head is None or doc[draft.head].tag_ != "VBG":
        return
    low, high = draft.source
    for other in drafts:
        if other is draft or other.cue is None or other.source is None or other.source_head is None:
            continue
        if low <= other.source[0] and other.source[1] <= other.cue[0] and other.cue[1] < high:
            draft.source, draft.source_head = other.source, other.source_head
            return


def _cut_shared(doc: Doc, drafts: list[Draft]) -> None:
    """End a claim's content where its speaker goes on with another cue: ", adding that", "and insisted that"."""
    for inner in drafts:
        if inner.head is None:
            continue
        verb = doc[inner.head]
        concedes = not inner.splits and _concedes(verb)
        if not (inner.splits or concedes or _comments_on(verb)):
            continue
        i = verb.left_edge.i if inner.cue is None or inner.cue[0] == verb.idx else verb.i - 2
        opened = _behind_semicolon(verb)
        i = i if opened is None else opened
        while i > 0 and (doc[i - 1].pos_ in {"ADV", "CCONJ"} or (doc[i - 1].is_punct and doc[i - 1].text != ")")):
            i -= 1
        at = doc[i].idx
        repeats = verb.head != verb and verb.head.lemma_ == verb.lemma_ and verb.head.i in {d.head for d in drafts}
        for outer in drafts:
            if concedes and repeats and any(s <= verb.head.idx < e for s, e in outer.content):
                continue  # "noted that A blamed B, while C blamed D"
            whole = concedes and opened is None and outer.entry is not None and outer.entry.pos == "phrase"
            if outer is not inner and not outer.by_quote and not whole:
                outer.content = [(s, min(e, at)) if s < at <= verb.idx < e else (s, e) for s, e in outer.content]


_CONCEDING = frozenset({"though", "although", "while", "whereas"})


def _concedes(verb: Token) -> bool:
    """Tell whether the cue stands in the writer's next clause: ", though he did not say who", ", and he added B"."""
    marks = any(c.lower_ in _CONCEDING and c.dep_ in {"mark", "advmod"} for c in verb.children)
    if marks and verb.dep_ == "advcl":
        return verb.head.i < verb.i and own_subject(verb) is not None
    if _behind_semicolon(verb) is not None:
        return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(c.dep_ == "aux" and c.tag_ == "VBD" for c in verb.children)
    i = verb.left_edge.i
    joined = i > 1 and verb.doc[i - 1].lower_ in {"and", "but"} and verb.doc[i - 2].text == ","
    return joined and verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ"} and own_subject(verb) is not None


def _behind_semicolon(verb: Token) -> int | None:
    """Find where a clause with a speaker of its own begins behind a semicolon: "A; the council denied it"."""
    noun = own_subject(verb)
    first = noun.left_edge.i if noun is not None and noun.i < verb.i else 0
    return first if first and verb.doc[first - 1].text == ";" else None


def _cut_afterthoughts(doc: Doc, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.by_quote or draft.headline or not draft.content or draft.cue is None:
            continue
        if draft.content[-1][0] < draft.cue[1]:
            continue
        draft.content[-1] = without_afterthought(doc, draft.content[-1])


def _comments_on(verb: Token) -> bool:
    """Tell whether the cue stands in a loose relative clause of somebody's own: ", which he called a mistake"."""
    first, speaker = verb.left_edge, own_subject(verb)
    if verb.dep_ != "relcl" or speaker is None or not first.i or first.lower_ not in {"which", "whom"}:
        return False
    after = verb.right_edge.i + 1
    closes = after >= verb.sent.end or verb.doc[after].text in {".", ";", "”", '"'}
    own = speaker.i > first.i and speaker.lower_ in {"he", "she", "they", "it", "i", "we"}
    return closes and own and verb.doc[first.i - 1].text in {",", "—", "–", "-"}


_OPENING = re.compile(r"(?:(?:and|but|also|meanwhile|however)\b,?|(?:still|yet|in particular),)\s+", re.IGNORECASE)


def _is_date(doc: Doc, span: Range) -> bool:
    words = doc.char_span(*span, alignment_mode="contract")
    return (
        words is not None
        and 0 < len(words) < _LONGEST_DATE
        and all(t.ent_type_ in {"DATE", "TIME"} or t.pos_ in {"ADP", "DET", "PUNCT"} for t in words)
    )


_LONGEST_DATE = 6


def _finish(text: str, draft: Draft, quotations: Quotations) -> bool:
    """Cut the cue and speaker out of the content, drop the complementizer, extend over a quotation cut in two."""
    holes = [r for r in (draft.cue, draft.source) if r is not None]
    ranges = draft.content
    if not draft.by_quote and len(ranges) == 1 and _is_date(quotations.doc, ranges[0]):
        return False  # "their opinion on 3 May"
    if not draft.by_quote:
        ranges = [_extend(text, r, quotations, draft) for r in ranges]
        ranges = subtract(ranges, holes)
    content: list[Range] = []
    for start, end in ranges:
        start, end = trim(text, start, end)
        opening = None if draft.by_quote else _OPENING.match(text, start, end)
        if opening is not None and not content:
            start = opening.end()
        for word in _COMPLEMENTIZERS:
            if text[start : start + len(word)].lower() == word:
                start, end = trim(text, start + len(word), end)
        start, end = trim(text, *_pair_marks(text, start, end, quotations))
        if start < end:
            content.append((start, end))
    draft.content = _drop_stubs(text, sorted(set(content)), quotations)
    if len(draft.content) == 1 and not draft.by_quote and _BARE_TIME.fullmatch(text, *draft.content[0]):
        return False  # "Earlier, “The Courier” wrote about a fire"
    return bool(draft.content)


_BARE_TIME = re.compile(r"(?:earlier|later|previously|recently|today|yesterday|meanwhile|however)\W*", re.IGNORECASE)


_STUB = re.compile(
    r"(?:but|and|so|still|yet|however|meanwhile|also|now|then|"
    r"(?:at|in|on|for|by|as|with|during|after|before|besides|besides that|according)\b[^,]{2,40})\Z",
    re.IGNORECASE,
)


def _drop_stubs(text: str, content: list[Range], quotations: Quotations) -> list[Range]:
    """Drop a relative pronoun or adverbial left standing alone before the rest: "At the same time, he said, B"."""
    while len(content) > 1 and _STUB.match(text[slice(*content[0])]) and quotations.inside(content[0][0]) is None:
        content = content[1:]
    return content


def _pair_marks(text: str, start: int, end: int, quotations: Quotations) -> Range:
    """Take in the mark that a range cuts off its quotation, and shed the marks of the one that encloses it."""
    for quote in quotations.near(start, end):
        if quote.start < start <= quote.inner_start and quote.end < end:
            start = quote.start
        if start < quote.start and quote.inner_end - 2 <= end < quote.end:
            end = quote.end
    for quote in quotations.near(start, end):
        if quote.start <= start and end <= quote.end:
            start, end = max(start, quote.inner_start), min(end, quote.inner_end)
    return start, end


def _extend(text: str, span: Range, quotations: Quotations, draft: Draft) -> Range:
    start, end = span
    inside = quotations.inside(max(start, end - 1))
    if draft.cue is not None and draft.entry is not None and draft.entry.pos == "phrase" and end <= draft.cue[0]:
        for quote in quotations.near(draft.cue[0] - 3, draft.cue[0]):
            if quote.start <= start and quote.end <= draft.cue[0]:
                return quote.inner_start, quote.inner_end  # “A. B,” according to X
    if inside is not None and inside.start >= start and end < inside.end and inside.closed:
        cue = draft.cue
        if cue is None or not inside.start <= cue[0] < inside.end:
            end = inside.inner_end
    return start, end
