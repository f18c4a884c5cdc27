"""Descriptions and pronouns: "the diplomat", "the Russian Foreign Minister", "he said", resolved or left alone."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from config.knowledge import Knowledge, fold
from transforms.entities.descriptions import Description, find_descriptions, is_speaking, speaks_next, title_around
from transforms.entities.discourse import Discourse, Kind, Referent, Seen
from transforms.entities.found import Found
from transforms.entities.gazetteer import paragraph_at, paragraph_starts
from transforms.entities.institutions import Countries
from transforms.entities.people import People
from transforms.entities.roles import descriptions_of, holders_of, titles_of
from transforms.entities.tokens import tokens_of
from transforms.entities.words import ORGANIZATION_NOUNS, SPEECH_VERBS, words
from transforms.language_model import text_of

_PRONOUNS = {"he": "m", "him": "m", "she": "f", "her": "f", "it": "it", "they": "they", "them": "they"}
_WORDS = re.compile(r"[\w-]+")
_PLAIN_WORDS = re.compile(r"\w+")
_QUOTED = re.compile(r"[“\"«„][^\"”»\n]{3,}?(?:[\"”»]|\n|$)")
_CLEARLY = 1.0
"""By how much the likelier of two organizations must lead for "the Ministry" to mean it."""
_WORLD_BODY = re.compile(r"\b(?:world|international|global|universal) (?:organi[sz]ation|body)\b")
_THOUGHTS = words("consider believe think hope expect fear figure continue go support back see claim agree want find")
_GENERIC_BODIES = frozenset({"group", "organization", "organisation", "monitor", "watchdog", "company"})
_OFFICIAL_BODIES = words(
    "ministry council commission committee court party department parliament government army forces"
)
_DEEDS = words(
    """
    order defend support back see agree fear hope expect believe think consider want detail share cast label figure
    relay endorse go continue post decline oppose brief speak talk
    """
)
_ARMED = words("extremist militant terrorist rebel jihadist armed insurgent islamist hardline sunni shiite")
_CIVIL = words(
    "monitoring monitor human rights watchdog aid activist campaign advocacy humanitarian war health world global"
)
_GENERIC = frozenset(
    {"diplomat", "official", "politician", "leader", "minister", "expert", "representative", "head", "chief"}
)
_GENDERED = {"spokeswoman": "f", "spokesman": "m", "businessman": "m", "businesswoman": "f", "congresswoman": "f"}


def resolve_references(
    doc: Doc, names: Sequence[Found], people: People, countries: Countries, on: str | None
) -> list[Found]:
    """Find descriptions and pronouns that mean someone named in the text (or an office's holder on that day)."""
    return list(_Pass(doc, names, people, countries, on).run())


class _Pass:
    def __init__(self, doc: Doc, names: Sequence[Found], people: People, countries: Countries, on: str | None) -> None:
        self.doc = doc
        self.names = names
        self.people = people
        self.countries = countries
        self.knowledge: Knowledge = countries.knowledge
        self.on = on
        self.discourse = Discourse()
        self.sentences = tokens_of(doc).sentences()
        self.paragraphs = paragraph_starts(text_of(doc))
        self.quoted = _quoted_ranges(text_of(doc))
        self.title_end = self.paragraphs[1] if len(self.paragraphs) > 1 else 0

    def run(self) -> Iterator[Found]:
        events: list[tuple[int, int, Found | Description | Token]] = []
        events += [(name.start, 0, name) for name in self.names]
        events += [(one.start, 1, one) for one in find_descriptions(self.doc, self.names)]
        events += [(token.idx, 2, token) for token in self._pronouns()]
        for _, _, event in sorted(events, key=lambda event: event[:2]):
            if isinstance(event, Found):
                self._see_name(event)
            elif isinstance(event, Description):
                yield from self._describe(event)
            else:
                yield from self._pronoun(event)

    def _here(self, at: int, token: Token | None) -> Seen:
        speaks = token is not None and is_speaking(token)
        return Seen(
            at=at,
            sentence=bisect_right(self.sentences, at),
            paragraph=paragraph_at(self.paragraphs, at),
            subject=token is not None and token.dep_ in {"nsubj", "nsubjpass"},
            modifier=token is not None and token.dep_ in {"compound", "poss", "nmod", "amod"},
            speaks=speaks,
            quoted=any(start < at < end for start, end in self.quoted),
        )

    def _see_name(self, name: Found) -> None:
        span = self.doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is None or name.level == "adjectival" or not name.ids:
            return
        here = self._here(name.start, span.root)
        if name.type == "PERSON" and not here.speaks and span.end < len(self.doc):
            before = self.doc[span.start - 1] if span.start else None
            here = replace(here, speaks=speaks_next(self.doc[span.end]) or (before is not None and speaks_next(before)))
        self.discourse.add(self._referent(name, span), here)

    def _referent(self, name: Found, span: Span) -> Referent:
        entity_id = name.ids[0]
        entity = self.knowledge.entities.get(entity_id)
        kind: Kind = "other"
        type_ = entity.type if entity else name.type
        gender, described = None, frozenset[str]()
        if type_ == "PERSON":
            kind = "person"
            person = self.people.person(entity_id)
            gender = (entity.gender if entity else None) or (person.gender if person else None)
            described = descriptions_of(titles_of(entity, self.on) + "\n" + title_around(span))
        elif self.countries.is_country(entity_id):
            kind = "state"
        elif type_ in {"ORG", "NORP"}:
            kind = "organization"
        return Referent(
            id=entity_id,
            name=entity.name if entity else name.name,
            type=type_,
            kind=kind,
            gender=gender,
            country=self.countries.country_of(entity_id),
            described=described,
            names=_words_of(entity.name if entity else name.name, span.text),
        )

    def _describe(self, one: Description) -> Iterator[Found]:
        if not one.definite:
            self._introduce(one)
            return
        found = self._organization(one) if one.head in ORGANIZATION_NOUNS else self._person(one)
        if found is None or not found[0].name:
            return
        referent, score = found
        here = self._here(one.start, one.token)
        self.discourse.add(referent, here)
        yield Found(
            start=one.start,
            end=one.end,
            type=referent.type,
            ids=(referent.id,),
            name=referent.name,
            level="nominal",
            via="title" if one.organizations else "coreference",
            score=score,
        )

    def _introduce(self, one: Description) -> None:
        """Remember someone whom the text leaves nameless ("a US official"): later words may mean them."""
        anonymous = Referent(
            id=f"?{one.head}-{one.start}",
            name="",
            type="PERSON",
            kind="organization" if one.head in ORGANIZATION_NOUNS else "person",
            gender=_GENDERED.get(one.head),
            described=descriptions_of(one.title),
        )
        self.discourse.add(anonymous, self._here(one.start, one.token))

    def _person(self, one: Description) -> tuple[Referent, float] | None:
        """Find the person of a description: named before with that role, else the office's holder, else nobody."""
        organizations = list(one.organizations)
        if _WORLD_BODY.search(fold(one.text)):
            organizations.append("united-nations")
        gender = _GENDERED.get(one.head)
        here = self._here(one.start, one.token)
        holders = holders_of(one.title, organizations, self.knowledge, self.on) if organizations else []
        ranked = [
            (s, r) for s, r in self.discourse.ranked(("person",), here) if gender in {None, r.gender} or not r.gender
        ]
        for _, referent in ranked:
            if referent.id in holders:
                return referent, 0.95
        states = {self.countries.country_of(organization) for organization in organizations} - {None}
        fitting = [
            r for _, r in ranked if one.head in r.described and (not states or r.country in states or not r.country)
        ]
        if one.modifiers:
            fitting = [r for r in fitting if one.modifiers & r.described] or ([] if one.strict else fitting)
        if fitting:
            return fitting[0], 0.85
        if len(holders) == 1 or (holders and self.on):
            return self._from_knowledge(holders[0]), 0.8
        if one.head in _GENERIC and not organizations and not one.modifiers and ranked and len(ranked) == 1:
            return ranked[0][1], 0.5
        return None

    def _from_knowledge(self, entity_id: str) -> Referent:
        entity = self.knowledge.entities[entity_id]
        described = descriptions_of(titles_of(entity, self.on))
        return Referent(entity_id, entity.name, entity.type, "person", entity.gender, entity.country, described)

    def _organization(self, one: Description) -> tuple[Referent, float] | None:
        here = self._here(one.start, one.token)
        nouns = {one.head, *one.modifiers}
        if _WORLD_BODY.search(fold(one.text)) and "united-nations" in self.discourse.referents:
            return self.discourse.referents["united-nations"], 0.9
        called = [
            (score, referent)
            for score, referent in self.discourse.ranked(("organization",), here)
            if self._may_be_called(referent, one.premodifiers) and _is_called(referent, one.head, nouns)
        ]
        if called:
            return None if _compete(called) and not one.premodifiers else (called[0][1], 0.8)
        return self._speaking_body(one, here) if one.head in _GENERIC_BODIES else None

    def _may_be_called(self, referent: Referent, premodifiers: frozenset[str]) -> bool:
        """Tell whether the words before a noun fit: "the appeals court" is no supreme court, nor an army a charity."""
        entity = self.knowledge.entities.get(referent.id)
        is_armed = entity is not None and entity.kind == "armed-groups"
        if premodifiers & _ARMED:
            return is_armed
        if premodifiers & _CIVIL and is_armed:
            return False
        return premodifiers - _CIVIL <= referent.names

    def _speaking_body(self, one: Description, here: Seen) -> tuple[Referent, float] | None:
        """Find the organization that spoke just before, for "the group said"; no organ of a state, no council."""
        for _, referent in self.discourse.ranked(("organization",), here):
            just = any(seen.speaks and here.sentence - seen.sentence <= 2 for seen in referent.seen[-3:])
            if (
                just
                and referent.name
                and self._may_be_called(referent, one.premodifiers)
                and not referent.names & _OFFICIAL_BODIES
            ):
                return referent, 0.6
        return None

    def _pronouns(self) -> Iterator[Token]:
        for number, word in enumerate(tokens_of(self.doc).lower):
            wanted = _PRONOUNS.get(word)
            token = self.doc[number] if wanted else None
            if (
                wanted
                and token is not None
                and token.tag_ == "PRP"
                and is_speaking(token)
                and not _is_told(token)
                and (wanted in {"m", "f"} or token.head.lemma_.lower() not in _THOUGHTS)
            ):
                yield token

    def _pronoun(self, token: Token) -> Iterator[Found]:
        here = self._here(token.idx, token)
        wanted = _PRONOUNS[token.lower_]
        referent = self._antecedent(wanted, here, token)
        if referent is None:
            return
        if not referent.name:
            self.discourse.add(referent, here)
            return
        self.discourse.add(referent, here)
        yield Found(
            start=token.idx,
            end=token.idx + len(token.text),
            type=referent.type,
            ids=(referent.id,),
            name=referent.name,
            level="pronoun",
            via="coreference",
            score=0.75,
        )

    def _antecedent(self, wanted: str, here: Seen, token: Token) -> Referent | None:
        if wanted in {"m", "f"}:
            ranked = self.discourse.ranked(("person",), here)
            sure = [(score, r) for score, r in ranked if r.gender == wanted]
            open_ = [(score, r) for score, r in ranked if r.gender is None]
            if sure and (not open_ or sure[0][0] >= open_[0][0] - 2):
                return sure[0][1]
            if open_:
                open_[0][1].gender = wanted
                return open_[0][1]
            return None
        kinds: tuple[Kind, ...] = ("organization", "state") if wanted == "it" else ("organization",)
        ranked = [
            (score, r)
            for score, r in self.discourse.ranked(kinds, here)
            if any(seen.speaks or seen.subject for seen in r.seen[-3:] if here.sentence - seen.sentence <= 3)
        ]
        speaking = [r for _, r in ranked if any(seen.speaks for seen in r.seen[-3:])]
        return speaking[0] if speaking else None


def _is_called(referent: Referent, head: str, nouns: set[str]) -> bool:
    """Tell whether an organization may be called by a noun, which its name holds or implies."""
    implied = ORGANIZATION_NOUNS[head]
    return nouns <= referent.names | implied and (head in referent.names or bool(referent.names & implied))


def _compete(called: Sequence[tuple[float, Referent]]) -> bool:
    """Tell whether a second organization is about as likely as the first, or was named after it."""
    (best, first), *others = called
    return any(best - score < _CLEARLY or other.seen[-1].at > first.seen[-1].at for score, other in others)


def _words_of(name: str, written: str) -> set[str]:
    return {*_WORDS.findall(fold(name)), *_PLAIN_WORDS.findall(fold(written))}


def _is_told(token: Token) -> bool:
    """Tell whether a pronoun only acts in what somebody says ("said he had ordered an inquiry")."""
    verb = token.head
    told = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in SPEECH_VERBS
    return told and verb.lemma_.lower() in _DEEDS


def _quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Give the ranges between quotation marks, paragraph by paragraph."""
    return [match.span() for match in _QUOTED.finditer(text)]
