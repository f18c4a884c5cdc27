"""What a text calls someone just named, whatever their office: "the cleric", "the woman", "the 43-year-old"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Token

from config.knowledge import Entity
from transforms.entities.discourse import Referent, Seen
from transforms.entities.speaking import is_speaking
from transforms.entities.words import EPITHETS, PERSON_NOUNS, words
from transforms.language_model import text_of

AGED = "aged"
"""The head of a description by age alone: "the 43-year-old"."""
_PLAIN = words(
    """
    woman man girl boy teenager lady gentleman youngster pensioner retiree student schoolboy schoolgirl pupil farmer
    fisherman shepherd miner engineer sailor priest monk rabbi nun nurse surgeon paramedic trader shopkeeper widow
    widower native mother father
    """
)
CHARACTERS = EPITHETS | _PLAIN
"""Nouns that say what someone is, not what part he has in the events ("the driver", "the victim")."""
GENDERS = {
    **dict.fromkeys(("woman", "girl", "lady", "schoolgirl", "widow", "mother", "nun", "actress"), "f"),
    **dict.fromkeys(("man", "boy", "gentleman", "schoolboy", "widower", "father", "monk"), "m"),
}
"""The gender that a noun tells."""
_OTHERS = words(
    """
    other another second third unnamed unidentified anonymous dead deceased late murdered killed arrested detained
    wounded injured accused missing same-sex next new ordinary average
    """
)
_BY_AGE = re.compile(r"\b[Tt]he \d\d?-year-old(?! [a-z]+(?:ist|er|or|man|ian|ant|ent)\b)")
_KIN = words(
    "wife husband sister brother daughter son driver victim witness resident patient suspect girlfriend friend"
)
_INDEFINITE = frozenset({"a", "an", "another", "one", "two", "three"})
_AGE_GROUPS = words("woman man girl boy resident patient person passenger couple teenager pensioner lady family")
_OF_NUMBER = re.compile(r" of (?:two|three|four|five|six|seven|eight|nine|ten|\d\d?|many children)\Z")
STARS = words("artist star performer singer celebrity showman showwoman musician rapper actor actress idol")
"""What a text calls the one artist whom it is about, in any part of a sentence."""
LEARNED = words("expert specialist analyst scientist researcher economist")
OFFICE_HOLDERS = words(
    """
    minister president premier chancellor spokesman spokeswoman spokesperson deputy senator governor mayor ambassador
    envoy secretary king prince emir pope lawmaker parliamentarian congressman congresswoman candidate official
    """
)
"""What a text would call rather than "the expert"."""
_ARTS = STARS | words(
    "dancer ballerina comedian host presenter blogger pianist violinist director actor producer model"
)
_SURE = frozenset({"sure", "convinced", "confident", "certain"})
_NEAR = 2


def is_sure(token: Token) -> bool:
    """Tell whether a word is the subject of "is sure that", "is convinced"."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    return verb.lower_ in _SURE or any(c.dep_ == "acomp" and c.lower_ in _SURE for c in verb.rights)


def is_star(token: Token, head: str) -> bool:
    """Tell whether a noun stands bare for an artist: "sued the singer", not "the star of the film", "the rock star"."""
    if (
        head not in STARS
        or token.i == 0
        or token.nbor(-1).lower_ != "the"
        or token.dep_ in {"compound", "amod", "attr"}
    ):
        return False
    return token.i + 1 == len(token.doc) or token.nbor(1).lower_ not in {"of", "in", "from", "who", "-"}


def only_star(head: str, ranked: Sequence[Referent], entities: Mapping[str, Entity]) -> Referent | None:
    """Find the one artist whom the text has named, where a noun calls somebody one."""
    if head not in STARS:
        return None
    stars = [r for r in ranked if r.id in entities and entities[r.id].kind == "people-sport-culture"]
    stars = [r for r in stars if r.described & _ARTS]
    return stars[0] if len(stars) == 1 else None


def speakers_by_age(doc: Doc) -> Iterator[Token]:
    """Yield the last word of each "The 43-year-old" that says something."""
    text = text_of(doc)
    if "-year-old" not in text:
        return
    for match in _BY_AGE.finditer(text):
        span = doc.char_span(match.start(), match.end())
        if span is not None and span[-1].dep_ == "nsubj" and is_speaking(span[-1]):
            yield span[-1]


def may_be_epithet(token: Token, text: str) -> bool:
    """Tell whether a description may mean someone just named: no clause or phrase of its own says who it is."""
    if " of " in text and _OF_NUMBER.search(text) is None:
        return False
    return not any(
        child.dep_ in {"relcl", "acl"} or (child.dep_ == "prep" and child.lower_ not in {"of", "also"})
        for child in token.rights
    ) and not any(word.lower_ in _OTHERS or word.dep_ == "poss" for word in token.lefts)


def just_spoken_of(token: Token, ranked: Sequence[Referent], here: Seen, gender: str | None) -> Referent | None:
    """Find the one person named in the sentences just before, where no other and nobody nameless came since."""
    near = [r for r in ranked if any(_is_near(seen, here) for seen in r.seen[-3:])]
    here_only = [r for r in near if any(seen.paragraph == here.paragraph for seen in r.seen[-3:])]
    near = here_only or near
    if len(near) != 1 or not near[0].name or here.quoted:
        return None
    found = near[0]
    last = max(seen.at for seen in found.seen if seen.at < here.at)
    if brings_another(token, last):
        return None
    found.gender = found.gender or gender
    return found


def holds_office(person: Referent) -> bool:
    """Tell whether a person is a minister or the like, whom no text calls an expert; the head of a society is none."""
    own = person.titled if person.id.startswith("unk-") else person.described
    return bool(own & OFFICE_HOLDERS)


def only_learned(head: str, token: Token, ranked: Sequence[Referent], here: Seen) -> Referent | None:
    """Find the one person of the text who may be "the expert" that speaks, if nobody nameless came since."""
    if head not in LEARNED or not here.speaks or here.quoted:
        return None
    people = [r for r in ranked if r.name and not holds_office(r)]
    last = max((seen.at for seen in people[0].seen if seen.at < here.at), default=None) if len(people) == 1 else None
    return people[0] if last is not None and not brings_another(token, last) else None


def quoted_just_before(token: Token, start: int, ranked: Sequence[Referent], here: Seen) -> Referent | None:
    """Find the one person of the sentence before a quotation: "Osk told of ice. “A”, the skier said"."""
    text = text_of(token.doc)
    closed = _BEHIND_QUOTE.search(text, max(0, start - _BESIDE), start)
    if not here.speaks or here.quoted or closed is None:
        return None
    opened = text.rfind(_OPENING.get(closed[0][0], closed[0][0]), max(0, closed.start() - _LONGEST), closed.start())
    before = text[:opened].rstrip() if opened > 0 else ""
    low = max(before.rfind(". "), before.rfind("\n")) + 1
    near = [(seen, r) for r in ranked for seen in r.seen[-3:] if before and low <= seen.at < opened]
    if len({r.id for _, r in near}) != 1 or not near[0][1].name or near[0][0].modifier or near[0][0].quoted:
        return None
    seen, found = near[0]
    return None if holds_office(found) or brings_another(token, seen.at) else found


_BEHIND_QUOTE = re.compile(r"[\"”»][,.]? ?[-–—]? ?(?:[a-z]+ )?\Z")
_OPENING = {"”": "“", "»": "«"}
_BESIDE, _LONGEST = 24, 900


def brings_another(token: Token, since: int, *, definite: bool = False) -> bool:
    """Tell whether somebody whom the text does not name came in since an offset: "a patient", "two women".

    `definite`: "the driver" counts too.
    """
    doc = token.doc
    for number in range(token.i - 1, -1, -1):
        word = doc[number]
        if word.idx <= since:
            return False
        if definite and word.tag_ == "NN" and _is_person(word.lower_):
            return True
        if word.lower_ in _INDEFINITE and word.head.i > number and word.head.dep_ not in {"appos", "attr"}:
            noun = word.head.lemma_.lower()
            if noun in _AGE_GROUPS or _is_person(noun):
                return True
    return False


def _is_person(noun: str) -> bool:
    return noun in CHARACTERS or noun in PERSON_NOUNS or noun in _KIN


def _is_near(seen: Seen, here: Seen) -> bool:
    subject = seen.subject or seen.speaks or not seen.modifier
    return subject and not seen.quoted and seen.at < here.at and 0 < here.sentence - seen.sentence <= _NEAR
