"""Whom "he" and "she" mean as speakers, where their own sentence or the one who spoke just before says it."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import SUBJECTS
from transforms.claims.people import is_personal
from transforms.entities.words import PERSON_NOUNS
from transforms.records import Mention, Speaker

_START = attrgetter("start")
_NEAR_START = 7
_FAR = 400
_ASKED = frozenset({"asked", "questioned", "pressed", "quizzed"})
_PEOPLE = frozenset(
    {"surgeon", "nurse", "medic", "paramedic", "rescuer", "survivor", "eyewitness", "witness", "driver", "shepherd"}
    | {"student", "pilot", "soldier", "fighter", "guard", "trader", "merchant", "housewife", "mother", "father"}
    | {"brother", "sister", "son", "daughter", "neighbour", "neighbor", "owner", "worker", "volunteer", "refugee"}
    | {"source", "insider", "interlocutor", "policeman", "villager", "pensioner", "victim", "passenger", "priest"}
)


def in_sentence(head: Token, mention: Mention | None, mentions: Sequence[Mention]) -> Mention | None:
    """Find the one person who is the subject of an earlier clause: "Osk, who lost, left; in his note he wrote A".

    "As for Osk, he said A" and "the visit of Osk, where he said A" count too. None where the pronoun's own mention
    agrees, or two persons stand there.
    """
    sent, doc = head.sent, head.doc
    if any(t.lower_ in _ASKED for t in sent[:3]):
        return None  # whoever a question is about does not answer it
    there = any(c.lower_ in {"where", "when"} and c.i < head.i for c in head.head.lefts) and head.head.dep_ == "relcl"
    found: dict[str, Mention] = {}
    for one in mentions[bisect_left(mentions, sent.start_char, key=_START) :]:
        if one.end > head.idx:
            break
        if one.type != "PERSON" or one.level != "name" or not one.entity_id:
            continue
        if mention is not None and one.entity_id == mention.entity_id:
            return None
        words = doc.char_span(one.start, one.end, alignment_mode="expand")
        if words is None:
            continue
        root = words.root
        topic = sent[0].lower_ == "as" and len(sent) > 1 and sent[1].lower_ == "for"
        if (
            topic
            or there
            or (root.dep_ in SUBJECTS and root.head.dep_ in {"ROOT", "conj", "ccomp"} and root.head != head.head)
        ):
            found[one.entity_id] = one
        else:
            return None
    return next(iter(found.values())) if len(found) == 1 else None


def spoke_just_before(
    head: Token, mention: Mention | None, last: Speaker | None, mentions: Sequence[Mention], text: str, start: int
) -> Speaker | None:
    """Find who spoke in the sentence before: "A, said Osk. According to him, B"; also a person without a name.

    `start` is where the claim begins: "A, said Osk. B, he said".
    """
    if last is None or last.end > head.idx or head.idx - last.end > _FAR or "\n" in text[last.end : head.idx]:
        return None
    if mention is not None and last.entity_id == mention.entity_id:
        return None
    doc = head.doc
    words = doc.char_span(last.start, last.end, alignment_mode="expand")
    if words is None or not (_follows(doc, words[-1], head, start) or _goes_on_behind(words[-1], head)):
        return None
    nameless = not last.entity_id and last.kind == "nominal"
    noun = words.root
    single = noun.tag_ == "NN" and (is_personal(noun) or noun.lower_ in PERSON_NOUNS | _PEOPLE)
    single = single and (words[0].lower_ in {"a", "an", "another"} or noun.lower_ in _PEOPLE)
    titled = last.kind == "name" and not last.entity_id and len(words) > 2 and _names_person(words)
    if last.type != "PERSON" and not (nameless and single) and not titled:
        return None
    low = text.rfind("\n", 0, head.idx) if nameless else last.end
    for other in mentions[bisect_left(mentions, low, key=_START) :]:
        if other.end > head.idx:
            break
        if mention is not None and other.entity_id == mention.entity_id and other.level == "name":
            return None
    return last


_ADDING = frozenset(
    {"add", "continue", "conclude", "recall", "specify", "clarify", "emphasize", "emphasise", "stress", "note"}
    | {"summarize", "remind", "explain", "underline", "underscore"}
)
_LONGEST = 5
_HEADS_OF = frozenset({"head", "chief", "director", "president", "chairman", "leader", "minister", "commander"})


def goes_on(head: Token, text: str) -> bool:
    """Tell whether a description of a person is the subject of a cue by which the last speaker goes on.

    "The head of the company" is somebody else.
    """
    described = is_personal(head) or head.lower_ in PERSON_NOUNS
    adds = head.dep_ in SUBJECTS and head.head.lemma_.lower() in _ADDING
    another = head.lower_ in _HEADS_OF and " of " in text
    return (
        described and adds and head.tag_ == "NN" and len(text.split()) <= _LONGEST and "," not in text and not another
    )


def people_of(head: Token, mentions: Sequence[Mention]) -> Mention | None:
    """Find whose people "they" are in "In Oslo they deny it": the place or body that opens the sentence."""
    sent = head.sent
    if sent[0].lower_ not in {"in", "at"} or head.dep_ not in SUBJECTS or head.i - sent.start > _NEAR_START:
        return None
    last = head.nbor(-1) if head.nbor(-1).text != "," else head.nbor(-2)
    for mention in mentions[bisect_left(mentions, sent.start_char, key=_START) :]:
        if mention.start > head.idx:
            return None
        if mention.type in {"GPE", "ORG"} and mention.level == "name" and mention.start <= last.idx < mention.end:
            return mention
    return None


_TITLED = 7


def both_named(head: Token, mentions: Sequence[Mention]) -> Mention | None:
    """Find the first of two bodies or people that "they" are: the sentence before says what both of them did."""
    doc, low = head.doc, head.sent.start
    if head.lower_ != "they" or head.dep_ not in SUBJECTS or not low or head.i - low > _NEAR_START:
        return None
    before = doc[low - 1].sent
    if "\n" in doc[low - 1].text or any("\n" in t.text for t in before[:-1]):
        return None
    inside = mentions[bisect_left(mentions, before.start_char, key=_START) :]
    inside = [m for m in inside if m.end <= before.end_char and m.level == "name" and m.entity_id]
    if len(inside) < 2 or inside[0].type != inside[1].type or inside[0].type not in {"ORG", "PERSON"}:
        return None
    first, second = (doc.char_span(m.start, m.end, alignment_mode="expand") for m in inside[:2])
    if first is None or second is None:
        return None
    between = doc[first.end : second.start]
    joined = (
        len(between) <= _TITLED and between[0].lower_ == "and" and not any(t.pos_ in {"VERB", "AUX"} for t in between)
    )
    return inside[0] if joined and first.root.dep_ in SUBJECTS and second.root in first.root.conjuncts else None


def _names_person(words: Span) -> bool:
    titled = words[0].lower_ in PERSON_NOUNS | {"assistant"} and words[-1].pos_ == "PROPN"
    return titled or any(e.label_ == "PERSON" for e in words.ents)


def _goes_on_behind(last: Token, head: Token) -> bool:
    """Tell whether "according to him" goes on behind a colon in the speaker's own sentence."""
    if last.sent.start != head.sent.start or head.i < 3:
        return False
    return [t.lower_ for t in head.doc[head.i - 2 : head.i]] == ["according", "to"] and head.nbor(-3).text in {":", ";"}


def _follows(doc: Doc, last: Token, head: Token, start: int) -> bool:
    """Tell whether the claim opens the sentence after the speaker's, or the pronoun stands behind its quotation."""
    end, sent = last.sent.end, head.sent
    between = doc[end : sent.start] if sent.start > end else None
    near = between is None or not any(t.is_alpha for t in between)
    opens = head.i - sent.start < _NEAR_START or start == sent.start_char
    quoted = doc[sent.start].text in {"“", '"'} or (sent.start > 0 and doc[sent.start - 1].text in {"“", '"'})
    return sent.start >= end and ((near and opens) or quoted)
