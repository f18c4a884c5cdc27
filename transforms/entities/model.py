"""The language model's names, with boundaries and types repaired."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from transforms.entities.dictionary import is_english
from transforms.entities.found import NAMED_TYPES, Found
from transforms.entities.given_names import KEY_OF_GIVEN
from transforms.entities.men_and_women import FEMALE_NAMES, MALE_NAMES
from transforms.entities.tokens import tokens_of
from transforms.entities.trim import ROADS, SITES, trim
from transforms.entities.words import (
    CALENDAR,
    DETERMINERS,
    EPITHETS,
    NOT_NAMES,
    NOT_SURNAMES,
    PERSON_NOUNS,
    TITLES,
    words,
)
from transforms.language_model import text_of

GIVEN = (MALE_NAMES | FEMALE_NAMES | frozenset(KEY_OF_GIVEN)) - words(
    "park moon ban victoria jordan virginia marine carla grace faith hope"
)
_CLAUSE_TAGS = frozenset({"VBD", "VBZ", "WDT", "WP"})
_COMPANY = words("inc ltd llc corp plc gmbh jsc co group holding holdings bank university institute")
_SCHOOLS = words("university academy institute college school")
_NO_MARK = frozenset('()|:;[]—–/»«”“"')
_WEAPON = re.compile(r"[A-Z][A-Za-z]{0,3}-?\d+\w*(?:,? (?:and )?[A-Z]{0,3}-?\d+\w*)*")
_SEVERAL = re.compile(r"[A-Z]{2,5}s")
_OWNERS = words(
    """
    people women children men workers doctors nurses teachers citizens veterans mothers students farmers prosecutor
    prisoners detainees parents
    fishermen lawyers journalists writers merchants employees pensioners miners sailors officers builders traders
    entrepreneurs lawmakers artists composers architects engineers drivers pilots soldiers widows graduates
    """
)
_OFFICE_WORDS = TITLES | words("humanitarian resident permanent executive managing high special adviser")
_MOVEMENT = frozenset({"jabhat", "jaysh", "jaish", "liwa", "harakat", "faylaq", "katibat", "kataib", "hizb", "tajammu"})
_NO_NAMES = frozenset(
    {"Supreme Leader", "Grand Mufti", "Governor General", "New Year", "New Year's Eve", "New Years", "Us"}
)
_HEADLINE_VERBS = words(
    """
    urges says warns denies accuses condemns rejects announces confirms vows slams blames welcomes hails kills demands
    """
)
_ROMAN = re.compile(r"[IVX]+|P\.(?:P\.)*S\.?")
_URL = re.compile(r"https?|www\.|@|pic\.twitter|\.(?:com|org|net|ru|uk|html?)\b|\d{3,}")
_AUXILIARIES = words("are is was were will would has have had can could may might must")


def model_names(doc: Doc) -> Iterator[Found]:
    """Yield the model's named entities, trimmed to the name, split at line breaks and brackets.

    Determiners, possessives, titles before people and stray punctuation are cut off; what is left must look like a
    name.
    """
    for entity in doc.ents:
        if entity.label_ not in NAMED_TYPES:
            continue
        for piece in _pieces(_past_honour(entity)):
            trimmed = trim(piece, entity.label_)
            if trimmed is None:
                continue
            if _is_name(trimmed, entity.label_):
                yield Found(
                    start=trimmed.start_char,
                    end=trimmed.end_char,
                    type=_type(trimmed, entity.label_),
                    from_model=True,
                    sentence_start=bool(trimmed[0].is_sent_start),
                    score=0.7,
                )


def named_by_given_name(doc: Doc, names: Sequence[Found]) -> Iterator[Found]:
    """Yield people whom the model overlooks: a known given name before a capitalised word ("Igor Rudenya")."""
    taken: set[int] | None = None
    words = tokens_of(doc)
    for number, lowered in enumerate(words.lower[:-1]):
        if lowered not in GIVEN or not _may_be_full_name(words.words[number], words.words[number + 1]):
            continue
        if taken is None:
            body = text_of(doc)
            taken = {at for name in names if not _is_half(body, name) for at in range(name.start, name.end)}
        token, following = doc[number], doc[number + 1]
        if (
            token.idx not in taken
            and following.idx not in taken
            and token.whitespace_ == " "
            and following.is_alpha
            and following.lower_ not in NOT_SURNAMES
        ):
            end = following.idx + len(following.text)
            yield Found(start=token.idx, end=end, type="PERSON", from_model=True, score=0.5)


def _is_half(body: str, name: Found) -> bool:
    """Tell whether a guess is one word that may be half of a name: "Anton" before Orlova, "Rapota" behind Grigory."""
    written = body[name.start : name.end]
    if not name.from_model or " " in written:
        return False
    return name.type == "PERSON" if written.lower() in GIVEN else not is_english(written)


def _may_be_full_name(given: str, surname: str) -> bool:
    return given[0].isupper() and surname[0].isupper() and not given.isupper() and not surname.isupper()


def _type(span: Span, label: str) -> str:
    if span[-1].lower_.rstrip(".") in _COMPANY or (len(span) > 1 and span[0].lower_ in _MOVEMENT):
        return "ORG"
    if label == "PERSON" and len(span) > 1 and span[-1].lower_ in SITES | _SCHOOLS:
        return "FAC" if span[-1].lower_ in SITES else "ORG"
    return "PERSON" if _is_person(span) else label


def _is_person(span: Span) -> bool:
    """Tell whether a name of two or three words begins with a given name ("Yuliya Ivanova", taken for a company)."""
    if len(span) == 2 and span[0].text == "An":
        return True
    if not 2 <= len(span) <= 3 or span[0].lower_ not in GIVEN:
        return False
    return all(token.text[0].isupper() and token.lower_ not in NOT_SURNAMES for token in span[1:])


def _past_honour(entity: Span) -> Span:
    """Leave out a title of honour, which is no body: "People's Artist of | Norland", "Honoured Doctor of Norland"."""
    words = entity[1:] if entity[0].lower_ in DETERMINERS and len(entity) > 1 else entity
    who = 2 if len(words) > 2 and words[1].tag_ == "POS" else 1
    if words[0].lower_ not in _HONOURS or who >= len(words) or words[who].lower_ not in PERSON_NOUNS | EPITHETS:
        return entity
    of = next((token.i for token in words[who:] if token.lower_ == "of"), words.end - 1)
    start = words.end - 2 if entity.label_ == "PERSON" and words.end - of > _PLACE_AND_NAME else of + 1
    return entity.doc[min(start, words.end - 1) : words.end]


_PLACE_AND_NAME = 3
_HONOURS = frozenset({"people", "honored", "honoured", "merited", "distinguished"})


def _pieces(entity: Span) -> Iterator[Span]:
    """Split a span at line breaks, brackets, bars and colons, which no name holds."""
    doc, start = entity.doc, entity.start
    for token in entity:
        possessive = token.tag_ == "POS" and start < token.i < entity.end - 1 and token.nbor(-1).lower_ not in _OWNERS
        if possessive or _cuts(token, entity):
            if token.i > start:
                yield doc[start : token.i]
            start = token.i + 1
    if start < entity.end:
        yield doc[start : entity.end]


def _cuts(token: Token, entity: Span) -> bool:
    """Tell whether no name holds this token between its words."""
    text = token.text
    if "\n" in text or not _NO_MARK.isdisjoint(text):
        return True
    if token.i == entity.start or token.i == entity.end - 1 or not token.whitespace_:
        return False
    if text in {"via", "through", "Aka", "aka", "v.", "vs", "vs."}:
        return True
    if text == "Our" and entity.label_ == "PERSON":
        return True  # a byline run into "Our standards"
    if text == "on":
        return entity.label_ in {"FAC", "GPE", "LOC"} or entity[-1].lower_ in ROADS  # "Tver on Lesnaya Street"
    if text in {"-", "–", "to"} and entity.label_ in {"FAC", "GPE", "LOC"}:
        return bool(token.nbor(-1).whitespace_)  # "Tver - Klin"
    if text[0].isupper() and token.lower_ in _HEADLINE_VERBS:
        return True  # "Tartu Council Urges Neighbours"
    if text == "The":
        return token.nbor(-1).text[-1].isalnum()  # a headline run into the first sentence
    if text == "the":  # "Raqqa the group's capital", where a comma is lost
        proper = entity.label_ == "PERSON" and token.nbor(1).text[0].isupper()  # "Ivan the Terrible"
        return token.nbor(-1).tag_ not in {"IN", "CC", "TO"} and not proper
    return text.islower() and (token.tag_ in _CLAUSE_TAGS or text in _AUXILIARIES or text in {"that", "because"})


def _is_date(span: Span) -> bool:
    """Tell whether the capitals of a span are those of days and months: "n 4 July"."""
    return all(token.lower_ in CALENDAR or not token.text[0].isupper() for token in span)


def _is_direction(span: Span) -> bool:
    """Tell whether a word is a stage direction: "(Laughter)"."""
    body, start, end = text_of(span.doc), span.start_char, span.end_char
    if body[start - 1 : start] != "(" or body[end : end + 1] != ")":
        return False
    return is_english(span.text) and not span.text.isupper()


def _is_name(span: Span, label: str) -> bool:
    text = span.text
    if text in _NO_NAMES or not any(char.isupper() for char in text) or _URL.search(text) or len(text) > 90:
        return False
    if _WEAPON.fullmatch(text) or (text[0].islower() and _is_date(span)) or (len(span) == 1 and _is_direction(span)):
        return False
    if _ROMAN.fullmatch(text) and text != "X":
        return False  # "type II", "P.S."
    if len(span) == 1:
        lowered = text.lower().rstrip(".")
        if lowered in NOT_NAMES or lowered in TITLES or len(text) < 2 or _SEVERAL.fullmatch(text):
            return False  # "UAVs"
        if span[0].tag_ in {"VB", "VBD", "VBZ", "VBG", "VBN", "MD", "IN", "RB", "UH", "WRB", "CD"}:
            return False
    elif label == "ORG" and text[0].islower() and all(token.lower_ in NOT_NAMES for token in span):
        return False  # "regional Department"
    elif all(token.lower_.rstrip(".") in TITLES | DETERMINERS or not token.text[0].isupper() for token in span):
        return False
    elif span[-1].lower_ in TITLES and all(token.lower_ in _OFFICE_WORDS for token in span):
        return False  # "Humanitarian Coordinator"
    return label != "PERSON" or not any(token.like_num for token in span)
