"""Descriptions and pronouns: "the diplomat", "the Russian Foreign Minister", "he said", resolved or left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from config.knowledge import Knowledge
from transforms.entities.bearers import GENDERED, Bearers
from transforms.entities.bodies import find_body
from transforms.entities.body_names import known_body
from transforms.entities.descriptions import Description, find_descriptions
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.found import Found, Spans
from transforms.entities.gazetteer import gazetteer_of
from transforms.entities.institutions import Countries, ministry_span
from transforms.entities.missions import described_mission
from transforms.entities.nameless import nameless_speakers
from transforms.entities.paired_offices import paired_offices
from transforms.entities.people import People
from transforms.entities.pronouns import Antecedents, find_pronouns
from transforms.entities.referent_awaited import Awaited
from transforms.entities.referent_below import named_below
from transforms.entities.referent_governments import governments
from transforms.entities.referent_ministries import ministry_of
from transforms.entities.referent_nouns import nouns_beside
from transforms.entities.referent_places import Places, tells_last
from transforms.entities.referent_unnamed import unnamed_body, unnamed_outlet
from transforms.entities.referents import Referents, words_of
from transforms.entities.roles import descriptions_of
from transforms.entities.titles import title_around
from transforms.entities.words import ORGANIZATION_NOUNS, PERSON_NOUNS
from transforms.language_model import text_of

_PARAGRAPHS = 2
_TITLE = 6
_ITS = frozenset({"its", "their"})
_MISSIONS = frozenset({"embassy", "consulate"})


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
        self.countries = countries
        self.knowledge: Knowledge = countries.knowledge
        self.on = on
        self.discourse = Discourse()
        self.bearers = Bearers(self.discourse, countries, on, frozenset(name.ids[0] for name in names if name.ids))
        self.antecedents = Antecedents(doc, self.discourse, self.spans, countries)
        self.places = Places(doc, self.spans)
        sentences, paragraphs = self.places.sentences, self.places.paragraphs
        self.title_end = [*sentences, 0, 0][1] if len(paragraphs) < _PARAGRAPHS else paragraphs[1]
        self.lede_end = next((at for at in sentences if at > self.title_end), self.title_end)
        self.nouns = nouns_beside(doc, names)
        paired = paired_offices(text_of(doc), names, countries.is_country)
        self.referents = Referents(self.spans, people, countries, on, self.nouns, paired)
        self.awaited = Awaited()
        self.late: list[Found] = []
        self.headline = ""
        self.pending: list[Description] = []
        self.described_so: dict[str, Referent] = {}

    def run(self) -> Iterator[Found]:
        events: list[tuple[int, int, Found | Description | Token | tuple[Token, Token, str]]] = []
        events += [(name.start, 0, name) for name in self.names]
        called = frozenset().union(*self.nouns.values()) if self.nouns else frozenset()
        events += [(one.start, 1, one) for one in find_descriptions(self.doc, self.names, called)]
        events += [(token.idx, 2, token) for token in find_pronouns(self.doc)]
        events += [(token.idx, 2, token) for token in nameless_speakers(self.doc)]
        events += [(one[0].idx, 2, one) for one in governments(self.doc, self.names, self.countries.is_country)]
        for _, _, event in sorted(events, key=lambda event: event[:2]):
            if isinstance(event, Found):
                self._see_name(event)
            elif isinstance(event, tuple):
                yield from self._see_government(*event)
            elif isinstance(event, Token) and event.tag_ == "NN":
                self._see_nameless(event)
            elif isinstance(event, Description):
                yield from self._describe(event)
            else:
                yield from self._pronoun(event)
        yield from self.late
        done = {found.start for found in self.late}
        for one in self.pending:
            if (
                one.start not in done
                and (referent := named_below(one, self.discourse, in_title=one.start < self.title_end)) is not None
            ):
                yield _described(one, referent, 0.6)
        for one, referent in self.awaited.watched(self.discourse):
            yield _described(one, referent, 0.6)

    def _see_name(self, name: Found) -> None:
        span = self.doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is None or name.level == "adjectival" or not name.ids:
            return
        here = self.places.of_name(name, span)
        referent = self.referents.of_name(name, span)
        referent.telling = name.type == "ORG" and tells_last(span)
        if name.type == "PERSON" and (owner := self._owner(span, here) or self._served(span, here)) is not None:
            referent.organizations.add(owner.id)
        if self.awaited.people and name.type == "PERSON":
            self._bring(referent, here, span)
        if self.awaited.bodies and referent.kind == "organization":
            self._introduce_body(referent, here)
        if name.type == "PERSON" and not self.headline and text_of(self.doc)[:1].isupper() and not name.start:
            self.headline = referent.id if text_of(self.doc).startswith(":", name.end) else ""
        self.discourse.add(referent, here)

    def _owner(self, span: Span, here: Seen) -> Referent | None:
        """Find whose leader a person is: "The Dawn Movement denied it. Its leader, X, left"."""
        if not any(word.lower_ in _ITS for word in self.doc[max(0, span.start - _TITLE) : span.start]):
            return None
        bodies = [r for r in self.discourse.referents.values() if r.kind == "organization" and r.name]
        last = [(s.at, r) for r in bodies for s in r.seen[-1:] if here.sentence - s.sentence <= 1 and not s.modifier]
        return max(last, key=lambda pair: pair[0])[1] if last else None

    def _served(self, span: Span, here: Seen) -> Referent | None:
        """Find the body that a person's office calls by its kind: "The Osk plant shut. The plant's head X left"."""
        said = {*title_around(span).text.split()} & self.described_so.keys()
        bodies = [self.described_so[noun] for noun in said if noun in ORGANIZATION_NOUNS]
        return next((b for b in bodies if b.seen[-1].sentence == here.sentence), None)

    def _introduce_body(self, body: Referent, here: Seen) -> None:
        """Give an organization named now the description under which the lede spoke of it."""
        entity = self.knowledge.entities.get(body.id)
        seen = self.discourse.referents.get(body.id, body)
        if entity is None or entity.kind not in {"agencies-outlets", "armed-groups"}:
            self.late += [_described(one, body, 0.6) for one in self.awaited.introduced(seen, here)]

    def _bring(self, referent: Referent, here: Seen, span: Span) -> None:
        """Give a person named now the descriptions under which they spoke before."""
        seen = self.discourse.referents.get(referent.id, referent)
        titled = bool(title_around(span).text) or span.start_char in self.nouns or _is_titled_behind(span)
        for one in self.awaited.named(seen, here, words=len(span), titled=titled):
            referent.described |= {one.head}
            self.late.append(_described(one, referent, 0.6))

    def _see_government(self, first: Token, noun: Token, state: str) -> Iterator[Found]:
        entity = self.knowledge.entities.get(state)
        if entity is not None:
            one = Referent(entity.id, entity.name, entity.type, "state", country=entity.country)
            self.discourse.add(one, self.places.at(noun.idx, noun))
            yield Found(
                start=first.idx, end=noun.idx + len(noun), type=entity.type, ids=(entity.id,), name=entity.name,
                level="nominal", via="coreference", score=0.6,
            )  # fmt: skip

    def _describe(self, one: Description) -> Iterator[Found]:
        here = self.places.of_description(one)
        if (outlet := unnamed_outlet(one, here, self.spans)) is not None:
            self.discourse.add(outlet[1], here)
            yield outlet[0]
            return
        if not one.definite:
            self.awaited.add(one, here)
            self._introduce(one)
            return
        found = self._find(one, here)
        if found is None and (author := self._headlined(one, here)) is not None:
            found = author, 0.6
        if found is None and (unnamed := unnamed_body(one, here, self.spans)) is not None:
            self.discourse.add(unnamed[1], here)
            yield unnamed[0]
            return
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
        self.described_so[one.head] = self.discourse.referents[referent.id]  # as it was seen before
        if one.head not in ORGANIZATION_NOUNS and not one.organizations and not one.modifiers:
            referent.described |= {one.head}
        yield _described(one, referent, score)

    def _headlined(self, one: Description, here: Seen) -> Referent | None:
        """Find who opens the headline ("Osk: A") where the lede says it of "the spokesman of the ministry"."""
        lede = self.title_end <= one.start < self.lede_end and here.speaks and one.head not in ORGANIZATION_NOUNS
        if not lede or not self.headline or len(self.places.paragraphs) < _PARAGRAPHS:
            return None
        author = self.discourse.referents[self.headline]
        return author if not author.described & PERSON_NOUNS or one.head in author.described else None

    def _find(self, one: Description, here: Seen) -> tuple[Referent, float] | None:
        """Find whom a description means, else whom the same noun meant before, unless others spoke since."""
        if one.head not in ORGANIZATION_NOUNS:
            return self.bearers.find(one, here)
        if one.head in _MISSIONS:
            return self._mission(one, here)
        known = known_body(one, self.knowledge, self.bearers.present)
        states = {self.countries.country_of(id_) for id_ in one.organizations} - {None}
        if known is not None and one.head == "department" and not states and one.text.islower():
            own = find_body(one, self.discourse, here, self.knowledge.entities)
            if own is not None:  # "the defense department" of any state whose ministry spoke
                return own
        if known is not None:
            country = self.countries.country_of(known.id)
            words = words_of(known.name, one.text)
            return Referent(known.id, known.name, known.type, "organization", country=country, names=words), 0.9
        found = find_body(one, self.discourse, here, self.knowledge.entities, frozenset(states))
        if found is not None:
            return found
        before = self.described_so.get(one.head)
        again = before is not None and not states and one.premodifiers <= before.names | {one.head}
        if before is not None and again and not self._spoke_since(before):
            return before, 0.6
        if one.head != "ministry":
            return None
        ministry = ministry_of(one, here, self.discourse, self.countries, self.spans)
        return (ministry, 0.6) if ministry is not None else None

    def _mission(self, one: Description, here: Seen) -> tuple[Referent, float] | None:
        """Find which embassy is meant: the one whose sender is told, else the last that was named."""
        gazetteer = gazetteer_of(self.knowledge)
        told = described_mission(text_of(self.doc), one.token.idx, self.spans, self.countries, gazetteer)
        if told is None:
            return find_body(one, self.discourse, here, self.knowledge.entities, frozenset())
        return Referent(told[0], told[1], "ORG", "organization", names=words_of(told[1], one.text)), 0.8

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
            organizations=set(one.organizations),
        )
        self.discourse.add(anonymous, self.places.at(one.start, one.token))

    def _see_nameless(self, noun: Token) -> None:
        lemma = noun.lemma_.lower()
        one = Referent(f"?{lemma}-{noun.idx}", "", "PERSON", "person", described=frozenset({lemma}))
        self.discourse.add(one, self.places.at(noun.idx, noun))

    def _pronoun(self, token: Token) -> Iterator[Found]:
        here = replace(self.places.at(token.idx, token), quoted_before=self.places.quotations_before(token.idx))
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


def _is_titled_behind(span: Span) -> bool:
    """Tell whether an office follows a name without a comma: "Ana Osk the director of the centre said"."""
    behind = span.doc[span.end : span.end + 3]
    return any(word.lower_ in PERSON_NOUNS for word in behind) or behind[:1].text.lower() in {"a", "an", "the"}


def _described(one: Description, referent: Referent, score: float) -> Found:
    """Give a description its entity; a ministry with its field is a name, also in small letters."""
    named = ministry_span(one.text) if one.head == "ministry" else None
    first, last = named or (0, len(one.text))
    return Found(
        start=one.start + first,
        end=one.start + last,
        type=referent.type,
        ids=(referent.id,),
        name=referent.name,
        level="name" if named is not None else "nominal",
        via="title" if one.organizations else "coreference",
        score=score,
    )
