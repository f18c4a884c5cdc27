"""Which cue each quotation belongs to: before, after or around it; and what continues the quotation before."""

import re

from spacy.tokens import Token

from transforms.claims.clauses import agent, loose_participle, own_subject, subject
from transforms.claims.cues import Hit
from transforms.claims.inverted_speakers import inverted_speaker
from transforms.claims.narration import Quotations
from transforms.claims.opening_speakers import opening_speaker
from transforms.claims.parentheticals import group
from transforms.claims.people import is_personal
from transforms.claims.quotes import Quote, is_speech, is_title
from transforms.claims.speaker_behind import carries_words

_LEAD_IN = re.compile(r"[,:—–―-]\s*$")
_LED = re.compile(r"\b(?:saying|adding|stating|noting|explaining|said|added), $")
_LEAD = 14
_BEFORE_CUE = frozenset(",?!—–-")
_BEFORE_SPEECH = frozenset({"", "\n", ".", "?", "!", "”", '"', "»", ":", ","})
_ENDS_CLAUSE = re.compile(r"[.,;:!?]|\s*(?:\n|\Z|and |but |at |in |on |when |as )")
_TITLE_VERBS = frozenset({"read", "write", "sing", "recite", "quote", "post"})
_NO_QUOTE_TYPES = frozenset({"judge", "intention", "evidence"})


def cue_of(quotations: Quotations, quote: Quote, last: Hit | None) -> Hit | None:
    if (told := _told_how(quotations, quote)) is not None:
        return told
    if last is not None and not is_title(quotations.text, quote) and _resumes(quotations, quote, last):
        return last
    if not _is_utterance(quotations, quote):
        after = _cue_after(quotations, quote) if _stands_alone(quotations.text, quote) else None
        return after or _cue_adjoining(quotations, quote)
    if is_title(quotations.text, quote):
        return None
    after = _cue_after(quotations, quote)
    before = _cue_before(quotations, quote)
    if after is None or before is None:
        return after or before
    last_sign = closing(quotations.text, quote)
    return after if last_sign in _BEFORE_CUE and _has_own_subject(after) else before


def _told_how(quotations: Quotations, quote: Quote) -> Hit | None:
    """Find the cue of words that are pointed back to: “A”, that is how Osk described the harvest."""
    how = _HOW.match(quotations.text, quote.end)
    hits = quotations.hits_between(how.end(), how.end() + _NEAR) if how is not None else []
    return hits[0] if hits and own_subject(hits[0].token) is not None else None


_HOW = re.compile(r",?\s*[-–—]?\s*(?:that|this) (?:is|was) (?:exactly |precisely )?how ", re.IGNORECASE)
_NEAR = 60


def _stands_alone(text: str, quote: Quote) -> bool:
    """Tell whether words in marks open a sentence and could be one, though no stop or comma ends them."""
    inner = text[quote.inner_start : quote.inner_end]
    before = text[max(0, quote.start - 3) : quote.start].rstrip()[-1:]
    return quote.closed and before in _BEFORE_SPEECH and inner[:1].isupper() and len(inner.split()) >= _SENTENCE


_SENTENCE = 4


def closing(text: str, quote: Quote) -> str:
    """Give the last sign of a quotation, looking through the mark of one inside it: “They said ‘no,’” he told us.

    A stop behind the mark counts: “They agree”. The mayor said no.
    """
    if text[quote.end : quote.end + 1] == "." and text[quote.end + 1 : quote.end + 3].strip()[:1].isupper():
        return "."
    if text[quote.end : quote.end + 1] in {"?", "!"}:
        return text[quote.end]
    return text[quote.inner_start : quote.inner_end].rstrip("'’ \n")[-1:]


def _cue_adjoining(quotations: Quotations, quote: Quote) -> Hit | None:
    """Find the cue right before words too short to stand alone: chanting “No tolls!”, said “no” to the plan."""
    start, end = quotations.narration_before(quote)
    hits = quotations.hits_between(start, end)
    if not hits or not quote.closed or not is_quotative(hits[-1]) or hits[-1].entry.type in _NO_QUOTE_TYPES:
        return None
    if not _ENDS_CLAUSE.match(quotations.text, quote.end):
        return None
    if _goes_beyond(hits[-1], quote) or hits[-1].entry.cue == "consider":
        return None
    speaker = subject(hits[-1].token)
    opens = quotations.text[quote.inner_start : quote.inner_start + 1].isupper()
    if hits[-1].entry.cue == "call" and _is_housed(hits[-1].token, speaker):
        return None  # In the port these plans call “a fantasy”
    if hits[-1].entry.cue in _TITLE_VERBS and opens and speaker is not None and is_personal(speaker):
        return None  # she read “The Long Winter”
    if inverted_speaker(hits[-1].token) is not None:
        return None  # , reported “The Courier”.
    if "addr-that" in hits[-1].entry.frames and _names_outlet(quotations.text, quote):
        return None  # told “Courier”
    return hits[-1] if not quotations.text[hits[-1].span[1] : end].strip() else None


def _is_housed(verb: Token, topic: Token | None) -> bool:
    """Tell an object taken for the subject behind who speaks: In the port | these plans call."""
    pointed = topic is not None and any(c.lower_ in {"this", "these", "that", "those", "such"} for c in topic.children)
    return pointed and verb.sent[0].lower_ in {"in", "at", "on"}


def _goes_beyond(hit: Hit, quote: Quote) -> bool:
    """Tell marked words that only open a clause or object: said “reforms” and taxes help, reported “acts” in A."""
    for child in hit.token.children:
        behind = child.dep_ == "ccomp" and child.i > hit.token.i and child.pos_ in {"VERB", "AUX"}
        if behind and child.idx >= quote.end:
            return True
        counted = child.dep_ == "dobj" and quote.start < child.idx < quote.end and hit.entry.cue != "say"
        if counted and "obj" in hit.entry.frames and child.pos_ == "NOUN":
            return True
    return False


def _names_outlet(text: str, quote: Quote) -> bool:
    words = text[quote.inner_start : quote.inner_end].split()
    return 0 < len(words) <= _OUTLET and all(word[:1].isupper() or word[:1].isdigit() for word in words)


_OUTLET = 3


def _resumes(quotations: Quotations, quote: Quote, last: Hit) -> bool:
    """Tell whether a quote goes on after the cue of the one before it: "A," he said, "B"."""
    start, end = quotations.narration_before(quote)
    if not start <= last.token.idx < end:
        return False
    rest = quotations.text[last.span[1] : end]
    if len(rest.split()) > 14 or not re.search(r"[,–—-]\s*$", rest):
        return False
    others = [h for h in quotations.hits_between(last.span[1], end) if is_quotative(h) and not _is_occasion(h.token)]
    return not others


def _is_occasion(verb: Token) -> bool:
    """Tell what somebody answers from what he says: “A,” Osk said when asked about it, “B”."""
    when = any(c.lower_ in {"when", "if"} and c.i < verb.i for c in verb.children)
    return when and verb.tag_ == "VBN" and own_subject(verb) is None


def _has_own_subject(hit: Hit) -> bool:
    return any(c.dep_ == "nsubj" for c in hit.token.children)


def _is_utterance(quotations: Quotations, quote: Quote) -> bool:
    text = quotations.text
    inner = text[quote.inner_start : quote.inner_end].strip().rstrip("'’ ")
    if is_speech(text, quote):
        return True
    after = text[quote.end : quote.end + 3].strip()[:1]
    before = text[max(0, quote.start - 3) : quote.start].rstrip()[-1:]
    opens = before in _BEFORE_SPEECH and not inner[:1].islower()
    if inner[-1:] in {"?", "!"} and opens:
        return True
    if inner[-1:] in {".", "?", "!"} and len(inner.split()) > _SENTENCE and _LED.search(text[: quote.start][-_LEAD:]):
        return True
    return bool(inner) and (before == ":" or inner[-1:] == "," or (after in {",", "–", "—"} and opens))


def is_quotative(hit: Hit) -> bool:
    return "quote" in hit.entry.frames or ("words" in hit.entry.frames and carries_words(hit.token))


def _cue_after(quotations: Quotations, quote: Quote) -> Hit | None:
    start, end = quotations.narration_after(quote)
    text = quotations.text
    last_sign = closing(text, quote)
    lead = text[start : start + 4].lstrip()[:1]
    for hit in quotations.hits_between(start, end):
        if not is_quotative(hit):
            return None
        verb = hit.token
        if hit.entry.cue == "go on" and any(c.dep_ == "xcomp" and c.lemma_ in _ON_TO for c in verb.children):
            continue
        left = group(verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ == "go" else verb)[0]
        first = quotations.doc[left]
        gap = text[start : max(start, min(first.idx, verb.idx))]
        words = re.findall(r"\w+", gap)
        if len(words) > 3 and not _is_speaker(quotations, hit, start):
            return None
        if last_sign == "." and lead not in {",", "–", "—", "-"} and not _short_tail(quotations, hit, end):
            return None
        joins = words[:1] and words[0].lower() in {"and", "but", "while"}
        if joins and any(c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i for c in verb.children):
            return None  # “A,” and he urged them to leave
        if _says_more(quotations, hit):
            return None  # “A,” but he noted B
        apart = words[:1] and words[0].lower() in {"while", "though", "although", "whereas"}
        if apart and any(c.dep_ in {"ccomp", "xcomp", "dobj"} and c.i > verb.i for c in verb.children):
            return None  # “A,” though he noted B
        if _introduces(quotations, hit, end) and (joins or last_sign == "."):
            return None
        if last_sign in {".", "?", "!"} and _own_clause(verb, quote):
            return None
        if verb.tag_ == "VBG" and not _has_own_subject(hit):
            return None
        return hit
    return None


_ON_TO = frozenset({"say", "add", "explain", "note", "state", "stress", "claim", "tell", "describe"})
"""What somebody “went on to” do."""


def _is_speaker(quotations: Quotations, hit: Hit, start: int) -> bool:
    """Tell whether nothing but who speaks stands between a quotation and its cue: “A” a guard at the gate said."""
    words = quotations.doc.char_span(start, hit.token.idx, alignment_mode="contract")
    if words is None or not len(words) or quotations.phrases is None:
        return False
    first = next((t.i for t in words if not t.is_space), hit.token.i)
    if opening_speaker(hit.token, first, quotations.phrases) is not None:
        return True
    found = quotations.phrases.before(hit.token, first)
    return found is not None and found[3] <= first


def _short_tail(quotations: Quotations, hit: Hit, end: int) -> bool:
    rest = quotations.text[hit.token.idx + len(hit.token) : end]
    return len(rest.split()) <= 12 and not re.search(r"[:,]\s*$", rest)


def _introduces(quotations: Quotations, hit: Hit, end: int) -> bool:
    rest = quotations.text[hit.token.idx : end]
    follows = quotations.text[end : end + 1]
    return bool(re.search(r":\s*$", rest)) and bool(follows)


def _own_clause(verb: Token, quote: Quote) -> bool:
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i > verb.i and child.pos_ in {"VERB", "AUX"} and child.idx > quote.end:
            return any(c.dep_ == "mark" for c in child.children) or child.left_edge.i == verb.i + 1
    return False


def _cue_before(quotations: Quotations, quote: Quote) -> Hit | None:
    start, end = quotations.narration_before(quote)
    lead = quotations.text[start:end]
    if not lead.strip():
        return None
    hits = [h for h in quotations.hits_between(start, end) if is_quotative(h) or h.entry.type in {"judge", "request"}]
    while len(hits) > 1 and _when_asked(hits[-1].token):
        hits.pop()
    if not hits:
        return None
    hit = hits[-1]
    if not is_quotative(hit) and (lead.rstrip()[-1:] not in {",", ":"} or not loose_participle(hit.token)):
        return None
    colon = lead.rstrip().endswith(":")
    if colon and hit.token.tag_ == "VBN" and hit.token.dep_ == "advcl" and hit.token.head.i > hit.token.i:
        return None  # "Asked about A, he demurred: “B”"
    if not colon and not _LEAD_IN.search(lead):
        rest = quotations.text[hit.span[1] : end].strip()
        if rest not in {"", "that"}:
            return None
    rest = quotations.text[hit.span[1] : end]
    if len(rest.split()) > (25 if colon else 12):
        return None
    if not colon and any(
        c.dep_ == "ccomp" and c.i > hit.token.i and c.idx < quote.start and c.pos_ in {"VERB", "AUX"}
        for c in hit.token.children
    ):
        return None
    return hit


def _when_asked(verb: Token) -> bool:
    """Tell what somebody was asked before he spoke: "told the council when asked about A: “B”"."""
    passive = verb.tag_ == "VBN" and verb.dep_ == "advcl" and agent(verb) is None
    return passive and any(c.tag_ == "WRB" and c.i < verb.i for c in verb.children)


def _says_more(quotations: Quotations, hit: Hit) -> bool:
    """Tell a cue with its own subject and content: “A,” and Osk vowed to do B; “A,” but he also noted the costs."""
    verb = hit.token
    own = own_subject(verb)
    if own is None or own.i > verb.i or (hit.entry.cue in {"quote", "cite"} and verb.nbor(-1).is_punct):
        return False  # “A”, quotes him the newspaper
    for child in verb.children:
        if child.i <= verb.i or (quotations.inside(child.idx) is not None and verb.nbor(1).text == ","):
            continue
        if child.dep_ == "xcomp" and any(c.tag_ == "TO" and c.dep_ == "aux" for c in child.children):
            return True
        thing = child.dep_ == "dobj" and child.pos_ == "NOUN" and not is_personal(child) and not child.ent_type_
        if thing and ("obj" in hit.entry.frames or hit.entry.cue == "share") and "addr-that" not in hit.entry.frames:
            return True
    return False
