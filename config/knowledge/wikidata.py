"""Wikidata exports: rows of a query as CSV or JSON, turned into entities.

Columns: `item` (the entity's address or Q-number) and `itemLabel` must be there; `itemAltLabel` (comma-separated),
`typeLabel`, `countryLabel`, `genderLabel`, `positionLabel`, `start` and `end` are used where they are. An item may take
several rows; what they add up to is one entity.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from config.knowledge.entities import Alias, Entity, Knowledge, fold, slug, surname_of
from transforms.records import Role

_TYPES = {
    "PERSON": r"human|person|politician|diplomat|military (?:person|officer)",
    "GPE": r"(?:sovereign )?state|country|(?:capital |big )?city|town|village|human settlement|municipality"
    r"|province|governorate|region|oblast|raion|district|federal subject|administrative .+",
    "LOC": r"continent|sea|river|mountain.*|island|archipelago|strait|gulf|valley|lake|peninsula|desert",
    "FAC": r"air ?base|military (?:base|airfield)|airport|.*airport|palace|power plant|nuclear .+|bridge|port|prison"
    r"|hospital|.*building|dam|stadium|mosque|church.*|border crossing",
    "EVENT": r"war|battle|election|.*attack|conference|summit|.*games|revolution|coup.*|protest.*|exercise",
    "LAW": r"treaty|.*agreement|law|act of .+|statute|resolution|constitution|.*convention",
    "NORP": r"ethnic group|people|religion|religious denomination|nation|tribe",
    "ORG": r".*(?:organi[sz]ation|ministry|agency|party|company|enterprise|business|group|militia|army|armed forces|"
    r"unit|newspaper|broadcaster|university|court|parliament|legislature|bank|club|institution|corporation)",
}
_KINDS = {kind: re.compile(pattern, re.I) for kind, pattern in _TYPES.items()}


class ExportError(ValueError):
    """The file is not an export that can be read; one line with the remedy."""


def read_export(text: str) -> list[dict[str, str]]:
    """Read the rows of an export: CSV with a header, a JSON list of objects, or SPARQL's JSON results.

    >>> read_export("item,itemLabel\\nhttp://www.wikidata.org/entity/Q159,Russia")[0]["itemLabel"]
    'Russia'
    """
    if text.lstrip("\ufeff \r\n\t").startswith(("{", "[")):
        rows = list(_json_rows(text))
    else:
        rows = [{key or "": value or "" for key, value in row.items()} for row in csv.DictReader(text.splitlines())]
    missing = {"item", "itemLabel"} - set(chain.from_iterable(rows[:1]))
    if missing:
        raise ExportError(f"no column {' and '.join(sorted(missing))}; export the query with ?item and ?itemLabel")
    return rows


def entities_of(
    rows: Iterable[Mapping[str, str]], knowledge: Knowledge, *, default_type: str | None = None
) -> tuple[list[Entity], list[str]]:
    """Make entities of an export's rows, and tell of the items that were left out and why.

    An item that the knowledge base has under the same name and type keeps its id, names and offices there and gains
    aliases and a Wikidata id.
    """
    by_item: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        by_item.setdefault(row["item"].rpartition("/")[2], []).append(row)
    entities: dict[str, Entity] = {}
    left_out: list[str] = []
    for item, group in by_item.items():
        label = group[0]["itemLabel"].strip()
        kind = _type_of(group) or default_type
        if not re.fullmatch(r"Q[1-9]\d*", item) or not label or label == item:
            left_out.append(f"{item or 'a row'}: no Wikidata item with a label")
        elif kind is None:
            types = "|".join(sorted({row.get("typeLabel", "") for row in group} - {""})) or "none"
            left_out.append(f"{item} {label}: no rule for its type ({types}); give one with --type")
        else:
            entity = _merged(_entity(item, label, kind, group, knowledge), knowledge)
            entities[entity.id] = (
                entity if entity.id not in entities else replace(entity, id=f"{entity.id}-{item}".lower())
            )
    return list(entities.values()), left_out


def _json_rows(text: str) -> Iterator[dict[str, str]]:
    try:
        data = json.loads(text.lstrip("\ufeff"))
        rows = data["results"]["bindings"] if isinstance(data, dict) else data
        for row in rows:
            yield {key: str(cell["value"] if isinstance(cell, dict) else cell) for key, cell in row.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExportError(f"not a JSON export of Wikidata: {error}; download the results again as CSV") from None


def _type_of(group: Iterable[Mapping[str, str]]) -> str | None:
    labels = [row.get("typeLabel", "").strip() for row in group]
    return next((kind for label in labels for kind, rule in _KINDS.items() if label and rule.fullmatch(label)), None)


def _entity(item: str, label: str, kind: str, group: list[Mapping[str, str]], knowledge: Knowledge) -> Entity:
    names = dict.fromkeys(name.strip() for row in group for name in row.get("itemAltLabel", "").split(","))
    aliases = tuple(
        Alias(text=name.replace("|", " "), case_sensitive=name.isupper())
        for name in names
        if len(name) > 1 and fold(name) != fold(label)
    )
    genders = {row.get("genderLabel", "") for row in group}
    gender = next((code for code, word in (("f", "female"), ("m", "male")) if word in genders), None)
    return Entity(
        id=slug(label),
        name=label.replace("|", " "),
        type=kind,
        aliases=aliases,
        country=next((found for row in group if (found := _state(row.get("countryLabel", ""), knowledge))), None),
        gender=gender if kind == "PERSON" else None,
        surname=surname_of(label) if kind == "PERSON" else None,
        roles=tuple(dict.fromkeys(_roles(group, knowledge))) if kind == "PERSON" else (),
        wikidata=item,
    )


def _roles(group: Iterable[Mapping[str, str]], knowledge: Knowledge) -> Iterator[Role]:
    """Read "Minister of Foreign Affairs of France" with its dates as foreign minister of the entity France."""
    for row in group:
        label = re.sub(r"[|@:]", " ", row.get("positionLabel", ""))
        head, _, place = label.rpartition(" of ")
        organization = _state(place.removeprefix("the "), knowledge) if head else None
        title = re.sub(r"\s+", " ", (head if organization else label).lower()).strip()
        title = re.sub(r"^minister (?:of|for) (?:the )?(\w+)(?: affairs)?$", r"\1 minister", title)
        if title:
            since, until = (row.get(column, "")[:10] for column in ("start", "end"))
            title = title.replace("defence", "defense")
            yield Role(title=title, organization_id=organization, since=since or None, until=until or None)


def _state(label: str, knowledge: Knowledge) -> str | None:
    found = [entity for entity in knowledge.find(label) if entity.type in {"GPE", "ORG"}] if label else []
    return found[0].id if found else None


def _merged(entity: Entity, knowledge: Knowledge) -> Entity:
    same = [known for known in knowledge.find(entity.name) if known.type == entity.type]
    if not same:
        return entity
    known = same[0]
    taken = {fold(known.name)} | {fold(alias.text) for alias in known.aliases}
    new = tuple(alias for alias in (Alias(text=entity.name), *entity.aliases) if fold(alias.text) not in taken)
    return replace(
        known,
        aliases=known.aliases + new,
        roles=known.roles or entity.roles,
        country=known.country or entity.country,
        wikidata=known.wikidata or entity.wikidata,
    )
