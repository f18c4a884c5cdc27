"""Whom a headline or lede describes that the text below names."""

from transforms.entities.descriptions import Description
from transforms.entities.discourse import Discourse, Referent
from transforms.entities.words import ORGANIZATION_NOUNS, PERSON_NOUNS


def named_below(one: Description, discourse: Discourse, *, in_title: bool) -> Referent | None:
    """Find whom a headline's description means: the only one whom it fits, or else (in a title) who says anything."""
    organizations = set(one.organizations)
    fitting = [
        referent
        for referent in discourse.referents.values()
        if referent.name
        and (
            one.head in referent.names
            if one.head in ORGANIZATION_NOUNS
            else {one.head, *one.modifiers} <= referent.described
        )
        and referent.kind == ("organization" if one.head in ORGANIZATION_NOUNS else "person")
        and (not organizations or organizations & {*referent.organizations, referent.country})
        and (one.head not in ORGANIZATION_NOUNS or one.premodifiers <= referent.names | {one.head})
    ]
    if in_title and not fitting and organizations and one.head not in ORGANIZATION_NOUNS:
        people = [r for r in discourse.referents.values() if r.kind == "person" and r.name and not r.country]
        fitting = [r for r in people if {one.head, *one.modifiers} <= r.described and _opens_below(r)]
    if in_title and not fitting and one.head in PERSON_NOUNS and not organizations and not one.modifiers:
        people = [r for r in discourse.referents.values() if r.kind == "person"]
        fitting = [r for r in people if any(seen.speaks for seen in r.seen)]
        fitting = [r for r in fitting if r.name and not r.described & PERSON_NOUNS]
    current = [r for r in fitting if ("former" in r.described) <= ("former" in one.text.lower())]
    closer = [r for r in current if one.premodifiers & (r.described - {one.head})] or current
    fitting = closer if len(fitting) > 1 else fitting
    if in_title and len(fitting) > 1 and one.head not in ORGANIZATION_NOUNS:
        fitting = [r for r in sorted(fitting, key=lambda r: r.seen[0].at) if _opens_below(r)][:1]
    return fitting[0] if len(fitting) == 1 else None


_LEDE = 7


def _opens_below(person: Referent) -> bool:
    """Tell whether someone is named for the first time in the first sentences and speaks there."""
    return person.seen[0].sentence <= _LEDE and any(seen.speaks for seen in person.seen[:2])
