"""The validator: what is wrong between entities, each with its file, line and remedy."""

from collections.abc import Iterable, Iterator, Sequence

from config.knowledge.entities import Entity, Knowledge, fold
from config.knowledge.tables import Problem


def check(knowledge: Knowledge | Iterable[Entity]) -> list[Problem]:
    """List what is wrong in a knowledge base, or in entities before they become one (which shows repeated ids).

    Two entities may share an alias only where one marks it as ambiguous (`~alias`); ids in roles, countries and
    metonyms must exist; dates must be in order; names carry no article.
    """
    entities = list(knowledge.entities.values() if isinstance(knowledge, Knowledge) else knowledge)
    ids = {entity.id for entity in entities}
    problems = [*_repeated_ids(entities), *_clashes(entities)]
    for entity in entities:
        problems += [Problem(where=entity.origin, message=message) for message in _own_problems(entity, ids)]
    return problems


def _repeated_ids(entities: Sequence[Entity]) -> Iterator[Problem]:
    seen: dict[str, Entity] = {}
    for entity in entities:
        first = seen.setdefault(entity.id, entity)
        if first is not entity:
            yield Problem(where=entity.origin, message=f"the id {entity.id!r} is taken at {first.origin}")


def _clashes(entities: Sequence[Entity]) -> Iterator[Problem]:
    owners: dict[str, list[tuple[Entity, str, bool]]] = {}
    for entity in entities:
        for text, exact in _plain_names(entity):
            key = fold(text)
            for other, other_text, other_exact in owners.setdefault(key, []):
                if other.id != entity.id and (text == other_text or not (exact and other_exact)):
                    message = f"{text!r} of {entity.id} is also {other_text!r} of {other.id} ({other.origin})"
                    yield Problem(where=entity.origin, message=f"{message}; mark the less likely one as ~{text}")
            owners[key].append((entity, text, exact))


def _plain_names(entity: Entity) -> Iterator[tuple[str, bool]]:
    """Give the names that the entity claims outright, and whether only their exact spelling counts."""
    yield entity.name, entity.name.isupper()
    for alias in entity.aliases:
        if not alias.ambiguous:
            yield alias.text, alias.case_sensitive


def _own_problems(entity: Entity, ids: set[str]) -> Iterator[str]:
    words = entity.name.split()
    if words[0].lower() in {"the", "a", "an"} and (len(words) != 2 or words[0][0].islower()):
        yield f"the name {entity.name!r} begins with an article; leave it out"
    if entity.type == "PERSON" and not entity.gender:
        yield f"{entity.id} is a person without a gender (m or f)"
    if entity.type != "PERSON" and entity.roles:
        yield f"{entity.id} has roles, but only persons hold offices"
    for field, reference in (("country", entity.country), ("metonym_for", entity.metonym_for)):
        if reference and reference not in ids:
            yield f"unknown {field} {reference!r} of {entity.id}"
    seen = {fold(entity.name)}
    for alias in entity.aliases:
        key = fold(alias.text)
        if key in seen and not alias.case_sensitive:
            yield f"the alias {alias.text!r} of {entity.id} stands twice; remove one"
        seen.add(key)
    for role in entity.roles:
        if role.organization_id and role.organization_id not in ids:
            yield f"unknown organization {role.organization_id!r} in the role {role.title!r} of {entity.id}"
        if role.since and role.until and role.since[: len(role.until)] > role.until:
            yield f"the role {role.title!r} of {entity.id} ends ({role.until}) before it begins ({role.since})"
