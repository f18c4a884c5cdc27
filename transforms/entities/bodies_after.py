"""Which organization goes on under a noun that says little: "Osk said A. The department added B"."""

from collections.abc import Iterator, Mapping

from config.knowledge import Entity
from transforms.entities.descriptions import Description
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.words import words

_AUTHORITIES = words("department agency office service authority structure body watchdog inspectorate directorate")
_FIRMS = words(
    "company firm corporation holding concern monopoly conglomerate giant manufacturer planemaker carrier operator"
)
_OUTLETS = words("edition paper daily weekly newspaper publication outlet channel agency broadcaster")
_CIVIL = words("organization organisation group ngo charity association")
_KINDS = (
    (_AUTHORITIES, frozenset({"governments", "ministries", "institutions", "organizations"})),
    (_FIRMS, frozenset({"companies"})),
    (_OUTLETS, frozenset({"agencies-outlets"})),
    (_CIVIL, frozenset({"organizations", "armed-groups"})),
)
"""Nouns and the kinds of the known bodies that they may call."""
_OFFICIAL = words(
    "ministry committee department service inspectorate inspection prosecutor office agency administration directorate"
)
_POLITICAL = words(
    "party council parliament court government duma senate army forces police embassy university club cabinet ministers"
)
_PLAIN = words(
    """
    state special security law enforcement supervisory financial investigative oversight regulatory federal same
    gas oil energy tech technology aviation aircraft mining steel car pharmaceutical internet russian-owned state-owned
    human rights international global news government
    """
)
_TELLING = (
    (words("military defense defence"), words("defense defence")),
    (words("diplomatic foreign policy"), words("foreign")),
    (words("nuclear atomic"), words("atomic nuclear rosatom iaea")),
    (words("health medical sanitary"), words("health consumer rospotrebnadzor")),
    (words("rescue emergency"), words("emergency emergencies situations")),
    (words("railway rail"), words("railways railway")),
    (words("airline aviation air"), words("aviation air airlines airways airport")),
)
"""Words before a noun, and those in the names of the bodies that they suit."""


def goes_on(one: Description, discourse: Discourse, here: Seen, entities: Mapping[str, Entity]) -> Referent | None:
    """Find the body that spoke in the sentence before, or for which somebody did, where the noun may call it."""
    family = set(one.organizations) == {"united-nations"}
    if not here.speaks or here.quoted or (one.organizations and not family) or " of " in one.text:
        return None
    if not any(one.head in nouns for nouns, _ in _KINDS):
        return None
    at, last = max(_spoke(discourse, here), key=lambda pair: pair[0], default=(-1, None))
    if last is None:
        return None
    found = last if last.kind == "organization" else _body_of(last, discourse, here) if last.kind == "person" else None
    if (
        found is None
        or not found.name
        or any(_came_in(other, found, at, here) for other in discourse.referents.values())
    ):
        return None
    entity = entities.get(found.id)
    if family and (entity is None or entity.kind != "organizations"):
        return None
    return found if _may_call(one, found, entity) else None


def _spoke(discourse: Discourse, here: Seen) -> Iterator[tuple[int, Referent]]:
    for referent in discourse.referents.values():
        for seen in referent.seen[-2:]:
            near = here.sentence - seen.sentence == 1 and here.paragraph - seen.paragraph <= 1
            if near and seen.speaks and not seen.quoted:
                yield seen.at, referent


def _body_of(person: Referent, discourse: Discourse, here: Seen) -> Referent | None:
    """Find the one body of a person that the sentences just before name."""
    bodies = [discourse.referents[id_] for id_ in sorted(person.organizations) if id_ in discourse.referents]
    bodies = [b for b in bodies if b.kind == "organization" and any(here.sentence - s.sentence <= 2 for s in b.seen)]
    return bodies[0] if len(bodies) == 1 else None


def _came_in(other: Referent, found: Referent, at: int, here: Seen) -> bool:
    """Tell whether another body stood as the subject of a clause behind the one that spoke."""
    return (
        other.kind == "organization"
        and other is not found
        and any(at < seen.at < here.at and (seen.subject or seen.speaks) for seen in other.seen[-2:])
    )


def _may_call(one: Description, body: Referent, entity: Entity | None) -> bool:
    for word in one.premodifiers - _PLAIN:
        suited = [names for said, names in _TELLING if word in said]
        if not suited or not any(names & body.names for names in suited):
            return False
    if body.names & _POLITICAL:
        return False
    if entity is not None:
        suits = any(one.head in nouns and entity.kind in kinds for nouns, kinds in _KINDS)
        return suits and not (one.head in _CIVIL and body.names & _OFFICIAL)
    return one.head in _AUTHORITIES if body.names & _OFFICIAL else one.head not in _AUTHORITIES - {"agency", "service"}
