"""Which organization a noun means: "the ministry", "the Britain-based monitoring group", "the department"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from config.knowledge import Entity, fold
from transforms.entities.descriptions import Description
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.words import ORGANIZATION_NOUNS, words

_CLEARLY = 1.0
"""By how much the likelier of two organizations must lead for "the Ministry" to mean it."""
_WORLD_BODY = re.compile(r"\b(?:world|international|global|universal) (?:organi[sz]ation|body)\b")
_GENERIC_BODIES = words(
    "group organization organisation monitor watchdog company manufacturer corporation firm charity"
)
_OWN_BODIES = frozenset({"group", "organization", "organisation", "company", "charity", "foundation", "firm"})
_OFFICIAL_BODIES = words(
    "ministry council commission committee court party department parliament government army forces"
)
_ARMED = words("extremist militant terrorist rebel jihadist armed insurgent islamist hardline sunni shiite")
_RELIEF = words("rescue relief medical volunteer aid humanitarian")
_WATCHING = words("observatory monitor watch rights")
_CIVIL = _RELIEF | words("monitoring monitor human rights watchdog activist campaign advocacy war health world global")
_OUTLET_KIND = "agencies-outlets"
_OUTLETS = words("publication outlet newspaper magazine channel portal broadcaster")
_NETWORKS = words("facebook twitter telegram youtube instagram x vkontakte tiktok weibo whatsapp")
_EMPTY = words("based same said above-mentioned mentioned latter")
"""Words before a noun that do not say which one is meant ("the Britain-based group")."""


def is_world_body(text: str) -> bool:
    """Tell whether a text calls the United Nations "the world organization"."""
    return bool(_WORLD_BODY.search(fold(text)))


def find_body(
    one: Description, discourse: Discourse, here: Seen, entities: Mapping[str, Entity]
) -> tuple[Referent, float] | None:
    """Find the organization of a description among those named before; None where two are about as likely."""
    nouns = {one.head, *one.modifiers}
    if is_world_body(one.text) and "united-nations" in discourse.referents:
        return discourse.referents["united-nations"], 0.9
    qualifiers = one.premodifiers - _EMPTY
    ranked = [
        (score, referent)
        for score, referent in discourse.ranked(("organization",), here)
        if _may_be_called(referent, qualifiers, entities.get(referent.id))
    ]
    called = [
        (score, referent)
        for score, referent in ranked
        if _is_called(referent, one.head, nouns, entities.get(referent.id))
    ]
    if one.head in _OWN_BODIES and (own := _speakers_own(one, discourse, here, entities)) is not None:
        return own, 0.7
    if one.head in _GENERIC_BODIES and called and not _spoke(called[0][1], here, 2):
        last = next(_just(ranked, here, 1, entities, speaks=True), None)
        if last is not None:
            return last, 0.6
    called = [pair for pair in called if one.head in pair[1].names] or called
    if called and not qualifiers and _compete(called):
        own = _of_last_speaker(called, discourse, here)
        return (own, 0.6) if own is not None else None
    if called:
        return called[0][1], 0.8
    if (far := _only_so_called(one, discourse, qualifiers)) is not None:
        return far, 0.7
    if one.head not in _GENERIC_BODIES:
        return None
    spoke = next(_just(ranked, here, 2, entities, speaks=True), None)
    if spoke is None and qualifiers & _CIVIL:
        spoke = next(_just(ranked, here, 1, entities, speaks=False), None)
    if spoke is None and one.head in _OWN_BODIES and not qualifiers:
        spoke = _foremost(ranked, here, entities)
    return (spoke, 0.6) if spoke is not None else None


def _foremost(ranked: Sequence[tuple[float, Referent]], here: Seen, entities: Mapping[str, Entity]) -> Referent | None:
    """Find the organization that the last sentences are about, where no other comes near it."""
    if not ranked or (len(ranked) > 1 and ranked[0][0] < 2 * ranked[1][0]):
        return None
    return next(_just(ranked[:1], here, 1, entities, speaks=False), None)


def _speakers_own(
    one: Description, discourse: Discourse, here: Seen, entities: Mapping[str, Entity]
) -> Referent | None:
    """Find the body of the person who says in this sentence something of "the organization", their own."""
    for referent in discourse.referents.values():
        if referent.kind == "person" and any(seen.speaks and seen.sentence == here.sentence for seen in referent.seen):
            bodies = [discourse.referents.get(organization) for organization in sorted(referent.organizations)]
            own = [
                body
                for body in bodies
                if body is not None
                and body.kind == "organization"
                and not body.names & _OFFICIAL_BODIES
                and _may_be_called(body, one.premodifiers - _EMPTY, entities.get(body.id))
            ]
            if len(own) == 1:
                return own[0]
    return None


def _of_last_speaker(called: Sequence[tuple[float, Referent]], discourse: Discourse, here: Seen) -> Referent | None:
    """Find the one body for which someone spoke in the sentences before."""
    served = {
        organization
        for referent in discourse.referents.values()
        if referent.kind == "person" and _spoke(referent, here, 2)
        for organization in referent.organizations
    }
    own = [referent for _, referent in called if referent.id in served]
    return own[0] if len(own) == 1 else None


def _spoke(referent: Referent, here: Seen, reach: int) -> bool:
    return any(seen.speaks and here.sentence - seen.sentence <= reach for seen in referent.seen[-3:])


def _just(
    ranked: Sequence[tuple[float, Referent]], here: Seen, reach: int, entities: Mapping[str, Entity], *, speaks: bool
) -> Iterator[Referent]:
    """Yield the organizations that spoke (or were named) just before; no organ of a state, no council, no outlet."""
    for _, referent in ranked:
        entity = entities.get(referent.id)
        just = any(
            here.sentence - seen.sentence <= reach and (seen.speaks or (not speaks and not seen.modifier))
            for seen in referent.seen[-3:]
        )
        outlet = entity is not None and entity.kind == _OUTLET_KIND
        if just and referent.name and not referent.names & _OFFICIAL_BODIES and (speaks or not outlet):
            yield referent


def _may_be_called(referent: Referent, qualifiers: frozenset[str], entity: Entity | None) -> bool:
    """Tell whether the words before a noun fit: "the appeals court" is no supreme court, nor an army a charity."""
    is_armed = entity is not None and entity.kind == "armed-groups"
    if qualifiers & _ARMED:
        return is_armed
    if qualifiers & _CIVIL and is_armed:
        return False
    if qualifiers & _RELIEF and referent.names & _WATCHING:
        return False  # a rescue group is no observatory
    return qualifiers - _CIVIL <= referent.names


def _only_so_called(one: Description, discourse: Discourse, qualifiers: frozenset[str]) -> Referent | None:
    """Find the one organization of the text that has the very noun in its name, however far back it was named."""
    bearers = [r for r in discourse.referents.values() if r.kind == "organization" and r.name and one.head in r.names]
    only = bearers[0] if len(bearers) == 1 and bearers[0].seen else None
    return only if only is not None and qualifiers <= only.names else None


def _is_called(referent: Referent, head: str, nouns: set[str], entity: Entity | None) -> bool:
    """Tell whether an organization may be called by a noun, which its name holds or implies."""
    if head in _OUTLETS and entity is not None and entity.kind == _OUTLET_KIND:
        return referent.id not in _NETWORKS
    implied, names = ORGANIZATION_NOUNS[head], referent.names | referent.also
    return nouns <= names | implied and (head in names or bool(names & implied))


def _compete(called: Sequence[tuple[float, Referent]]) -> bool:
    """Tell whether a second organization is about as likely as the first, or was named after it."""
    (best, first), *others = called
    return any(best - score < _CLEARLY or other.seen[-1].at > first.seen[-1].at for score, other in others)
