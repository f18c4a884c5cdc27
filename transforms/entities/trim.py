"""Trimming a guess to the name: determiners, titles, marks and small words off, what belongs to it on."""

from spacy.tokens import Span, Token

from transforms.entities.dictionary import is_english
from transforms.entities.words import CALENDAR, COMMON_BODIES, DETERMINERS, NOT_NAMES, TITLES, words

_LEFT = frozenset("\"'“”‘’«»„([{-–—|/:;,.*•#@…`<>")
_RIGHT = _LEFT | frozenset(")]}")
_CONSONANTS = frozenset("BCDFGJKLPQRTVWXYZ")
_ARMY = words("major colonel lieutenant captain admiral brigadier sergeant commander")
_HOLY = frozenset({"shrine", "mausoleum", "mosque"})
_HONOURED = frozenset({"Imam", "King", "Queen", "Prince", "Sheikh", "Saint", "Martyr"})
_PARTICLES = frozenset({"La", "Las", "Los", "El", "San", "Santa", "Santo", "Saint", "Sao", "St", "Port", "Ter", "Tel"})
_FORMS = frozenset({"LLC", "JSC", "PJSC", "OJSC", "CJSC", "Ltd", "Ltd.", "Inc", "Inc.", "GmbH", "AG", "PLC", "LLP"})
_OPENING = words(
    """
    On In At By From During Since After Before According Earlier Later Recently Previously Meanwhile Currently Now Then
    Also However Although While When Moreover Additionally Yesterday Today Formerly
    """
)
ROADS = words("street avenue square boulevard embankment lane road highway")
SITES = words("hospital clinic airport airfield mosque stadium bridge prison palace hotel mall mc shrine mausoleum")
"""What a person's name with it is the name of."""
_SETTLEMENTS = words("village town city settlement")
_PLAYERS = words("forward midfielder goalkeeper striker defender winger halfback footballer biathlete")
_OUTLETS = words("newspaper website television channel portal magazine tabloid broadcaster")
_FIRMS = words("company agency concern corporation journal publisher operator retailer developer")
_NO_PEOPLE = frozenset({"ORG", "LOC", "GPE", "FAC"})
_SEVERAL = frozenset({"Prefectures", "Provinces", "Regions", "Districts", "Counties", "Governorates", "Oblasts"})
_SHORT = 3
_FULL = 2
_ROMAN = frozenset("IVX")
_OFFICES_BEHIND = words(
    """
    executive chief director deputy spokesman spokeswoman minister commander chairman chairwoman head secretary
    ambassador president coordinator
    """
)
_RANKS = words("gen maj lt col capt sgt brig adm cpl mr mrs dr")
_TAIL = frozenset({"'s", "’s", "s'", "'", "’", "s", "-based", "reported", "said", "says", "told", "adds", "added"})


def trim(span: Span, label: str) -> Span | None:
    """Cut determiners, possessives, punctuation and titles off a span; None where nothing is left."""
    span = _before_comma(span)
    doc, start, end = span.doc, span.start, span.end
    label = _without_person(span, label)
    if label == "PERSON":  # "rebel group fighter Monther Fares"
        start = max((token.i + 1 for token in span[:-1] if _is_role(token)), default=start)
    if label == "FAC" and end - start > 2 and doc[start].text.isdigit() and doc[end - 1].lower_ in ROADS:
        start += 1  # "77 Lesnaya Street"
    while start < end and _is_cut_left(doc[start], label, first=start, end=end):
        start += 1
    if end - start > 1 and doc[start].text.islower() and label in _NO_PEOPLE and _is_noun_before(doc[start:end]):
        start = next(token.i for token in doc[start:end] if token.text[0].isupper())
    while end > start and _is_cut_right(doc[end - 1], label):
        end -= 1
    if start >= end:
        return None
    if label in {"PERSON", "GPE", "LOC", "ORG", "FAC"} and start and _is_particle(doc[start - 1], doc[start], label):
        start -= 1
    if label in {"ORG", "PERSON"} and end < len(doc) and doc[end].text in _FORMS and doc[end - 1].whitespace_:
        end += 1
    if label == "ORG" and end < len(doc) and _lacks_noun(doc[start:end]):
        end += 1  # "Institute of space policy"
    if start and doc[start - 1].text == "An" and _is_surname(doc[start].text) and label in {"PERSON", "ORG"}:
        start -= 1
    if (
        label == "PERSON"
        and end - start == 1
        and end < len(doc)
        and (_continues_name(doc[end]) or _is_initial(doc[end]))
    ):
        end += 1
    return doc[start:end]


def _before_comma(span: Span) -> Span:
    """Cut a guess at a comma that small words follow: "Zarma, ministry spokesman"."""
    for token in span[1:-1]:
        if token.text == "," and token.nbor(1).text.islower() and token.nbor(1).tag_ in {"NN", "NNS", "JJ"}:
            return span.doc[span.start : token.i]
    return span


def _is_surname(text: str) -> bool:
    """Tell whether "An" before a word is a name: no article before a consonant, but "an SDF source"."""
    return text[0] in _CONSONANTS and not text[:2].isupper()


def _is_noun_before(span: Span) -> bool:
    """Tell whether a small noun only says what the name behind it is: "journal Acta Zarma", "battalion east of Zarma".

    Small words of an institution's name stay: "state Duma", "security Council".
    """
    capitals = [token for token in span if token.text[0].isupper()]
    if not capitals or not is_english(span[0].text):
        return False
    first = span[0].text
    if first == "service" and span.start and span[0].nbor(-1).lower_ == "press":
        return True  # "the press service of the Bureau"
    if first in _OUTLETS or first in _FIRMS:
        return True
    last = capitals[0].lower_
    return len(capitals) == 1 and last not in COMMON_BODIES | NOT_NAMES and not is_english(last) and len(first) > _SHORT


def _lacks_noun(span: Span) -> bool:
    """Tell whether a body's name ends in a small word that only describes the next one."""
    last = span[-1]
    following = last.head
    return (
        len(span) > 2
        and last.text.islower()
        and last.dep_ in {"compound", "amod"}
        and following.i == last.i + 1
        and following.text.islower()
        and following.tag_ == "NN"
    )


def _without_person(span: Span, label: str) -> str:
    """Take a person's name that ends in a site's noun for a site: "Imam Reza Shrine"."""
    if len(span) < _FULL or span[-1].lower_ not in SITES:
        return label
    return "FAC" if label == "PERSON" or (label == "ORG" and span[-1].lower_ in _HOLY) else label


def _is_particle(token: Token, following: Token, label: str) -> bool:
    """Tell whether a word with a capital is the first of a place's name: "La Guaira", "Los Teques"."""
    return (
        (token.text in _PARTICLES or (label == "FAC" and token.text in _HONOURED))
        and token.whitespace_ == " "
        and following.text[0].isupper()
        and (not token.is_sent_start or token.i == 0)
    )


def _is_role(token: Token) -> bool:
    return token.text.islower() and token.tag_ in {"NN", "NNS"} and len(token.text) > 3


def _is_initial(token: Token) -> bool:
    """Tell whether an initial stands for a surname that is not given: "Vadim K. was taken to hospital"."""
    following = token.nbor(1).text if token.i + 1 < len(token.doc) else ""
    return (
        len(token.text) == 2
        and token.text[0].isupper()
        and token.text[1] == "."
        and (following[:1].islower() or following == ",")
    )


def _continues_name(token: Token) -> bool:
    """Tell whether a capitalised word that looks like a verb ends a name ("Polat Can wrote")."""
    return (
        token.text[0].isupper()
        and token.text[1:].islower()
        and token.tag_ in {"MD", "VB", "VBP", "FW", "UH", "NN"}
        and bool(token.nbor(-1).whitespace_)
        and not token.is_sent_start
    )


def _is_cut_left(token: Token, label: str, *, first: int, end: int) -> bool:
    lowered = token.lower_
    if token.text == "An" and end - first == 2 and _is_surname(token.nbor(1).text):
        return False  # "An Fengshan": no article before a consonant
    if token.is_space or lowered in DETERMINERS or (token.text[0] in _LEFT and len(token.text) < 3):
        return not (lowered == "the" and token.text == "The" and _is_paper(token, end))
    if lowered in {"mr", "mrs", "ms", "mr.", "mrs.", "ms."} and end - first > 1:
        return True
    if label == "PERSON":
        is_title = lowered.rstrip(".") in TITLES and end - first > 1
        if token.tag_ in {"VBG", "IN", "WRB"} or (token.text.islower() and token.text[-1] == "."):
            return end - first > 1  # "60 km/h. Hanna will arrive"
        return is_title or (token.text.islower() and token.tag_ in {"NN", "NNS", "JJ", "IN", "VBD", "VBN"})
    if token.text in _OPENING and end - first > 1:
        return True  # "On Victory Day"
    is_small = token.text.islower() and token.tag_ in {"IN", "VBD", "VBZ", "VBG", "CC", "RB", "VBN"}
    return is_small or (lowered in CALENDAR and end - first > 1)


def _is_behind_person(token: Token) -> bool:
    """Tell whether an office or letters follow a full name without a comma: "Marta Quist Executive Director"."""
    text = token.text
    is_office = token.lower_ in _OFFICES_BEHIND
    if not is_office and (len(text) <= _FULL or not text.isupper() or _ROMAN.issuperset(text)):
        return False
    if token.i < _FULL or not all(word.text[0].isupper() for word in token.doc[token.i - _FULL : token.i]):
        return False
    if is_office:
        return token.i + 1 < len(token.doc) and (token.nbor(1).text[0].isupper() or token.nbor(1).text in {"of", "for"})
    return not token.nbor(-1).text.isupper()


def _is_paper(token: Token, end: int) -> bool:
    """Tell whether "The" belongs to a name ("The New York Times", "The Hague")."""
    following = token.doc[token.i + 1 : end].text
    return following in {"Hague", "Gambia", "Bahamas"}


def _is_cut_right(token: Token, label: str) -> bool:
    if token.is_space or token.text in _TAIL or token.tag_ == "POS":
        return True
    if token.text in _SEVERAL and label in {"GPE", "LOC", "ORG", "FAC"}:
        return True  # "Osk and Tver Provinces"
    if token.text[-1] in _RIGHT and not (token.text.endswith(".") and len(token.text) > 1):
        return True
    if label in {"ORG", "FAC", "GPE", "LOC"} and token.text[0].isupper() and token.lower_.rstrip(".") in _RANKS:
        return True  # "the Operational Directorate Col. Gen. X"
    if (
        label in {"ORG", "FAC"}
        and token.lower_ in _ARMY
        and token.i + 1 < len(token.doc)
        and token.nbor(1).text[0].isupper()
    ):
        return True  # "the Center for Dialogue of the Parties Major General X"
    if token.text == "Co" and token.i + 1 < len(token.doc) and token.nbor(1).text == "-":
        return True  # "HDP Co-chair"
    if label in {"ORG", "PERSON"} and token.lower_ in _PLAYERS and token.i + 1 < len(token.doc):
        return token.text[0].isupper() and token.nbor(1).text[0].isupper()  # a headline run into the first sentence
    if (label == "PERSON" or (label == "ORG" and token.text == "Executive")) and _is_behind_person(token):
        return True
    small = token.text.islower() and not token.is_digit
    if label == "ORG" and small and token.text in _OUTLETS:
        return True  # "Guardian newspaper"
    if label in {"GPE", "LOC"} and token.lower_ in _SETTLEMENTS and small:
        return True  # "Dorino village"
    return small and (label == "PERSON" or token.tag_ in {"IN", "DT", "VBD", "VBZ", "CC", "RB", "MD", "TO"})
