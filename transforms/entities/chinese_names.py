"""People with a Chinese name whom the model has by halves: "Sun Jianqi", "reporter Mao Xin"."""

import re
from collections.abc import Iterator, Sequence

from transforms.entities.dictionary import is_english
from transforms.entities.found import Found
from transforms.entities.words import CALENDAR, DETERMINERS, words

_SURNAMES = words(
    """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng
    han feng cao peng zeng xiao tian dong yuan pan yu jiang cai du ye cheng su wei lu ding ren shen yao cui zhong tan
    fan fang shi liao jin jia xia fu bai zou xiong meng qin qiu hou yin xue yan duan lei long tao shao wan qian dai mo
    kong xiang chang hao gu mao qiao gong lai pang zhuang yue geng niu ji ou ouyang zuo tong ning hong kang shang nie
    mei ruan lan lian ge yi mi lv lyu hua huo pei she
    """
)
_ENGLISH = words("he she you long an mi do can man")
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|"
    r"ia|ie|iu|ua|uo|ui|ue|er|[aeiouv])"
)
_GIVEN = re.compile(rf"(?i:{_SYLLABLE}(?:-?{_SYLLABLE})?)")
_PAIR = re.compile(r"(?<![\w-])(?P<surname>[A-Z][a-z]{1,5}) (?P<given>[A-Z][a-z]+(?:-[A-Za-z][a-z]+)?)(?![\w-])")
_ABOUT = re.compile(r"\b(?:Chin(?:a|ese)|Xinhua|Taiwan|Hong Kong|Beijing|Singapore)\b")
_LONG = 3
_NO_GIVEN = CALENDAR | DETERMINERS | words("an he she me we so no to do go if in on")


def find_chinese_names(body: str, names: Sequence[Found]) -> Iterator[Found]:
    """Yield a Chinese surname with the given name behind it, in a text about China, where no name holds both.

    The given name has one or two syllables and is no English word; a word of another name of several words stays there.
    """
    if not _ABOUT.search(body):
        return
    starts: dict[int, list[Found]] | None = None
    for match in _PAIR.finditer(body):
        surname, given = match["surname"].lower(), match["given"].lower()
        if surname not in _SURNAMES or given in _NO_GIVEN or not _GIVEN.fullmatch(given) or len(given) < 3:
            continue
        if is_english(match["given"]) or (surname in _ENGLISH and not _is_inside(body, match.start())):
            continue
        if starts is None:
            starts = {}
            for name in names:
                for at in range(name.start, name.end):
                    starts.setdefault(at, []).append(name)
        if not any(_holds_more(body, name, match) for at in range(*match.span()) for name in starts.get(at, ())):
            yield Found(start=match.start(), end=match.end(), type="PERSON", from_model=True, whole=True, score=0.6)


def chinese_end(body: str, start: int, end: int) -> int | None:
    """Give where a Chinese name begins that ends a longer one: "Institute of Water Relations | Ma Hongrui"."""
    if body.count(" ", start, end) < _LONG:
        return None
    for match in _PAIR.finditer(body, body.rfind(" ", start, body.rfind(" ", start, end)) + 1, end):
        surname, given = match["surname"].lower(), match["given"].lower()
        foreign = _GIVEN.fullmatch(given) and not is_english(match["given"]) and given not in _NO_GIVEN
        if match.end() == end and surname in _SURNAMES and foreign and _ABOUT.search(body):
            return match.start()
    return None


def _is_inside(body: str, start: int) -> bool:
    """Tell whether a capital stands inside a sentence, where "She" or "Long" is none by its place."""
    return body[start - 1 : start] == " " and body[start - 2 : start - 1] not in {".", "!", "?", "”", '"', ":"}


def _holds_more(body: str, name: Found, match: re.Match[str]) -> bool:
    """Tell whether a name of several words holds one of the two, and is not the very pair."""
    return " " in body[name.start : name.end] and (name.start, name.end) != match.span()
