"""Claims that share a sentence: ", adding that B" takes the speaker of the cue before it and ends its content."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from transforms.claims.clauses import loose_participle, own_subject, phrase
from transforms.claims.drafts import Draft
from transforms.claims.narration import Quotations
from transforms.claims.rebuttals import rebutted
from transforms.claims.run_together import speaker_with

_NEAR, _AT_ONCE = 200, 4


def share_speakers(doc: Doc, quotations: Quotations, drafts: list[Draft]) -> None:
    """Give ", adding that ..." right after a quotation's cue that cue's speaker, wherever the parser hung it."""
    for draft in drafts:
        if draft.head is None or draft.cue is None or draft.entry is None or draft.entry.pos != "verb":
            continue
        _part_swallowed(doc, draft, drafts)
        if doc[draft.head].tag_ != "VBG" or quotations.inside(draft.cue[0]):
            continue
        if (noun := speaker_with(doc[draft.head])) is not None:
            draft.source, draft.source_head, draft.splits = phrase(noun), noun.i, False
            continue
        loose = loose_participle(doc[draft.head]) or doc[draft.head - 1].pos_ == "VERB"
        if (first := _behind_place(doc[draft.head], draft, drafts)) is not None:
            draft.source, draft.source_head, draft.splits = first.source, first.source_head, True
            continue
        for leader in drafts:
            beside = leader.by_quote and leader.source_head == draft.head - 1
            if (
                not (loose or beside or leader.closes)
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
            if leader.by_quote and (behind := [e for _, e in leader.content if 0 < draft.cue[0] - e <= _AT_ONCE]):
                between = between[behind[-1] + 1 - leader.cue[1] :]  # stressed that “A” adding that B
            if not re.search(r"[.!?]\s|[\n\"“”]", between):
                draft.source, draft.source_head = leader.source, leader.source_head


def _behind_place(verb: Token, draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Find whose words go on behind a place that the parser took for the speaker: "kept its word in Oslo saying A"."""
    place = verb.nbor(-1) if verb.i else verb
    own = draft.source_head == place.i or draft.source_head is None
    if not own or place.ent_type_ not in {"GPE", "LOC", "FAC"} or place.dep_ != "pobj":
        return None
    if place.head.lower_ not in _WITHIN or verb.head.pos_ == "NOUN":
        return None
    others = [d for d in drafts if d is not draft and d.source is not None and d.source != draft.source]
    near = [d for d in others if d.head is not None and verb.sent.start <= d.head < place.i]
    return max(near, key=lambda d: d.head or 0, default=None)


_WITHIN = frozenset({"in", "at", "near", "within", "inside", "from", "across", "on"})


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


def cut_shared(doc: Doc, drafts: list[Draft]) -> None:
    """End a claim's content where its speaker goes on with another cue: ", adding that", "and insisted that"."""
    for inner in drafts:
        if inner.head is None:
            continue
        verb = doc[inner.head]
        concedes = not inner.splits and _concedes(verb)
        noun = rebutted(verb)
        if not (inner.splits or concedes or noun is not None or _comments_on(verb)):
            continue
        i = (
            noun.left_edge.i
            if noun is not None
            else verb.left_edge.i
            if inner.cue is None or inner.cue[0] == verb.idx
            else verb.i - 2
        )
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
                behind = [r for r in outer.content[1:] if at <= r[0] <= verb.idx < r[1]] if concedes else []
                outer.content = [r for r in outer.content if r not in behind]  # "A, Osk said, but Brandt said B"


_CONCEDING = frozenset({"though", "although", "while", "whereas"})


def _concedes(verb: Token) -> bool:
    """Tell whether the cue stands in the writer's next clause: ", though he did not say who", ", and he added B"."""
    marks = any(c.lower_ in _CONCEDING and c.dep_ in {"mark", "advmod"} for c in verb.children)
    if marks and verb.dep_ == "advcl":
        return verb.head.i < verb.i and own_subject(verb) is not None
    if _behind_semicolon(verb) is not None:
        return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(c.dep_ == "aux" and c.tag_ == "VBD" for c in verb.children)
    i = verb.left_edge.i
    if verb.left_edge.lower_ == "that":
        return False  # "said that A, and that Osk believed B"
    joined = i > 1 and verb.doc[i - 1].lower_ in {"and", "but"} and verb.doc[i - 2].text == ","
    return joined and verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ"} and own_subject(verb) is not None


def _behind_semicolon(verb: Token) -> int | None:
    """Find where a clause with a speaker of its own begins behind a semicolon: "A; the council denied it"."""
    noun = own_subject(verb)
    first = noun.left_edge.i if noun is not None and noun.i < verb.i else 0
    return first if first and verb.doc[first - 1].text == ";" else None


def _comments_on(verb: Token) -> bool:
    """Tell whether the cue stands in a loose relative clause of somebody's own: ", which he called a mistake"."""
    first, speaker = verb.left_edge, own_subject(verb)
    if verb.dep_ != "relcl" or speaker is None or not first.i or first.lower_ not in {"which", "whom", "where"}:
        return False
    after = verb.right_edge.i + 1
    closes = after >= verb.sent.end or verb.doc[after].text in {".", ";", "”", '"'}
    own = speaker.i > first.i and speaker.lower_ in {"he", "she", "they", "it", "i", "we"}
    return closes and own and (verb.doc[first.i - 1].text in {",", "—", "–", "-"} or first.lower_ == "where")
