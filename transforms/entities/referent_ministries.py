"""Which state's ministry "the interior ministry" is that the text names nowhere: that of the state spoken of."""

from transforms.entities.descriptions import Description
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.found import Spans
from transforms.entities.institutions import Countries, ministry_called
from transforms.language_model import text_of

_NEAR = 4
_LOCAL = frozenset({"regional", "local", "provincial", "state", "city", "municipal", "autonomous"})


def ministry_of(
    one: Description, here: Seen, discourse: Discourse, countries: Countries, names: Spans
) -> Referent | None:
    """Find the ministry of a description with its field: the state's that it names, spoke last, or is named most."""
    called = ministry_called(one.text) if here.speaks and one.head == "ministry" else None
    if called is None and not one.premodifiers and one.text.lower() in {"the ministry", "his ministry", "her ministry"}:
        called = _of_minister(discourse) if here.speaks else None
    if called is None or one.premodifiers & _LOCAL:
        return None
    stated = [id_ for id_ in one.organizations if countries.is_country(id_)] or _seat(one, names, countries)
    state = stated[0] if stated else _last_to_speak(here, discourse) or countries.most_named(names.spans)
    if state is None or (one.organizations and not stated):
        return None
    slug, title = called
    entity = countries.organ(state, slug, title)
    if entity is not None:
        return Referent(entity.id, entity.name, "ORG", "organization", country=state, names={one.head})
    whose = countries.knowledge.entities[state]
    name = f"{next(iter(whose.adjectives), whose.name)} {title}"
    return Referent(f"{state}-{slug}", name, "ORG", "organization", country=state, names={one.head})


def _of_minister(discourse: Discourse) -> tuple[str, str] | None:
    """Give the ministry of the one minister with a field that the text has named: "Health Minister Ana Osk"."""
    ministers = [r.titled for r in discourse.referents.values() if "minister" in r.titled and r.name]
    found = {c for titled in ministers for word in titled if (c := ministry_called(f"{word} ministry")) is not None}
    return found.pop() if len(found) == 1 else None


def _seat(one: Description, names: Spans, countries: Countries) -> list[str]:
    """Give the state in whose town it sits: "the defence ministry in Oslo"."""
    if not text_of(one.token.doc).startswith(" in ", one.end):
        return []
    ids = (name.ids[0] for name in names.covering(one.end + 4, one.end + 5) if name.ids)
    return [state for state in map(countries.country_of, ids) if state]


def _last_to_speak(here: Seen, discourse: Discourse) -> str | None:
    """Give the state that spoke last, or whose man or body did, in the sentences just before."""
    spoke = (
        (seen.at, one.country or (one.id if one.kind == "state" else None))
        for one in discourse.referents.values()
        for seen in one.seen[-3:]
        if seen.speaks and not seen.quoted and seen.at < here.at and here.sentence - seen.sentence <= _NEAR
    )
    return max(((at, state) for at, state in spoke if state), default=(0, None))[1]
