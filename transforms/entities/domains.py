"""Sites that a text names by their address: "Zarma.ru reported this"."""

import re
from collections.abc import Iterator

from transforms.entities.found import Found

_ENDINGS = "ru|su|rf|ua|by|kz|ee|lv|lt|az|am|ge|md|ir|tr|cn|hk|il|pl|de|fr|uk|com|net|org|info|tv|news|media"
_ENDING = re.compile(rf"\.(?:{_ENDINGS})\b")
_DOMAIN = re.compile(rf"(?<![\w@/.:-])[A-Za-zЀ-ӿ][\w-]*(?:\.[A-Za-z][\w-]*){{0,2}}\.(?:{_ENDINGS})(?![\w/@-]|\.\w)")
_NAMED_ENDING = re.compile(r"\w\.(?:Today|News|Media|Life|Live|Info|Online|Press|Times|Daily)\b")
_NAMED = re.compile(
    r"(?:(?<=reports )|(?<=writes )|(?<=informs )|(?=[\w.-]+ (?:reports?|writes|informs|notes|reported|wrote|said)\b))"
    r"(?<![\w@/.:-])[A-Z][\w-]+\.(?:Today|News|Media|Life|Live|Info|Online|Press|Times|Daily)\b"
)
"""A site by a name with a dot, beside its verb: "Osk.Today reports", not two sentences without a space between."""
_ELECTRONIC = re.compile(r"(?<![\w-])e-[A-Z][a-z]{2,}\b(?! ?-)")
_SOCIAL = frozenset({"pic", "www", "t"})


def find_domains(body: str) -> Iterator[Found]:
    """Yield names of sites inside the text, no links and no e-mail addresses, and of services: "e-Osk"."""
    if _NAMED_ENDING.search(body) is not None:
        for match in _NAMED.finditer(body):
            yield Found(start=match.start(), end=match.end(), type="ORG", from_model=True, whole=True, score=0.6)
    for match in _ELECTRONIC.finditer(body) if "e-" in body else ():
        yield Found(start=match.start(), end=match.end(), type="PRODUCT", from_model=True, whole=True, score=0.6)
    if _ENDING.search(body) is None:
        return
    for match in _DOMAIN.finditer(body):
        if match.group().partition(".")[0] not in _SOCIAL:
            yield Found(start=match.start(), end=match.end(), type="ORG", from_model=True, whole=True, score=0.6)
