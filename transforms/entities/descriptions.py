"""Finding descriptions of people and organizations: "the diplomat", "the head of the world organization"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from transforms.entities.found import Found
from transforms.entities.referent_epithets import AGED, CHARACTERS, is_star, is_sure, speakers_by_age
from transforms.entities.referent_nouns import SPEAKING_NOUNS
from transforms.entities.referent_titles import names_follow, titles_a_name
from transforms.entities.roles import is_office
from transforms.entities.speaking import is_speaking
from transforms.entities.tokens import tokens_of
from transforms.entities.words import (
    DETERMINERS,
    ORGANIZATION_NOUNS,
    PERSON_NOUNS,
    TITLE_WORDS,
)

_LOOSE = frozenset({"top", "official", "chief", "general", "un", "secretary"})
_HEADS = frozenset(
    noun[:4] for noun in ("pm", "number", *PERSON_NOUNS, *ORGANIZATION_NOUNS, *CHARACTERS, *SPEAKING_NOUNS)
)
"""How the nouns of descriptions begin, whatever their ending."""
DEMONYM = "compatriot"
"""The head of a description by country alone: "the Pole"."""
_DETERMINERS = frozenset({"the", "this", "that"})
_OWNERS = frozenset({"his", "her", "its", "their"})
_OPPOSITES = frozenset({"counterpart", "colleague"})
_PREFIXES = frozenset({"ex", "vice"})
_OF_DEEDS = frozenset({"accuse", "suspect", "convict", "acquit", "inform", "remind", "assure", "warn", "deprive"})
_PORTFOLIOS = frozenset({"minister", "ministry", "secretary"})
_PORTFOLIO = re.compile(r" (?:of|for)(?: [A-Z]\w+)+(?:,(?: [A-Z]\w+)+)+,? and(?: [A-Z]\w+)+")
_LONG_PORTFOLIO = 14
_COMPLEMENTS = frozenset({"of", "for", "to", "at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A noun phrase that may mean someone: its span, head noun, title and the organizations and states it names.

    `strict`: its modifiers must fit ("the foreign minister" is no other minister); `possessed`: "his lawyer".
    """

    start: int
    end: int
    text: str
    token: Token
    head: str
    title: str
    modifiers: frozenset[str]
    organizations: tuple[str, ...]
    strict: bool
    definite: bool
    premodifiers: frozenset[str] = frozenset()
    possessed: bool = False


def find_descriptions(doc: Doc, names: Sequence[Found], called: frozenset[str] = frozenset()) -> Iterator[Description]:
    """Yield descriptions that can refer to someone: people by their role, organizations by their kind.

    `called`: further nouns, by which the text calls people.
    """
    covered = 0
    inside = {at for name in names for at in range(name.start, name.end)}
    starts = {name.start: name for name in names}
    lower = tokens_of(doc).lower
    for number, word in enumerate(lower):
        if word[:4] not in _HEADS and word not in called:
            continue
        token = doc[number]
        head = _head(token, word)
        usual = head in PERSON_NOUNS or head in ORGANIZATION_NOUNS
        if not (usual or _is_epithet(token, head) or _is_called(token, head, called)):
            continue
        if head == "general" and doc[max(0, token.i - 2) : token.i].text.lower().endswith(("secretary-", "secretary")):
            head = "secretary-general"
        if token.tag_ == "NNS" or token.idx in inside or titles_a_name(token, starts):
            continue
        if _belongs_to_body(token, head, lower):
            continue
        description = _description(doc, token, head, names)
        if description is not None and (head not in ORGANIZATION_NOUNS or description.start >= covered):
            covered = max(covered, description.end)
            yield description
    for name in names:
        demonym = tokens_of(doc).at(name.start) if name.ids and name.level == "adjectival" else None
        if demonym is not None and name.end == demonym.idx + len(demonym.text) and _is_compatriot(demonym):
            yield _by_word(doc, doc[demonym.i - 1], demonym, DEMONYM, name.ids[:1])
    for aged in speakers_by_age(doc):
        yield _by_word(doc, doc[aged.i - 5], aged, AGED)


def _head(token: Token, word: str) -> str:
    """Give the noun that a word may describe somebody by: "PM" is a premier, an "opposite number" a counterpart."""
    before = token.nbor(-1) if token.i else None
    if word == "pm" and token.text == "PM" and not (before is not None and before.like_num):
        return "premier"
    if word == "number" and before is not None and before.lower_ == "opposite":
        return "counterpart"
    noun = token.tag_ in {"NN", "NNP", "NNS"} or (word == "portal" and token.dep_ in {"pobj", "nsubj"})
    return token.lemma_.lower() if noun else ""


def _belongs_to_body(token: Token, head: str, lower: Sequence[str]) -> bool:
    """Tell whether a noun is part of another: "the press service of" (whose it is says more), "prosecutor's office"."""
    number = token.i
    if head == "service" and lower[number - 1] == "press" and lower[number + 1 : number + 2] == ["of"]:
        return True
    office = head in PERSON_NOUNS and lower[number + 2 : number + 3] == ["office"]
    return office and token.nbor(1).tag_ == "POS"


def _is_epithet(token: Token, head: str) -> bool:
    """Tell whether a noun may stand for someone just named: "the specialist said"."""
    determined = head in CHARACTERS and token.left_edge.lower_ in _DETERMINERS
    return determined and (is_speaking(token) or is_sure(token) or is_star(token, head))


def _is_called(token: Token, head: str, called: frozenset[str]) -> bool:
    """Tell whether a noun may stand for someone whom the text calls so, or who speaks and is named later."""
    if (head not in called and head not in SPEAKING_NOUNS) or token.tag_ not in {"NN", "NNP"}:
        return False
    opens = token.text[:1].isupper() and token.i == token.sent.start  # "Father of a boy has told A"
    return (opens or token.left_edge.lower_ in _DETERMINERS) and (head in called or is_speaking(token))


def _is_compatriot(token: Token) -> bool:
    """Tell whether a demonym stands for one person: "the Pole has scored", not "the French" nor "the Russian army"."""
    if token.dep_ != "nsubj" or token.i == 0 or token.nbor(-1).lower_ != "the" or token.tag_ not in {"NNP", "NN", "JJ"}:
        return False
    verb = next((child for child in token.head.children if child.dep_ == "aux"), token.head)
    one = verb.tag_ == "VBZ" or (verb.tag_ == "VBD" and verb.lower_ != "were")
    many = token.lower_.endswith(("s", "sh", "ch", "ese"))
    return one and token.i < verb.i and (not many or verb.tag_ == "VBZ" or verb.lower_ == "was")


def _by_word(doc: Doc, first: Token, last: Token, head: str, organizations: tuple[str, ...] = ()) -> Description:
    """Describe someone by one word that is no noun of persons: "the Pole", "the 43-year-old"."""
    return Description(
        start=first.idx,
        end=last.idx + len(last),
        text=doc[first.i : last.i + 1].text,
        token=last,
        head=head,
        title=head,
        modifiers=frozenset(),
        organizations=organizations,
        strict=False,
        definite=True,
    )


def _description(doc: Doc, token: Token, head: str, names: Sequence[Found]) -> Description | None:
    first = token.i - 1 - (doc[token.i - 1].text == "-") if head == "secretary-general" and token.i else token.i
    while first > 0 and doc[first - 1].i >= token.left_edge.i and _joins(doc[first - 1]) and not _opens(doc[first]):
        first -= 1
    while (
        first > 0
        and (doc[first - 1].dep_ == "compound" or doc[first - 1].tag_ in {"JJ", "NNP"})
        and doc[first - 1].whitespace_
        and not _opens(doc[first])
    ):
        first -= 1
    if (
        first > 1
        and doc[first - 1].text == "-"
        and not doc[first - 1].whitespace_
        and doc[first - 2].lower_ in _PREFIXES
    ):
        first -= 2
    if first > 0 and doc[first - 1].lower_ in _DETERMINERS and doc[first].lower_ not in _DETERMINERS:
        first -= doc[first - 1].tag_ != "IN"
    last = _portfolio_end(token) if head in _PORTFOLIOS else 0
    last = last or _complement_end(token)
    span = doc[first:last]
    last_start = {name.end: name for name in names if name.type == "PERSON"}
    if last < len(doc) and doc[last].text == "-" and not doc[last - 1].whitespace_:
        return None
    titles = head not in ORGANIZATION_NOUNS and (span.end_char in last_start or names_follow(doc, last, names))
    titles = titles or (head in ORGANIZATION_NOUNS and _titles_body(span, names))
    if "\n" in span.text.strip() or titles:
        return None  # "the spokesman of the ministry X"
    if span[-1].tag_ == "IN" or _holds_bearer(span, token, head, names) or _ends_in_person(span, token, names):
        return None
    organizations = tuple(
        name.ids[0]
        for name in names
        if name.ids and span.start_char <= name.start and name.end <= span.end_char and name.type != "PERSON"
    )
    determined = span[0].lower_ in _DETERMINERS
    possessed = span[0].lower_ in _OWNERS and head not in ORGANIZATION_NOUNS and is_speaking(token)
    if head in _OPPOSITES and not organizations and not (possessed and head == "counterpart"):
        return None  # "his colleague" may be anybody
    possessed = possessed and not organizations
    indefinite = span[0].lower_ in {"a", "an", "another", "one", "some", "every", "any", "no", "each"}
    speaks = not (indefinite or determined or organizations) and is_speaking(token)
    body = speaks and head in ORGANIZATION_NOUNS
    opens = speaks and span[0].sent.start == 0
    if not (
        indefinite or determined or organizations or possessed or opens or body or (speaks and _is_bare_title(span))
    ):
        return None
    modifiers = frozenset(
        word.lower_ for word in span if word.lower_ in TITLE_WORDS and word.i != token.i and word.i < token.i
    )
    before = [word.lower_ for word in doc[first : token.i] if word.lower_ in TITLE_WORDS and word.lower_ != "un"]
    title = head if head == "secretary-general" else " ".join([*before, head])
    office = f"{head} of {_complement(doc, token, last, names)}"
    title = office if is_office(office) else title
    return Description(
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        token=token,
        head=head,
        title=title,
        modifiers=modifiers - _LOOSE,
        organizations=organizations,
        strict=head in {"minister", "secretary", "spokesman", "spokeswoman", "adviser", "envoy"},
        definite=not indefinite and (opens or not body),
        premodifiers=_premodifiers(doc, first, token, names),
        possessed=possessed,
    )


def _titles_body(span: Span, names: Sequence[Found]) -> bool:
    """Tell whether the name of a body stands right behind its kind: "the French channel Osk TV"."""
    behind = span.end_char + 1
    return any(name.start == behind and name.type == "ORG" and name.level == "name" for name in names)


def _opens(token: Token) -> bool:
    """Tell whether a phrase begins here, whatever the parse hangs before it: "Harbour 24 | a watch group"."""
    return token.lower_ in {"a", "an", "the"} and token.tag_ == "DT"


def _joins(token: Token) -> bool:
    """Tell whether a phrase goes on to the left of a word: not past punctuation, but past a hyphen."""
    return not token.is_punct or (token.tag_ == "HYPH" and not token.whitespace_)


def _complement(doc: Doc, token: Token, last: int, names: Sequence[Found]) -> str:
    """Give the nouns of a description's "of" phrase, without names and articles: "diplomacy"."""
    inside = [name for name in names if name.start < doc[last - 1].idx + 1 and name.end > token.idx]
    return " ".join(
        word.lower_
        for word in doc[token.i + 2 : last]
        if word.lower_ not in DETERMINERS and not any(name.start <= word.idx < name.end for name in inside)
    )


def _premodifiers(doc: Doc, first: int, token: Token, names: Sequence[Found]) -> frozenset[str]:
    """Give the words before a description's head that no name covers and that say which one is meant."""
    covered = {
        at
        for name in names
        if name.end > doc[first].idx and name.start < token.idx
        for at in range(name.start, name.end)
    }
    return frozenset(
        word.lower_ for word in doc[first : token.i] if word.is_alpha and not word.is_stop and word.idx not in covered
    )


def _holds_bearer(span: Span, token: Token, head: str, names: Sequence[Found]) -> bool:
    """Tell whether a phrase holds the very name that it describes ("the Islamic State group"): no description then."""
    kinds = {"PERSON"} if head in PERSON_NOUNS else {"ORG", "PERSON", "LOC"}
    return any(
        span.start_char <= name.start and name.end <= token.idx and name.type in kinds and name.level == "name"
        for name in names
        if name.ids[:1] != ("united-nations",)  # "the UN agency" is one of its family
    )


def _ends_in_person(span: Span, token: Token, names: Sequence[Found]) -> bool:
    """Tell whether an office is said to be that of a person: a translation's "the former governor of Orlov"."""
    after = span.doc[token.i + 1 : span.end]
    if token.lemma_.lower() not in PERSON_NOUNS or len(after) < 2 or after[0].lower_ != "of":
        return False
    return any(name.type == "PERSON" and name.start == after[1].idx and name.end == span.end_char for name in names)


def _is_bare_title(span: Span) -> bool:
    """Tell whether a phrase without article is an office, as translations leave it ("official representative")."""
    return len(span) > 1 and any(word.lower_ in TITLE_WORDS for word in span)


def _portfolio_end(token: Token) -> int:
    """Give the end of "the Minister of Health, Labour and Education", whose commas part no clauses; else 0."""
    doc = token.doc
    match = _PORTFOLIO.match(doc[token.i : token.i + _LONG_PORTFOLIO].text, len(token.text))
    words = doc.char_span(token.idx, token.idx + match.end()) if match is not None else None
    return words.end if words is not None else 0


def _of_deed(preposition: Token) -> bool:
    """Tell whether a preposition brings what was done: "accused the union | of selling them"."""
    return any(child.tag_ == "VBG" for child in preposition.rights)


def _complement_end(token: Token) -> int:
    """Give the end of "the head of the world organization": the noun with its "of" phrase, without clauses."""
    end = token.i + 1
    if token.dep_ == "dobj" and token.head.lemma_.lower() in _OF_DEEDS:
        return end  # "accused the president of incompetence"
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in _COMPLEMENTS and child.i == end and not _of_deed(child):
            edge = child.right_edge.i + 1
            for inner in child.subtree:
                if inner.i > child.i and (
                    inner.is_punct or inner.dep_ in {"relcl", "acl", "appos"} or inner.text == "\n"
                ):
                    edge = min(edge, inner.left_edge.i if not inner.is_punct else inner.i)
            end = max(end, edge)
            break
    doc = token.doc
    while (
        end < len(doc) - 1
        and doc[end].lower_ in {"of", "to"}
        and token.i <= doc[end].head.i < end
        and not _of_deed(doc[end])
    ):
        end = doc[end].right_edge.i + 1  # "Minister of Foreign Affairs | of Iran"
    return end
