"""Nouns that only title the name beside them: "spokeswoman Maria Osk", "the leader in the Dawn Movement Ali Osk"."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from transforms.entities.found import Found
from transforms.entities.words import CALENDAR, HONORIFICS, ORGANIZATION_NOUNS, OUTLET_NOUNS, PERSON_NOUNS, RANKS

_GROUPS = frozenset(
    {"group", "movement", "organization", "organisation", "charity", "militia", "coalition", "alliance"}
)
_OPENS_NAME = frozenset('"“«„‘')
_CLOSING = frozenset("\"“”«»'‘’()")
_LONG_TITLE = 14
_SAYYIDS = frozenset({"seyed", "seyyed", "sayyed", "sayyid", "hojjatoleslam"})
_BETWEEN = HONORIFICS | RANKS | _SAYYIDS | {"senior", "junior", "first", "class", "-", "rank", "based"}
_JOINTS = frozenset({"of", "for", "to", "at", "in", "on", "from", "and", "under", "near"})
_TITLE_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "DT", "CC", "IN", "TO"})


def titles_a_name(token: Token, starts: dict[int, Found]) -> bool:
    """Tell whether the noun is a title before a name ("spokeswoman Maria Zakharova"), or part of a compound."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if following is None:
        return False
    if following.idx in starts and token.whitespace_ and starts[following.idx].type == "PERSON":
        body = token.lemma_.lower() in ORGANIZATION_NOUNS
        return not body or (token.dep_ == "compound" and not _ends_office(token))
    if following.idx in starts and starts[following.idx].level == "name" and starts[following.idx].type == "ORG":
        return token.lemma_.lower() in _GROUPS and bool(token.whitespace_)  # "the Lebanese group Osk"
    if _names_outlet(token, following):
        return True
    if following.text in _OPENS_NAME and token.lemma_.lower() in ORGANIZATION_NOUNS and _is_name_in_marks(following):
        return True
    if token.dep_ == "compound" and token.head.i > token.i:
        return True
    return token.dep_ == "appos" or (
        following.tag_ in {"NN", "NNP"} and following.dep_ != "appos" and token.head is following
    )


def _names_outlet(token: Token, following: Token) -> bool:
    """Tell whether an outlet's name follows its kind, even one that nothing knows: "the publication NGS55"."""
    named = following.tag_ == "NNP" and following.text[:1].isupper() and following.lower_ not in CALENDAR
    return named and bool(token.whitespace_) and token.text.islower() and token.lemma_.lower() in OUTLET_NOUNS


def _is_name_in_marks(mark: Token) -> bool:
    """Tell whether a mark opens a name of a few words behind its kind: "the agency “Osk Today”"."""
    inside = mark.doc[mark.i + 1 : mark.i + 6]
    return (
        any(word.text in _CLOSING for word in inside[1:])
        and inside[0].text[:1].isupper()
        and bool(mark.nbor(-1).whitespace_)
    )


def _ends_office(body: Token) -> bool:
    """Tell whether a body ends the office of the person named behind it: "the head of the Fund | Adan Osk"."""
    if body.i < 3 or body.nbor(-1).lower_ != "the" or body.nbor(-2).lower_ not in {"of", "in", "for", "at"}:
        return False
    return body.nbor(-3).lemma_.lower() in PERSON_NOUNS


def names_follow(doc: Doc, last: int, names: Sequence[Found]) -> bool:
    """Tell whether a phrase is the title of the person named behind it: "the leader in the Dawn Movement Ali Osk".

    Between them stand at most names, nouns and prepositions; "According to the minister, Osk left" has no title.
    """
    people = {name.start for name in names if name.type == "PERSON"}
    comma = False
    for number in range(last, min(last + _LONG_TITLE, len(doc))):
        token = doc[number]
        between = token.text in _CLOSING or token.nbor(-1).text == "(" or token.lower_.rstrip(".") in _BETWEEN
        if token.idx in people:
            return bool(doc[number - 1].whitespace_) and not (comma and _goes_on_without(doc, last, token))
        if token.text == ",":
            comma = True
        elif not between and (comma or not _joins_title(doc, number, people)):
            return False
    return False


def _joins_title(doc: Doc, number: int, people: set[int]) -> bool:
    """Tell whether a word may stand within a title; a person right behind a preposition is another."""
    token = doc[number]
    if "\n" in token.text or token.tag_ not in _TITLE_TAGS or (token.is_punct and token.tag_ != "HYPH"):
        return False
    if token.tag_ not in {"IN", "TO", "CC"}:
        return True
    return token.lower_ in _JOINTS and not (number + 1 < len(doc) and doc[number + 1].idx in people)


def _goes_on_without(doc: Doc, last: int, name: Token) -> bool:
    """Tell whether the name behind a comma begins the main clause: "According to the minister, Osk left"."""
    start = doc[last - 1].sent.start
    return doc[start].lower_ in {"according", "for", "in"} and name.dep_ == "nsubj" and name.head.i > name.i
