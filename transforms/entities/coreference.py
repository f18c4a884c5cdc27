"""Descriptions and pronouns: "the diplomat", "the Russian Foreign Minister", "he said", resolved or left alone."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from config.knowledge import Entity, Knowledge, fold
from transforms.entities.bearers import GENDERED, Bearers
from transforms.entities.bodies import find_body, kind_beside, known_body
from transforms.entities.descriptions import Description, find_descriptions
from transforms.entities.discourse import Discourse, Kind, Referent, Seen
from transforms.entities.found import Found, Spans
from transforms.entities.gazetteer import paragraph_at, paragraph_starts
from transforms.entities.institutions import Countries
from transforms.entities.nameless import nameless_speakers
from transforms.entities.people import People
from transforms.entities.pronouns import Antecedents, find_pronouns
from transforms.entities.quoted import quoted_ranges
from transforms.entities.referent_awaited import Awaited
from transforms.entities.referent_below import named_below
from transforms.entities.referent_governments import governments
from transforms.entities.referent_nouns import nouns_beside
from transforms.entities.roles import descriptions_of, titles_of
from transforms.entities.speaking import (
    is_speaking,
    is_told,
    main_noun,
    speaks_before_title,
    speaks_beside,
    speaks_next,
)
from transforms.entities.titles import Title, title_around
from transforms.entities.tokens import tokens_of
from transforms.entities.words import ORGANIZATION_NOUNS, PERSON_NOUNS, words
from transforms.language_model import text_of

_WORDS = re.compile(r"[\w-]+")
_PLAIN_WORDS = re.compile(r"\w+")
_OFFICERS = PERSON_NOUNS | words("assistant ombudsman")
_WORDS_OF = re.compile(
    r"\b(?:quote[sd]?|leads|cite[sd]?|brings|gives|led)(?: [\w-]+)? (?:the )?words of [^.;:!?\n\"“”]*\Z"
)
_PARAGRAPHS = 2
_TELLING = words("writes reports informs says reminds specifies notes clarifies wrote reported informed")
_GIVEN_AS = re.compile(r"\b(?:name|(?:identified|introduced) (?:him|her|them)?(?:self|selves)?) ?(?:only |just )?as \Z")
_BODY_NOUNS = words("corporation service agency department directorate committee inspectorate board bureau authority")


def resolve_references(
    doc: Doc, names: Sequence[Found], people: People, countries: Countries, on: str | None
) -> list[Found]:
    """Find descriptions and pronouns that mean someone named in the text (or an office's holder on that day)."""
    return list(_Pass(doc, names, people, countries, on).run())


class _Pass:
    def __init__(self, doc: Doc, names: Sequence[Found], people: People, countries: Countries, on: str | None) -> None:
        self.doc = doc
        self.names = names
        self.spans = Spans(names)
        self.people = people
        self.countries = countries
        self.knowledge: Knowledge = countries.knowledge
        self.on = on
        self.discourse = Discourse()
        self.bearers = Bearers(self.discourse, countries, on, frozenset(name.ids[0] for name in names if name.ids))
        self.antecedents = Antecedents(doc, self.discourse, self.spans, countries)
        self.sentences = tokens_of(doc).sentences()
        self.paragraphs = paragraph_starts(text_of(doc))
        self.quoted = quoted_ranges(text_of(doc))
        single = len(self.paragraphs) < 2
        self.title_end = [*self.sentences, 0, 0][1] if single else self.paragraphs[1]
        self.lede_end = next((at for at in self.sentences if at > self.title_end), self.title_end)
        self.brings_words = " words of " in text_of(doc)
        self.nouns = nouns_beside(doc, names)
        self.awaited = Awaited()
        self.late: list[Found] = []
        self.headline = ""
        self.pending: list[Description] = []
        self.described_so: dict[str, Referent] = {}

    def run(self) -> Iterator[Found]:
        events: list[tuple[int, int, Found | Description | Token | tuple[Token, str]]] = []
        events += [(name.start, 0, name) for name in self.names]
        called = frozenset().union(*self.nouns.values()) if self.nouns else frozenset()
        events += [(one.start, 1, one) for one in find_descriptions(self.doc, self.names, called)]
        events += [(token.idx, 2, token) for token in find_pronouns(self.doc)]
        events += [(token.idx, 2, token) for token in nameless_speakers(self.doc)]
        events += [(pair[0].idx, 2, pair) for pair in governments(self.doc, self.names)]
        for _, _, event in sorted(events, key=lambda event: event[:2]):
            if isinstance(event, Found):
                self._see_name(event)
            elif isinstance(event, tuple):
                self._see_government(*event)
            elif isinstance(event, Token) and event.tag_ == "NN":
                self._see_nameless(event)
            elif isinstance(event, Description):
                yield from self._describe(event)
            else:
                yield from self._pronoun(event)
        yield from self.late
        for one in self.pending:
            if (referent := named_below(one, self.discourse, in_title=one.start < self.title_end)) is not None:
                yield _described(one, referent, 0.6)
        for one, referent in self.awaited.watched(self.discourse):
            yield _described(one, referent, 0.6)

    def _here(self, at: int, token: Token | None) -> Seen:
        main = main_noun(token) if token is not None else None
        told = main is not None and is_told(main)
        speaks = token is not None and not told and is_speaking(token)
        return Seen(
            at=at,
            sentence=bisect_right(self.sentences, at),
            paragraph=paragraph_at(self.paragraphs, at),
            subject=main is not None and main.dep_ in {"nsubj", "nsubjpass"} and not told,
            modifier=token is not None and token.dep_ in {"compound", "poss", "nmod", "amod"},
            speaks=speaks,
            quoted=self._is_quoted(at),
        )

    def _is_quoted(self, at: int) -> bool:
        return any(start < at < end for start, end in self.quoted)

    def _quotations_before(self, at: int) -> int:
        """Count the sentences before an offset's that begin in a quotation: they do not change the subject."""
        number = bisect_right(self.sentences, at) - 1
        count = 0
        while number - count >= 0 and self._is_quoted(self.sentences[number - count] + 1):
            count += 1
        return count

    def _see_name(self, name: Found) -> None:
        span = self.doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is None or name.level == "adjectival" or not name.ids:
            return
        here = self._here(name.start, span.root)
        brought: object = self.brings_words and _WORDS_OF.search(text_of(self.doc), max(0, name.start - 90), name.start)
        brought = brought or (text_of(self.doc).endswith("as ", 0, name.start) and self._is_own_name(name.start))
        if name.type == "PERSON" and brought:
            here = replace(here, speaks=True, subject=True)
        elif name.type == "PERSON" and not here.speaks:
            here = replace(here, speaks=speaks_beside(span))
            if not here.speaks and (speaks_before_title(span) or self._ends_speaking_title(span)):
                here = replace(here, speaks=True, subject=True)
        elif not here.speaks and span.end < len(self.doc) and speaks_next(self.doc[span.end]):
            here = replace(here, speaks=True)
        telling = name.type == "ORG" and _tells_last(span)
        if telling:
            here = replace(here, speaks=True)
        referent = self._referent(name, span)
        referent.telling = telling
        if self.awaited.people and name.type == "PERSON":
            self._bring(referent, here, span)
        if self.awaited.bodies and referent.kind == "organization":
            self._introduce_body(referent, here)
        if name.type == "PERSON" and not self.headline and text_of(self.doc)[:1].isupper() and not name.start:
            self.headline = referent.id if text_of(self.doc).startswith(":", name.end) else ""
        self.discourse.add(referent, here)

    def _introduce_body(self, body: Referent, here: Seen) -> None:
        """Give an organization named now the description under which the lede spoke of it."""
        entity = self.knowledge.entities.get(body.id)
        seen = self.discourse.referents.get(body.id, body)
        if entity is None or entity.kind not in {"agencies-outlets", "armed-groups"}:
            self.late += [_described(one, body, 0.6) for one in self.awaited.introduced(seen, here)]

    def _bring(self, referent: Referent, here: Seen, span: Span) -> None:
        """Give a person named now the descriptions under which they spoke before."""
        seen = self.discourse.referents.get(referent.id, referent)
        titled = bool(title_around(span).text) or span.start_char in self.nouns
        for one in self.awaited.named(seen, here, words=len(span), titled=titled):
            referent.described |= {one.head}
            self.late.append(_described(one, referent, 0.6))

    def _see_government(self, noun: Token, state: str) -> None:
        entity = self.knowledge.entities.get(state)
        if entity is not None:
            one = Referent(entity.id, entity.name, entity.type, "state", country=entity.country)
            self.discourse.add(one, self._here(noun.idx, noun))

    def _is_own_name(self, at: int) -> bool:
        """Tell whether who speaks is named so: "A volunteer, who gave her name only as Marta, said"."""
        return _GIVEN_AS.search(text_of(self.doc), max(0, at - 50), at) is not None

    def _ends_speaking_title(self, span: Span) -> bool:
        """Tell whether a name ends the subject whose office it bears: "Assistant to the President of X Orlov said"."""
        before = self.spans.covering(span.start_char - 2, span.start_char - 1)
        token = span.root
        if not before or before[-1].type == "PERSON" or before[-1].end != span.start_char - 1:
            return False
        for _ in range(8):
            if token.dep_ == "nsubj":
                return token.tag_ in {"NN", "NNP"} and token.lemma_.lower() in _OFFICERS and is_speaking(token)
            if token.dep_ not in {"pobj", "prep", "compound", "appos"}:
                return False
            token = token.head
        return False

    def _referent(self, name: Found, span: Span) -> Referent:
        entity_id = name.ids[0]
        entity = self.knowledge.entities.get(entity_id)
        kind: Kind = "other"
        type_ = entity.type if entity else name.type
        gender, described, organizations = None, frozenset[str](), set[str]()
        country = self.countries.country_of(entity_id)
        if type_ == "PERSON":
            kind = "person"
            person = self.people.person(entity_id)
            gender = (entity.gender if entity else None) or (person.gender if person else None)
            title = title_around(span)
            described = descriptions_of(titles_of(entity, self.on) + "\n" + title.text)
            described |= self.nouns.get(name.start, frozenset())
            organizations = self._within(title)
            organizations.update(
                role.organization_id for role in (entity.roles if entity else ()) if role.organization_id
            )
            country = country or next(filter(None, map(self.countries.country_of, sorted(organizations))), None)
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
            country=country,
            described=described,
            organizations=organizations,
            names=_words_of(entity.name if entity else name.name, span.text) | kind_beside(span),
            also=_nouns_of(entity) if entity and kind == "organization" else frozenset(),
        )

    def _within(self, title: Title) -> set[str]:
        """Give the organizations and states named in a person's title."""
        return {
            name.ids[0]
            for start, end in title.ranges
            for name in self.spans.covering(start, end)
            if name.ids and name.type != "PERSON"
        }

    def _describe(self, one: Description) -> Iterator[Found]:
        here = self._here(one.start, one.token)
        span = self.doc.char_span(one.start, one.end)
        if not here.speaks and span is not None and (speaks_before_title(span) or _is_told_by(span)):
            here = replace(here, speaks=True, subject=True)  # “…, wrote the official”
        if text_of(self.doc).startswith(":", one.end):
            here = replace(here, speaks=True)  # "The head of the Fund: A"
        if not one.definite:
            self.awaited.add(one, here)
            self._introduce(one)
            return
        found = self._find(one, here)
        if found is None and (author := self._headlined(one, here)) is not None:
            found = author, 0.6
        if found is None:
            self.awaited.add(one, here)
            if one.start < self.lede_end:
                self.pending.append(one)
            elif one.head in ORGANIZATION_NOUNS and here.speaks:
                self._introduce(one)
            return
        referent, score = found
        self.discourse.add(referent, here)
        if not referent.name:
            self.described_so.pop(one.head, None)
            return
        self.described_so[one.head] = referent
        if one.head not in ORGANIZATION_NOUNS and not one.organizations and not one.modifiers:
            referent.described |= {one.head}
        yield _described(one, referent, score)

    def _headlined(self, one: Description, here: Seen) -> Referent | None:
        """Find who opens the headline ("Osk: A") where the lede says it of "the spokesman of the ministry"."""
        lede = self.title_end <= one.start < self.lede_end and here.speaks and one.head not in ORGANIZATION_NOUNS
        if not lede or not self.headline or len(self.paragraphs) < _PARAGRAPHS:
            return None
        author = self.discourse.referents[self.headline]
        return author if not author.described & PERSON_NOUNS or one.head in author.described else None

    def _find(self, one: Description, here: Seen) -> tuple[Referent, float] | None:
        """Find whom a description means, else whom the same noun meant before, unless others spoke since."""
        if one.head not in ORGANIZATION_NOUNS:
            return self.bearers.find(one, here)
        known = known_body(one, self.knowledge)
        if known is not None:
            country = self.countries.country_of(known.id)
            words = _words_of(known.name, one.text)
            return Referent(known.id, known.name, known.type, "organization", country=country, names=words), 0.9
        states = {self.countries.country_of(id_) for id_ in one.organizations} - {None}
        found = find_body(one, self.discourse, here, self.knowledge.entities, frozenset(states))
        if found is not None:
            return found
        before = self.described_so.get(one.head)
        again = before is not None and not states and one.premodifiers <= before.names | {one.head}
        return (before, 0.6) if before is not None and again and not self._spoke_since(before) else None

    def _spoke_since(self, body: Referent) -> bool:
        """Tell whether another organization spoke after one was last seen."""
        last = body.seen[-1].at if body.seen else -1
        others = (r for r in self.discourse.referents.values() if r.kind == "organization" and r is not body)
        return any(seen.speaks and seen.at > last for other in others for seen in other.seen[-3:])

    def _introduce(self, one: Description) -> None:
        """Remember someone whom the text leaves nameless ("a US official"): later words may mean them."""
        anonymous = Referent(
            id=f"?{one.head}-{one.start}",
            name="",
            type="PERSON",
            kind="organization" if one.head in ORGANIZATION_NOUNS else "person",
            gender=GENDERED.get(one.head),
            described=descriptions_of(one.title),
        )
        self.discourse.add(anonymous, self._here(one.start, one.token))

    def _see_nameless(self, noun: Token) -> None:
        lemma = noun.lemma_.lower()
        one = Referent(f"?{lemma}-{noun.idx}", "", "PERSON", "person", described=frozenset({lemma}))
        self.discourse.add(one, self._here(noun.idx, noun))

    def _pronoun(self, token: Token) -> Iterator[Found]:
        here = replace(self._here(token.idx, token), quoted_before=self._quotations_before(token.idx))
        referent = self.antecedents.find(token, here)
        if referent is None:
            return
        self.discourse.add(referent, here)
        if not referent.name:
            return
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


def _described(one: Description, referent: Referent, score: float) -> Found:
    return Found(
        start=one.start,
        end=one.end,
        type=referent.type,
        ids=(referent.id,),
        name=referent.name,
        level="nominal",
        via="title" if one.organizations else "coreference",
        score=score,
    )


def _is_told_by(span: Span) -> bool:
    """Tell whether a description stands right behind its verb: "…, wrote the official"."""
    return span.start > 1 and speaks_next(span.doc[span.start - 1]) and span.doc[span.start - 2].is_punct


def _tells_last(span: Span) -> bool:
    """Tell whether an outlet brings what stands before it: "…, Osk-Inform writes.", "…, writes Osk-Inform."."""
    doc, first, last = span.doc, span.start, span.end
    if first > 1 and doc[first - 1].lower_ in _TELLING and doc[first - 2].text == ",":
        return True
    closed = last + 1 < len(doc) and doc[last].lower_ in _TELLING and doc[last + 1].text in {".", "\n"}
    return closed and first > 0 and doc[first - 1].text in {",", "-", "–", "—"}


def _nouns_of(entity: Entity) -> frozenset[str]:
    """Give the nouns of bodies in an organization's other names: the FSB is a service too."""
    return frozenset(word for alias in entity.aliases for word in alias.text.lower().split() if word in _BODY_NOUNS)


def _words_of(name: str, written: str) -> set[str]:
    return {*_WORDS.findall(fold(name)), *_PLAIN_WORDS.findall(fold(written))}
