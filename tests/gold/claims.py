"""Putting the hand-written claims into the gold articles: `python tests/gold/claims.py` rewrites articles.jsonl.

A line of claims.txt is one claim: `paragraph | speaker | cue | content | act | more`, see README.md. Every string must
stand in its paragraph (as whole words) once, or be numbered (`said#2`); else the line is named and nothing is written.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ACTS = {"assert", "deny", "accuse", "demand", "ask", "warn", "predict", "commit", "welcome", "question"}
CLAIMS = {
    "articles": HERE / "claims.txt",
    "press": HERE / "press_claims.txt",
    "foreign": HERE / "foreign_claims.txt",
    "dispatches": HERE / "dispatches_claims.txt",
    "bulletins": HERE / "bulletins_claims.txt",
    "briefings": HERE / "briefings_claims.txt",
    "communiques": HERE / "communiques_claims.txt",
}
"""The claims of each file of articles."""
_MARKS = "\"“”«»„'‘’"
_VALUE = re.compile(r"(>=|<=|>|<|~)?([\d.]+)")
_MORE = re.compile(r"([a-z]+\??)(?:\(([^)]*(?:\([^)]*\))?[^)]*)\))?")


def read_claims(documents: dict[str, Any], path: Path) -> dict[str, list[dict[str, Any]]]:
    """Give the claims of each article by its id, located in the bodies of `documents`."""
    claims: dict[str, list[dict[str, Any]]] = {}
    problems: list[str] = []
    article, half = "", ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("==="):
            article, half = (part.strip() for part in line[3:].split("|"))
            claims[article] = []
        elif line.strip() and not line.startswith("#"):
            try:
                claim = read_claim(line, documents[article])
            except (ValueError, KeyError) as error:
                problems.append(f"{path.name}:{number}: {error}")
                continue
            nested = claim.pop("nested")
            outer = next((c["id"] for c in reversed(claims[article]) if c["nested_in"] is None), None)
            claim = {"id": f"{article}:{len(claims[article])}", "half": half, **claim}
            claims[article].append(claim | {"nested_in": outer if nested else None})
    if problems:
        raise ValueError("\n".join(problems))
    return claims


def read_claim(line: str, document: dict[str, Any]) -> dict[str, Any]:
    """Read one line against its article."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 6:
        raise ValueError(f"{len(parts)} parts instead of 6")
    body = document["body"]
    paragraph = ranged(body, parts[0])
    first, _, other = parts[3].partition(" // ")
    content = [locate(body, paragraph, one) for one in first.split(" + ")]
    more = [(name, value) for name, value in _MORE.findall(parts[5])]
    flags = {name for name, _ in more}
    act = parts[4].rstrip("!~")
    if not set(act.split("/")) <= ACTS:
        raise ValueError(f"no act: {act}")
    cue = locate(body, paragraph, parts[2].removeprefix("!")) | {"negated": parts[2].startswith("!")}
    return {
        "speaker": None if parts[1] == "-" else speaker(body, paragraph, parts[1], document["entities"]),
        "cue": cue,
        "content": content,
        **({"content_or": [_anywhere(body, other)]} if other else {}),
        "directness": "direct" if "direct" in flags else directness(body, paragraph, content),
        "act": act.split("/")[0],
        "acts": act.split("/"),
        "negated": None if parts[4].endswith("~") else parts[4].endswith("!"),
        "headline": "headline" in flags,
        "nested": "nested" in flags,
        "optional": "optional" in flags,
        "unsupported": None if "headline" not in flags or "weak" in flags else "unsupported" in flags,
        "addressee": [one.strip() for name, value in more if name == "to" for one in value.split(",")],
        "target": next((value for name, value in more if name == "target"), None),
        "said_on": next((value for name, value in more if name == "on"), None),
        "figures": [figure(body, content, value, name) for name, value in more if name in ("fig", "fig?")],
        "dates": [date(body, content, value, name) for name, value in more if name in ("date", "date?")],
    }


def paragraphs(body: str) -> list[tuple[int, int]]:
    """Give the offsets of the paragraphs."""
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", body)]


def ranged(body: str, numbers: str) -> tuple[int, int]:
    """Give the offsets of a paragraph (`3`), or of several (`3-5`)."""
    first, _, last = numbers.partition("-")
    found = paragraphs(body)
    return found[int(first)][0], found[int(last or first)][1]


def locate(body: str, within: tuple[int, int], wanted: str) -> dict[str, Any]:
    """Give the span of a string, or of `first .. last`, in a range of the body; raise if it is not one place."""
    first, _, last = (part.strip() for part in wanted.partition(" .. "))
    start, end = _place(body, within, first)
    if last:
        end = _first(body, (end, within[1]), last)
    return {"text": body[start:end], "start": start, "end": end}


def _occurrences(body: str, within: tuple[int, int], words: str) -> list[tuple[int, int]]:
    edges = (r"(?<!\w)" if words[0].isalnum() else "", r"(?!\w)" if words[-1].isalnum() else "")
    pattern = re.compile(edges[0] + re.escape(words) + edges[1])
    return [match.span() for match in pattern.finditer(body, *within)]


def _place(body: str, within: tuple[int, int], words: str) -> tuple[int, int]:
    numbered = re.fullmatch(r"(.+)#(\d+)", words)
    found = _occurrences(body, within, numbered[1] if numbered else words)
    if numbered:
        if len(found) < int(numbered[2]):
            raise ValueError(f"{words}: only {len(found)} in the paragraph")
        return found[int(numbered[2]) - 1]
    if len(found) != 1 and not (found and len(words) == 1):
        raise ValueError(f"{words!r} stands {len(found)} times in the paragraph")
    return found[0]


def _first(body: str, within: tuple[int, int], words: str) -> int:
    found = _occurrences(body, within, words)
    if not found:
        raise ValueError(f"{words!r} does not follow")
    return found[0][1]


def speaker(body: str, within: tuple[int, int], wanted: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the speaker's span and entity: as named, else that of the span itself, else of the only person in it."""
    words, _, named = wanted.partition("@")
    span = locate(body, within, words)
    if named:
        ids = [None if one == "-" else one for one in named.split("/")]
    else:
        inside = [e for e in entities if span["start"] <= e["start"] and e["end"] <= span["end"]]
        whole = [e for e in inside if span["end"] == e["end"] and e["start"] - span["start"] <= 4]
        people = [e for e in inside if e["type"] == "PERSON"]
        candidates = {e["entity_id"] for e in whole or people}
        if len(candidates) != 1:
            raise ValueError(f"whose is {words!r}? {[e['entity_id'] for e in inside]}")
        ids = list(candidates)
    known = {e["entity_id"]: e["name"] for e in entities}
    names = [known[one] if one else None for one in ids]
    return span | {"entity_id": ids[0], "name": names[0], "entity_ids": ids, "names": names}


def directness(body: str, within: tuple[int, int], content: list[dict[str, Any]]) -> str:
    """Tell by the quotation marks of the paragraph: direct if every letter stands in them, indirect if none."""
    quoted, inside = set(), False
    for at in range(*within):
        if body[at] in '"“”':
            inside = not inside if body[at] == '"' else body[at] == "“"
        elif inside:
            quoted.add(at)
    letters = [at for one in content for at in range(one["start"], one["end"]) if body[at].isalnum()]
    share = sum(at in quoted for at in letters) / len(letters)
    return "direct" if share == 1 else "mixed" if share else "indirect"


def figure(body: str, content: list[dict[str, Any]], wanted: str, kind: str) -> dict[str, Any]:
    """Read `text;[comparator]value;what[;casualty]`; `*` is not scored, `a/b` are both right."""
    text, value, what, *casualty = wanted.split(";")
    match = _VALUE.fullmatch(value)
    if match is None:
        raise ValueError(f"no value: {value}")
    return {
        **_within(body, content, text),
        "value": float(match[2]),
        "comparator": match[1] or "=",
        "what": what.lower().split("/"),
        "casualty": casualty[0] if casualty else None,
        "optional": kind == "fig?",
    }


def date(body: str, content: list[dict[str, Any]], wanted: str, kind: str) -> dict[str, Any]:
    """Read `text;from[;to]`."""
    text, first, last = [*wanted.split(";"), "", ""][:3]
    span = _within(body, content, text)
    return {**span, "from": first or None, "to": last or first or None, "optional": kind == "date?"}


def _anywhere(body: str, wanted: str) -> dict[str, Any]:
    """Locate `paragraph: first .. last`."""
    number, _, words = wanted.partition(":")
    return locate(body, ranged(body, number), words.strip())


def _within(body: str, content: list[dict[str, Any]], text: str) -> dict[str, Any]:
    for one in content:
        if _occurrences(body, (one["start"], one["end"]), text):
            return locate(body, (one["start"], one["end"]), text)
    raise ValueError(f"{text!r} is not in the content")


def read_documents(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the committed article documents."""
    yield from (json.loads(line) for line in path.read_text("utf-8").splitlines())


def write_documents(name: str) -> int:
    """Write the claims into the documents, leaving every other field as it is; give the number of claims."""
    path = HERE / f"{name}.jsonl"
    documents = {one["id"]: one for one in read_documents(path)}
    claims = read_claims(documents, CLAIMS[name])
    lines = [json.dumps(one | {"claims": claims.get(key, [])}, ensure_ascii=False) for key, one in documents.items()]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return sum(map(len, claims.values()))


if __name__ == "__main__":
    print(*map(write_documents, CLAIMS))
