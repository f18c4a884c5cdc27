"""Fixes of single characters: wrongly decoded bytes, HTML entities, invisible characters, odd white space."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from itertools import pairwise

import ftfy
from ftfy.badness import is_bad
from ftfy.chardata import LIGATURES, WIDTH_MAP

from transforms.normalize.draft import Change

_NON_ASCII = re.compile(r"[^\x00-\x7f]{2,}|[\x80-\x9f]")
_LONGEST_RUN = 2_000
# A closing quotation mark whose last byte, invisible in Windows-1252, was lost on the way: "peace,â€ she said".
_LOST_LAST_BYTE = re.compile(r"â€(?=[\s.,;:!?)\]—–-]|\Z)")
# One letter read as two in the middle of a word, which ftfy leaves alone: "ErdoÄŸan".
_LETTER_PAIR = re.compile(r"(?<=[A-Za-z])[ÂÃÄÅÐÑ][\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")

# "&" written as an entity itself, any number of times, then one entity: "&amp;amp;quot;".
_ENTITY = re.compile(r"&((?:(?:amp|#0*38|#[xX]0*26);)*)(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30})(;?)")
_ENTITIES_WITHOUT_SEMICOLON = frozenset({"amp", "gt", "lt", "nbsp", "quot"})

_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufff9-\ufffb\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
    "\ufdd0-\ufdef\ufffe\uffff]+"
)
_LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_SPACES = re.compile(rf"{_SPACE}(?:{_SPACE}+|(?<! )|$|(?<=^.))", re.MULTILINE)
_NARROWEST, _WIDEST = 50, 110
_SPACE_BEFORE_STOP = re.compile(r"(?<=[\w”\"’)]) (?=[,.;!?](?:\s|\Z|[”\"’]))", re.ASCII)
_PRESENTATION_FORMS = re.compile("[\uff01-\uff5e\ufb00-\ufb06\u0132\u0133\u01c4-\u01cc]")
_LOST_APOSTROPHE = re.compile("(?<=[A-Za-z])\ufffd(?=(?:s|t|d|m|re|ve|ll)\\b)")
# An apostrophe written as a double mark: don"t, we"re, it"s (but not a name that ends a quotation: "Aurora"s).
_DOUBLE_FOR_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\"(?=(?:s|t|d|m|re|ve|ll)\b)")
# What is left of a mark and the space behind it: the port "?the city's, “we agree,"?she said, the pilots"?2015 strike.
_MARK_AND_SPACE = re.compile(r"(?<=\S)( ?)\"\?-?(?=([A-Za-z0-9]))")
_MARK_CLOSES = re.compile(r'[^"\n]{1,400}[^"\n (]"(?![A-Za-z])')
# A space at the end of a line that became a hyphen: the room.- The mayor left.
_HYPHEN_BEHIND_STOP = re.compile(r"(?<=[A-Za-z]{2}[.!?])-(?= [A-Z\"“])")
_LONGEST_DATELINE = 80
# What an agency sets behind a report's last word: in the world.-0-
_END_MARK = re.compile(r"(?<=[.!?”\"»)]) ?-{1,2}(?:0|30)-{1,2}(?= *(?:\n|\Z))")
_LAST_WORD = re.compile(r"[A-Za-z]+\Z")
_FIRST_LETTERS = re.compile(r"[a-z]+")
_BEFORE_IS = frozenset(["it", "that", "he", "she", "there", "what", "who", "here", "let"])


def fix_mojibake(text: str) -> Iterator[Change]:
    """Decode again what was decoded wrongly, run by run of non-ASCII characters, as ftfy explains it."""
    if text.isascii():
        return
    for match in _LOST_LAST_BYTE.finditer(text):
        yield Change(match.start(), match.end(), "”", "mojibake", "wrongly decoded, with the last byte lost")
    for match in _NON_ASCII.finditer(text):
        run = match.group()
        if run == "â€" or len(run) > _LONGEST_RUN or not is_bad(run):
            continue
        fixed, why = _decode_again(run)
        if fixed != run:
            yield Change(match.start(), match.end(), fixed, "mojibake", why)
    for match in _LETTER_PAIR.finditer(text):
        letter = _as_one_letter(match.group())
        if letter is not None:
            yield Change(match.start(), match.end(), letter, "mojibake", "one letter decoded as two")


@lru_cache(maxsize=4096)
def _decode_again(run: str) -> tuple[str, str]:
    fixed, explanation = ftfy.fix_encoding_and_explain(run)
    return fixed, "wrongly decoded: " + ", ".join(" ".join(step) for step in explanation or [])


@lru_cache(maxsize=1024)
def _as_one_letter(pair: str) -> str | None:
    try:
        letter = pair.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return None
    return letter if letter.isalpha() else None


def unescape_entities(text: str) -> Iterator[Change]:
    """Replace HTML entities by their characters, also where the ampersand was escaped again."""
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        again, name, semicolon = match.groups()
        character = _entity(name, semicolon)
        if character is None:
            if not again:
                continue
            character = "&" + name + semicolon
        yield Change(match.start(), match.end(), character, "html-entity", f"HTML entity {match.group()}"[:60])


def _entity(name: str, semicolon: str) -> str | None:
    """Give the character of an entity; none for letters and digits, which nobody escapes but to hide markup."""
    if name.startswith("#"):
        character = html.unescape(f"&{name};")
        known = not (character.isascii() and character.isalnum()) and character not in {"", "#", ";", "\ufffd"}
        return character if known else None
    if semicolon or name in _ENTITIES_WITHOUT_SEMICOLON:
        return html5.get(name + ";")
    return None


def close_up_punctuation(text: str) -> Iterator[Change]:
    """Take out the space that a translator leaves before a stop: "the port , he said ."."""
    for match in _SPACE_BEFORE_STOP.finditer(text):
        yield Change(match.start(), match.end(), "", "whitespace", "a space before a stop")


def remove_invisible(text: str) -> Iterator[Change]:
    """Drop control, zero-width and soft-hyphen characters and end lines with a line feed."""
    for match in _INVISIBLE.finditer(text):
        yield Change(match.start(), match.end(), "", "invisible-character", "characters that show nothing")
    for match in _LINE_BREAK.finditer(text):
        yield Change(match.start(), match.end(), "\n", "whitespace", "line break")


def collapse_spaces(text: str) -> Iterator[Change]:
    """Make every run of spaces one plain space, and none at the ends of a line."""
    for match in _SPACES.finditer(text):
        start, end = match.span()
        at_edge = start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n"
        yield Change(start, end, "" if at_edge else " ", "whitespace", "spaces")


def unwrap_lines(text: str) -> Iterator[Change]:
    """Join the lines of a text that was broken at a fixed width: where the next word would not have fitted.

    >>> len(list(unwrap_lines("The port is open.\\nHe left.")))
    0
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return
    breaks = []
    pairs = at = 0
    for line, following in pairwise(lines):
        at += len(line) + 1
        if line and following:
            pairs += 1
            if len(line) + 1 + len(following.split(" ", 1)[0]) > width:
                breaks.append(at - 1)
    if len(breaks) >= max(4, 0.75 * pairs):
        yield from (Change(at, at + 1, " ", "whitespace", "a line broken at a fixed width") for at in breaks)


def replace_presentation_forms(text: str) -> Iterator[Change]:
    """Write ligatures and full-width letters and marks as plain ones."""
    if text.isascii():
        return
    for match in _PRESENTATION_FORMS.finditer(text):
        plain = LIGATURES.get(ord(match.group())) or WIDTH_MAP.get(ord(match.group()))
        if plain:
            yield Change(match.start(), match.end(), plain, "presentation-form", "ligature or full-width character")


def restore_apostrophes(text: str) -> Iterator[Change]:
    """Put an apostrophe where a lost character or a double mark stands in a contraction: "isn\ufffdt", "don"t"."""
    for match in _LOST_APOSTROPHE.finditer(text):
        yield Change(match.start(), match.end(), "'", "lost-character", "an apostrophe was lost")
    for match in _DOUBLE_FOR_APOSTROPHE.finditer(text):
        if _is_contraction(text, match.start()):
            yield Change(match.start(), match.end(), "'", "quotation-marks", "an apostrophe became a double mark")


def restore_lost_marks(text: str) -> Iterator[Change]:
    """Write out what stands as `"?` for a mark and the space behind it, and drop the hyphen between two sentences.

    Which mark it was shows where it stands: a dash behind a space, the end of a quotation that is open, or a plural's
    apostrophe, also where another mark closes what is open. A question in marks keeps its sign: the word "why"?He left.

    >>> [change.after for change in restore_lost_marks('We have "no plan"?for the port "?it will be sold')]
    ['" ', '— ']
    """
    at = marks = 0
    for match in _MARK_AND_SPACE.finditer(text):
        start, before = match.end(1), text[match.start() - 1]
        line = text.rfind("\n", at, start) + 1
        marks = text.count('"', max(line, at), start) + (0 if line else marks)
        lost, at = "", start
        if match[1]:
            lost, at = "— ", match.end()
        elif marks % 2 and not (before == "s" and _MARK_CLOSES.match(text, match.end())):
            lost = '" ' if match[2].islower() or before == "," else ""
        elif before == "s":
            lost, at = "' ", match.end()
        if lost:
            yield Change(start, match.end(), lost, "quotation-marks", "a mark and the space behind it were lost")
    for match in _HYPHEN_BEHIND_STOP.finditer(text):
        if match.start() - text.rfind("\n", 0, match.start()) > _LONGEST_DATELINE:
            yield Change(match.start(), match.end(), "", "whitespace", "a space became a hyphen")


def remove_end_marks(text: str) -> Iterator[Change]:
    """Drop the sign that ends a report: "the port is open.-0-"."""
    for match in _END_MARK.finditer(text):
        yield Change(match.start(), match.end(), "", "end-mark", "the sign of an agency that its report ends")


def _is_contraction(text: str, at: int) -> bool:
    """Tell whether an English contraction stands around a mark."""
    word, ending = _LAST_WORD.search(text, max(0, at - 12), at), _FIRST_LETTERS.match(text, at + 1)
    if word is None or ending is None:
        return False
    if ending.group() == "t":
        return word.group().endswith("n")
    if ending.group() == "s":
        return word.group().lower() in _BEFORE_IS
    return ending.group() in {"re", "ve", "ll"} or word.group() == "I"
