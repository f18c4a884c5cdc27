"""Numbers alone that the words behind them tell of: "nine in Lenk", "300 took part"."""

import re

from transforms.figures.found import Found

_WHERE = r"\s(?:in|on|at|near|along|over|outside|inside|around|towards?)\s"
_ELSEWHERE = re.compile(rf"{_WHERE}(?!the\s(?:morning|evening|afternoon)\b|total\b|all\b)", re.I)
_THERE_AND = re.compile(rf"{_WHERE}[^.;\n]*(?:,|\band|,\sand)\s$", re.I)
_OF_PEOPLE = re.compile(
    r"(?:\s(?:of\sthem|others?|more|on\sboard|aboard|ha[ds]|have|was|were|is|are|been|be|being|also|still|already"
    r"|could|would|will|may|might|remain(?:ed|s)?|left|to|did|do|not|later|reportedly))*\s"
    r"(?:(?:took|taken?)\s(?:part|to\s(?:the\sstreets|(?:a\s|the\s)?hospitals?))|attend(?:ed)?|fled|gather(?:ed)?"
    r"|march(?:ed)?|protest(?:ed)?|rall(?:y|ied)|lo(?:se|st)\stheir\s(?:jobs|homes|lives)|homeless|trapped|stranded"
    r"|stuck|rescued|pulled\sout|treated|hospitali[sz]ed|surviv(?:e|ed)|escaped?|freed|released|charged|convicted"
    r"|sentenced|questioned|vaccinated|recover(?:ed|ing)|unemployed|alive|voted?|(?:return(?:ed)?|went|sent)\shome"
    r"|(?:in|at)\s(?:(?:intensive|critical|serious|stable)\s[a-z]+|custody|detention|hospitals?|prison|jail|captivity))"
    r"\b",
    re.I,
)
_STOP = re.compile(r"[.;\n]")
_NEARER = 80  # characters


def is_elsewhere(found: Found) -> bool:
    """Tell whether the same is counted at another place or time: "12 fires in Osk, 9 in Lenk and 4 in Brod"."""
    text, previous = found.text, found.previous
    if found.counted is not None or found.unit is not None or previous is None or previous.unit or not previous.what:
        return False
    if found.begin - previous.end > _NEARER or _STOP.search(text, previous.end, found.begin):
        return False
    return bool(_ELSEWHERE.match(text, found.numeral.end) and _THERE_AND.search(text, previous.end, found.begin))


def are_people(found: Found) -> bool:
    """Tell whether the number alone does or suffers what people do: "police said 300 took part"."""
    if found.counted is not None or found.unit is not None or not found.is_argument:
        return False
    return _OF_PEOPLE.match(found.text, found.numeral.end) is not None
