"""Words passed on with "as saying": "A, the mayor was quoted as saying by the Courier"."""

from spacy.tokens import Span, Token

from transforms.claims.clauses import chars, own_subject, reach
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.sources import set_source
from transforms.claims.speaker_behind import head_of
from transforms.claims.unpunctuated import Phrases

_PASSING_ON = frozenset({"quote", "cite", "report"})
_ENDS = frozenset({".", "!", "?", ";"})
_FAR = 16
_SHORTEST = 4


def draft_quoted_as(hit: Hit, phrases: Phrases) -> Draft | None:
    """Build the claim of a paper, or of whom it quotes, where the words passed on stand before "as saying"."""
    verb, doc = hit.token, hit.token.doc
    if verb.tag_ == "VBG" and verb.i > 1 and doc[verb.i - 1].lower_ == "as":
        paper = next((t for t in reversed(doc[max(verb.sent.start, verb.i - _FAR) : verb.i - 1]) if _passes(t)), None)
        return _quoted(hit, paper, phrases) if paper is not None and _closes(verb) else None
    if not _passes(verb):
        return None
    saying = next((t for t in doc[verb.i + 2 : verb.i + _FAR] if t.tag_ == "VBG" and t.nbor(-1).lower_ == "as"), None)
    if saying is None or not _closes(saying) or _is_passive(verb) or any(t.is_punct for t in doc[verb.i : saying.i]):
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i)
    before = _speaker_before(draft, verb, phrases)
    if before is None:
        return None
    draft.content = [before, chars(doc[verb.i + 1], saying)]
    return draft


def _quoted(hit: Hit, paper: Token, phrases: Phrases) -> Draft | None:
    verb, doc = hit.token, hit.token.doc
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i)
    before = _speaker_before(draft, paper, phrases)
    if before is None:
        return None
    draft.content = [before]
    if not _is_passive(paper):
        words: Span = doc[paper.i + 1 : verb.i - 1]
        speaker = doc[draft.source_head] if draft.source_head is not None else paper
        if not len(words) or speaker.ent_type_ == "PERSON":
            return None  # "A," Osk quotes the Courier as saying: turned about
        draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    return draft


def _speaker_before(draft: Draft, paper: Token, phrases: Phrases) -> Range | None:
    """Put who stands before the verb into the draft; give the words of the sentence before him."""
    doc, low = paper.doc, paper.sent.start
    first = paper.i
    while first > low and doc[first - 1].pos_ == "AUX":
        first -= 1
    found = phrases.before(doc[first], low)
    subject = own_subject(paper)
    if found is not None and (subject is None or found[0] <= subject.i < found[1]):
        draft.source, draft.source_head = chars(doc[found[0]], doc[found[1] - 1]), found[2]
        cut = found[3]
    elif subject is not None and subject.i < paper.i:
        set_source(draft, subject)
        cut = subject.left_edge.i
    else:
        return None
    said = doc[low:cut]
    if len(said) < _SHORTEST or not any(t.pos_ in {"VERB", "AUX"} for t in said):
        return None
    return chars(said[0], said[-1])


def _passes(token: Token) -> bool:
    return token.lemma_.lower() in _PASSING_ON and token.pos_ == "VERB"


def _is_passive(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children)


def _closes(saying: Token) -> bool:
    """Tell whether nothing is said behind "as saying" but by whom it was passed on, or when."""
    doc, i = saying.doc, saying.i + 1
    if i >= len(doc) or doc[i].is_space or doc[i].text in _ENDS:
        return True
    return doc[i].lower_ == "by" or doc[i].ent_type_ in {"DATE", "TIME"} or doc[i].lower_ == "on"


def passed_on(noun: Token) -> Range | None:
    """Give "him as saying that A" for the "him" whom a paper quotes."""
    verb = noun.head
    if not _passes(verb) or noun.i < verb.i or noun.right_edge.i + 2 >= len(noun.doc):
        return None
    follower = noun.doc[noun.right_edge.i + 1]
    saying = follower.nbor(1)
    if follower.lower_ != "as" or saying.tag_ != "VBG":
        return None
    return reach(noun, saying) if saying.right_edge.i > saying.i else None
