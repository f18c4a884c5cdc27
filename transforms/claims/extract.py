"""The order of the rules: quotations first, then clauses, then what continues, then what overlaps is settled."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from transforms.claims.about_this import draft_about_this
from transforms.claims.as_told import draft_as_told
from transforms.claims.blocks import draft_blocks
from transforms.claims.clauses import clause_head
from transforms.claims.closing import clip_at, draft_closing
from transforms.claims.colons import draft_behind_colon, keep_behind_colons
from transforms.claims.continued import continue_claims
from transforms.claims.cues import Hit, find_hits
from transforms.claims.dashed import draft_dashed
from transforms.claims.drafts import Draft, Range, overlap
from transforms.claims.finish import clip, cut_afterthoughts, finish
from transforms.claims.free_order import draft_free_order, share_with_participles
from transforms.claims.headlines import COLON, draft_headlines, draft_turns
from transforms.claims.interrupted import attribute_interrupted
from transforms.claims.inverted import draft_inverted
from transforms.claims.leading import lead_on, read_on, source_behind, without_day
from transforms.claims.lexicon import REPORTING_TYPES, CueEntry
from transforms.claims.lost_verb import draft_lost_verb
from transforms.claims.marked import draft_marked
from transforms.claims.narration import Quotations
from transforms.claims.nesting import drop_weak_nested, is_strong
from transforms.claims.nouns import draft_noun
from transforms.claims.opening_speakers import mend_speaker
from transforms.claims.parted import draft_parted
from transforms.claims.phrases import draft_adjective, draft_adverb, draft_phrase
from transforms.claims.pointing import draft_pointing
from transforms.claims.quotations import attribute_quotations
from transforms.claims.quoted_as import draft_quoted_as
from transforms.claims.quotes import Quote
from transforms.claims.rebuttals import draft_rebuttal
from transforms.claims.run_on import merged_headlines, split_run_on
from transforms.claims.sharing import cut_shared, share_speakers
from transforms.claims.signed_off import draft_signed_off
from transforms.claims.title_verbs import draft_title_verbs
from transforms.claims.told_behind import draft_told_behind
from transforms.claims.two_accounts import part_accounts
from transforms.claims.unpunctuated import Phrases, is_unpunctuated
from transforms.claims.verb_last import draft_verb_last
from transforms.claims.verbs import draft_verb
from transforms.language_model import text_of
from transforms.records import Mention

_RUN_ON_SPEAKER = 110


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
        + list(draft_title_verbs(doc, titles))
    )
    drafts = _without_twins(drafts)
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
    cued = {draft.cue for draft in drafts if draft.by_quote}
    for hit in hits:
        if hit.token.i in used or hit.span in cued:
            continue
        if hit.first_person or _tells_through(hit, used):
            continue
        draft = (
            draft_quoted_as(hit, phrases)
            or draft_behind_colon(hit)
            or draft_as_told(hit)
            or draft_signed_off(hit)
            or draft_pointing(hit)
            or draft_about_this(hit)
            or draft_parted(hit)
            or draft_inverted(hit, phrases)
            or draft_free_order(hit, phrases)
            or draft_verb_last(hit)
            or draft_told_behind(hit)
            or draft_lost_verb(hit)
            or draft_rebuttal(hit.token, hit.entry, hit.span)
        )
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
    keep_behind_colons(drafts)
    for draft in drafts:
        if lost or (draft.source is not None and draft.source[1] - draft.source[0] > _RUN_ON_SPEAKER):
            mend_speaker(draft, phrases, ranges, doc)
        if lost:
            source_behind(draft, phrases, doc, ranges)
            read_on(draft, doc, cues)
        without_day(draft, doc)
    share_with_participles(drafts)
    drafts += draft_marked(quotations, drafts)
    _drop_light(doc, drafts)
    clip(doc, drafts, ranges)
    share_speakers(doc, quotations, drafts)
    cut_shared(doc, drafts)
    cut_afterthoughts(doc, drafts)
    part_accounts(doc, drafts)
    drafts = [d for d in drafts if finish(text, d, quotations)]
    continue_claims(doc, quotations, drafts)
    drafts = drop_weak_nested(doc, drafts)
    drafts.sort(key=lambda d: (d.start, d.cue or (0, 0)))
    return drafts


def _without_twins(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep one claim a cue: "UN: 400 flee" is a title and looks like a turn of a transcript."""
    seen = {draft.cue for draft in drafts if draft.headline}
    return [d for d in drafts if d.headline or d.entry is not COLON or d.cue not in seen]


def _tells_through(hit: Hit, used: set[int | None]) -> bool:
    """Tell the second cue of “A,” the Courier quoted him as saying."""
    verb = hit.token
    if verb.lower_ != "saying" or not verb.i or verb.nbor(-1).lower_ != "as":
        return False
    ends = verb.i + 1 >= len(verb.doc) or verb.nbor(1).is_punct or verb.nbor(1).is_space
    return ends and any(t.i in used and t.lemma_ in {"quote", "cite"} for t in verb.ancestors)


def _draft(hit: Hit, cues: Mapping[int, CueEntry]) -> Draft | None:
    match hit.entry.pos:
        case "verb":
            return draft_verb(hit, cues)
        case "noun":
            return draft_noun(hit)
        case "adjective":
            return draft_adjective(hit)
        case "adverb":
            told = cues.get(clause_head(hit.token.head).i)
            return draft_adverb(hit) if told is None or told.type not in REPORTING_TYPES else None
        case "phrase":
            return draft_phrase(hit)


_LIGHT = frozenset({"express", "voice"})
_REPEATING = frozenset({"repeat", "reiterate"})


def _drop_light(doc: Doc, drafts: list[Draft]) -> None:
    """Give "voiced fears that A" the content of the noun behind the cue of the verb."""
    told = [d.content for d in drafts if d.entry is not None and d.entry.pos == "verb" and d.entry.type != "deny"]
    for draft in [d for d in drafts if d.entry is not None and d.entry.pos == "noun" and d.source is None]:
        size = sum(end - start for start, end in draft.content)
        if any(overlap(draft.content, content) > 0.8 * size for content in told if len(content) == 1):
            drafts.remove(draft)  # "said in a statement that A" is the verb's alone
    nouns = {d.head: d for d in drafts if d.entry is not None and d.entry.pos == "noun" and d.source is not None}
    light = _LIGHT | _REPEATING
    for draft in [d for d in drafts if d.entry is not None and d.entry.cue in light and d.head is not None]:
        said = next((nouns[c.i] for c in doc[draft.head or 0].children if c.dep_ == "dobj" and c.i in nouns), None)
        if said is not None and draft.entry is not None and draft.entry.cue in _REPEATING:
            drafts.remove(draft)  # "repeated the claim that A": the noun tells it
        elif said is not None:
            said.cue, said.cue_negated, said.splits = draft.cue, draft.cue_negated, draft.splits
            said.source, said.source_head = draft.source, draft.source_head
            noun = doc[said.head or 0]
            if noun.i + 1 < len(doc) and (noun.nbor(1).tag_ == "TO" or noun.nbor(1).dep_ == "prep"):
                said.content[0] = (noun.left_edge.idx, said.content[0][1])
            drafts.remove(draft)
