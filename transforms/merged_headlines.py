"""Headlines that run into the first sentence without a stop, found in the tagged text before it is parsed."""

from spacy.tokens import Doc

_LEAST_PARAGRAPH = 25
_OPENING = 75
_LEAST_HEADLINE = 4
_MOST = 2
_STOPS = frozenset({".", "!", "?", ";", "...", "…"})
_STARTERS = frozenset(
    {"The", "A", "An", "This", "These", "He", "She", "It", "They", "There", "His", "Her", "Its", "Their", "We"}
    | {"In", "On", "At", "According", "During", "After", "About", "Earlier", "Since", "More", "Today", "Also", "As"}
)
_SAYING_SO = frozenset(
    {"Analysts", "Authorities", "Doctors", "Experts", "Investigators", "Media", "Officials", "Participants", "Police"}
    | {"Readers", "Reports", "Representatives", "Rescuers", "Researchers", "Residents", "Scientists", "Specialists"}
    | {"Studies", "Users"}
)
"""Nouns in the plural that open a report."""
_DETERMINING = frozenset({"The", "A", "An"})
_NAMED_SO = frozenset({"newspaper", "magazine", "tabloid", "daily", "weekly", "site", "website", "channel", "band"}
                      | {"film", "book", "show", "series", "movie", "novel", "paper", "outlet", "portal",
                         "song"})  # fmt: skip
_WITH_ARTICLE = frozenset({"Guardian", "Times", "Hague", "Sun", "Associated", "New", "Washington", "Wall", "Daily",
                           "Independent", "Economist", "Telegraph", "Hill", "Atlantic", "Financial"})  # fmt: skip
_UNFINISHED = frozenset({"IN", "CC", "DT", "TO", "PRP$", "HYPH", ",", ":", "``", "-LRB-", "WDT", "WP"}) | {
    "MD",
    "WRB",
    "POS",
}
_COMMON = frozenset({"NN", "NNS", "JJ", "RB", "VBG", "PRP", "DT", "IN", "RBR", "JJR", "JJS", "PDT", "EX"})
_PEOPLES = ("an", "ish", "ese", "i", "ic", "ch")
"""How adjectives of peoples and parties end, which are capitalized anywhere: "his wife Democratic candidate"."""
_VERBS = frozenset({"VBD", "VBZ", "VBP", "VBN", "VB", "VBG"})


def find_merged_headlines(doc: Doc) -> list[int]:
    """Give the tokens with which a sentence begins behind a headline that no stop or line end closes.

    Only the first paragraph of some length is looked at, up to its first stop; tags are set, the parse is not yet.
    """
    start, end = _first_paragraph(doc)
    found: list[int] = []
    first, lowered = start, False
    for i in range(start, min(end - 1, start + _OPENING)):
        token = doc[i]
        if token.text in _STOPS or (token.is_sent_start and i > start):
            break
        if (
            i - first >= _LEAST_HEADLINE
            and lowered
            and token.text[:1].isupper()
            and (_begins(doc, i, start, first) or _behind_date(doc, i))
        ):
            found.append(i)
            first, lowered = i, False
            if len(found) == _MOST:
                break
        lowered = lowered or token.is_lower
    rows = (doc.to_array("ORTH") == doc.vocab.strings["Tags"]).nonzero()[0].tolist()
    return sorted({*found, *_behind_tags(doc, rows)}) if rows else found


def _first_paragraph(doc: Doc) -> tuple[int, int]:
    """Give the first line long enough to hold more than a title."""
    start = 0
    for token in doc:
        if token.is_space and "\n" in token.text:
            if token.i - start >= _LEAST_PARAGRAPH:
                return start, token.i
            start = token.i + 1
    return (start, len(doc)) if len(doc) - start >= _LEAST_PARAGRAPH else (0, 0)


def _begins(doc: Doc, i: int, start: int, first: int) -> bool:
    token, before, after = doc[i], doc[i - 1], doc[i + 1]
    if not (token.is_title or token.text == "A") or before.is_space or before.text in {"-", "–", "—", "/", "&", "’s"}:
        return False
    if before.tag_ in _UNFINISHED and not (before.is_upper and before.is_alpha):  # "says WHO" is tagged as a pronoun
        return False
    if not (after.text.replace(".", "").isalnum() or after.text in {",", "$", "€", "-"}):
        return False
    if token.lower_ == before.lower_ and before.is_lower:
        return True  # "about thunderstorm Thunderstorm and wind"
    if token.text in _STARTERS:
        return _starts(doc, i)
    if i - first > _LEAST_HEADLINE and _acts_again(doc, i, start):
        return True
    if not before.is_lower or before.tag_ not in {"NN", "NNS", "RB"}:
        return token.text in _SAYING_SO and before.is_lower
    if token.text in _SAYING_SO or any(
        (doc[at].text, doc[at + 1].text) == (token.text, after.text) for at in {start, first}
    ):
        return True
    if token.text == doc[start].text and not token.lower_.endswith(_PEOPLES):
        return i - first > _LEAST_HEADLINE and not (token.tag_ == "NNP" and before.tag_ == "NNS")
    common = token.tag_ in _COMMON and not (token.tag_ == "JJ" and token.lower_.endswith(_PEOPLES))
    goes_on = after.is_lower or (after.lower_.endswith(_PEOPLES) and i + 2 < len(doc) and doc[i + 2].is_lower)
    return common and goes_on and after.is_alpha and before.tag_ != "RB"


def _acts_again(doc: Doc, i: int, start: int) -> bool:
    """Tell whether a name of the headline does something behind its last noun: "Osk asks for phones | Osk wants"."""
    end = i
    while end < min(len(doc) - 1, i + _LONGEST_NAME) and doc[end].tag_ in {"NNP", "NNPS"}:
        end += 1
    name, before = [token.text for token in doc[i:end]], doc[i - 1]
    if before.tag_ != "NNS" and not (before.tag_ == "NNP" and doc[i - 2].tag_ == "IN" and len(name) > 1):
        return False  # it may be of one piece with the name: "their capital Osk", "towards North Osk"
    again = any([token.text for token in doc[at : at + len(name)]] == name for at in range(start, i - len(name)))
    return again and end > i and len(name[0]) > 1 and doc[end].tag_ in {"VBD", "VBZ", "VBP", "MD"}


_LONGEST_NAME = 4


def _behind_date(doc: Doc, i: int) -> bool:
    """Tell whether a day closes what the outlet put before the text: "Courier AFP Sunday 3 May 2015 | At least"."""
    year = doc[i - 1].text
    if len(year) != 4 or not year.isdigit() or i < 6 or doc[i - 2].text[:3] not in _MONTHS or not doc[i - 3].is_digit:
        return False
    before = doc[i - 5] if doc[i - 4].text.endswith("day") else doc[i - 4]
    return before.tag_ != "IN" and before.lower_ not in _OF_DAYS and (doc[i + 1].is_lower or doc[i + 1].like_num)


_MONTHS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905 (a table)
_OF_DAYS = frozenset({"on", "and", "to", "until", "since", "from", "the", ",", "("})


def _behind_tags(doc: Doc, rows: list[int]) -> list[int]:
    """Give where a sentence opens behind a row of tags: "Tags Osk Lidova airstrike | At least 31 people"."""
    found: list[int] = []
    for row in rows:
        for i in range(row + 2, min(row + _LONGEST_ROW, len(doc) - 1)):
            if doc[i].text in _STOPS or doc[i].is_space:
                break
            opens = doc[i].text in _STARTERS | _COUNTING and doc[i + 1].is_lower
            if opens and doc[i - 1].tag_ not in {"IN", "DT", "CC"}:
                found.append(i)
                break
    return found


_COUNTING = frozenset({"Almost", "Nearly", "Over", "Around", "Dozens", "Scores", "Hundreds", "Thousands"})
_LONGEST_ROW = 30


def _starts(doc: Doc, i: int) -> bool:
    token, before, after = doc[i], doc[i - 1], doc[i + 1]
    if not any(t.is_lower and len(t) > 1 for t in doc[max(0, i - 4) : i]):
        return False
    if token.text in _DETERMINING and after.is_title:
        new = after.text == "New" and i + 2 < len(doc) and doc[i + 2].text not in {"York", "Yorker"}
        of_name = after.text in _WITH_ARTICLE and not new
        behind = doc[i + 2] if i + 2 < len(doc) else after
        if before.lower_ in _NAMED_SO or of_name or (before.tag_ in _VERBS and behind.tag_ != "NNS"):
            return False
        return not (before.is_title and behind.is_title) or doc[i - 2].tag_ == "IN"  # "on Osk | The Velm Bank"
    if token.tag_ != "IN" and before.is_title and after.is_title:
        return False
    if token.text in {"In", "On", "At", "About", "After", "As"} and before.tag_ in _VERBS:
        return before.is_lower
    return True


def part_merged_headlines(doc: Doc) -> Doc:
    """Make the sentence behind a merged headline start, so that neither parse nor names run over its border."""
    found = find_merged_headlines(doc)
    for i in found:
        doc[i].is_sent_start = True
    if found:
        doc.user_data["merged"] = tuple(found)
    return doc
