"""`claimwire knowledge`: check the knowledge base, explain what a name matches, import a desk's own list."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import RunError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.knowledge import Alias, Entity, Knowledge, Role

HELP = "check the tables of people, organizations and places; explain what a name matches; import a list of your own"
EXAMPLE = 'claimwire knowledge explain "Khmeimim airbase"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", dest="action", metavar="", required=True)
    check = actions.add_parser("check", help="list clashes, unknown ids and wrong dates, each with its file and line")
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help="tables of your own, checked with ours")
    explain = actions.add_parser("explain", help="show what a name would match, by which alias, and what is known")
    explain.add_argument("name", metavar="NAME")
    explain.add_argument("--on", metavar="DATE", help="only offices held on that day (2016-02-08)")
    explain.add_argument(
        "--knowledge", action="append", default=[], type=Path, metavar="FILE", help="tables of your own"
    )
    load = actions.add_parser("import", help="turn a Wikidata export (CSV or JSON) or a table into tables to run with")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--output", required=True, type=Path, metavar="FOLDER", help="where the table is written")
    load.add_argument(
        "--type", metavar="TYPE", help="type of the items for which no rule gives one (PERSON, ORG, GPE …)"
    )
    for action in (check, explain, load):
        action.add_argument("--json", action="store_true", help="print data")


def run(args: argparse.Namespace) -> int:
    actions = {"check": _check, "explain": _explain, "import": _import}
    return actions[args.action](args)


def _check(args: argparse.Namespace) -> int:
    from config.knowledge.check import check
    from config.knowledge.loading import read_tables

    for file in args.files:
        _exists(file)
    entities, problems = read_tables(args.files)
    problems = [*problems, *check(entities)]
    if args.json:
        found = [{"where": problem.where, "message": problem.message} for problem in problems]
        print(json.dumps({"entities": len(entities), "problems": found}, ensure_ascii=False))
    else:
        print(*problems, f"{len(entities)} entities, {len(problems)} problems", sep="\n")
    return 1 if problems else 0


def _explain(args: argparse.Namespace) -> int:
    knowledge = _load(args.knowledge)
    found = explain(knowledge, args.name, on=args.on)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0 if found["matches"] else 1
    if not found["matches"]:
        close = f"; close names: {', '.join(found['close'])}" if found["close"] else ""
        raise RunError(f"nothing answers to {args.name!r}{close}")
    for number, match in enumerate(found["matches"]):
        print("" if number == 0 else "\n", end="")
        _print_match(match)
    return 0


def explain(knowledge: "Knowledge", name: str, *, on: str | None = None) -> dict[str, Any]:
    """Tell what a name matches and why: `{"name", "matches": [...], "close": [...]}`, likeliest first."""
    from difflib import get_close_matches

    from config.knowledge import fold

    key = fold(name)
    matches = {entity.id: _match(knowledge, entity, _why(entity, name), on) for entity in knowledge.find(name)}
    for index, why in ((knowledge.by_surname, "family name"), (knowledge.by_adjective, "adjective or demonym")):
        for entity_id in index.get(key, ()):
            matches.setdefault(entity_id, _match(knowledge, knowledge.entities[entity_id], why, on))
    if not matches:
        for entity_id in knowledge.by_name.get(key, ()):
            why = "only in another case: its alias counts as written"
            matches[entity_id] = _match(knowledge, knowledge.entities[entity_id], why, on)
    if not matches:
        for entity, spelling in _respelled(knowledge, name):
            matches.setdefault(entity.id, _match(knowledge, entity, f"another spelling of {spelling!r}", on))
    owners = {**knowledge.by_surname, **knowledge.by_name}
    close = [] if matches else get_close_matches(key, owners, n=5, cutoff=0.75)
    return {
        "name": name,
        "matches": list(matches.values()),
        "close": list(dict.fromkeys(knowledge.entities[owners[other][0]].name for other in close)),
    }


def _respelled(knowledge: "Knowledge", name: str) -> "Iterator[tuple[Entity, str]]":
    """Find people whose name, or family name, is the same once transliteration is undone."""
    from transforms.entities.spelling import masculine, name_key  # loads spaCy with its package: only when needed

    keys = {name_key(name), masculine(name_key(name))}
    for entity in knowledge.entities.values():
        if entity.type == "PERSON":
            known = (entity.name, entity.surname or "", *(a.text for a in entity.aliases if a.text.isascii()))
            same = [text for text in known if text and keys & {name_key(text), masculine(name_key(text))}]
            if same:
                yield entity, same[0]


def _import(args: argparse.Namespace) -> int:
    from config.knowledge import TYPES
    from config.knowledge.check import check
    from config.knowledge.loading import read_tables
    from config.knowledge.tables import read_table, write_table
    from config.knowledge.wikidata import ExportError, entities_of, read_export

    if args.type and args.type not in TYPES:
        raise UsageError(f"unknown type {args.type}; one of {', '.join(sorted(TYPES))}")
    _exists(args.file)
    try:
        text = args.file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{args.file} is not UTF-8; save it again as UTF-8") from None
    left_out: list[str] = []
    if args.file.suffix == ".tsv" and not text.startswith("item\t"):
        entities, problems = read_table(text.splitlines(), name=args.file.name)
        left_out += map(str, problems)
    else:
        try:
            entities, left_out = entities_of(read_export(text), _load([]), default_type=args.type)
        except ExportError as error:
            raise UsageError(f"{args.file}: {error}") from None
    if not entities:
        raise RunError(f"{args.file} gave no entity; {left_out[0] if left_out else 'it is empty'}")
    args.output.mkdir(parents=True, exist_ok=True)
    table = args.output / f"{args.file.stem}.tsv"
    with table.open("w", encoding="utf-8") as file:
        write_table(entities, file, comment=f"Imported from {args.file.name} by claimwire knowledge import.")
    mine = {entity.id for entity in entities}
    merged = [entity for entity in read_tables([args.output])[0] if entity.origin.startswith(f"{table.name}:")]
    merged += [entity for entity in read_tables()[0] if entity.id not in mine]
    clashes = [str(problem) for problem in check(merged)]
    if args.json:
        print(json.dumps({"table": str(table), "entities": len(entities), "left_out": left_out, "problems": clashes}))
    else:
        print(*left_out, *clashes, f"{table}: {len(entities)} entities, {len(left_out)} left out", sep="\n")
        print(f"Run with it: claimwire run --knowledge {args.output} …")
    return 0


def _load(extra: list[Path]) -> "Knowledge":
    from config.knowledge import KnowledgeError, load_knowledge

    for path in extra:
        _exists(path)
    try:
        return load_knowledge(extra)
    except KnowledgeError as error:
        raise UsageError(f"{str(error).splitlines()[0]} (claimwire knowledge check lists all)") from None


def _exists(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"{path} does not exist; give a file or a folder of tables")


def _why(entity: "Entity", name: str) -> str:
    from config.knowledge import fold

    if fold(entity.name) == fold(name):
        return "canonical name"
    alias = next(alias for alias in entity.aliases if fold(alias.text) == fold(name))
    return _alias_text(alias)


def _alias_text(alias: "Alias") -> str:
    facts = [
        alias.language,
        "counts as written" if alias.case_sensitive else "",
        "ambiguous: needs support from the text" if alias.ambiguous else "",
    ]
    about = ", ".join(filter(None, facts))
    return f"alias {alias.text!r}" + (f" ({about})" if about else "")


def _match(knowledge: "Knowledge", entity: "Entity", why: str, on: str | None) -> dict[str, Any]:
    from config.knowledge import held

    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type,
        "why": why,
        "aliases": [alias.text for alias in entity.aliases],
        "country": entity.country,
        "gender": entity.gender,
        "roles": [_role(knowledge, role) for role in entity.roles if held(role, on)],
        "speaks_for": entity.metonym_for,
        "adjectives": list(entity.adjectives),
        "demonyms": list(entity.demonyms),
        "wikidata": entity.wikidata,
        "origin": entity.origin,
    }


def _role(knowledge: "Knowledge", role: "Role") -> dict[str, Any]:
    organization = knowledge.entities.get(role.organization_id or "")
    of = organization.name if organization else role.organization_id
    return {"title": role.title, "of": of, "since": role.since, "until": role.until}


def _print_match(match: dict[str, Any]) -> None:
    print(f"{match['name']}  ({match['type']}, {match['id']})")
    print(f"  matched by  {match['why']}")
    for label in ("country", "gender", "speaks_for", "adjectives", "demonyms", "wikidata"):
        value = match[label]
        if value:
            print(f"  {label.replace('_', ' '):<11} {', '.join(value) if isinstance(value, list) else value}")
    for role in match["roles"]:
        of = f" of {role['of']}" if role["of"] else ""
        print(f"  office      {role['title']}{of}, {role['since'] or '…'} – {role['until'] or 'now'}")
    if match["aliases"]:
        print(f"  aliases     {', '.join(match['aliases'])}")
    print(f"  stated at   {match['origin']}")
