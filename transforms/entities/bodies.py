"""Which organization a noun means: "the ministry", "the Britain-based monitoring group", "the department"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from config.knowledge import Entity
from transforms.entities.bodies_after import goes_on
from transforms.entities.body_names import is_world_body
from transforms.entities.descriptions import Description
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.words import ORGANIZATION_NOUNS, words

_CLEARLY = 1.0
"""By how much the likelier of two organizations must lead for "the Ministry" to mean it."""
_GENERIC_BODIES = words(
    """
    group organization organisation monitor watchdog company manufacturer corporation firm charity drugmaker automaker
    holding concern carrier operator giant retailer
    """
)
_ARMIES = words("army military")
_FIRMS = words(
    """
    company manufacturer corporation firm airline carrier operator producer retailer developer giant drugmaker automaker
    chipmaker planemaker holding concern monopoly conglomerate giant
    """
)
_DEPARTMENTS = frozenset({"department", "regulator"})
_ARMED_BODIES = frozenset({"group", "movement", "militia", "organization", "organisation"})
_OWN_BODIES = frozenset({"group", "organization", "organisation", "company", "charity", "foundation", "firm"})
_OFFICIAL_BODIES = words(
    "ministry council commission committee court party department parliament government army forces"
)
_ARMED = words("extremist militant terrorist rebel jihadist armed insurgent islamist hardline sunni shiite")
_RELIEF = words("rescue relief medical volunteer aid humanitarian")
_WATCHING = words("observatory monitor watch rights")
_CIVIL = _RELIEF | words("monitoring monitor human rights watchdog activist campaign advocacy war health world global")
_OUTLET_KIND = "agencies-outlets"
_HOUSES = "institutions"
_OUTLETS = words("publication edition paper daily weekly outlet newspaper magazine channel portal broadcaster station")
_PRESS = _OUTLETS | {"agency", "site", "website", "television", "tv", "radio"}
_THINGS = words("paper station site")
"""What is often no outlet: the paper that somebody showed, the station that a train left."""
_NETWORKS = words("facebook twitter telegram youtube instagram x vkontakte tiktok weibo whatsapp")
_CITING = frozenset({"cite", "quote", "reference", "refer"})
_EMPTY = words("tv news run owned governing state based same said above-mentioned mentioned latter")
"""Words before a noun that do not say which one is meant ("the Britain-based group")."""
_EMPTY_BEHIND = words(
    "the of and for in on to a its his their this that country republic state affairs people defence defense inquiry"
)
_SEAT = re.compile(r"[\w.]+-based\b")


def find_body(
    one: Description,
    discourse: Discourse,
    here: Seen,
    entities: Mapping[str, Entity],
    states: frozenset[str | None] = frozenset(),
) -> tuple[Referent, float] | None:
    """Find the organization of a description among those named before; None where two are about as likely.

    `states` are those that the description names: "Norway's army" is no other's.
    """
    if is_world_body(one.text) and "united-nations" in discourse.referents:
        return discourse.referents["united-nations"], 0.9
    if "united-nations" in one.organizations:
        of_family = goes_on(one, discourse, here, entities)
        return (of_family, 0.6) if of_family is not None else None
    qualifiers = one.premodifiers - _EMPTY
    complement = _complement(one)
    over = one.token.head.head if one.token.head.lower_ == "to" else one.token.head
    cited = over.lemma_.lower() in _CITING
    seated = _SEAT.search(one.text) is not None
    everybody = [
        (score, referent)
        for score, referent in discourse.ranked(("organization",), here)
        if (one.head not in _FIRMS or _may_be_firm(referent, entities))
        and not (cited and any(seen.sentence == here.sentence for seen in referent.seen[-3:]))
        and not (one.head in _ARMIES and _is_no_army(referent, discourse, entities))
    ]
    ranked = [
        (score, referent)
        for score, referent in everybody
        if referent.id not in _NETWORKS
        and (one.head != "station" or here.speaks or not _is_outlet(referent, entities))  # it may make power
        and _may_be_called(referent, qualifiers, entities.get(referent.id))
        and complement <= referent.names | referent.also | {one.head}
        and not (seated and entities.get(referent.id) and entities[referent.id].kind == "armed-groups")
        and (not states or seated or _may_belong(referent, one, states, entities))
    ]
    called = _called_so(one, ranked, entities, discourse)
    if one.head in _OWN_BODIES and (own := _speakers_own(one, discourse, here, entities)) is not None:
        return own, 0.7
    if one.head in _GENERIC_BODIES and called and not _spoke(called[0][1], here, 2):
        last = next(_just(ranked, here, 1, entities, speaks=True), None)
        if last is not None:
            return last, 0.6
    if called and not qualifiers and not _follows(called, here) and _compete(called):
        own = _of_last_speaker(called, discourse, here) or _last_firm(one, called, here, entities)
        return (own, 0.6) if own is not None else None
    if called:
        return called[0][1], 0.8
    far = _only_so_called(one, discourse, qualifiers | complement)
    rival = far is not None and one.head in _ARMIES and _is_no_army(far, discourse, entities)
    if far is not None and not rival and (not states or _may_belong(far, one, states, entities)):
        return far, 0.7
    if one.head in _FIRMS:
        if not qualifiers and (only := _only_firm(discourse, entities)) is not None:
            return only, 0.6
        ranked = [(score, r) for score, r in everybody if not states or _may_belong(r, one, states, entities)]
    likely = _likely(one, ranked, here, entities) or goes_on(one, discourse, here, entities)
    if likely is None and states and one.head in _FIRMS:
        firms = [r for _, r in ranked if r.id in entities and entities[r.id].kind == "companies"]
        likely = firms[0] if len(firms) == 1 else None  # "the Russian company", the only one of the text
    return (likely, 0.6) if likely is not None else None


def _complement(one: Description) -> frozenset[str]:
    """Give the plain nouns behind "of", which must be in a body's name too: "the command of the unit"."""
    behind = one.text.partition(" of ")[2]
    nouns = frozenset(word for word in behind.split() if word.islower() and word.isalpha())
    return nouns - _EMPTY_BEHIND if behind else nouns


def _is_no_army(referent: Referent, discourse: Discourse, entities: Mapping[str, Entity]) -> bool:
    """Tell whether "the army" is rather that of a state spoken of after an armed group."""
    if referent.id not in entities or entities[referent.id].kind != "armed-groups":
        return False
    states = (other for other in discourse.referents.values() if other.kind == "state" and other.seen)
    return any(other.seen[-1].at > referent.seen[-1].at for other in states)


def _called_so(
    one: Description,
    ranked: Sequence[tuple[float, Referent]],
    entities: Mapping[str, Entity],
    discourse: Discourse,
) -> list[tuple[float, Referent]]:
    """Give those who may be called by a noun; only those whose names hold it, where there are any."""
    nouns = {one.head, *one.modifiers}
    called = [
        (score, referent)
        for score, referent in ranked
        if _is_called(referent, one.head, nouns, entities.get(referent.id))
    ]
    exact = [pair for pair in called if one.head in pair[1].names]
    if (
        not exact
        and one.head == "ministry"
        and any(one.head in r.names and r.name for r in discourse.referents.values())
    ):
        return []  # the text has a ministry: no department of another state is one
    return exact or called


def _likely(
    one: Description, ranked: Sequence[tuple[float, Referent]], here: Seen, entities: Mapping[str, Entity]
) -> Referent | None:
    """Find who is likely meant by a noun that says little ("the group"): who spoke just before, or is spoken of."""
    qualifiers = one.premodifiers - _EMPTY
    if (
        one.head in _PRESS
        and (here.speaks or one.head not in _THINGS)
        and (told := _only_teller(ranked, here, entities)) is not None
    ):
        return told
    takes_part = here.speaks or here.subject or one.token.dep_ in {"poss", "dobj"}
    if one.head not in _GENERIC_BODIES or not takes_part or (qualifiers & _ARMED and not here.speaks):
        return None
    spoke = next(_just(ranked, here, 2, entities, speaks=True), None)
    if spoke is None and qualifiers & _CIVIL:
        spoke = next(_just(ranked, here, 1, entities, speaks=False), None)
    if spoke is None and not qualifiers:
        spoke = _last_firm(one, ranked, here, entities)
    if spoke is None and one.head in _OWN_BODIES and not qualifiers:
        spoke = _foremost(ranked, here, entities)
    return spoke


def _last_firm(
    one: Description, ranked: Sequence[tuple[float, Referent]], here: Seen, entities: Mapping[str, Entity]
) -> Referent | None:
    """Find the one firm of the sentence before: "Osk Gas won. This was reported in the company"."""
    if one.head not in _FIRMS or not here.speaks:
        return None
    just = [r for r in _just(ranked, here, 1, entities, speaks=False) if r.id in entities]
    return just[0] if len(just) == 1 else None


def _only_teller(
    ranked: Sequence[tuple[float, Referent]], here: Seen, entities: Mapping[str, Entity]
) -> Referent | None:
    """Find the one organization that reported before, where it is an outlet or nobody knows what it is."""
    told = [referent for _, referent in ranked if referent.name and any(seen.speaks for seen in referent.seen)]
    entity = entities.get(told[0].id) if len(told) == 1 else None
    outlet = entity is None or entity.kind == _OUTLET_KIND or (entity.kind == _HOUSES and told[0].telling)
    return told[0] if len(told) == 1 and outlet and told[0].id not in _NETWORKS else None


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
                and (one.head not in _FIRMS or _may_be_firm(body, entities))
            ]
            if len(own) == 1:
                return own[0]
    return None


def _may_belong(
    referent: Referent, one: Description, states: frozenset[str | None], entities: Mapping[str, Entity]
) -> bool:
    """Tell whether a body may be one of the states that a description names: "Norway's army"."""
    open_ = referent.id not in entities or one.head not in _OFFICIAL_BODIES
    return referent.country in states if referent.country else open_


def _is_outlet(referent: Referent, entities: Mapping[str, Entity]) -> bool:
    return referent.id in entities and entities[referent.id].kind == _OUTLET_KIND


def _may_be_firm(referent: Referent, entities: Mapping[str, Entity]) -> bool:
    return referent.id not in entities or entities[referent.id].kind == "companies" or "corporation" in referent.also


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
    return _all_in(qualifiers - _CIVIL, referent.names)


def _all_in(said: frozenset[str], names: set[str]) -> bool:
    """Tell whether a name holds all words of a description, "prosecutors" (of "prosecutor's") for "prosecutor"."""
    return said <= names or all(word in names or f"{word}s" in names for word in said)


def _only_so_called(one: Description, discourse: Discourse, qualifiers: frozenset[str]) -> Referent | None:
    """Find the one organization of the text that has the very noun in its name, however far back it was named."""
    bearers = [r for r in discourse.referents.values() if r.kind == "organization" and r.name and one.head in r.names]
    bearers = [referent for referent in bearers if referent.id not in _NETWORKS]
    only = bearers[0] if len(bearers) == 1 and bearers[0].seen else None
    return only if only is not None and _all_in(qualifiers, only.names) else None


def _only_firm(discourse: Discourse, entities: Mapping[str, Entity]) -> Referent | None:
    """Find the one company that the text speaks of again and again, where no other is known to be one."""
    known = [r for r in discourse.referents.values() if r.seen and r.id in entities and r.id not in _NETWORKS]
    firms = [r for r in known if entities[r.id].kind == "companies"]
    return firms[0] if len(firms) == 1 and len(firms[0].seen) > 1 else None


def _is_called(referent: Referent, head: str, nouns: set[str], entity: Entity | None) -> bool:
    """Tell whether an organization may be called by a noun, which its name holds or implies."""
    if head in _OUTLETS and entity is not None and entity.kind == _OUTLET_KIND:
        return referent.id not in _NETWORKS
    if head in _DEPARTMENTS and entity is not None and entity.kind == _OUTLET_KIND:
        return False
    if head in _ARMED_BODIES and entity is not None and entity.kind == "armed-groups":
        return True
    implied, names = ORGANIZATION_NOUNS[head], referent.names | referent.also
    return nouns - {head} <= names | implied and (head in names or bool(names & implied))


def _follows(called: Sequence[tuple[float, Referent]], here: Seen) -> bool:
    """Tell whether only the first spoke in the sentence before: "The Osk ministry denied it. The ministry noted"."""

    def spoke(referent: Referent) -> bool:
        near = (seen for seen in referent.seen[-3:] if here.sentence - seen.sentence <= 1 and seen.at < here.at)
        return any(seen.paragraph == here.paragraph for seen in near)

    (_, first), *others = called
    subject = any(s.speaks and s.subject and here.sentence - s.sentence == 1 for s in first.seen[-3:])
    return subject and spoke(first) and not any(spoke(other) for _, other in others)


def _compete(called: Sequence[tuple[float, Referent]]) -> bool:
    """Tell whether a second organization is about as likely as the first, or was named after it."""
    (best, first), *others = called
    return any(best - score < _CLEARLY or other.seen[-1].at > first.seen[-1].at for score, other in others)
