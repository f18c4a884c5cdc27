"""Which mention a speaker's words mean: the one on their head, or the name that says more beside, behind or in them."""

import re
from bisect import bisect_left
from operator import attrgetter

from spacy.tokens import Token

from transforms.claims.beside import Names
from transforms.claims.clauses import FINITE
from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.claims.speaker_authors import writer
from transforms.claims.speaker_bodies import (
    after_kind,
    after_opposition,
    ending_body,
    is_document,
    issuer,
    side,
    titled_body,
)
from transforms.claims.speaker_offices import is_anothers, named_behind_office
from transforms.claims.speaker_words import beside_name, covers, misses, named_within
from transforms.entities.words import PERSON_NOUNS
from transforms.records import Mention

_START = attrgetter("start")
_FAR = 60


def speaker_mention(names: Names, draft: Draft, head: Token, words: Range, whole: int) -> tuple[Mention | None, int]:
    """Find whom a speaker's words mean, and where they end with the name; `whole`: with a clause on them."""
    start, end = words
    mention = beside_name(names, _at_or_beside(names, draft, head, start, end), end)
    if mention is None or mention.type != "PERSON":
        holder = named_behind_office(names, head, draft.cue)
        mention, end = (holder, holder.end) if holder is not None else (mention, end)
    elif mention.level == "name" and is_anothers(names.text, mention, head):
        mention = None
    if mention is not None and misses(names.text, mention, head, start):
        outer = next((m for m in names.mentions if m.level == "nominal" and covers(m, mention)), None)
        mention = outer or titled_body(names, head)  # "the Telegram channel “Osk Today”"
    if mention is None or (mention.level == "name" and mention.end > end):
        mention = named_within(names, head, start, whole) or mention
    return mention or _behind_headline(names, head, start, end), end


_RUN_ON = 60


def _behind_headline(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find who speaks behind a headline that runs on: "Minister accuses Oslo of theft Adan Osk, head of X, | said"."""
    words = head.doc.char_span(start, end, alignment_mode="expand") if end - start > _RUN_ON else None
    verbs = [token for token in words or () if token.tag_ in FINITE]
    people = [m for m in names.mentions if verbs and verbs[-1].idx < m.start and m.end <= end]
    for person in people:
        if person.type == "PERSON" and person.level == "name" and names.text[person.end : person.end + 1] in {",", " "}:
            return person if person.end == end or names.text[person.end] == "," else None
    return None


def _at_or_beside(names: Names, draft: Draft, head: Token, start: int, end: int) -> Mention | None:
    """Find whom the source means: its own mention, or the name beside it where that says more."""
    mention = names.at(start, end, head.idx, head.idx + len(head))
    if mention is None or not mention.start <= head.idx < mention.end:
        if (author := writer(names, head, start, end)) is not None:
            return author
        if is_document(head):
            return issuer(names, head, start, end)
    if mention is None or mention.level == "nominal":
        mention = names.apposed(head.i) or mention
    personal = (is_personal(head) or head.lower_ in PERSON_NOUNS) and head.pos_ != "PRON"
    if (mention is None or mention.type != "PERSON") and personal:
        mention = names.ending(head, start, end) or mention
    if mention is None and (body := ending_body(names, head, end)) is not None:
        return body
    if mention is None:
        found = after_kind(names, head, start, end) or side(names, head, start, end)
        found = found or names.after_title(head, end) or names.before_title(head, start)
        return found or titled_body(names, head) or after_opposition(names, head, end)
    return names.namesake(mention, start, end) or names.after_addressee(draft, mention) or mention


def told_to(names: Names, start: int) -> Mention | None:
    """Find who speaks where an outlet was taken for him: "Osk in the comments to “Berg” spoke of ice"."""
    told = _TOLD_TO.search(names.text, max(0, start - _FAR), start)
    if told is None:
        return None
    low = bisect_left(names.mentions, told.start() - _FAR, key=_START)
    before = names.mentions[low : bisect_left(names.mentions, told.start(), key=_START)]
    return next((m for m in before if m.type == "PERSON" and m.level == "name" and m.end == told.start()), None)


_TOLD_TO = re.compile(
    r",? in (?:an? |the |his |her )?(?:[a-z]+ )?(?:comments?|commentary|interview|conversation|talk)"
    r"(?: (?:to|with|for|of))?(?: the)?(?: [a-z]+){0,2} [\"“«]?\Z"
)


def behind_or_before(names: Names, start: int, end: int) -> Mention | None:
    """Find who speaks in words that ran together: "Our position | Osk", "Ana Osk | this idea"."""
    text = names.text
    low = bisect_left(names.mentions, start, key=_START)
    for name in names.mentions[low : bisect_left(names.mentions, end, key=_START)]:
        if name.level != "name" or not name.entity_id or name.type not in {"PERSON", "ORG", "GPE"}:
            continue
        if name.type == "PERSON" and _OBJECT.match(text, name.end, end):
            return name
        if name.end == end and name.start > start and _HEADED.search(text, start, name.start):
            return name
    return None


_OBJECT = re.compile(r" (?:this|these|such) [a-z]")
_HEADED = re.compile(r"\b(?:position|view|version|opinion|reaction|response|background|context|side) \Z")
