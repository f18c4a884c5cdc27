"""The tables: tab-separated text, one entity a line, `#` before a comment; how they are read and written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from config.knowledge.entities import TYPES, Alias, Entity, surname_of
from transforms.records import Role

COLUMNS = (
    "id",
    "name",
    "type",
    "aliases",
    "country",
    "gender",
    "surname",
    "roles",
    "metonym_for",
    "adjectives",
    "demonyms",
    "wikidata",
)
"""Every column a table may have; `id`, `name` and `type` must be there, the order is free.

Lists are separated by `|`. An alias is `[language:][~][^]name` (`~` ambiguous, `^` counts only as written), a role
`title@organization-or-country-id:since..until`. `country` and `metonym_for` (what a capital or palace speaks for) are
ids; `surname` is given where it is not the last word with its particles ("Xi" of "Xi Jinping").
"""

_ALIAS = re.compile(r"(?:(?P<language>[a-z]{2,3}):)?(?P<flags>[~^]*)(?P<text>[^\s~^].*)")
_ROLE = re.compile(
    r"(?P<title>[^@:]+?)(?:@(?P<organization>[\w.-]+))?(?::(?P<since>\d[\d-]*)?\.\.(?P<until>\d[\d-]*)?)?"
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in a table: where ("people.tsv:12"), and what with its remedy."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def read_table(lines: Iterable[str], *, name: str) -> tuple[list[Entity], list[Problem]]:
    """Parse one table; `name` is the file's name for messages, its stem becomes each entity's `kind`.

    >>> table = "id\\tname\\ttype\\taliases\\nrussia\\tRussia\\tGPE\\tRussian Federation|ru:RF"
    >>> [entity.aliases[1].language for entity in read_table(table.splitlines(), name="countries.tsv")[0]]
    ['ru']
    """
    entities: list[Entity] = []
    problems: list[Problem] = []
    header: list[str] | None = None
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{name}:{number}"
        if header is None:
            header = line.lstrip("\ufeff").split("\t")
            problems.extend(_check_header(header, where))
            if problems:
                break
            continue
        try:
            entities.append(_entity(dict(zip(header, _cells(line, len(header)), strict=True)), where))
        except ValueError as error:
            problems.append(Problem(where=where, message=str(error)))
    return entities, problems


def write_table(entities: Iterable[Entity], to: TextIO, *, columns: Sequence[str] = COLUMNS, comment: str = "") -> None:
    """Write entities as a table that `read_table` reads back to the same entities."""
    for line in comment.splitlines():
        to.write(f"# {line}".rstrip() + "\n")
    to.write("\t".join(columns) + "\n")
    for entity in entities:
        to.write("\t".join(_cell(entity, column) for column in columns).rstrip("\t") + "\n")


def _check_header(header: Sequence[str], where: str) -> Iterator[Problem]:
    for column in header:
        if column not in COLUMNS:
            yield Problem(where=where, message=f"unknown column {column!r}; known are {', '.join(COLUMNS)}")
    for column in ("id", "name", "type"):
        if column not in header:
            yield Problem(where=where, message=f"the column {column!r} is missing from the header line")
    if len(set(header)) < len(header):
        yield Problem(where=where, message="a column stands twice in the header line")


def _cells(line: str, count: int) -> list[str]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > count:
        raise ValueError(f"{len(cells)} cells, but the header names {count} columns; remove a tab")
    return cells + [""] * (count - len(cells))


def _entity(row: dict[str, str], where: str) -> Entity:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", row["id"]):
        raise ValueError(f"the id {row['id']!r} must be lower-case letters, digits and single hyphens")
    if not row["name"]:
        raise ValueError("the name is empty")
    if row["type"] not in TYPES:
        raise ValueError(f"unknown type {row['type']!r}; known are {', '.join(sorted(TYPES))}")
    gender = row.get("gender") or None
    if gender not in {None, "m", "f"}:
        raise ValueError(f"the gender {gender!r} must be m, f or empty")
    wikidata = row.get("wikidata") or None
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        raise ValueError(f"the Wikidata id {wikidata!r} must be Q and digits")
    is_person = row["type"] == "PERSON"
    return Entity(
        id=row["id"],
        name=row["name"],
        type=row["type"],
        aliases=tuple(parse_alias(part) for part in _parts(row.get("aliases", ""))),
        country=row.get("country") or None,
        gender=gender,
        surname=(row.get("surname") or surname_of(row["name"])) if is_person else None,
        roles=tuple(parse_role(part) for part in _parts(row.get("roles", ""))),
        metonym_for=row.get("metonym_for") or None,
        adjectives=tuple(_parts(row.get("adjectives", ""))),
        demonyms=tuple(_parts(row.get("demonyms", ""))),
        wikidata=wikidata,
        kind=where.rpartition(":")[0].removesuffix(".tsv"),
        origin=where,
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()] if cell else []


def parse_alias(text: str) -> Alias:
    """Read `[language:][~][^]name`: `~` marks an ambiguous name, `^` one that counts only as written.

    >>> parse_alias("ru:^MID").case_sensitive, parse_alias("~Assad").ambiguous
    (True, True)
    """
    if text[0] not in "~^" and ":" not in text[:4]:  # nearly all of them
        return Alias(text=text, case_sensitive=text.isupper())
    match = _ALIAS.fullmatch(text)
    if match is None:
        raise ValueError(f"the alias {text!r} must read [language:][~][^]name")
    name = match["text"]
    return Alias(
        text=name,
        language=match["language"] or "",
        case_sensitive="^" in match["flags"] or name.isupper(),
        ambiguous="~" in match["flags"],
    )


def parse_role(text: str) -> Role:
    """Read `title[@organization-or-country-id][:since..until]` with dates as YYYY, YYYY-MM or YYYY-MM-DD.

    >>> parse_role("foreign minister@russia:2004-03-09..")
    Role(title='foreign minister', organization_id='russia', since='2004-03-09', until=None)
    """
    match = _ROLE.fullmatch(text)
    if match is None:
        raise ValueError(f"the role {text!r} must read title@organization:since..until")
    for date in (match["since"], match["until"]):
        if date and not _DATE.fullmatch(date):
            raise ValueError(f"the date {date!r} in the role {text!r} must be YYYY, YYYY-MM or YYYY-MM-DD")
    return Role(
        title=match["title"].strip(),
        organization_id=match["organization"],
        since=match["since"] or None,
        until=match["until"] or None,
    )


def _cell(entity: Entity, column: str) -> str:
    if column == "aliases":
        return "|".join(map(_alias_text, entity.aliases))
    if column == "roles":
        return "|".join(map(_role_text, entity.roles))
    if column in {"adjectives", "demonyms"}:
        return "|".join(getattr(entity, column))
    if column == "surname" and entity.type == "PERSON" and entity.surname == surname_of(entity.name):
        return ""
    return getattr(entity, column) or ""


def _alias_text(alias: Alias) -> str:
    language = f"{alias.language}:" if alias.language else ""
    flags = "~" * alias.ambiguous + "^" * (alias.case_sensitive and not alias.text.isupper())
    return f"{language}{flags}{alias.text}"


def _role_text(role: Role) -> str:
    where = f"@{role.organization_id}" if role.organization_id else ""
    when = f":{role.since or ''}..{role.until or ''}" if role.since or role.until else ""
    return f"{role.title}{where}{when}"
