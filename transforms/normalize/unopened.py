"""Where a quotation begins whose opening mark was lost: A. B,” she said."""

import re

_MARKS = re.compile(r"''|``|[\"“”„‟«»＂]")
_STOP = re.compile(
    r"(?<![\s.][A-Z])(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)[.?!…]+[)\]]?\s+(?=[A-Z0-9“”\"«(])|\n\s*"
)
REPORTED = re.compile(
    r"\b(?:according to|in (?:his|her|their|the) (?:opinion|words|view)|called (?:for|on)|asks|"
    r"(?:say|tell|note|add|write|wrote|report|believe|argue|insist|inform|quote|cite|claim|confirm|announce|state|warn)s?"
    r"|(?:said|told|noted|added|explained|stressed|emphasi[sz]ed|concluded|recalled|reported|commented|believed|warned"
    r"|assured|announced|stated|declared|clarified|specified|asked|promised|claimed|denied|argued|insisted|quoted|cited"
    r"|informed|acknowledged|confirmed))\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:I|we|We|our|Our|my|My|us|you|You|your|Your|[Ll]et's|[Ll]et’s)\b")
_FURTHEST = 4
_REACH = 1200


def lost_opening(text: str, low: int, mark: int) -> int | None:
    """Give the offset where the words before the closing mark at `mark` begin; None if another mark is among them.

    They go back to the first sentence in which somebody speaks of himself or to a reader; where there is none, to
    the one behind the last that tells of somebody's words, if it is near; and over paragraphs that a mark opens.

    >>> text = 'The gate opened, he said. It is late. If we wait, it shuts. So go,” Osk said.'
    >>> text[lost_opening(text, 0, text.index("”")) :]
    'If we wait, it shuts. So go,” Osk said.'
    """
    low = max(low, mark - _REACH)
    starts = [m.end() for m in _STOP.finditer(text, low, mark - 1)]
    starts = [low + len(text[low:mark]) - len(text[low:mark].lstrip()), *starts]
    begin = starts.pop()
    if _MARKS.search(text, begin, mark):
        return None
    first, own = begin, begin if _OWN.search(text, begin, mark) else None
    for n, start in enumerate(reversed(starts)):
        words = text[start:begin].strip()
        opening = _MARKS.match(words)
        if opening is not None and not _MARKS.search(words, opening.end()) and words[-1] in ".?!…":
            return start  # opened in a paragraph before
        speaks = _OWN.search(words)
        if not words or words[-1] not in ".?!…" or _MARKS.search(words) or not (speaks or not REPORTED.search(words)):
            return begin if own is None else own
        if n == _FURTHEST:
            break
        begin, own = start, start if speaks else own
    return first if own is None else own
