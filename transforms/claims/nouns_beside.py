"""The speaker right before a cue that ends its sentence without a comma: "Ten were hurt the fire service said."."""

from spacy.tokens import Doc, Token

from transforms.claims.clauses import own_subject
from transforms.claims.people import is_personal

_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NAME_PARTS = frozenset({"PROPN", "NOUN", "ADJ"})
_AS_REACH = 8
_OPENERS = frozenset({"the", "a", "an", "his", "her", "its", "their"})


def noun_beside(verb: Token) -> tuple[int, int] | None:
    """Find the token range of the speaker right before a cue that ends its sentence without a comma.

    Texts stripped of punctuation ("Ten were hurt the fire service said.") give the parser no border between content
    and speaker, so it is read from the words: a name, its titles, an article.
    """
    doc, sent = verb.doc, verb.sent
    pair = pair_before(verb)
    if pair is not None or not _may_close(verb):
        return pair
    last = doc[verb.i - 1]
    if last.is_punct or last.pos_ not in {"PROPN", "NOUN", "PRON"}:
        return None
    if last.pos_ == "PRON":
        plain = last.lower_ in {"he", "she", "it", "they"} and not doc[last.i - 1].is_punct
        return (last.i, last.i + 1) if plain else None
    start, kind = _name_before(verb)
    while start > sent.start and doc[start].pos_ != "DET":
        token = doc[start - 1]
        if (commenting := _behind_as(doc, start - 1, sent.start)) is not None:
            return (commenting, verb.i)
        if token.pos_ in {"DET", "PRON"} and token.lower_ in _OPENERS:
            if start - 3 > sent.start and doc[start - 2].lower_ == "of" and doc[start - 3].pos_ in _NAME_PARTS:
                start -= 3
                continue  # "the council of | the town said"
            parted = doc[max(start - 2, 0)].is_punct or doc[start - 2].lower_ in {"on", "in", "at", "during"}
            parted = parted or doc[max(start - 2, 0) - 1].lower_ in _SENT  # "Ambassador to | the UN Osk said"
            return None if parted else (start - 1, verb.i)  # "the mayor on | the air of the telethon told of A"
        if token.tag_ == "POS" and start - 2 > sent.start:
            start -= 2
            continue  # ", Osk's | press service said"
        if token.lower_ in {"in", "at"} and _opens_phrase(doc, start - 2, sent.start):
            return (start - 3, verb.i)  # ", the prefecture | in Osk announced"
        joins = (
            token.lower_ in {"for", "of"} and doc[start].is_title and start - 2 > sent.start and doc[start - 2].is_title
        )
        based = token.tag_ == "VBN" and token.nbor(-1).text == "-"  # "the Oslo-based council"
        if token.pos_ not in _NAME_PARTS and token.text != "-" and not joins and not based:
            break
        if kind == "PERSON" and token.ent_type_ in {"GPE", "LOC", "DATE"}:
            break
        inner = [e for e in sent.ents if e.start <= start - 1 < e.end]
        start = inner[0].start if inner and inner[0].label_ == "ORG" else start - 1
    before = doc[max(start - 1, 0)]
    office = doc[max(start - 2, 0)].lower_ in _SENT  # "Ambassador to | the UN Osk said"
    return None if office or before.is_punct or before.tag_ == "CC" else (start, verb.i)  # "Osk and | Berg warned"


def pair_before(verb: Token) -> tuple[int, int] | None:
    """Find two speakers behind the last comma that the parser took for more objects: "hurt 22, Osk and Brandt said"."""
    if not _may_close(verb):
        return None
    doc, joint, i = verb.doc, 0, verb.i - 1
    while i > verb.sent.start + 2 and verb.i - i < _LONGEST_PAIR and doc[i].text != ",":
        if doc[i].lower_ == "and" and not joint:
            joint = i
        elif doc[i].pos_ not in _NAME_PARTS | {"DET"} and doc[i].tag_ != "POS" and doc[i].lower_ not in {"of", "for"}:
            return None
        i -= 1
    if not joint or doc[i].text != "," or joint == i + 1 or own_subject(verb) is not None:
        return None
    heads = (doc[joint - 1], doc[verb.i - 1])
    speaks = all(is_personal(t) or t.ent_type_ in _NAMED or t.lower_ in _OFFICES for t in heads)
    return (i + 1, verb.i) if speaks else None


_LONGEST_PAIR = 14
_OFFICES = frozenset({"police", "office", "ministry", "media", "agency", "army", "court", "coastguard", "government"})


def _may_close(verb: Token) -> bool:
    """Tell a finite verb near the end of its sentence that nothing behind it is the object of."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.i - verb.sent.start < _LEAST or not _ends_sentence(verb):
        return False
    objects = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp", "dobj"}]
    return not any(c.i > verb.i or c.lower_ == "what" for c in objects)


_LEAST = 5
_SENT = frozenset({"ambassador", "envoy", "representative", "adviser", "advisor", "delegate", "emissary"})


def _name_before(verb: Token) -> tuple[int, str]:
    """Give where the name right before a verb begins and its type; else the word before it."""
    for ent in reversed(verb.sent.ents):
        if ent.end == verb.i and ent.label_ in _NAMED:
            return ent.start, ent.label_
    return verb.i - 1, ""


def _behind_as(doc: Doc, i: int, low: int) -> int | None:
    """Give the start of a speaker who comments between commas: "Guests, as | one of the owners noted, pay late"."""
    for k in range(i, max(i - _AS_REACH, low + 1), -1):
        if doc[k].lower_ == "as" and doc[k - 1].text == ",":
            return k + 1
        if doc[k].pos_ not in _NAME_PARTS | {"DET", "NUM", "ADP", "PRON", "PART"}:
            return None
    return None


def _opens_phrase(doc: Doc, i: int, low: int) -> bool:
    """Tell whether a noun and its article stand right behind a comma."""
    return i > low + 2 and doc[i].pos_ == "NOUN" and doc[i - 1].pos_ == "DET" and doc[i - 2].text == ","


def _ends_sentence(verb: Token) -> bool:
    """Tell whether nothing but a day or a place follows the verb in its sentence."""
    if verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.i < verb.i for c in verb.children):
        return False  # "closed after residents complained"
    rest = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.is_alpha]
    return len(rest) <= 5 or (len(rest) <= 20 and rest[0].pos_ == "ADP" and not any(t.lower_ == "that" for t in rest))
