"""Merging what the knowledge base, the state organs and the language model find: the longest name wins."""

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found, Spans, longest
from transforms.entities.model import GIVEN
from transforms.entities.overrun import without_overrun
from transforms.entities.plausible import as_attribute, is_no_name, is_plausible
from transforms.entities.run_together import (
    GIVEN_STATES,
    PLACE_WORDS,
    split_pair,
    split_person,
    split_possessive,
    split_prefix,
    surname_after,
)
from transforms.entities.tokens import tokens_of
from transforms.entities.words import (
    CALENDAR,
    COMMON_BODIES,
    DETERMINERS,
    DIRECTIONS,
    NOT_NAMES,
    NOT_SURNAMES,
    TITLE_WORDS,
    TITLES,
    words,
)
from transforms.language_model import text_of

_CLUBS = frozenset({"FC", "FK", "HC", "BC", "AC", "SC", "SK", "CF", "VC", "WC", "RC"})
_FILLERS = (
    DETERMINERS
    | TITLES
    | CALENDAR
    | words(
        """
    provincial tags monitor ngo read share video photo update updated city town village province region district
    governorate area countryside suburb neighborhood neighbourhood group regime home mia ia iaa
    """
    )
    | words("and , - ' 's ’s s of in inter intra anti pro non ex post pre")
)
_BRANCH = words(
    """
    main state central regional general local chief city directorate department administration board office branch
    management headquarters of the for in division unit press service ministry
    """
)
_COMPASS = words("northern southern eastern western")
_BETWEEN = words(
    "northeastern northwestern southeastern southwestern north-eastern north-western south-eastern south-western"
)
"""Directions that no place is called by, unlike "Northern Cyprus" and "Eastern Ghouta"."""
_GOVERNORATES = words("homs hama aleppo idlib daraa raqqa latakia tartus hasakah sweida quneitra deir-ez-zor damascus")
"""Towns whose names also mean what lies around them: "Eastern Homs" is a part of it."""
_PARTS_OF = frozenset({"central", "rural"})
_REPORTED = words(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty dozens hundreds scores
    thousands several many another earlier later meanwhile elsewhere over about nearly least more civilians terrorists
    militants units here yesterday today fresh heavy community
    """
)
_DOING = words("killing wounding injuring leaving destroying targeting seizing capturing inflicting")
_STRIKES = re.compile(r" (?:strike|raid|attack|defen[cs]e|bombardment)s?\b")
_LETTERS = 4
_OUTLET = words("news agency newspaper channel website magazine")
_PLACE_AFTER = re.compile(r" (?:area|city|countryside|district|neighbou?rhood|province|suburb|town|village)s?\b")
_THING_AFTER = re.compile(
    r" (?:project|mission|program(?:me)?|spacecraft|satellite|rocket|missile|drone|vaccine|ship|vessel|tank)\b"
)
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BODIES = _PLACES | {"ORG"}
_LED = re.compile(r"-(?:led|run|based|backed|held|controlled|affiliated|linked|allied|owned)")
_TWO_NAMES = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")


def choose(doc: Doc, known: Sequence[Found], model: Sequence[Found]) -> list[Found]:
    """Give non-overlapping names in order: the longest, the known ones before the guessed ones of the same span."""
    body = text_of(doc)
    tokens = tokens_of(doc)
    guessed = {at for guess in model for at in range(guess.start, guess.end)}
    known = longest(as_attribute(body, name) for name in known if is_plausible(body, name, tokens, guessed))
    dropped: set[Found] = set()
    added: list[Found] = []
    full = {body[name.start : name.end] for name in (*known, *model) if _is_full_name(body, name)}
    surnames = full | {name.rpartition(" ")[2] for name in full}
    spans = Spans(known)
    certain = {name.ids[0] for name in known if name.ids and not name.weak}
    wholes = longest(guess for guess in model if guess.whole and _is_longer(guess, spans))
    for guess in wholes:
        dropped.update(spans.covering(guess.start, guess.end))
    shown = Spans(wholes)
    model = [guess for guess in model if not guess.whole and not shown.covering(guess.start, guess.end)]
    guesses = [
        piece
        for guess in model
        if not is_no_name(body, guess, spans, tokens)
        for cut in without_overrun(body, guess, spans)
        for part in split_prefix(body, cut)
        for piece in split_pair(body, part, spans)
    ]
    for given in [piece for guess in guesses for piece in split_person(body, guess, spans)]:
        guess = surname_after(body, split_possessive(body, given, spans), spans, surnames)
        inside = spans.covering(guess.start, guess.end)
        outlook = _against(body, guess, inside, certain) if inside else guess
        # What is left behind a known name may be a common noun: "Homs Ceasefire".
        if outlook is not None and body[outlook.start : outlook.end].lower() not in NOT_NAMES:
            dropped.update(name for name in inside if outlook.overlaps(name.start, name.end))
            added.append(outlook)
    return longest([*(name for name in known if name not in dropped), *wholes, *added])


def _is_longer(guess: Found, known: Spans) -> bool:
    """Tell whether a guess with certain ends is no known name, nor cuts one."""
    inside = known.covering(guess.start, guess.end)
    if any(name.start < guess.start or name.end > guess.end for name in inside):
        return False
    return all(len(name) < len(guess) or name.weak for name in inside)


def _against(body: str, guess: Found, inside: Sequence[Found], certain: set[str]) -> Found | None:
    """Decide between a guess and known names that it overlaps: the guess where it is truly longer, else None."""
    start, end = min(name.start for name in inside), max(name.end for name in inside)
    if start < guess.start or end > guess.end:
        return None
    if len(inside) == 1 and (start, end) == (guess.start, guess.end):
        known = inside[0]
        doubtful = known.weak and certain.isdisjoint(known.ids) and not _PLACE_AFTER.match(body, known.end)
        return guess if doubtful and guess.type == "PERSON" and known.type != "PERSON" else None
    left = body[guess.start : guess.end]
    for name in inside:
        left = left.replace(body[name.start : name.end], " ", 1)
    rest = re.findall(r"[\w'’]+|,", left)
    adjectives = any(name.level == "adjectival" for name in inside)
    if left.strip() == "-era" or (adjectives and _LED.fullmatch(left.strip())):
        return None  # "Houthi-run", "Cold War-era"
    front = body[guess.start : inside[-1].start]
    if (
        inside[-1].type == "GPE"
        and len(front) > 4
        and front == f"{rest[0] if rest else ''}-"
        and is_english(front[:-1])
    ):
        return None  # "Wrestling-Moldova"
    if rest == ["An"] and guess.type == "PERSON":
        return guess  # "An Fengshan": no article, and no town
    if _adds_common_noun(body, guess, inside, rest) or all(word.lower() in TITLES | TITLE_WORDS for word in rest):
        return None
    if all(
        (word.lower() if word.lower() not in PLACE_WORDS else word) in _FILLERS or word in DIRECTIONS or word.isdigit()
        for word in rest
    ):
        return None  # "Russian President Vladimir Putin", "Homs, Syria", "inter-Syrian"
    if _only_adds_branch(inside, rest) or (
        "GPE" in {inside[0].type, inside[-1].type} and _only_describes(body, guess, inside, rest)
    ):
        return None
    if (guess.sentence_start or len(inside) > 1) and all(word.lower() in DIRECTIONS for word in rest):
        return None  # "Lattakia Western Syria"
    person = next((name for name in inside if name.type == "PERSON" and " " in body[name.start : name.end]), None)
    if person is not None and guess.type in {"PERSON", "ORG"}:
        return None
    return _as_person(body, guess, inside) if guess.type == "PERSON" else _as_body(body, guess, inside, rest)


def _is_small_noun(word: str) -> bool:
    return word.islower() and is_english(word) and word not in COMMON_BODIES


def _only_describes(body: str, guess: Found, inside: Sequence[Found], rest: Sequence[str]) -> bool:
    """Tell whether a guess adds to a place what is no name: where in it, a report's next words, or its units' army.

    "Central Homs", "Northeastern Tver", "Northern Tver" where the text also has "northern Tver", "DAMASCUS Thirteen",
    "Daraa Army units", "Homs Air strikes", "Homs Killing 7".
    """
    place = body[inside[0].start : inside[0].end]
    if inside[0].start > guess.start:
        where = rest[0].lower() if len(rest) == 1 else ""
        if where not in DIRECTIONS:
            return False
        if where in _COMPASS and inside[0].end == guess.end and _GOVERNORATES.issuperset(inside[0].ids[:1]):
            return True
        if where in _BETWEEN and inside[0].end == guess.end and inside[0].type == "GPE":
            return True
        return where in _PARTS_OF or f"{where} {place}" in body or _PLACE_AFTER.match(body, guess.end) is not None
    if place.isupper() and len(place) > _LETTERS and not any(word.isupper() for word in rest):
        return True
    if rest[0].lower() in _DOING or (rest[-1] == "Air" and _STRIKES.match(body, guess.end)):
        return True
    return rest[-1].lower() in _REPORTED or (rest[-1] == "Army" and body.startswith(" units", guess.end))


def _only_adds_branch(inside: Sequence[Found], rest: Sequence[str]) -> bool:
    """Tell whether a guess adds only what part of a body it is: "Main Directorate of the Emergencies Ministry"."""
    if not rest:
        return False
    if (
        len(inside) == 1
        and inside[0].type == "ORG"
        and all(word.lower() in _BRANCH or word in _OUTLET for word in rest)
    ):
        return True
    return rest[0] in {"of", "for", "in", "on"} and all(word.islower() for word in rest)


def _as_body(body: str, guess: Found, inside: Sequence[Found], rest: Sequence[str]) -> Found:
    """Cut a nationality off the front of a single word: "Finnish Ilves"."""
    if not _is_of_nationality(body, guess, inside, rest):
        return guess
    return replace(guess, start=inside[0].end + 1, sentence_start=False)


def _is_of_nationality(body: str, guess: Found, inside: Sequence[Found], rest: Sequence[str]) -> bool:
    """Tell whether a guess is a nationality before one word that is a name by itself."""
    front = inside[0]
    of_a_thing = front.level == "adjectival" and front.start == guess.start and _THING_AFTER.match(body, guess.end)
    if of_a_thing and len(inside) == 1 and all(word[0].isupper() for word in rest):
        return True  # "the Polish Blue Heron project"
    if len(rest) > 1 and rest[0] in _CLUBS and front.level == "adjectival" and front.start == guess.start:
        return True  # "Maltese FC Sliema"
    return (
        len(inside) == len(rest) == 1
        and front.level == "adjectival"
        and front.start == guess.start
        and body[front.end : front.end + 1] == " "
        and rest[0][0].isupper()
        and rest[0].lower() not in COMMON_BODIES | NOT_NAMES | NOT_SURNAMES
        and not rest[0].lower().endswith(("s", "an", "ish", "tion", "ment", "ism", "cy", "ty"))
    )


def _as_person(body: str, guess: Found, inside: Sequence[Found]) -> Found | None:
    """Cut what is known off the front of a person: "Sberbank Yevgeny Ivanov", "DPRK Kim"."""
    fronts = [name for name in inside if name.start == guess.start]
    front = max(fronts, key=len, default=None)
    if front is not None and _is_cut_from_person(body, front, body[front.end + 1 : guess.end]):
        rest = body[front.end + 1 : guess.end].split()
        common = rest[0].lower() not in GIVEN and all(map(is_english, rest))  # "ENDF Public Relations"
        return None if common and front.type == "ORG" and len(rest) > 1 else replace(guess, start=front.end + 1)
    return _without(guess, inside) if all(_is_nationality(body, name) for name in inside) else guess


def _is_cut_from_person(body: str, front: Found, rest: str) -> bool:
    """Tell whether a known name in front of a person is none of the person's: "Tver Region Pavel Orlov"."""
    if _begins_with_given_name(rest):
        return True
    written = body[front.start : front.end]
    if front.weak or front.type not in _BODIES or written.lower() in GIVEN | GIVEN_STATES or not rest[:1].isupper():
        return False
    return " " in written or written.isupper() or _TWO_NAMES.fullmatch(rest) is not None


def _adds_common_noun(body: str, guess: Found, inside: Sequence[Found], rest: Sequence[str]) -> bool:
    """Tell whether a guess only adds a plural to a place, or a noun to an event: "Super Bowl jersey".

    "Tver Courts", where the text also says "courts".
    """
    if len(inside) != 1 or inside[0].start != guess.start:
        return False
    if inside[0].type == "EVENT" and all(map(_is_small_noun, rest)):
        return True
    plural = len(rest) == 1 and rest[0].endswith("s")
    return inside[0].type == "GPE" and plural and f" {rest[0].lower()}" in body


def _begins_with_given_name(text: str) -> bool:
    parts = text.split()
    return len(parts) == 2 and parts[0].lower() in GIVEN and parts[1][0].isupper()


def _is_nationality(body: str, name: Found) -> bool:
    """Tell whether a known name before a person's is a nationality ("DPRK Kim") and no given name ("Jordan Peele")."""
    given = body[name.start : name.end].lower()
    return name.level == "adjectival" or (name.type == "GPE" and not name.weak and given not in GIVEN | GIVEN_STATES)


def _without(guess: Found, inside: Sequence[Found]) -> Found:
    """Cut adjectives of nationality off the front of a person's name."""
    front = [name for name in inside if name.start == guess.start]
    return replace(guess, start=front[0].end + 1) if front and front[0].end + 1 < guess.end else guess


def _is_full_name(body: str, name: Found) -> bool:
    return name.type == "PERSON" and _TWO_NAMES.fullmatch(body, name.start, name.end) is not None
