"""Reading the marked-up gold articles into article documents: `python tests/gold/markup.py` writes the .jsonl files.

In articles.txt, press.txt, foreign.txt, dispatches.txt, bulletins.txt, briefings.txt, communiques.txt (and names.txt,
for names only) a line `=== id | shape | date` starts an article; `[[text|entity]]` marks a name, `[[text|entity|a]]` an
adjective, `|n` a description, `|p` a pronoun; marks may nest. entities.tsv holds each entity's type and name.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_LEVELS = {"": "name", "a": "adjectival", "n": "nominal", "p": "pronoun"}
_CLOSING = re.compile(r"\|([a-z0-9-]+)(?:\|([anp]))?\]\]")


def read_articles(path: Path = HERE / "articles.txt") -> Iterator[dict[str, Any]]:
    """Yield the article documents of a marked-up file."""
    entities = read_entities()
    for block in re.split(r"^=== ", path.read_text("utf-8"), flags=re.M)[1:]:
        header, _, marked = block.partition("\n")
        name, shape, date = (part.strip() for part in header.split("|"))
        body, marks = unmark(marked.strip())
        yield {
            "id": name,
            "shape": shape,
            "reference_date": date,
            "raw": body,
            "body": body,
            "entities": [
                mark | {"name": entities[mark["entity_id"]][1], "type": entities[mark["entity_id"]][0]}
                for mark in marks
            ],
        }


def read_entities(path: Path = HERE / "entities.tsv") -> dict[str, tuple[str, str]]:
    """Give type and canonical name by id."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {entity_id: (type_, name) for entity_id, type_, name in rows}


def unmark(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Take the marks out of a text: the plain text, and the marks with their offsets in it, in order of start."""
    plain: list[str] = []
    length, at = 0, 0
    open_at: list[int] = []
    marks: list[dict[str, Any]] = []
    while at < len(marked):
        closing = _CLOSING.match(marked, at) if open_at else None
        if marked.startswith("[[", at):
            open_at.append(length)
            at += 2
        elif closing:
            start = open_at.pop()
            level = _LEVELS[closing[2] or ""]
            marks.append(
                {
                    "text": "".join(plain)[start:length],
                    "start": start,
                    "end": length,
                    "entity_id": closing[1],
                    "level": level,
                }
            )
            at = closing.end()
        else:
            plain.append(marked[at])
            length += 1
            at += 1
    if open_at:
        raise ValueError(f"a mark is not closed: …{''.join(plain)[open_at[-1] :][:60]}")
    return "".join(plain), sorted(marks, key=lambda mark: (mark["start"], -mark["end"]))


def write_documents(name: str = "articles") -> int:
    """Write the documents, one a line, keeping the `claims` that the file already has."""
    path = HERE / f"{name}.jsonl"
    claims: dict[str, Any] = {}
    if path.exists():
        known = (json.loads(line) for line in path.read_text("utf-8").splitlines())
        claims = {one["id"]: one["claims"] for one in known if "claims" in one}
    documents = [
        one | ({"claims": claims[one["id"]]} if one["id"] in claims else {})
        for one in read_articles(HERE / f"{name}.txt")
    ]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in documents), "utf-8")
    return len(documents)


if __name__ == "__main__":
    print(
        *(
            write_documents(name)
            for name in ("articles", "press", "foreign", "dispatches", "bulletins", "briefings", "communiques", "names")
        )
    )
