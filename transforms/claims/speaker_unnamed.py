"""Whom words without a mention mean: another's name for them, or the speaker whose title they repeat."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from transforms.claims.beside import GOVERNMENTS, Names
from transforms.claims.drafts import Range
from transforms.claims.speaker_bodies import observatory, part_again, several
from transforms.claims.speaker_mention import behind_or_before
from transforms.claims.speaker_states import government, own_country, place_again
from transforms.claims.speaker_words import has_office
from transforms.claims.voices import Kind
from transforms.entities.words import words
from transforms.records import Mention, Speaker

ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_NOMINAL_HEADS = words(
    """
    diplomat minister president spokesman spokeswoman spokesperson official representative politician leader
    senator governor general secretary ambassador envoy lawmaker congressman congresswoman commander mayor chancellor
    premier candidate
    """
)
_THE_GOVERNMENT = frozenset(f"the {noun}" for noun in GOVERNMENTS)
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})


def meant_by(names: Names, head: Token, span: Range, kind: Kind, last: Speaker | None) -> Mention | None:
    """Find whom words without a mention mean by another's name: "the general staff", "the government"."""
    start, end = span
    text = names.text[start:end]
    called = names.called(ARTICLE.sub("", text), start) if text.lower().startswith("the ") else None
    if called is None and kind != "pronoun" and text.istitle() and " " not in text:
        called = names.surnamed(text, start)
    if called is None:
        called = observatory(names, text, start)
    if called is None:
        called = (
            behind_or_before(names, start, end)
            or own_country(names, text, last)
            or government(names, head, text, start)
        )
    if called is None and kind == "nominal" and head.tag_ == "NNS":
        called = several(names, text, start)
    if called is None and kind == "nominal" and text.lower().startswith("the "):
        called = names.holder(head, start, end) or place_again(names, head, text, start)
        called = called or part_again(names, head, text, start)
    if called is None and kind == "nominal" and text.lower() in {f"the {head.lower_}", f"this {head.lower_}"}:
        called = names.apposed_noun(head.lower_, start)
    return called


def title_again(names: Names, head: Token, text: str, memory: Sequence[Speaker]) -> Speaker | None:
    """Find the speaker that a bare title repeats: someone nameless with that title, or the only person so far."""
    for speaker in reversed(memory):
        own = text.lower() in _THE_GOVERNMENT and speaker.text.lower().endswith(head.lower_)
        if own and speaker.type == "GPE":
            return speaker
        if speaker.entity_id or not _says_no_more(text, speaker):
            continue
        if speaker.kind == "nominal" and speaker.text.lower().split()[-1] == head.lower_:
            return speaker
        if head.lower_ in (speaker.name or "").lower().split():
            return speaker
    people = {speaker.entity_id for speaker in memory if speaker.type == "PERSON"}
    bare = head.lower_ in _NOMINAL_HEADS and len(text.split()) == 2
    if bare and len(people) == 1 and memory[-1].type == "PERSON":
        return memory[-1] if not has_office(names.doc, names.mentions, memory[-1]) else None
    return None


def _says_no_more(text: str, speaker: Speaker) -> bool:
    """Tell whether a title adds nothing to a speaker's: "the official" may be the Osk official, no lawyer."""
    known = _WORD.findall(f"{speaker.text} {speaker.name}".lower())
    return set(_WORD.findall(text.lower())) - {"the", "this"} <= set(known)


def entity_name(token: Token) -> tuple[str, str] | None:
    """Give the text and type of the entity that the model sees around a word within its phrase."""
    if token.ent_type_ not in _NAMED:
        return None
    for ent in token.doc[token.left_edge.i : token.right_edge.i + 1].ents:
        if ent.start <= token.i < ent.end:
            return ent.text, ent.label_
    return None
