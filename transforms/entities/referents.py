"""What an article tells of those whom it names: their kind, gender, offices and bodies."""

import re
from collections.abc import Mapping

from spacy.tokens import Span

from config.knowledge import Entity, fold
from transforms.entities.body_names import kind_beside
from transforms.entities.discourse import Kind, Referent
from transforms.entities.found import Found, Spans
from transforms.entities.institutions import Countries
from transforms.entities.people import People
from transforms.entities.roles import descriptions_of, titles_of
from transforms.entities.titles import Title, title_around
from transforms.entities.words import words

_WORDS = re.compile(r"[\w-]+")
_PLAIN_WORDS = re.compile(r"\w+")
_BODY_NOUNS = words(
    "corporation service agency department directorate committee inspectorate board bureau authority bank airline"
)
_BANK = re.compile(r"[a-z]{3}bank\Z")


class Referents:
    """Makes the referents of one article from its names."""

    def __init__(
        self,
        spans: Spans,
        people: People,
        countries: Countries,
        on: str | None,
        nouns: Mapping[int, frozenset[str]],
        paired: Mapping[int, tuple[str, str]],
    ) -> None:
        self.spans, self.people, self.countries, self.on, self.nouns = spans, people, countries, on, nouns
        self.paired = paired
        self.knowledge = countries.knowledge

    def of_name(self, name: Found, span: Span) -> Referent:
        """Make the referent of a name, with what its title and the knowledge base say."""
        entity_id = name.ids[0]
        entity = self.knowledge.entities.get(entity_id)
        kind: Kind = "other"
        type_ = entity.type if entity else name.type
        gender, described, organizations, titled = None, frozenset[str](), set[str](), frozenset[str]()
        country = self.countries.country_of(entity_id)
        if type_ == "PERSON":
            kind = "person"
            person = self.people.person(entity_id)
            gender = (entity.gender if entity else None) or (person.gender if person else None)
            title = title_around(span)
            if (own := self.paired.get(name.start)) is not None:
                title = Title(own[0], ())
            described = descriptions_of(titles_of(entity, self.on) + "\n" + title.text)
            titled = frozenset(title.text.split())
            described |= self.nouns.get(name.start, frozenset())
            organizations = self._within(title) | ({own[1]} if own is not None else set())
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
            titled=titled,
            organizations=organizations,
            names=words_of(entity.name if entity else name.name, span.text) | kind_beside(span),
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


def _nouns_of(entity: Entity) -> frozenset[str]:
    """Give the nouns of bodies in an organization's other names: the FSB is a service too."""
    nouns = {word for alias in entity.aliases for word in alias.text.lower().split() if word in _BODY_NOUNS}
    return frozenset(nouns | {"bank"} if _BANK.search(entity.name) else nouns)


def words_of(name: str, written: str) -> set[str]:
    """Give the words of a name, as it is known and as it is written."""
    return {*_WORDS.findall(fold(name)), *_PLAIN_WORDS.findall(fold(written))}
