"""Whether a capitalised word is a name at all: a known one in this place, or a guess that is no common noun."""

import re
from dataclasses import replace
from functools import lru_cache

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found, Spans
from transforms.entities.languages import is_language
from transforms.entities.tokens import Tokens
from transforms.entities.words import COMMON_BODIES, STATE_NOUNS, words

_BODIES = frozenset({"GPE", "LOC", "FAC", "ORG"})
_SHORT, _FAR = 3, 70
_NOUN_TYPES = frozenset({"ORG", "LOC", "FAC", "EVENT", "PRODUCT", "LAW"})
_WORDS = re.compile(r"[\w'’]+")
_OF_NAME = re.compile(r" (?:of|for) (?:the )?[A-Z]")
_IN_TITLE = re.compile(r"\b(?:minister|ministers|secretary) (?:of|for) (?:the )?$", re.I)
_IN_PORTFOLIO = re.compile(r"\b[Mm]inisters? (?:of|for) (?:the )?(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:,? and |, ))+$")
_FIELD_OF = re.compile(r"[A-Z][a-z]+(?: and [A-Z][a-z]+)? (?:of|in|for) (?:the )?")
_DEGREE = re.compile(r"\b(?:[Dd]octor|[Cc]andidate|[Mm]aster|[Bb]achelor|PhD) (?:of|in) $")
_BODY = re.compile(
    r"\b(?:ministry|department|council|committee|commission|office|service|court|staff|party|union)\b", re.I
)
_NOUN_OF = re.compile(r"([A-Z][a-z]+) of [A-Z]")
_MINISTER = re.compile(r" (?:[Mm]inister|[Ss]ecretary)\b(?![ -][Gg]eneral)")
_OFFICE = re.compile(r"(?:(?:First|Deputy|Prime|Junior|State) )*Minister\b(?! [Oo]ffice)")
_SPECIAL = re.compile(
    r"(?:[A-Z][\w.]+ )?(?:(?:Deputy|Special|Senior|Chief|High|Personal|Resident|Humanitarian|Joint) )+"
    r"(?:Coordinator|Rapporteur|Envoy|Representative|Commissioner|Adviser|Advisor|Prosecutor|Counsel|Correspondent)\b"
)
_OWN_LETTERS = re.compile(r"Islamic [Ss]tate|ISIS|ISIL|Daesh|DAESH|Raqqa|[Jj]ihadi")
_LED = re.compile(r"-(?:\w+ed|led|based|held|run|backed|born|wide|bound|born|made|owned|era|style|language)\b")
_GREEK_LETTERS = words("alpha beta gamma delta epsilon zeta theta iota kappa lambda omicron omikron sigma upsilon")
DISEASE = re.compile(
    r"(?:['’]s)? (?:haemorrhagic |hemorrhagic )?(?:disease|syndrome|fever|virus|encephalitis|lymphoma|sarcoma|anemia)\b"
)
_MARKS = frozenset('"“«')
_CATEGORY = re.compile(r"\b(?:nominations?|categor(?:y|ies)) [\"“«]([^\"”»\n]{3,40})[\"”»]", re.I)
_SEVERAL = ("ers", "ors", "ists", "ians", "ants", "ents", "ees", "ives", "cans")
_SAYS_OF_SEVERAL = frozenset({"VBD", "VBP", "MD"})
_ANOTHER_SENSE = {
    "CCTV": re.compile(r" (?:camera|footage|record|video|image|system|shot|monitor|surveillance)"),
    "State Department": re.compile(r" (?:of|for) (?:the )?(?!United States|US\b|U\.S\.)[A-Z]"),
    "Shell": re.compile(r"['\"”»]?s\b| (?:Attack|Fire|Strike|Hit)"),
    "KSA": re.compile(r" \d{1,2}[:.]\d\d\b"),
    "Metro": re.compile(r" (?:station|line)"),
    "Apple": re.compile(r" (?:tree|juice|pie|orchard|harvest)"),
    "Orange": re.compile(r" (?:juice|alert|level|[Rr]evolution|danger)"),
    "Times": re.compile(r" of (?:the\b|[a-z])"),
    "Telegram": re.compile(r" (?:from|of) "),
    "West": re.compile(r" of (?:the |al-)?[A-Z]"),
    "East": re.compile(r" of (?:the |al-)?[A-Z]"),
}
"""What follows a name that is rather a word or another body: cameras are no Chinese channel."""


def is_plausible(body: str, name: Found, tokens: Tokens, guessed: set[int]) -> bool:
    """Tell whether a word of the text that looks like a known name is one: "Of" and "Nice" are towns too."""
    token = tokens.at(name.start)
    if (
        name.type == "ORG"
        and _IN_TITLE.search(body, max(0, name.start - 20), name.start)
        and not (written := body[name.start : name.end]).isupper()
        and _is_field(written)
    ):
        return False  # "Foreign Affairs" is a magazine, but not after "Minister of"; "ministers of the EU" are its
    if _has_another_sense(body, name) or is_language(body, name):
        return False
    if token is None:
        return "-" in token_before(tokens, name.start)
    if token.text == "States" and name.type == "GPE" and not body.endswith(("the ", "The "), 0, name.start):
        return False  # "all Member States"
    if token.text == "IS":
        return _is_islamic_state(body, name, tokens)
    if name.end > token.idx + len(token.text) + 1:
        return name.type != "EVENT" or not _modifies(tokens, name)
    if name.start in guessed or name.end - 1 in guessed:
        return True
    if name.level == "adjectival":
        return token.tag_ not in {"VB", "VBP", "MD", "CC"}
    if token.tag_ in {"NNP", "NNPS"} or (name.via == "acronym" and len(name) > 2) or _is_acronym(body, name):
        return True
    if token.is_sent_start:
        return False
    if token.tag_ in {"NN", "NNS", "JJ"}:
        return True
    return name.type != "PRODUCT" and len(name) > _SHORT and not is_english(body[name.start : name.end])


def _is_islamic_state(body: str, name: Found, tokens: Tokens) -> bool:
    """Tell whether "IS" is the group: the text names it in full, and the words around are no capitals throughout."""
    number = tokens.index[name.start]
    around = [word for word in tokens.words[max(0, number - 1) : number + 2] if word.isalpha() and word != "IS"]
    return not (around and all(word.isupper() for word in around)) and _OWN_LETTERS.search(body) is not None


def _is_acronym(body: str, name: Found) -> bool:
    return name.type == "ORG" and len(name) > 2 and body[name.start : name.end].isupper()


def is_no_name(body: str, guess: Found, known: Spans, tokens: Tokens) -> bool:
    """Tell whether a guess is rather a common noun with capitals, or a known name in another sense."""
    if is_language(body, guess) or _is_strain(body, guess) or DISEASE.match(body, guess.end) is not None:
        return True
    if body[guess.start : guess.end] in _categories(body):
        return True
    if guess.type == "ORG" and _OFFICE.match(body, guess.start, guess.end):
        return True
    if guess.type in {"ORG", "PERSON"} and _SPECIAL.fullmatch(body, guess.start, guess.end):
        return True
    if _opens_line(body, guess) or _opens_sentence(body, guess, tokens):
        return True
    one = guess.type == "PERSON" and " " not in body[guess.start : guess.end]
    if (guess.type == "ORG" or one) and _MINISTER.match(body, guess.end) and _is_field(body[guess.start : guess.end]):
        return True
    if body.endswith("month of ", 0, guess.start) or _is_degree(body, guess) or _is_of_portfolio(body, guess, known):
        return True
    if _has_another_sense(body, guess) or _is_portfolio(body, guess, known) or _is_stance(body, guess, known):
        return True
    written = body[guess.start : guess.end]
    if guess.type not in _NOUN_TYPES or any(word.lower() not in COMMON_BODIES for word in _WORDS.findall(written)):
        return False
    return body.count(written) == 1 and not _OF_NAME.match(body, guess.end)


@lru_cache(maxsize=4)
def _tells_of_strains(body: str) -> bool:
    """Tell whether a text speaks of strains at all; asked for each guess of it."""
    return any(word in body for word in (" variant", " strain", " mutation", "virus", "ovid", "OVID"))


def _is_strain(body: str, guess: Found) -> bool:
    """Tell whether a guess is a strain of a virus, wherever the text has it: "the Gamma variant", "against Gamma"."""
    if not _tells_of_strains(body):
        return False
    written = body[guess.start : guess.end]
    if written.lower().removeprefix("stealth ").removesuffix("s") in _GREEK_LETTERS:
        return True
    return any(f"{written} {noun}" in body for noun in ("variant", "strain", "mutant", "mutated", "sub-variant"))


@lru_cache(maxsize=4)
def _categories(body: str) -> frozenset[str]:
    """Give the categories in which prizes of the text are given, and their words: the nomination "Long Prose"."""
    if "nominat" not in body and "categor" not in body:
        return frozenset()
    found = [match[1] for match in _CATEGORY.finditer(body)]
    return frozenset(found) | {word for name in found for word in _WORDS.findall(name) if is_english(word)}


def _opens_line(body: str, guess: Found) -> bool:
    """Tell whether a guess is a word that only its place gives a capital: "Chemical attack", also written small."""
    word = body[guess.start : guess.end]
    if guess.type == "PERSON" or guess.level != "name" or not word.isalpha() or not word.istitle():
        return False
    first = guess.sentence_start or body[max(0, guess.start - 2) : guess.start] in {"", "\n", "\n\n", ": ", "� "}
    return first and f" {word.lower()}" in body and is_english(word)


def _opens_sentence(body: str, guess: Found, tokens: Tokens) -> bool:
    """Tell whether a guess is an English word at the start of a sentence that says what the next noun is like.

    "Motorbike bomber kills ten", or who several people are: "Brokers said", or what is somehow: "Trade is slow". It is
    a name where the text has the word with a capital inside a sentence.
    """
    word = body[guess.start : guess.end]
    opens = guess.sentence_start or (body[guess.start - 1] in _MARKS and body[guess.start - 3] in ".:,!?\n")
    if not opens or guess.level != "name" or not word.isalpha() or not word.istitle():
        return False
    if not is_english(word) or (guess.type == "PERSON" and not _is_several(word)):
        return False
    number = tokens.holding(guess.start) + 1
    following = tokens.doc[number] if number < len(tokens.words) else None
    if following is None or not following.text.islower():
        return False
    several = _is_several(word) and following.tag_ in _SAYS_OF_SEVERAL
    if following.tag_ not in {"NN", "NNS", "JJ"} and not several and following.text not in {"is", "was"}:
        return False
    at = body.find(f" {word}")
    while at >= 0:
        if body[at - 1].islower() or body[at - 1] == ",":
            return False
        at = body.find(f" {word}", at + 1)
    return True


def _is_several(word: str) -> bool:
    """Tell whether a word is the plural of an English noun for people, as by its ending: "Separatists", "Brokers"."""
    return word.endswith(_SEVERAL)


def _is_field(text: str) -> bool:
    """Tell whether words beside a minister are what he is responsible for: "National Defence Minister"."""
    return not _BODY.search(text) and all(is_english(word) for word in _WORDS.findall(text) if word != "and")


def as_attribute(body: str, name: Found) -> Found:
    """Mark "US" in "US-led" as adjectival."""
    if name.level == "name" and name.type in _BODIES and _LED.match(body, name.end):
        return replace(name, level="adjectival")
    return name


def _modifies(tokens: Tokens, name: Found) -> bool:
    """Tell whether an event only says of what kind the noun after it is: "a Syrian war monitoring group"."""
    number = tokens.holding(name.end - 1)
    last = tokens.doc[number]
    return last.text.islower() and last.dep_ in {"compound", "npadvmod", "nmod"} and last.head.i > last.i


def token_before(tokens: Tokens, at: int) -> str:
    """Give the text of the token that holds an offset but starts before it, "" where there is none."""
    number = tokens.holding(at - 1)
    if number < 0 or at - tokens.starts[number] > 40:
        return ""
    word = tokens.words[number]
    return word if tokens.starts[number] + len(word) > at else ""


def _is_degree(body: str, guess: Found) -> bool:
    """Tell whether a guess is what somebody has a degree in: "Doctor of Historical Sciences"."""
    is_science = body.endswith(("Sciences", "Science", "Arts", "Law", "Medicine"), guess.start, guess.end)
    return is_science and _DEGREE.search(body, max(0, guess.start - 15), guess.start) is not None


def _is_of_portfolio(body: str, guess: Found, known: Spans) -> bool:
    """Tell whether a guess is the rest of what a minister is responsible for: "Minister of Health and Medical Care".

    The state whose minister it is may end it.
    """
    if body.find("inister", max(0, guess.start - _FAR), guess.start) < 0:
        return False
    before = _IN_PORTFOLIO.search(body, max(0, guess.start - _FAR), guess.start)
    if before is None:
        return False
    field, of, place = body[guess.start : guess.end].rpartition(" of ")
    owned = bool(of) and (owner := known.beginning(guess.end - len(place))) is not None and owner.end == guess.end
    return all(is_english(word) for word in _WORDS.findall(field if owned else body[guess.start : guess.end]))


def _is_portfolio(body: str, guess: Found, known: Spans) -> bool:
    """Tell whether a guess is what a minister is responsible for: "Minister of Ecology", "for Reform of the East"."""
    return (
        guess.type in {"ORG", "FAC", "LOC"}
        and _IN_TITLE.search(body, max(0, guess.start - 20), guess.start) is not None
        and all(
            name.end == guess.end and _FIELD_OF.fullmatch(body, guess.start, name.start)
            for name in known.covering(guess.start, guess.end)
        )
    )


def _is_stance(body: str, guess: Found, known: Spans) -> bool:
    """Tell whether a guess is what a state or capital has, at the start of a line: "Obligations of Oslo"."""
    noun = _NOUN_OF.match(body, guess.start, guess.end)
    if noun is None or noun[1].lower().removesuffix("s") not in STATE_NOUNS:
        return False
    owner = known.beginning(noun.end() - 1)
    return owner is not None and owner.end == guess.end and owner.type == "GPE"


def _has_another_sense(body: str, name: Found) -> bool:
    if body.startswith("service ", name.start) and body.endswith("press ", 0, name.start):
        return True
    other = _ANOTHER_SENSE.get(body[name.start : name.end])
    return other is not None and other.match(body, name.end) is not None
