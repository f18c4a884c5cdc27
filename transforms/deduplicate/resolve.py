"""From pairs of copies to families: one canonical article each, the earliest, whatever arrived first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from transforms.deduplicate.items import Item
from transforms.deduplicate.pairs import candidate_pairs
from transforms.deduplicate.verify import Match, verify
from transforms.records import Duplicate

Edge = tuple[str, str, Match]


def find_duplicates(items: Sequence[Item]) -> dict[str, Duplicate]:
    """Say of each copy among the articles which article it is a copy of; what is not in the answer is canonical.

    The answer depends on the set of articles only. To find copies of new articles among known ones, give the new ones
    together with the known ones that share a lookup key or the content hash, and with the families of these (the
    articles that they are copies of).
    """
    edges = [(a.id, b.id, match) for a, b in candidate_pairs(items) if (match := verify(a, b)) is not None]
    return resolve(items, edges)


def resolve(items: Iterable[Item], edges: Iterable[Edge]) -> dict[str, Duplicate]:
    """Join pairs of copies to families and point every copy at the canonical article of its family.

    Texts that stand for each other join freely. An excerpt joins the family of the longest text that holds it, and
    joins no others through itself: a bare lead stands in many articles. Faint matches bring an article that is alone
    to the family that it has most of them with, and never join two families.
    """
    known = {item.id: item for item in items}
    matches = _strongest(known, edges)
    families = _Families(known)
    for (a, b), match in matches.items():
        if match.kind != "excerpt" and not match.is_faint:
            families.join(a, b)
    for excerpt, holder in _holders(known, matches, families).items():
        families.join(excerpt, holder)
    for alone, family in _faintly_joined(matches, families).items():
        families.join(alone, family)
    return _point_at_canonical(known, families, matches)


class _Families:
    """Sets of ids that can be joined; the representative of each is its earliest article."""

    def __init__(self, known: dict[str, Item]) -> None:
        self._known = known
        self._parents = {id_: id_ for id_ in known}

    @property
    def ids(self) -> Iterable[str]:
        return self._parents

    def find(self, id_: str) -> str:
        root = id_
        while self._parents[root] != root:
            root = self._parents[root]
        while self._parents[id_] != root:
            self._parents[id_], id_ = root, self._parents[id_]
        return root

    def join(self, a: str, b: str) -> None:
        first, second = sorted((self.find(a), self.find(b)), key=lambda id_: self._known[id_].order)
        self._parents[second] = first


def _strongest(known: dict[str, Item], edges: Iterable[Edge]) -> dict[tuple[str, str], Match]:
    """Order the pairs, each once; add what earlier runs found and this one cannot see again."""
    matches = {(min(a, b), max(a, b)): match for a, b, match in edges}
    for item in known.values():
        if item.duplicate is not None and item.duplicate.of in known:
            pair = min(item.id, item.duplicate.of), max(item.id, item.duplicate.of)
            if pair not in matches and not item.fingerprint.sketch:
                matches[pair] = Match(item.duplicate.kind, item.duplicate.similarity)
    return dict(sorted(matches.items()))


def _holders(known: dict[str, Item], matches: dict[tuple[str, str], Match], families: _Families) -> dict[str, str]:
    """Give each family of excerpts the longest text that holds one of them."""
    best: dict[str, tuple[int, float, str]] = {}
    for (a, b), match in matches.items():
        if match.kind == "excerpt" and not match.is_faint:
            short, long = sorted((a, b), key=lambda id_: (known[id_].fingerprint.words, id_))
            family = families.find(short)
            rank = known[long].fingerprint.words, match.similarity, long
            if family != families.find(long) and (family not in best or rank > best[family]):
                best[family] = rank
    return {family: rank[2] for family, rank in best.items()}


def _faintly_joined(matches: dict[tuple[str, str], Match], families: _Families) -> dict[str, str]:
    """Give each article that is alone the family that it has most faint matches with."""
    sizes = Counter(map(families.find, families.ids))
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (a, b), match in matches.items():
        if match.is_faint:
            for one, other in ((a, b), (b, a)):
                if sizes[families.find(one)] == 1:
                    votes[one][families.find(other)] += 1
    return {
        alone: min(votes[alone], key=lambda family: (-votes[alone][family], -sizes[family], family))
        for alone in sorted(votes)
    }


def _point_at_canonical(
    known: dict[str, Item], families: _Families, matches: dict[tuple[str, str], Match]
) -> dict[str, Duplicate]:
    nearest: defaultdict[str, Match] = defaultdict(lambda: Match("near", 0.0))
    for (a, b), match in matches.items():
        for id_ in (a, b):
            if match.similarity > nearest[id_].similarity:
                nearest[id_] = match
    duplicates = {}
    for id_ in sorted(known):
        canonical = families.find(id_)
        if canonical != id_:
            match = matches.get((min(id_, canonical), max(id_, canonical))) or nearest[id_]
            duplicates[id_] = Duplicate(of=canonical, kind=match.kind, similarity=round(match.similarity, 3))
    return duplicates
