"""Who is spoken to, and who is accused or praised: ranges of a draft become entities, or stay words."""

from collections.abc import Sequence

from spacy.tokens import Doc

from transforms.claims.drafts import Draft, Range
from transforms.claims.hearers import can_hear, find_hearers, is_to_do, names_within
from transforms.claims.people import is_personal
from transforms.entities.known_people import gender_of
from transforms.records import Mention, Speaker

_PRONOUNS = {"him": "m", "her": "f"}


def name_addressees(
    doc: Doc, text: str, draft: Draft, mentions: Sequence[Mention], spoken: Sequence[Speaker]
) -> tuple[str, ...]:
    """Name those who are spoken to: entity ids, words where they are no entity. `spoken` are the speakers so far."""
    ranges = [one for one in draft.addressees if _is_hearer(doc, draft, one, mentions)]
    asked = draft.entry is not None and draft.entry.type == "request"
    ranges = [name for one in ranges for name in names_within(text, one, mentions, asked=asked)]
    ranges = ranges or find_hearers(doc, text, draft, mentions)
    return tuple(dict.fromkeys(_name(doc, text, one, mentions, spoken) for one in ranges))


def find_target(draft: Draft, mentions: Sequence[Mention]) -> str | None:
    """Find who is accused or praised."""
    mention = _meant(draft.target, mentions, adjectives=True) if draft.target is not None else None
    return mention.entity_id if mention is not None else None


def read_headline(doc: Doc, draft: Draft) -> None:
    """Find the head of a headline's speaker, parted from the one spoken to: "Orlov to the union: the road is open"."""
    assert draft.source is not None
    words = doc.char_span(*draft.source, alignment_mode="expand")
    if words is not None and words.root.pos_ not in {"VERB", "AUX"}:
        draft.source_head = words.root.i
    at = next((t.i for t in words or () if t.lower_ == "to" and t.tag_ in {"IN", "TO"}), None)
    if words is None or at is None or not words.start < at < words.end - 1:
        return
    verbal = any((t.pos_ in {"VERB", "AUX"} and not t.is_title) or t.lower_ in {"of", "in"} for t in words)
    if verbal or not doc[at - 1].is_title or doc[at - 1].pos_ == "NOUN":
        return  # "the envoy to Syria", "the ambassador to the UN"
    before = doc[words.start : at]
    draft.source, draft.source_head = (before.start_char, before.end_char), at - 1
    draft.addressees.append((doc[at + 1].idx, words.end_char))


def _name(doc: Doc, text: str, one: Range, mentions: Sequence[Mention], spoken: Sequence[Speaker]) -> str:
    words = text[one[0] : one[1]]
    gender = _PRONOUNS.get(words.lower())
    if gender is not None:
        return _other_speaker(gender, spoken) or words
    mention = _meant(one, mentions, adjectives=False)
    return mention.entity_id if mention is not None and not _is_somebody_of(doc, one, mention) else words


def _is_somebody_of(doc: Doc, one: Range, mention: Mention) -> bool:
    """Tell whether the phrase names somebody else: "a SANA reporter", "a news conference in Geneva"."""
    words = doc.char_span(*one, alignment_mode="expand")
    if words is None or mention.level != "name" or mention.type == "PERSON":
        return False
    head = words.root
    if mention.start <= head.idx < mention.end:
        return False
    place = any(t.dep_ == "prep" and t.idx < mention.start for t in head.rights)
    somebody = is_personal(head) and head.lower_ != "correspondent"  # who is sent to ask for the outlet
    return somebody or (place and mention.type in {"GPE", "LOC", "FAC"})


def _meant(one: Range, mentions: Sequence[Mention], *, adjectives: bool) -> Mention | None:
    """Choose among the mentions in a phrase: the person it names, else its description, else its first name."""
    inside = [m for m in mentions if m.start < one[1] and one[0] < m.end and m.entity_id]
    named = [m for m in inside if m.level == "name"]
    people = [m for m in named if m.type in {"PERSON", "ORG"} and one[1] - m.end <= 1]
    whole = [m for m in inside if m.level in {"nominal", "pronoun"}]
    found = people or whole or named or (inside if adjectives else [])
    return found[0] if found else None


def _other_speaker(gender: str, spoken: Sequence[Speaker]) -> str | None:
    """Find the last person who spoke before the one who speaks now: "He thanked him"."""
    now = spoken[-1].entity_id if spoken else None
    for speaker in reversed(spoken[:-1]):
        if speaker.type == "PERSON" and speaker.entity_id and speaker.entity_id != now:
            return speaker.entity_id if gender_of(speaker.name or "", None) in {gender, None} else None
    return None


_DEAF = frozenset({"itself", "themselves", "himself", "herself", "it", "this", "that"})


def _is_hearer(doc: Doc, draft: Draft, one: Range, mentions: Sequence[Mention]) -> bool:
    """Leave out a day that the parser took for the object, the speaker himself, and what is asked for or questioned."""
    words = doc.char_span(*one, alignment_mode="expand")
    if words is None:
        return True
    if words.root.ent_type_ in {"DATE", "TIME"} or words.text.lower() in _DEAF:
        return False
    if draft.entry is None or draft.entry.type not in {"request", "question", "intention"}:
        return True
    return can_hear(words.root, mentions) or is_to_do(words.root)
