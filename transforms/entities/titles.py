"""The words that title a person in the text: "Foreign Ministry spokeswoman X", "X, head of the council,"."""

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from transforms.entities.words import EPITHETS, PERSON_NOUNS, RANKS, TITLE_WORDS, words

_NOT_IN_TITLES = words("that by with as on than because if while after")
_NEXT_TO_NAME = PERSON_NOUNS | RANKS
_PERSONS = PERSON_NOUNS | EPITHETS | words("chair co-chair founder co-founder owner editor columnist commentator")
_KEEPS_TITLE_WHOLE = words("- secretary attorney director the of")  # "press secretary of the president X"
_OPENING = TITLE_WORDS | {"acting", "former", "senior"}
_ENDS_APPOSITION = frozenset({",", ".", ")", ";", ":"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "PRP", "WDT"})


@dataclass(frozen=True, slots=True)
class Title:
    """The phrases that title a person, lower-cased, one a line, and their ranges in the text."""

    text: str
    ranges: tuple[tuple[int, int], ...]


def title_around(span: Span) -> Title:
    """Give the words that title a person: before the name, and in apposition after it.

    "Foreign Ministry spokeswoman X" gives "foreign ministry spokeswoman"; "X, head of the council," the rest.
    """
    doc = span.doc
    first = _first_of_title(doc, span.start, 13)
    phrases = [doc[first : span.start]]
    ranked = span.start - first > 1 and doc[span.start - 2].lower_ not in _KEEPS_TITLE_WHOLE
    if ranked and doc[span.start - 1].lower_.rstrip(".") in _NEXT_TO_NAME:
        phrases.append(doc[span.start - 1 : span.start])  # "the commander of the fleet Admiral X"
    if (own := _own_start(doc, first, span.start)) is not None:
        phrases[0] = doc[own : span.start]
    elif first > 1 and doc[first - 1].text == ",":
        phrases.append(_apposition_before(doc, first))
    phrases.append(_apposition_after(doc, span.end))
    kept = [phrase for phrase in phrases if len(phrase)]
    return Title(
        "\n".join(phrase.text.lower() for phrase in kept), tuple((one.start_char, one.end_char) for one in kept)
    )


def _own_start(doc: Doc, first: int, end: int) -> int | None:
    """Find where a title begins behind a headline without a stop: "… sold gas for dollars | Acting Governor of X"."""
    for number in range(end - 1, first, -1):
        token, before = doc[number], doc[number - 1]
        office = token.text.istitle() and (token.lower_ in _OPENING or token.lower_ in PERSON_NOUNS)
        if (
            office
            and before.text.islower()
            and before.tag_ in {"NN", "NNS"}
            and before.lower_ not in PERSON_NOUNS | _OPENING
        ):
            return number
    return None


def _first_of_title(doc: Doc, start: int, reach: int) -> int:
    first = start
    while first > 0 and start - first < reach and _is_title_word(doc[first - 1]):
        first -= 1
    return first


def _apposition_before(doc: Doc, start: int) -> Span:
    """Give the phrase before a comma and a name: "his lawyer, X", "their commander in the town, Brigadier X"."""
    end = start - 1
    phrase = doc[_first_of_title(doc, end, 11) : end]
    return phrase if _holds_person(phrase) else doc[0:0]


def _apposition_after(doc: Doc, end: int) -> Span:
    """Give the phrase after a name and a comma, bracket or dash: "X, head of the council,"."""
    if end + 1 >= len(doc) or doc[end].text not in {",", "(", "-", "–", "—"}:
        return doc[0:0]
    last = end + 1
    while last < len(doc) and last - end < 12 and doc[last].text not in _ENDS_APPOSITION:
        if doc[last].tag_ in _FINITE or "\n" in doc[last].text:
            break
        last += 1
    phrase = doc[end + 1 : last]
    return phrase if _holds_person(phrase) else doc[0:0]


def _holds_person(phrase: Span) -> bool:
    return any(token.lower_ in _PERSONS for token in phrase)


def _is_title_word(token: Token) -> bool:
    if "\n" in token.text or (token.is_punct and token.text not in {"-", "’", "'"} and token.tag_ != "NNP"):
        return False
    return (token.lower_ == "acting" and token.tag_ == "VBG") or (
        token.tag_ in {"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "IN", "HYPH", "DT", "CC"}
        and token.lower_ not in _NOT_IN_TITLES
    )
