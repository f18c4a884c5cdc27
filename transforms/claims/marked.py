"""Words in marks that no cue of the lexicon carries: "rated it as “A”", "used the word “A”", "A, he said, but “B”"."""

import re

from spacy.tokens import Token

from transforms.claims.authors import can_speak
from transforms.claims.clauses import FINITE, agent, children, clause_head, own_subject, subject
from transforms.claims.drafts import Draft, overlap
from transforms.claims.lexicon import CueEntry, load_cues
from transforms.claims.naming import NAMING
from transforms.claims.narration import Quotations
from transforms.claims.passive_forms import is_passive
from transforms.claims.quotes import Quote, is_title
from transforms.claims.sources import set_source
from transforms.claims.told_in import is_body

_FAR = 9
_ROLES = frozenset(
    {"serve", "work", "act", "pose", "run", "appear", "come", "start", "begin", "function", "double", "return", "use"}
    | {"remain", "stand", "resign", "elect", "hire", "appoint", "play", "emerge", "live", "disguise", "star", "be"}
    | {"register", "sell", "market", "ship", "perform", "record", "release", "publish", "debut", "open", "know"}
)
"""Verbs whose "as" tells a part that is played, no judgement."""
_NOT_AS = frozenset({"such", "well", "much", "same", "as", "long", "soon", "far", "just", "even", "many"})
_WORD = re.compile(r"\b(?:words?|terms?|phrases?|expressions?|slogans?|epithets?)\s+\Z")
_RESUMED = re.compile(r"[^.!?:;\n“”\"]*?(?:\b(?:and|but|yet|or)\b)(?P<rest>(?:,? [\w'’]+){0,4},?\s*)\Z")
_GONE_ON = re.compile(r",(?P<rest>(?: [\w'’]+){1,4}\s*)\Z")
_JOINED = re.compile(r"[,;]?\s*(?:(?:and|or|but|a|an|the|,)\s*){0,3}\Z")


def draft_marked(quotations: Quotations, drafts: list[Draft]) -> list[Draft]:
    """Build the claims of marked words that nothing holds yet; lengthen the claim that they belong to."""
    found: list[Draft] = []
    for quote in quotations.outer:
        if not quote.closed or any(_holds(draft, quote) for draft in (*drafts, *found)):
            continue
        if is_title(quotations.text, quote) or _joins(quotations, quote, found) or _resumes(quotations, quote, drafts):
            continue
        if _tells_on(quotations, quote, drafts):
            continue
        draft = (
            _judged(quotations, quote, drafts)
            or _worded(quotations, quote)
            or _named(quotations, quote, drafts)
            or _own_words(quotations, quote, drafts)
        )
        if draft is not None:
            found.append(draft)
    return found


def _holds(draft: Draft, quote: Quote) -> bool:
    if draft.cue is not None and quote.start <= draft.cue[0] < quote.end:
        return True
    return overlap(draft.content, [(quote.inner_start, quote.inner_end)]) > 0


def _joins(quotations: Quotations, quote: Quote, found: list[Draft]) -> bool:
    """Add a term to the one before it: as “false” or “a farce”."""
    if not found or found[-1].content[-1][1] > quote.start:
        return False
    end = found[-1].content[-1][1]
    if not _JOINED.fullmatch(quotations.text, end, quote.start):
        return False
    found[-1].content[-1] = (found[-1].content[-1][0], quote.end)
    return True


def _resumes(quotations: Quotations, quote: Quote, drafts: list[Draft]) -> bool:
    """Go on with a claim whose cue interrupts its sentence: “A,” he said, but “B”."""
    text = quotations.text
    for draft in drafts:
        if not draft.by_quote or draft.cue is None or not draft.content or draft.content[-1][1] > draft.cue[0]:
            continue
        if not draft.cue[1] < quote.start < draft.cue[1] + _LATER:
            continue
        match = _RESUMED.match(text, draft.cue[1], quote.start) or _GONE_ON.match(text, draft.cue[1], quote.start)
        between = (
            quotations.doc.char_span(match.start("rest"), quote.start, alignment_mode="contract") if match else None
        )
        if match is None or quotations.hits_between(draft.cue[1], quote.start):
            continue
        if any(t.tag_ in FINITE for t in between or ()):
            continue
        start = match.start("rest") + len(match["rest"]) - len(match["rest"].lstrip(" ,"))
        draft.content.append((start, quote.inner_end))
        return True
    return False


_LATER = 90


def _tells_on(quotations: Quotations, quote: Quote, drafts: list[Draft]) -> bool:
    """Go on with a quotation's claim in the next sentence, which ends in its speaker's words: It has “A. B.”"""
    text, doc = quotations.text, quotations.doc
    inner = text[quote.inner_start : quote.inner_end]
    words = doc.char_span(quote.inner_start, quote.inner_end, alignment_mode="contract")
    if words is None or len(inner.split()) < _LONG or not inner[:1].islower() or inner[-1:] not in {".", "!", "?"}:
        return False
    start = words[0].sent.start_char
    if not start < quote.start or quotations.hits_between(start, quote.start):
        return False
    for draft in drafts:
        told = draft.by_quote and draft.cue is not None and not draft.headline
        end = max(draft.content[-1][1], draft.cue[1]) if told and draft.cue is not None and draft.content else None
        if end is not None and 0 < start - end <= _NEXT and "\n" not in text[end:start]:
            draft.content.append((start, quote.inner_end))
            return True
    return False


_LONG = 8
_NEXT = 30


def _named(quotations: Quotations, quote: Quote, drafts: list[Draft]) -> Draft | None:
    """Read "called a report that blamed the port “outrageous.”": the term closes the sentence, far from its verb."""
    text = quotations.text
    words = quotations.doc.char_span(quote.inner_start, quote.inner_end, alignment_mode="contract")
    closes = text[quote.inner_end - 1] == "." or text[quote.end : quote.end + 1] == "."
    if words is None or not closes or len(text[quote.inner_start : quote.inner_end].split()) > _TERM:
        return None
    hits = [h for h in quotations.hits_between(words[0].sent.start_char, quote.start) if h.entry.cue in NAMING]
    if len(hits) != 1 or any(d.head == hits[0].token.i for d in drafts) or is_passive(hits[0].token):
        return None
    verb = hits[0].token
    objects = [c for c in children(verb, "dobj") if c.i > verb.i]
    if not objects or quote.start - verb.idx > _LATER * 2 or "," in text[verb.idx : quote.start]:
        return None
    draft = _draft(quotations, verb, None, quote)
    if draft is not None:
        draft.content = [(objects[0].left_edge.idx, quote.end)]
    return draft


_TERM = 4


def _own_words(quotations: Quotations, quote: Quote, drafts: list[Draft]) -> Draft | None:
    """Read words in the first person as those of who does something to them: He offered “my thanks to all.”"""
    inner = quotations.text[quote.inner_start : quote.inner_end]
    words = quotations.doc.char_span(quote.inner_start, quote.inner_end, alignment_mode="contract")
    if words is None or len(inner.split()) < _SHORT or not _FIRST_PERSON.search(inner):
        return None
    if quotations.text[: quote.start].rstrip()[-1:] in _STOPS:
        return None
    for token in reversed(quotations.doc[words[0].sent.start : words[0].i]):
        if token.pos_ == "VERB" and token.tag_ in FINITE:
            own = next((d for d in drafts if d.head == token.i and d.content), None)
            if own is not None:
                if 0 <= quote.start - own.content[-1][1] <= _NEAR:
                    own.content.append((quote.inner_start, quote.inner_end))
                return None
            return _draft(quotations, token, None, quote)
        if token.text in {";", ":"}:
            return None
    return None


_SHORT = 3
_NEAR = 4
_STOPS = frozenset({"", ".", "!", "?", "”", '"'})
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|my|we|our|us)\b")


def _judged(quotations: Quotations, quote: Quote, drafts: list[Draft]) -> Draft | None:
    """Read "pounded the bill as a “farce”" with any verb; lengthen the claim of one that is a cue."""
    words = quotations.doc.char_span(quote.inner_start, quote.inner_end, alignment_mode="contract")
    if words is None or not len(words):
        return None
    mark = _as_before(words[0])
    if mark is None:
        return None
    verb = clause_head(mark.head)
    if verb.pos_ != "VERB" or verb.i > mark.i or verb.lemma_.lower() in _ROLES or verb.sent != mark.sent:
        return None
    own = next((d for d in drafts if d.head == verb.i and d.content), None)
    if own is not None:
        if own.content[-1][1] >= mark.idx - 1 and not own.by_quote:
            own.content[-1] = (own.content[-1][0], quote.end)
        return None
    return _draft(quotations, verb, mark, quote)


def _end(quotations: Quotations, quote: Quote) -> int:
    """Take in the noun that words in marks qualify: as having “little” weight."""
    behind = quotations.doc.char_span(quote.end, min(quote.end + 30, len(quotations.text)), alignment_mode="contract")
    noun = next((t for t in behind or () if not t.is_space), None)
    said = noun is not None and noun.lemma_.lower() in load_cues()["noun"]
    joined = (
        not said and noun is not None and noun.pos_ == "NOUN" and noun.dep_ == "pobj" and noun.left_edge.idx < quote.end
    )
    return noun.idx + len(noun) if noun is not None and joined else quote.end


def _as_before(first: Token) -> Token | None:
    """Find the "as" that leads to the words in marks, with nothing but a noun phrase between."""
    for token in reversed(first.doc[max(first.sent.start, first.i - _FAR) : first.i]):
        if token.lower_ == "as" and token.tag_ == "IN":
            return None if token.i == first.sent.start or token.nbor(-1).lower_ in _NOT_AS else token
        if token.tag_ in FINITE or token.text in {",", ";", ":", "—", "–", "”"}:
            return None
    return None


def _worded(quotations: Quotations, quote: Quote) -> Draft | None:
    """Read "used the term “A”"."""
    if not _WORD.search(quotations.text, max(0, quote.start - 20), quote.start):
        return None
    words = quotations.doc.char_span(max(0, quote.start - 14), quote.start, alignment_mode="contract")
    noun = next((t for t in reversed(words or ()) if t.pos_ == "NOUN"), None)
    if noun is not None and noun.dep_ in {"nmod", "compound"} and noun.head.idx > quote.start:
        noun = noun.head
    if noun is None or noun.dep_ != "dobj" or noun.head.pos_ != "VERB" or noun.head.i > noun.i:
        return None
    verb = noun.head
    if any(hit.token == verb for hit in quotations.hits):
        return None
    return _draft(quotations, verb, None, quote)


def _draft(quotations: Quotations, verb: Token, mark: Token | None, quote: Quote) -> Draft | None:
    who = agent(verb) if is_passive(verb) else subject(verb)
    if who is None or not (can_speak(who) or is_body(who)) or quotations.inside(who.idx) is not None:
        return None
    if quotations.inside(verb.idx) is not None:
        return None
    start = quote.inner_start
    if mark is not None:
        objects = [c for c in children(verb, "dobj") if verb.i < c.i < mark.i]
        start = objects[0].left_edge.idx if objects else mark.idx
    entry = CueEntry(verb.lemma_.lower(), "verb", "judge", "assert", frozenset({"obj-as"}), "marked words", "")
    draft = Draft(entry=entry, act="assert", cue=(verb.idx, verb.idx + len(verb)), head=verb.i, confidence=0.6)
    draft.content = [(start, _end(quotations, quote) if mark is not None else quote.inner_end)]
    set_source(draft, who)
    if mark is not None and own_subject(verb) is None and verb.tag_ == "VBG":
        draft.splits = True
    return draft
