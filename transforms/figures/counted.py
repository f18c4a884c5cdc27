"""What a number counts: the noun phrase after it, and what befell those counted."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from transforms.figures.lexicons import casualty_words


@dataclass(frozen=True, slots=True)
class Counted:
    """The phrase that is counted, in lower case, the token of its head, and the casualty it states by itself."""

    text: str
    head: int
    end: int
    casualty: str | None


_DROPPED = frozenset(
    """
    other others more such different additional further the its his her their our these those own
    """.split()  # noqa: SIM905 (a table)
)
_PARTITIVE = frozenset(
    """
    member members case cases unit units piece pieces act acts incident incidents violation violations report
    reports resident residents representative representatives employee employees instance instances kind kinds
    percent share part parts group groups line lines batch stretch section strip team teams crew crews citizen
    citizens inhabitant inhabitants relative relatives supporter supporters leader leaders kilometer
    """.split()  # noqa: SIM905 (a table)
)
_PREPOSITIONS = frozenset(("outside", "inside", "near", "around", "off", "past", "over"))
_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest".split())  # noqa: SIM905
_MAX_WORDS = 6


def counted_phrase(doc: Doc, at: int, limit: int, *, after_of: bool = False) -> Counted | None:
    """Read the noun phrase that begins at token `at`, not beyond `limit`: adjectives, participles and nouns."""
    while at < limit and ((doc[at].is_space and "\n" not in doc[at].text) or doc[at].text == "-"):
        at += 1
    if at < limit and doc[at].lower_ in _PERIOD_WORDS and _is_time(doc, at, limit):
        return None  # "fell to 53.1 last month", "grew 7% year-on-year"
    if at < limit and at and doc[at - 1].text == "-" and not doc[at - 1].whitespace_ and doc[at].tag_ == "NN":
        plural = "" if doc[at].lower_ == "magnitude" else "s"
        return Counted(f"{doc[at].lower_}{plural}", at, at + 1, None) if doc[at].lower_ not in _LIKENED else None
    if at < limit and doc[at].lower_ == "of":
        at, after_of = at + 1, True
    if after_of:
        while at < limit and (doc[at].pos_ in ("DET", "PRON", "NUM") or doc[at].lower_ in _DROPPED - {"others"}):
            at += 1
    words, head = _noun_run(doc, at, limit)
    if head is None or doc[head].text in _SOURCES or _is_no_plural(doc[at], doc[head]):
        return casualty_noun(doc, at, limit)
    casualty = _own_casualty(doc[head])
    text = " ".join(words).replace(" 's", "'s").replace(" ’s", "’s") or doc[head].lower_
    second = _coordinated(doc, head, limit)
    if second:
        return Counted(f"{text} {second.text}", second.head, second.end, casualty)
    if doc[head].lower_ in _PARTITIVE and head + 2 < limit and doc[head + 1].lower_ == "of":
        inner = counted_phrase(doc, head + 2, limit, after_of=True)
        if inner:
            return Counted(f"{text} of {inner.text}", head, inner.end, casualty)
    return Counted(text, head, head + 1, casualty)


_SOURCES = frozenset("Monitor Observatory Reuters AFP AP SANA NGO TV Agencies Report Reports Sources".split())  # noqa: SIM905
"""Who is named at the end of a headline that lost its dash: "Strike kills 12 Monitor"."""


_LIKENED = frozenset("star figure way tier step pack piece bit fold nil time part".split())  # noqa: SIM905
"""What is not counted in a compound: "a four-star general", "a six-figure sum"; "a 31-vehicle convoy" is vehicles."""


def _is_time(doc: Doc, at: int, limit: int) -> bool:
    following = doc[at + 1] if at + 1 < limit else None
    if following is None:
        return False
    if doc[at].lower_ in ("year", "month", "quarter", "week") and following.lower_ in ("on", "over"):
        return True  # "up 7 percent year on year"
    return following.lemma_.lower() in ("week", "month", "year", "quarter", "decade") or following.text == "-"


_PERIOD_WORDS = frozenset(("last", "this", "next", "year", "month", "quarter", "week"))


def _coordinated(doc: Doc, head: int, limit: int) -> Counted | None:
    """Read "two production and storage plants", "30 regime and rebel fighters": nouns that wait for their plural."""
    joint = head + 1
    if joint + 1 >= limit or doc[joint].lower_ not in ("and", "or"):
        return None
    if doc[head].tag_ == "NNS":
        return _joined_plural(doc, head, limit)
    if doc[head].tag_ not in ("NN", "NNP"):
        return None
    words, second = _noun_run(doc, joint + 1, limit)
    opens = doc[joint + 1].pos_ in ("NOUN", "PROPN", "ADJ") or doc[joint + 1].tag_ in ("VBG", "VBN")
    if second is None or doc[second].tag_ != "NNS" or not opens:
        return None
    if doc[head].tag_ == "NN" and doc[head].lower_ in _MANY:
        return None
    return Counted(f"{doc[joint].lower_} {' '.join(words)}", second, second + 1, None)


def _joined_plural(doc: Doc, head: int, limit: int) -> Counted | None:
    """Read "922 children and young adults": a second plural under the same number."""
    words, second = _noun_run(doc, head + 2, limit)
    if second is None or doc[second].tag_ != "NNS" or doc[second].dep_ != "conj" or doc[second].head.i != head:
        return None
    if doc[head].lower_ in participles() or any(
        t.pos_ in ("NUM", "DET") or t.tag_ == "PRP$" for t in doc[head + 2 : second]
    ):
        return None
    return Counted(f"{doc[head + 1].lower_} {' '.join(words)}", second, second + 1, None)


_MANY = frozenset("people staff police crew personnel aircraft infantry cavalry children men women others".split())  # noqa: SIM905


def _is_no_plural(first: Token, head: Token) -> bool:
    """Tell whether the noun cannot be what several are of: "kills 16 outside bakery", "wounded 40 Tuesday"."""
    singular_name = head.tag_ == "NNP" and not head.lower_.endswith(("s", "ese"))
    if first == head and head.lower_ in _DIRECTIONS:
        return True  # "for Base 46 west of the town"
    joined = first.i + 1 < len(first.doc) and first.nbor(1).text == "-" and not first.whitespace_  # "off-road vehicles"
    return singular_name or (first.lower_ in _PREPOSITIONS and not joined)


def _noun_run(doc: Doc, at: int, limit: int) -> tuple[list[str], int | None]:
    """Collect the words up to the last noun of the run; the words after that noun are given back."""
    words: list[str] = []
    kept, head, i = 0, None, at
    while i < min(limit, at + 2 * _MAX_WORDS):
        token = doc[i]
        if token.is_space and "\n" not in token.text:
            i += 1
            continue
        if token.text == "(" and head is not None:
            i = _parenthesis_end(doc, i, limit)
            if i == limit or doc[i].pos_ not in ("NOUN", "PROPN"):
                break
            continue
        stop = _compound_end(doc, i, limit)
        last = doc[stop - 1]
        if head is not None and not _continues(doc, i, stop, limit):
            break
        opens = stop - i > 1 and head is None and stop < limit and doc[stop].pos_ in ("NOUN", "PROPN", "ADJ")
        if last.pos_ in ("NOUN", "PROPN") and not opens and not _is_participle(doc, stop - 1, limit):
            words.append(doc[i:stop].text.lower())
            kept, head = len(words), stop - 1
        elif stop - i > 1 or _is_premodifier(doc, i, limit):
            words.append(doc[i:stop].text.lower())
        else:
            break
        i = stop
    return [w for w in words[:kept] if w not in _DROPPED], head


def _parenthesis_end(doc: Doc, i: int, limit: int) -> int:
    """Give the token after the parenthesis that opens at `i`: "one SARC (Red Crescent) driver"; `limit` if none."""
    return next((k + 1 for k in range(i + 1, min(limit, i + 2 * _MAX_WORDS)) if doc[k].text == ")"), limit)


def _compound_end(doc: Doc, i: int, limit: int) -> int:
    """Give the end of the hyphenated word at `i` ("opposition-held"), or of the single token."""
    stop = i + 1
    while (
        stop + 1 < limit
        and doc[stop].text in ("-", "–")
        and not doc[stop - 1].whitespace_
        and doc[stop + 1].text[0].isalpha()  # "air-held", "Osk-S1"
    ):
        stop += 2
    return stop


def _continues(doc: Doc, i: int, stop: int, limit: int) -> bool:
    """Tell whether the run goes on after a noun: another noun, a hyphenated word, or what a possessor has."""
    token, before = doc[i], doc[i - 1]
    if stop - i > 1 or token.text in ("'s", "’s"):
        return stop < limit and (stop - i == 1 or doc[stop].pos_ in ("NOUN", "PROPN", "ADJ"))
    if before.text in ("'s", "’s") or (before.pos_ == "PROPN" and before.lower_.endswith("s")):
        return token.pos_ in ("NOUN", "PROPN") or (token.pos_ == "ADJ" and stop < limit and doc[stop].pos_ == "NOUN")
    if token.pos_ in ("NOUN", "PROPN") and token.lower_ not in participles():
        return not (token.pos_ == "PROPN" and before.tag_ == "NNS")
    return False


def _is_premodifier(doc: Doc, i: int, limit: int) -> bool:
    token = doc[i]
    if token.pos_ == "ADJ" or token.text in ("'s", "’s") or token.lower_ in _DROPPED:
        return not (token.lower_ in casualty_words("adjective") and _ends_phrase(doc, i, limit))
    if token.text in ("IS", "US", "UN", "EU", "UK"):  # "9 IS fighters", where IS is taken for a verb
        return i + 1 < limit and doc[i + 1].pos_ in ("NOUN", "PROPN", "ADJ")
    if token.pos_ == "ADV":
        return i + 1 < limit and doc[i + 1].pos_ == "ADJ"
    if token.tag_ == "VBD" and token.lower_ not in participles():
        return False  # "dozens more suffered burns"
    if token.tag_ in ("VBN", "VBG", "VBD") or token.pos_ == "NUM":
        return (
            i + 1 < limit
            and doc[i + 1].pos_ in ("NOUN", "PROPN", "ADJ")
            and token.dep_ in ("amod", "compound", "nummod")
        )
    if token.lower_ == "and" and i and doc[i - 1].pos_ == "ADJ":
        return i + 1 < limit and doc[i + 1].pos_ == "ADJ"
    return False


def _is_participle(doc: Doc, i: int, limit: int) -> bool:
    return doc[i].lower_ in participles() and _ends_phrase(doc, i, limit)


def _ends_phrase(doc: Doc, i: int, limit: int) -> bool:
    return i + 1 >= limit or doc[i + 1].pos_ not in ("NOUN", "PROPN", "ADJ")


@cache
def participles() -> frozenset[str]:
    """The words that say what befell the noun before them: "killed", "missing", "dead"."""
    return frozenset((*casualty_words("participle"), *casualty_words("adjective")))


def noun_at(doc: Doc, at: int) -> Counted:
    """Take the token at `at` for what is counted, whatever the parse made of it."""
    return Counted(doc[at].lower_, at, at + 1, _own_casualty(doc[at]))


def casualty_noun(doc: Doc, at: int, limit: int) -> Counted | None:
    """Read "12 dead", "12 more wounded": the casualty stands where the noun would."""
    while at < limit and doc[at].lower_ in _DROPPED:
        at += 1
    if at >= limit:
        return None
    casualty = _own_casualty(doc[at]) or casualty_words("participle").get(doc[at].lower_)
    return Counted(doc[at].lower_, at, at + 1, casualty) if casualty else None


def _own_casualty(token: Token) -> str | None:
    nouns = casualty_words("noun")
    found = nouns.get(token.lower_) or casualty_words("adjective").get(token.lower_)
    return found if found is not None or token.pos_ != "NOUN" else nouns.get(token.lemma_)
