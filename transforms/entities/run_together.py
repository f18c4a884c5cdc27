"""Guesses that run a name together with its neighbour: a body with its speaker, a town with a surname."""

import re
from dataclasses import replace

from transforms.entities.chinese_names import chinese_end
from transforms.entities.dictionary import is_english
from transforms.entities.found import Found, Spans
from transforms.entities.model import GIVEN
from transforms.entities.trim import ROADS
from transforms.entities.words import COMMON_BODIES, NOT_NAMES, NOT_SURNAMES, TITLES, words

_NO_NAMES = NOT_SURNAMES | NOT_NAMES | COMMON_BODIES | TITLES
PLACE_WORDS = words("city town village province region district governorate area countryside suburb group regime")
GIVEN_STATES = words(
    "virginia victoria chad jordan israel georgia india china kenya paris london brooklyn sydney milan florence"
)
_BODIES = frozenset({"GPE", "LOC", "FAC", "ORG"})
_GIVEN_INSIDE = re.compile(r"(?<= )([A-Z][a-z]+)(?= [A-Z][a-z]+$)")
_ALIKE = words(
    """
    ministry committee council bank university party union agency company association movement commission federation
    department institute court hospital airport
    """
)
_LETTERS_AND_NAME = 3
_OF = (" of ", " of the ")
_OFFICE_OF = re.compile(
    r"\b(?:head|chief|leader|chairman|chairwoman|deputy|deputies|member|director|president|secretary|spokesman|spokeswoman|"
    r"representative|speaker|commander|candidate|activist|coordinator|expert|analyst|lawyer|official) of the $"
)
_SAYS = re.compile(r" (?:said|told|added|noted|stressed|believes|wrote|specified|clarified|emphasized|recalled)\b")
_IN = re.compile(r"\b[Ii]n $")
_WORD = re.compile(r"[A-Z][a-z]{2,}")
_TWO_NAMES = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_STANCE = re.compile(r"(?:[Pp]ro|[Aa]nti|[Nn]on|[Pp]ost|[Pp]re|[Nn]eo)-(?=[A-Z])")
_POSSESSIVE = re.compile(r"['’]?s ")


def split_prefix(body: str, guess: Found) -> list[Found]:
    """Cut the stance off a guess, and part whose it is from what has it: "pro-Orlov Supreme Court"."""
    stance = _STANCE.match(body, guess.start, guess.end)
    if stance is None:
        return [guess]
    start = stance.end()
    cut = body.find(" ", start, guess.end)
    if cut < 0:
        return [replace(guess, start=start)]
    return [replace(guess, start=start, end=cut), replace(guess, start=cut + 1)]


def split_person(body: str, guess: Found, known: Spans) -> list[Found]:
    """Split a guess that runs an organization and its speaker together ("Ministry of Defense Dmytro Hutsuliak")."""
    if guess.type not in {"ORG", "FAC", "GPE", "LOC"}:
        return [guess]
    first = known.beginning(guess.start)
    inside = first if first is not None and first.end < guess.end else None
    given = _GIVEN_INSIDE.finditer(body, guess.start + 1, guess.end)
    cut = next((match.start() for match in given if match[1].lower() in GIVEN), None)
    is_owner = inside is not None and inside.type == "GPE" and body.endswith(_OF, 0, guess.start)
    if inside and (inside.type in {"ORG", "FAC"} or is_owner) and cut is None:
        rest = body[inside.end + 1 : guess.end]
        unlike = NOT_SURNAMES if not is_owner else _NO_NAMES
        if _TWO_NAMES.fullmatch(rest) and not any(
            word.lower() in unlike or (is_owner and is_english(word)) for word in rest.split()
        ):
            cut = inside.end + 1
    if inside and inside.level == "name" and cut is None and body[inside.end + 1 : guess.end].lower() in GIVEN:
        cut = inside.end + 1  # "a resident of Zarma Gayane"
    if cut is None:
        cut = _behind_owner(body, guess, known) or _behind_body(body, guess)
    if cut is None:
        cut = chinese_end(body, guess.start, guess.end) if guess.type == "ORG" else None
    if cut is None:
        return [guess]
    front = body[guess.start : cut - 1]
    letters = front.isupper() and len(front) > 1 and front.lower() not in TITLES  # "MFA Ana Osk", not "MEP"
    if " " not in front and not inside and not letters:
        return [guess]
    return [
        replace(guess, end=cut - 1),
        replace(guess, start=cut, type="PERSON", sentence_start=False),
    ]


def _behind_owner(body: str, guess: Found, known: Spans) -> int | None:
    """Give where two names follow the state that a body is of: "Council of Fishermen of Latvia Juris Ozols"."""
    for name in known.covering(guess.start + 1, guess.end):
        rest = body[name.end + 1 : guess.end]
        owner = name.start > guess.start and name.level == "name" and name.type in _BODIES
        owner = owner and body.endswith((" of ", " of the "), 0, name.start)
        if owner and _TWO_NAMES.fullmatch(rest) and not any(word.lower() in _NO_NAMES for word in rest.split()):
            return name.end + 1
    return None


def _behind_body(body: str, guess: Found) -> int | None:
    """Give where two foreign words follow the body of an office: "deputy of the Civic Front Ilir Hoxha"."""
    parts = body[guess.start : guess.end].split(" ")
    letters = parts[0].isupper() and len(parts) == _LETTERS_AND_NAME
    if (len(parts) < 4 and not letters) or not _OFFICE_OF.search(body, max(0, guess.start - 40), guess.start):
        return None
    last = " ".join(parts[-2:])
    if not _TWO_NAMES.fullmatch(last) or any(is_english(word) for word in parts[-2:]):
        return None
    if not (letters or is_english(parts[-3])):
        return None
    return guess.end - len(last)


def surname_after(body: str, guess: Found, known: Spans, surnames: set[str]) -> Found:
    """Cut a place off the front of the surname of someone the text names: a headline run into the first sentence."""
    name = known.beginning(guess.start)
    if name is None or name.end >= guess.end or name.type not in _BODIES:
        return guess
    rest = body[name.end + 1 : guess.end]
    if name.weak and (name.type != "ORG" or rest not in surnames):
        return guess
    if rest not in surnames and not (_SAYS.match(body, guess.end) and _is_foreign_word(rest)):
        return guess
    given = body[name.start : name.end].lower()
    if (given in GIVEN or given in GIVEN_STATES) and not _IN.search(body, max(0, name.start - 4), name.start):
        return guess  # "Jordan Belov", but "in Jordan Belov said"
    return replace(guess, start=name.end + 1, type="PERSON", sentence_start=True)


def _is_foreign_word(text: str) -> bool:
    """Tell whether a text is one word with a capital that is no English one, and so a surname where it speaks."""
    return _WORD.fullmatch(text) is not None and text.lower() not in _NO_NAMES | PLACE_WORDS and not is_english(text)


def split_possessive(body: str, guess: Found, known: Spans) -> Found:
    """Cut a known owner off the front of a guess: "Syria's Homs Province", also without the apostrophe."""
    name = known.beginning(guess.start)
    if name is not None and name.end < guess.end:
        owner = _POSSESSIVE.match(body, name.end)
        if owner and owner.end() < guess.end:
            return replace(guess, start=owner.end())
    return guess


def _ends_alike(first: str, second: str) -> bool:
    """Tell whether both parts of a pair have a name before a noun of one kind: "Lenin Street and Victory Avenue"."""
    if " " not in first or " " not in second:
        return False
    ends = {first.rpartition(" ")[2].lower(), second.rpartition(" ")[2].lower()}
    return ends <= ROADS or (len(ends) == 1 and ends <= _ALIKE)


def split_pair(body: str, guess: Found, known: Spans) -> list[Found]:
    """Split a guess that joins a known name to another by "and" ("Flora and Infonet")."""
    middle = body.find(" and ", guess.start, guess.end)
    if guess.type == "PERSON" or middle < 0:
        return [guess]
    if _ends_alike(body[guess.start : middle], body[middle + 5 : guess.end]):
        return [replace(guess, end=middle), replace(guess, start=middle + 5, sentence_start=False)]
    first, second = known.beginning(guess.start), known.beginning(middle + 5)
    if (first is None or first.end != middle) and (second is None or second.end != guess.end):
        return [guess]
    return [replace(guess, end=middle), replace(guess, start=middle + 5, sentence_start=False)]
