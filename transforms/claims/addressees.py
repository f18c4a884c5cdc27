"""Who is spoken to, and who is accused or praised: ranges of a draft become entities, or stay words."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.entities.known_people import gender_of
from transforms.records import Mention, Speaker

_PRONOUNS = {"him": "m", "her": "f"}
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})


def name_addressees(
    doc: Doc, text: str, draft: Draft, mentions: Sequence[Mention], spoken: Sequence[Speaker]
) -> tuple[str, ...]:
    """Name those who are spoken to: entity ids, words where they are no entity. `spoken` are the speakers so far."""
    ranges = [one for one in draft.addressees if _is_hearer(doc, one)] or _after_to(doc, draft, mentions)
    return tuple(dict.fromkeys(_name(text, one, mentions, spoken) for one in ranges))


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


def _name(text: str, one: Range, mentions: Sequence[Mention], spoken: Sequence[Speaker]) -> str:
    words = text[one[0] : one[1]]
    gender = _PRONOUNS.get(words.lower())
    if gender is not None:
        return _other_speaker(gender, spoken) or words
    mention = _meant(one, mentions, adjectives=False)
    return mention.entity_id if mention is not None else words


def _meant(one: Range, mentions: Sequence[Mention], *, adjectives: bool) -> Mention | None:
    """Choose among the mentions in a phrase: the person it names, else its description, else its first name."""
    inside = [m for m in mentions if m.start < one[1] and one[0] < m.end and m.entity_id]
    named = [m for m in inside if m.level == "name"]
    people = [m for m in named if m.type == "PERSON" and one[1] - m.end <= 1]
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


def _after_to(doc: Doc, draft: Draft, mentions: Sequence[Mention]) -> list[Range]:
    """Find who is written, reported or said something to: "wrote to the council that A"."""
    if draft.head is None or draft.entry is None or draft.entry.type != "report" or draft.entry.pos == "phrase":
        return []
    verb = doc[draft.head]
    if (asker := _interviewer(verb, mentions)) is not None:
        return [asker]
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to" and child.i > verb.i:
            nouns = [noun for noun in child.children if noun.dep_ == "pobj" and _can_hear(noun, mentions)]
            return [
                (noun.left_edge.idx, noun.idx + len(noun))
                for noun in nouns
                if not any(start <= noun.idx < end for start, end in draft.content)
            ]
    return []


_DEAF = frozenset({"itself", "themselves", "himself", "herself", "it"})


def _is_hearer(doc: Doc, one: Range) -> bool:
    """Leave out a day that the parser took for the object, and the speaker himself: "identified themselves as A"."""
    words = doc.char_span(*one, alignment_mode="expand")
    return words is None or not (words.root.ent_type_ in {"DATE", "TIME"} or words.text.lower() in _DEAF)


_OUTLETS = frozenset({"station", "channel", "agency", "newspaper", "magazine", "portal", "outlet", "correspondent"})


def _interviewer(verb: Token, mentions: Sequence[Mention]) -> Range | None:
    """Find the outlet or person somebody talks to: "said in an interview with the Courier"."""
    for prep in verb.children:
        if prep.lower_ not in {"in", "during"} or prep.dep_ != "prep":
            continue
        for noun in prep.children:
            if noun.dep_ != "pobj" or noun.lemma_.lower() not in _TALKS:
                continue
            for link in noun.children:
                if link.lower_ in {"with", "to"}:
                    heard = next((c for c in link.children if c.dep_ == "pobj"), None)
                    inside = heard is not None and any(
                        heard.left_edge.idx <= m.start and m.end <= heard.idx + len(heard) and m.level == "name"
                        for m in mentions
                    )
                    if heard is not None and (inside or any(t.lower_ in _OUTLETS for t in heard.subtree)):
                        return heard.left_edge.idx, heard.idx + len(heard)
    return None


_TALKS = frozenset({"interview", "conversation", "talk", "comment", "briefing", "chat", "call"})


def _can_hear(noun: Token, mentions: Sequence[Mention]) -> bool:
    if is_personal(noun) and noun.pos_ != "PRON":
        return True
    return any(m.start <= noun.idx < m.end and m.type in _NAMED and m.level == "name" for m in mentions)
