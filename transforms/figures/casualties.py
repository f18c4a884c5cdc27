"""What befell those counted, when the number's own noun does not say it: "43 people were killed", "killing 43"."""

import re
from typing import NamedTuple

from spacy.tokens import Doc, Token

from transforms.figures.before import word_before
from transforms.figures.lexicons import casualty_words
from transforms.figures.lost import are_lost_troops, leave_their_homes


class Fate(NamedTuple):
    casualty: str
    """"killed", "wounded", "missing", "captured", "displaced"; "casualties" where killed and wounded are one sum."""
    at: int
    """The token that says it."""


_LINKS = frozenset(
    """
    was were is are be been being has have had also reportedly allegedly already still all then got get left lay
    lie lying reported believed considered presumed listed as said feared confirmed to seriously severely
    badly critically lightly slightly brutally remain remains remained either
    immediately instantly later , - may might must more others
    """.split()  # noqa: SIM905 (a table)
)
_TOLL = re.compile(
    r"(?:\b(?:death toll|toll)\b[^.;\n]{0,130}?"
    r"|\b(?:number of (?:the |our )?(?:dead|deaths|victims|fatalities|those killed)|dead|killed)\b[^.;\n]{0,60}?)"
    r"\b(?:of|at|to|is|was|as|became|reached"
    r"|reaches|rises|rose|hits?|exceed\w*|stands?|stood|reaching)\s(?:at\s|to\s)?(?:the\s)?$",
    re.I,
)
_NOUN_OF = re.compile(
    r"\b(?P<noun>deaths?|killings?|murders?|lives|massacre|executions?|arrests?|injur(?:y|ies)|wounding|capture"
    r"|eliminations?|liquidations?|abductions?|kidnappings?|detentions?|evacuations?|bodies|corpses|remains)\s(?:of|to)\s(?:the\s)?$",
    re.I,
)
_NOUN_FATES = {
    "death": "killed", "deaths": "killed", "killing": "killed", "killings": "killed", "murder": "killed",
    "murders": "killed", "lives": "killed", "massacre": "killed", "execution": "killed", "executions": "killed",
    "arrest": "captured", "arrests": "captured", "capture": "captured", "injury": "wounded", "injuries": "wounded",
    "wounding": "wounded", "elimination": "killed", "eliminations": "killed", "liquidation": "killed",
    "liquidations": "killed", "abduction": "captured", "abductions": "captured", "kidnapping": "captured",
    "kidnappings": "captured", "detention": "captured", "detentions": "captured", "evacuation": "displaced",
    "evacuations": "displaced", "bodies": "killed", "corpses": "killed", "remains": "killed",
}  # fmt: skip
_BEFORE = re.compile(r"\b(?P<verb>[A-Za-z]+)\s(?:of\s|up\s|another\s|also\s|the\s)*$")
_EITHER = re.compile(
    r"\b(?:killed|dead)\s(?:and|or|and/or)\s(?:wounded|injured)\b|\b(?:wounded|injured) or killed\b"
    r"|\bkill(?:ing|s|ed)?\s(?:and|or)\s(?:wound|injur|maim)\w*\b",
    re.I,
)
_PART_OF = re.compile(
    r"\b(?:including|among them|among whom|of them|of whom|of which|among those|as well as|along with|together with)"
    r"\s(?:those\sof\s)?"
    r"(?:were\s|at least\s|about\s|also\s|a\stotal\sof\s)?$",
    re.I,
)


_NUMBER_OF_THOSE = re.compile(
    r"\b(?:number|toll|count)\sof\s(?:the\s|those\s|[\w-]+\s){0,3}?(?P<fate>injured|wounded|missing|arrested|detained|displaced"
    r"|evacuated|hospitali[sz]ed|kidnapped|abducted|captured|killed|slain|dead|deaths|injuries|fatalities)"
    r"(?=\s(?:has|have|had|in|from|who|by|to|at|is|was|were|rose|r|grew|increased|reached|exceed\w*|stood|stands|so|now|as"
    r"|after|on)\b)[^.;\n]{0,50}?"
    r"\s(?:to|at|is|was|became|reached|exceeds?|exceeded|of)\s(?:the\s)?$"
    r"|\b(?P<fated>killed|dead|deaths|fatalities|wounded|injured|missing|arrested|detained|displaced|captured|bodies|martyrs)"
    r"(?:\s\w+){0,4}?\s(?:included?|includes|comprised?|were|are)\s(?:also\s)?$",
    re.I,
)


def _fate_word(word: str) -> str:
    return casualty_words("participle").get(word.lower()) or casualty_words("noun").get(word.lower()) or "killed"


def find_fate(doc: Doc, text: str, begin: int, head: int | None, after: int, limit: int) -> Fate | None:
    """Find what befell those counted: after the phrase, before the number (at `begin`), or by the parse."""
    after_fate, linked = _stated_after(doc, _after_aside(doc, text, after, limit), limit)
    if after_fate and linked:
        return after_fate
    if head is not None and are_lost_troops(doc, text, begin, head, after):
        return Fate("killed", _token_at(doc, begin - 1))
    # "Killed 40 people wounded 60" lost its comma: the verb before the number is the nearer one.
    return _stated_before(doc, text, begin) or after_fate or _among(doc, text, after) or _by_parse(doc, head)


_ASIDE = re.compile(
    r"[\s,–—-]*\b(?:mostly|mainly|(?:some|most|many|all|half|one|two|three|\d+)\sof\s(?:them|whom)|among\sthem|including)"
    r"\s(?:\d+\s)?(?:(?!\d)[\w-]+,?\s){1,6}?[–—-]?\s?(?=(?:was|were|are|is|have|has|had|killed|wounded|injured|died|missing|dead)\b)",
    re.I,
)


def _after_aside(doc: Doc, text: str, after: int, limit: int) -> int:
    """Step over "some of them children", "including a child", which part those counted from what befell them."""
    if not after or after + 1 >= limit or doc[after].lower_ not in _ASIDE_WORDS:
        return after
    at = doc[after - 1].idx + len(doc[after - 1])
    aside = _ABOARD.match(text, at) or _ASIDE.match(text, at)
    return min(limit, _token_at(doc, aside.end())) if aside else after


_ABOARD = re.compile(r"\s(?:on\sboard|aboard)(?=\s[a-z]+)", re.I)
_ASIDE_WORDS = frozenset(
    ", on aboard - – — mostly mainly some most many all half one two three among including".split()  # noqa: SIM905
)
_AMONG = re.compile(
    r"(?:[\s,]+including(?:\s\w+){1,4},?)?\s(?:(?:was|were|is|are)(?:\s\w+ly)?\samong|among\sthe)\b[^.;\n]{0,50}?\b(?P<fate>killed|dead|died|wounded|injured"
    r"|executed|missing|deceased|victims|casualties)\b",
    re.I,
)


def _among(doc: Doc, text: str, after: int) -> Fate | None:
    """Read "six villagers were among at least 22 people killed"."""
    if after >= len(doc):
        return None
    offset = doc[after - 1].idx + len(doc[after - 1]) if after else 0
    match = _AMONG.match(text, offset)
    if not match:
        return None
    word = match["fate"].lower()
    return Fate("casualties" if word == "victims" else _fate_word(word), _token_at(doc, match.start("fate")))


def _stated_after(doc: Doc, at: int, limit: int) -> tuple[Fate | None, bool]:
    linked = False
    for i in range(at, min(limit, at + 9)):
        token = doc[i]
        word = token.lower_
        fate = casualty_words("participle").get(word) or casualty_words("adjective").get(word)
        fate = fate or casualty_words("intransitive").get(token.lemma_.lower())
        if word == "rendered" and i + 1 < limit and doc[i + 1].lower_ in ("ineffective", "harmless"):
            return Fate("killed", i), linked  # as translators of Turkish leave it
        if word == "treated" and i + 2 < limit and doc[i + 1].lower_ == "for" and doc[i + 2].lower_ in _SUFFERED:
            return Fate("wounded", i), True
        if leave_their_homes(doc, i, limit):
            return Fate("displaced", i), True
        if word in ("lost", "lose", "losing") and i + 2 < limit and doc[i + 2].lower_ in ("lives", "life"):
            return Fate("killed", i), linked
        fate = fate or ("wounded" if token.lemma_ in ("suffer", "sustain") and _suffers(doc, i, limit) else None)
        if fate:
            return (Fate(fate, i) if linked or not _takes_object(doc, i, limit) else None), linked
        if "\n" in token.text or (word not in _LINKS and not token.is_space):
            break
        linked = linked or token.pos_ == "AUX"
    return None, linked


_SUFFERED = frozenset("injuries injury burns wounds concussion concussions fractures bruises shrapnel".split())  # noqa: SIM905


def _suffers(doc: Doc, i: int, limit: int) -> bool:
    """Tell whether "suffered" means "were hurt", as in translated text, and not "suffered losses"."""
    following = doc[i + 1 : min(i + 4, limit)]
    if not len(following) or following[0].is_punct or following[0].lower_ in ("in", "as", "during", "after", "when"):
        return True
    return any(token.lower_ in _SUFFERED for token in following)


def _takes_object(doc: Doc, i: int, limit: int) -> bool:
    """Tell "43 militants killed ten villagers" from "43 militants killed in the raid"."""
    if doc[i].lower_ not in casualty_words("participle") or i + 1 >= limit:
        return False
    following = doc[i + 1]
    rest = doc[i + 2 : min(i + 4, limit)]
    if following.pos_ == "NUM" and any(t.lower_ in casualty_words("participle") for t in rest):
        return False  # "10 civilians killed 15 others injured"
    return following.pos_ in ("DET", "NUM", "PROPN", "NOUN", "ADJ") or following.tag_ == "PRP$"


def _stated_before(doc: Doc, text: str, begin: int) -> Fate | None:
    before = text[max(0, begin - 150) : begin]
    last = word_before(text, begin)
    if last in _LINKING or last.startswith("exceed"):
        fate = _stated_by_noun(doc, before, begin)
        if fate:
            return fate
    if last in ("dead", "death") and _SHOT_DEAD.search(before):
        return Fate("killed", _token_at(doc, begin - 2))
    verb = _BEFORE.search(before)
    if verb:
        at = _token_at(doc, begin - len(before) + verb.start("verb"))
        return _verb_fate(doc[at], at)
    return None


_SHOT_DEAD = re.compile(r"\b(?:sho[o]?t|stabb|beat|hack|burn|gunn|bomb)\w*\s(?:dead|to\sdeath)\s$", re.I)
_LINKING = frozenset(
    """
    of at to is was as became reached reaches rises rose hit hits stand stands stood reaching the include included
    includes comprise comprised were are also
    """.split()  # noqa: SIM905 (a table)
)


def _stated_by_noun(doc: Doc, before: str, begin: int) -> Fate | None:
    """Read "a death toll of", "the number of injured rose to", "those killed include", "the arrest of"."""
    toll = _TOLL.search(before)
    if toll:
        return Fate("killed", _token_at(doc, begin - len(before) + toll.start()))
    number = _NUMBER_OF_THOSE.search(before)
    if number:
        group = "fate" if number["fate"] else "fated"
        return Fate(_fate_word(number[group]), _token_at(doc, begin - len(before) + number.start(group)))
    noun = _NOUN_OF.search(before)
    if noun:
        return Fate(_NOUN_FATES[noun["noun"].lower()], _token_at(doc, begin - len(before) + noun.start()))
    return None


def _verb_fate(token: Token, at: int) -> Fate | None:
    if token.pos_ not in ("VERB", "NOUN", "ADJ", "PROPN"):
        return None
    verbs = casualty_words("verb")
    fate = verbs.get(token.lemma_.lower()) or casualty_words("participle").get(token.lower_)
    fate = fate or verbs.get(token.lower_.removesuffix("s"))  # "Army Kills 40", where Kills is taken for a name
    if not fate or (at and token.tag_ == "VBN" and any(c.dep_ == "nsubjpass" for c in token.children)):
        return None
    return Fate(fate, at)


def _token_at(doc: Doc, offset: int) -> int:
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span.start if span is not None else 0


def _by_parse(doc: Doc, head: int | None) -> Fate | None:
    """Follow the phrase to its verb: passive subject ("43, most of them women, were killed") or object."""
    if head is None:
        return None
    token = doc[head]
    if token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN") and token.head.i < token.i:
        token = token.head  # "killed 43 soldiers and 12 civilians"
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NOUN", "NUM"):
        token = token.head.head  # "scores of troops were killed"
    verb = token.head
    word, lemma = verb.lower_, verb.lemma_.lower()
    if any(c.dep_ == "neg" for c in verb.children):
        return None  # "214 soldiers were not poisoned"
    if token.dep_ in ("nsubjpass", "nsubj"):
        passive = token.dep_ == "nsubjpass" or any(c.dep_ == "auxpass" for c in verb.children)
        fate = casualty_words("participle").get(word) if passive else casualty_words("intransitive").get(lemma)
        if passive and word == "rendered" and any(c.lower_ in ("ineffective", "harmless") for c in verb.children):
            fate = "killed"
        return Fate(fate, verb.i) if fate else None
    if token.dep_ in ("dobj", "obj") and verb.pos_ == "VERB":
        fate = casualty_words("verb").get(lemma)
        return Fate(fate, verb.i) if fate else None
    return None


def is_part_of_last(text: str, begin: int, end: int) -> bool:
    """Tell whether the number is a part of the one before it: "20 people, including 5 children", "5 of them"."""
    if word_before(text, begin) in _PART_LAST and _PART_OF.search(text[max(0, begin - 30) : begin]):
        return True
    return _OF_THEM.match(text, end) is not None


_PART_LAST = frozenset("including them whom which those as with of were least about also".split())  # noqa: SIM905


_OF_THEM = re.compile(
    r"\sof\s(?:them|whom|(?:those|these)(?!\s(?:surveyed|polled|asked|questioned|interviewed)\b))\b", re.I
)


def is_killed_or_wounded(text: str, start: int, end: int) -> bool:
    """Tell whether killed and wounded are one sum in this stretch: "50 people were killed or wounded"."""
    return bool(_EITHER.search(text, start, end))
