"""Which person a description means: someone named before with that role, the office's holder, or nobody."""

import re
from collections.abc import Sequence
from operator import itemgetter

from transforms.entities.body_names import is_world_body
from transforms.entities.descriptions import DEMONYM, Description
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.heading import HEADING, narrowed
from transforms.entities.institutions import Countries
from transforms.entities.referent_epithets import (
    AGED,
    CHARACTERS,
    GENDERS,
    LEARNED,
    STARS,
    brings_another,
    holds_office,
    is_star,
    just_spoken_of,
    may_be_epithet,
    only_learned,
    only_star,
    quoted_just_before,
)
from transforms.entities.roles import descriptions_of, holders_of, normal_title, titles_of
from transforms.entities.speaking import speaks_next
from transforms.entities.words import DETERMINERS, PERSON_NOUNS, words
from transforms.language_model import text_of

_GENERIC = words(
    """
    diplomat official politician leader minister expert representative head chief oppositionist functionary manager
    forward striker midfielder defender goalkeeper coach footballer athlete skater biathlete boxer swimmer gymnast actor
    actress singer musician rapper writer blogger presenter comedian scientist doctor physician professor analyst
    economist historian entrepreneur businessman
    deputy parliamentarian lawmaker lawyer activist journalist researcher virologist psychologist astronaut cosmonaut
    """
)
_PLAYERS = words(
    "forward striker midfielder defender goalkeeper footballer athlete skater biathlete boxer swimmer player"
)
_MINISTRY = re.compile(r"\b(?:ministry|department|treasury|pentagon)\b", re.IGNORECASE)
GENDERED = GENDERS | {
    "spokeswoman": "f",
    "spokesman": "m",
    "businessman": "m",
    "businesswoman": "f",
    "congresswoman": "f",
}
_OPPOSITES = frozenset({"counterpart", "colleague"})
_SHARED = words(
    "leader politician president premier minister chancellor diplomat official secretary head representative"
)
"""What states have one of each, so that the counterpart of one is the other's."""
_CALLINGS = words(
    """
    diplomat doctor physician coach footballer forward striker midfielder defender goalkeeper actor singer deputy
    parliamentarian lawmaker lawyer activist journalist researcher virologist psychologist astronaut cosmonaut
    """
)
_TRADES = words("teacher nurse engineer farmer fisherman miner sailor priest monk nun shopkeeper student pupil driver")
"""What few who hold an office are besides: who tells of "the teacher" is another."""
_KIN = words("victim suspect defendant accused driver soldier patient resident family boy girl")
_LAWMAKER = frozenset({"the member of parliament", "the people's deputy", "the people’s deputy"})
_LATER = 2
_FAR = 5
_PARTED = re.compile('["“”«»:;]')
_first = itemgetter(0)


class Bearers:
    """Those who may bear a title in one article."""

    def __init__(
        self, discourse: Discourse, countries: Countries, on: str | None, present: frozenset[str] = frozenset()
    ) -> None:
        self.discourse, self.countries, self.on, self.present = discourse, countries, on, present
        self.knowledge = countries.knowledge

    def find(self, one: Description, here: Seen) -> tuple[Referent, float] | None:
        """Find the person of a description: named before with that role, else the office's holder, else nobody."""
        if one.possessed:
            return self._possessed(one, here)
        organizations = self._organizations(one)
        gender = GENDERED.get(one.head)
        holders = holders_of(one.title, organizations, self.knowledge, self.on) if organizations else []
        ranked = self._tellers(one, here, gender)
        for referent in ranked:
            if referent.id in holders:
                return referent, 0.95
        states = {self.countries.country_of(organization) for organization in organizations} - {None}
        if one.head in _OPPOSITES:
            return self._opposite(ranked, states, here)
        ranked = [r for r in ranked if (not states or r.country in states or not r.country)]
        bodies = one.head in _GENERIC - HEADING and not all(map(self.countries.is_country, organizations))
        served = {*organizations, *filter(None, states)} if bodies else set()
        ranked = [r for r in ranked if _is_near(r, organizations) and _may_hold(r, organizations, holders, served)]
        former = one.text.lower().startswith(("the former ", "the ex-", "former "))
        fitting = self._fitting(one, ranked, organizations, former=former) or _called_opposite(one, ranked, states)
        if one.head == DEMONYM:
            return self._compatriot(ranked, states, here)
        if one.head in _PLAYERS and states and (player := self._compatriot(ranked, states, here)) is not None:
            return player
        unknown = bool(one.organizations) and all(id_.startswith("unk-") for id_ in one.organizations)
        generic = one.head in _GENERIC and not one.modifiers and (" of " not in one.text or unknown)
        generic = generic or one.text.lower() in _LAWMAKER
        if generic and one.text.lower().startswith("this ") and not here.speaks:
            return _just_named(self.discourse, here)
        if (owned := _is_anothers(one)) and not fitting:
            return None
        if generic and not owned and (untitled := self._untitled(ranked, fitting, here, organizations)) is not None:
            return untitled, 0.6
        if fitting:
            return _best(fitting, one, set(organizations)), 0.85
        here_too = [h for h in holders if h in self.present]
        holders = here_too or [h for h in holders if gender in {None, self.knowledge.entities[h].gender}]
        if len(holders) == 1 and not former:
            return self._from_knowledge(holders[0]), 0.8
        return self._just_named(one, here, ranked, generic=generic and not organizations)

    def _just_named(
        self, one: Description, here: Seen, ranked: Sequence[Referent], *, generic: bool
    ) -> tuple[Referent, float] | None:
        """Find whom a noun means that says little of him: who spoke just before, or was spoken of."""
        star = only_star(one.head, ranked, self.knowledge.entities) if is_star(one.token, one.head) else None
        if star is not None or (one.head in STARS and not here.speaks):
            return (star, 0.6) if star is not None else None
        epithet = one.head == AGED or (one.head in CHARACTERS and may_be_epithet(one.token, one.text))
        last = _last_speaker(ranked, here) if generic or epithet else None
        if last is not None and not (one.head in LEARNED and holds_office(last)):
            other = one.head in HEADING | _CALLINGS | _TRADES and last.described & PERSON_NOUNS
            apart = epithet and brings_another(one.token, last.seen[-1].at)
            told = epithet and not here.speaks and last.seen[-1].speaks and last.seen[-1].sentence == here.sentence
            return (last, 0.5) if not (other or apart or told) else None
        last = quoted_just_before(one.token, one.start, ranked, here) if generic or epithet else None
        if last is not None and not (one.head in HEADING | _CALLINGS | _TRADES and last.described & PERSON_NOUNS):
            return last, 0.5
        last = just_spoken_of(one.token, ranked, here, GENDERED.get(one.head)) if epithet else None
        last = only_learned(one.head, one.token, ranked, here) if generic and not epithet else last
        return (last, 0.5) if last is not None else None

    def _fitting(
        self, one: Description, ranked: Sequence[Referent], organizations: Sequence[str], *, former: bool
    ) -> list[Referent]:
        """Keep those whose offices, or former ones, a description gives."""
        heads = {one.head, normal_title(one.title).split(" ")[-1]}
        if one.head in {"head", "chief"} and _MINISTRY.search(one.text):
            heads |= {"minister", "secretary"}
        fitting = [r for r in ranked if heads & (self._ever(r) if former else r.described)]
        if former:  # "the former governor" is not the acting one
            fitting = [r for r in fitting if _is_former(r)] or [r for r in fitting if "acting" not in r.titled]
        if one.head in HEADING:
            fitting = self._of_the_same_body(one, fitting, organizations)
        return narrowed(one, fitting, organizations)

    def _of_the_same_body(
        self, one: Description, fitting: list[Referent], organizations: Sequence[str]
    ) -> list[Referent]:
        """Leave out those who head another body than the one that a description names."""
        bodies = {one for one in organizations if not self.countries.is_country(one)}
        said = {word for word in re.findall(r"\w{2,}", one.text.lower()) if word not in DETERMINERS} - {one.head, "of"}
        said |= {"premier"} if said & {"cabinet", "government"} else set()
        return [r for r in fitting if not bodies or bodies & r.organizations or said & r.described]

    def _possessed(self, one: Description, here: Seen) -> tuple[Referent, float] | None:
        """Find whom "his counterpart" means: the only one whom the text called so, not the one whose he is."""
        called = {normal_title(one.title).split(" ")[-1], one.head}
        ranked = self._tellers(one, here, GENDERED.get(one.head))
        fitting = [r for r in ranked if called & r.described and one.modifiers <= r.described]
        owner = max(((r.subject_before(here), r.id) for r in ranked), default=(-1, ""))[1]
        return (fitting[0], 0.7) if len(fitting) == 1 and fitting[0].name and fitting[0].id != owner else None

    def _tellers(self, one: Description, here: Seen, gender: str | None) -> list[Referent]:
        """Rank who may be meant, without those of whom "the official said" tells in its sentence."""
        ranked = [r for _, r in self.discourse.ranked(("person",), here) if gender in {None, r.gender} or not r.gender]
        told = [r for r in ranked if _is_told_of(r, one, here)] if _is_closing(one) else []
        return [r for r in ranked if r not in told and r.spoke_before(here)] if told else ranked

    def _compatriot(
        self, ranked: Sequence[Referent], states: set[str | None], here: Seen
    ) -> tuple[Referent, float] | None:
        """Find whom "the Pole" means: who was spoken of just before, of that country or of none that is known."""
        near = [r for r in ranked if r.name and any(here.sentence - seen.sentence <= 3 for seen in r.seen[-3:])]
        own = [r for r in near if r.country in states] or [r for r in near if not r.country]
        return (own[0], 0.6) if len(own) == 1 else None

    def _ever(self, person: Referent) -> frozenset[str]:
        """Give the nouns for all that a person has been: "the former secretary of state"."""
        entity = self.knowledge.entities.get(person.id)
        return person.described | descriptions_of("\n".join(role.title for role in entity.roles) if entity else "")

    def _opposite(
        self, ranked: Sequence[Referent], states: set[str | None], here: Seen
    ) -> tuple[Referent, float] | None:
        """Find "his Turkish counterpart": someone named of that state, else the holder of the same office there."""
        of_state = [r for r in ranked if r.country in states and r.name]
        if of_state:
            return of_state[0], 0.85
        own = max(((r.subject_before(here), r) for r in ranked), key=_first, default=(-1, None))[1]
        entity = self.knowledge.entities.get(own.id) if own is not None else None
        if entity is None or self.on is None:
            return None
        for title in titles_of(entity, self.on).split("\n"):
            holders = holders_of(title, [state for state in states if state], self.knowledge, self.on)
            if len(holders) == 1:
                return self._from_knowledge(holders[0]), 0.8
        return None

    def _untitled(
        self, ranked: Sequence[Referent], fitting: Sequence[Referent], here: Seen, organizations: Sequence[str]
    ) -> Referent | None:
        """Find who was the subject just before, of whose office the text says nothing that any word could miss."""
        if here.speaks and not organizations and (only := _only_here(ranked, here)) is not None:
            return only
        before, last = max(((r.subject_before(here), r) for r in ranked), key=_first, default=(-1, None))
        if last is None or before < 0 or last in fitting or not last.name:
            return None
        return None if last.described & (PERSON_NOUNS - _OPPOSITES) else last

    def _organizations(self, one: Description) -> list[str]:
        """List what a description names, with the state for which a palace speaks."""
        organizations = list(one.organizations)
        for entity_id in one.organizations:
            entity = self.knowledge.entities.get(entity_id)
            if entity is not None and entity.metonym_for is not None:
                organizations.append(entity.metonym_for)
        if is_world_body(one.text):
            organizations.append("united-nations")
        return organizations

    def _from_knowledge(self, entity_id: str) -> Referent:
        entity = self.knowledge.entities[entity_id]
        described = descriptions_of(titles_of(entity, self.on))
        return Referent(entity_id, entity.name, entity.type, "person", entity.gender, entity.country, described)


def _just_named(discourse: Discourse, here: Seen) -> tuple[Referent, float] | None:
    """Find whom "this politician" means: the person named last in the sentence before."""
    people = [
        (seen.at, referent)
        for referent in discourse.referents.values()
        for seen in referent.seen[-1:]
        if referent.kind == "person" and referent.name and here.sentence - seen.sentence == 1 and not seen.modifier
    ]
    return (max(people, key=_first)[1], 0.6) if people else None


def _called_opposite(one: Description, ranked: Sequence[Referent], states: set[str | None]) -> list[Referent]:
    """Give whom the text has only called another's counterpart: his office is the other's, "the Lithuanian premier"."""
    called = [r for r in ranked if r.name and r.country in states and r.described & _OPPOSITES]
    return called if len(called) == 1 and one.head in _SHARED else []


def _is_anothers(one: Description) -> bool:
    """Tell whether a description is that of somebody's man: "the driver's lawyer" is not whoever spoke before."""
    owners = (child for child in one.token.lefts if child.dep_ == "poss" and child.tag_ in {"NN", "NNS"})
    return any(owner.lemma_.lower() in PERSON_NOUNS | CHARACTERS or owner.lower_ in _KIN for owner in owners)


def _is_former(person: Referent) -> bool:
    return bool(person.titled & {"former", "ex", "ousted", "dismissed", "arrested", "removed"})


def _is_closing(one: Description) -> bool:
    """Tell whether a description closes a sentence as the one who says it: "Osk had left, the official said."."""
    doc, behind = one.token.doc, one.token.i + 1
    if behind + 1 >= len(doc) or one.token.i - one.token.sent.start < _FAR:
        return False
    return speaks_next(doc[behind]) and doc[behind + 1].text in {".", "\n", ";"}


def _is_told_of(person: Referent, one: Description, here: Seen) -> bool:
    """Tell whether a person takes part in what the description at the end of the sentence says."""
    text = text_of(one.token.doc)
    return any(
        not seen.modifier and seen.sentence == here.sentence and not _PARTED.search(text, seen.at, one.start)
        for seen in person.seen[-3:]
    )


def _only_here(ranked: Sequence[Referent], here: Seen) -> Referent | None:
    """Find the one person named in this paragraph, who takes part in it, whoever was spoken of in those before."""
    inside = [r for r in ranked if any(s.paragraph == here.paragraph and not s.quoted for s in r.seen[-4:])]
    if (
        len(inside) != 1
        or not inside[0].name
        or here.paragraph < _LATER
        or inside[0].seen[-1].sentence == here.sentence
    ):
        return None
    takes_part = any(s.paragraph == here.paragraph and (s.speaks or not s.modifier) for s in inside[0].seen[-4:])
    near = any(here.sentence - s.sentence <= 2 + here.quoted_before for s in inside[0].seen[-1:])
    return inside[0] if takes_part and near else None


def _last_speaker(ranked: Sequence[Referent], here: Seen) -> Referent | None:
    """Find the one who spoke just before, if nobody else took part since."""
    at, last = max(((r.seen[-1].at, r) for r in ranked if r.spoke_before(here)), key=_first, default=(-1, None))
    if last is None or not last.name:
        return None
    others = (seen for r in ranked if r is not last for seen in r.seen[-3:] if not seen.quoted)
    return None if any(seen.at > at and (seen.subject or seen.speaks) for seen in others) else last


def _best(fitting: Sequence[Referent], one: Description, organizations: set[str]) -> Referent:
    """Choose between people whom a description fits: what else it says of them, then who is likelier."""
    first = fitting[0]
    if first.name and (nameless := _came_since(fitting, one, first)) is not None:
        return nameless
    if not first.name:  # someone nameless, unless one with a name and the same role came after
        later = [r for r in fitting if r.name and r.seen[0].at > first.seen[-1].at]
        return later[0] if later else first
    said = one.premodifiers - {one.head}
    shared = [
        bool(organizations & r.organizations) + bool(said & r.described) + (one.head in r.titled) for r in fitting
    ]
    return fitting[shared.index(max(shared))]


def _came_since(fitting: Sequence[Referent], one: Description, person: Referent) -> Referent | None:
    """Find someone nameless whom the same noun brought in since a person was seen: "An official hid. The official"."""
    if len(one.text.split()) != _BARE or not one.text.lower().startswith("the "):
        return None
    since = [r for r in fitting if r.id.startswith(f"?{one.head}-") and r.seen[-1].at > person.seen[-1].at]
    return next((r for r in since if r.seen[0].subject), None)


_BARE = 2


def _is_near(person: Referent, organizations: Sequence[str]) -> bool:
    """Tell whether a person serves the union or continent that a description names: "the European diplomat"."""
    if not any(one.startswith("europe") for one in organizations):
        return True
    return any(one.startswith("europe") for one in person.organizations)


def _may_hold(person: Referent, organizations: Sequence[str], holders: Sequence[str], served: set[str]) -> bool:
    """Tell whether somebody may hold an office; a nameless spokesman of the plant not that of the Kremlin.

    `served`: the bodies that the description names and their states, one of which he must serve whose own are known.
    """
    if served and person.organizations and not person.organizations & served:
        return False
    return bool(len(holders) != 1 or person.name or person.organizations.intersection(organizations))
