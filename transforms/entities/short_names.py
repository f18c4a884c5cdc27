"""Single words that shorten the one longer name of a text: "Hofstra" of Hofstra University, "Osk" of Osk Bank."""

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found

_WITH_SHORT_FORMS = frozenset({"ORG", "EVENT", "FAC", "PRODUCT"})
_OFTEN_FIRMS = frozenset({"GPE", "LOC", "PERSON", "NORP"})
_FIRM = re.compile(r" (?:Bank|Group|Air|Airlines|Motors|Energy|Oil|Holding|Corporation|Company|Telecom|Media|Capital)")
_SHORTEST = 4


def with_short_names(body: str, names: Sequence[Found]) -> list[Found]:
    """Give names with their entities, unknown words as the longer name that they begin or end.

    A word that is no name of its type is a firm's where the text names the firm in full: "in Osk", of Osk Bank.
    """
    firms = {
        written[: noun.start()]: name
        for name in names
        if name.type == "ORG" and name.level == "name"
        if (noun := _FIRM.search(written := _plain(body, name))) is not None and noun.end() == len(written)
    }
    return [_single_word(body, name, names, firms) for name in names]


def _single_word(body: str, name: Found, names: Sequence[Found], firms: dict[str, Found]) -> Found:
    written = _plain(body, name)
    if len(written) < _SHORTEST or not name.ids[0].startswith("unk-"):
        return name
    if name.type in _OFTEN_FIRMS and written in firms and not is_english(written):
        firm = firms[written]
        return replace(name, ids=firm.ids, name=firm.name, type="ORG", via="alias", score=0.6)
    if name.type not in _WITH_SHORT_FORMS or " " in written:
        return name
    full = {
        other.ids[0]: other
        for other in names
        if other.type == name.type
        and other.level == "name"
        and other.ids != name.ids
        and _is_part(written, _plain(body, other))
    }
    if len(full) != 1:
        return name
    (other,) = full.values()
    return replace(name, ids=other.ids, name=other.name, via="alias", score=0.6)


def _is_part(word: str, longer: str) -> bool:
    return longer.startswith(word + " ") or longer.endswith(" " + word)


def _plain(body: str, name: Found) -> str:
    return " ".join(body[name.start : name.end].split())
