"""Treaties and codes by their subject: "Treaty on the Protection of Rivers", "the Criminal code of Zarma"."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from transforms.entities.found import Found
from transforms.entities.words import CALENDAR
from transforms.language_model import text_of

_TREATY = re.compile(r"(?:Treaty|Convention|Protocol|Charter|Pact) (?:on|for|against) (?=[a-zA-Z])")
_WHICH = re.compile(
    r"\b(?:European|International|Comprehensive|Framework|Vienna|Geneva|Inter-American|Universal|Optional) $"
)
_CODE = re.compile(
    r"\b(?P<code>(?:Criminal|Civil|Penal|Tax|Labou?r|Customs|Family|Land|Water|Forest|Housing|Budget|Electoral|"
    r"Administrative)(?: Procedure)? [Cc]ode)\b(?P<of> of (?:the )?(?=[A-Z]))?"
)
_GOES_ON = frozenset({"DT", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CC", "VBG", "HYPH", "POS", "PRP$"})
_LINKS = frozenset({"of", "on", "against", "the"})
_ENDS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_LONGEST = 16


def find_treaties(doc: Doc) -> Iterator[Found]:
    """Yield treaties with what they are on, as far as the noun phrase goes, and codes of law, of a state too."""
    body = text_of(doc)
    if "reaty " in body or "onvention " in body or "rotocol " in body or "harter " in body or "Pact " in body:
        for match in _TREATY.finditer(body):
            end = _end_of_subject(doc, match.end())
            if end is not None:
                which = _WHICH.search(body, max(0, match.start() - 20), match.start())
                yield _law(which.start() if which else match.start(), end)


def find_codes(body: str, known: Sequence[Found]) -> Iterator[Found]:
    """Yield codes of law, with the state they are of: "Criminal Code of Norland", "Norlandic Criminal Code"."""
    if " code" not in body and " Code" not in body:
        return
    places = {name.start: name for name in known}
    owners = {name.end: name for name in known if name.level == "adjectival"}
    for match in _CODE.finditer(body):
        of = places.get(match.end()) if match["of"] else None
        end = of.end if of is not None and of.type == "GPE" else match.end("code")
        owner = owners.get(match.start() - 1)
        yield _law(owner.start if owner is not None else match.start(), end)


def _end_of_subject(doc: Doc, start: int) -> int | None:
    """Give where the noun phrase that begins at an offset ends, links and second nouns included."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    if span is None:
        return None
    end = None
    for token in doc[span.start : span.start + _LONGEST]:
        if token.lower_ in CALENDAR or (token.tag_ not in _GOES_ON and token.lower_ not in _LINKS):
            break
        if token.is_sent_start and token.i > span.start:
            break
        if token.tag_ in _ENDS:
            end = token.idx + len(token.text)
    return end


def _law(start: int, end: int) -> Found:
    return Found(start=start, end=end, type="LAW", from_model=True, whole=True, score=0.6)
