"""The last cut of a content: its section's edges, cue and speaker taken out, complementizers, broken quotations."""

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from transforms.claims.drafts import Draft, Range, subtract, trim
from transforms.claims.narration import Quotations
from transforms.claims.tails import with_further_deeds, without_afterthought
from transforms.language_model import text_of

_COMPLEMENTIZERS = ("that ", "that, ", "whether or not ")


def clip(doc: Doc, drafts: list[Draft], ranges: Sequence[Range]) -> None:
    """Keep content from reaching back over the start of its section (into a dateline or an advertisement)."""
    borders = {start for start, _ in ranges}
    for draft in drafts:
        if draft.cue is None:
            continue
        home = next((r for r in ranges if r[0] <= draft.cue[0] < r[1]), None)
        if home is not None:
            home = _joined(doc, home, ranges)
        if home is not None:
            if draft.source is not None and draft.source[0] < home[0] <= draft.cue[0]:
                _clip_source(doc, draft, home[0])
            if not (draft.by_quote and any("\n" in text_of(doc)[s : home[0]] for s, _ in draft.content)):
                draft.content = [
                    (max(s, home[0]), e) if e > home[0] and e <= home[1] else (s, e) for s, e in draft.content
                ]
            if home[1] in borders and not draft.by_quote:
                draft.content = [(s, min(e, home[1])) for s, e in draft.content if s < home[1]]


def _joined(doc: Doc, home: Range, ranges: Sequence[Range]) -> Range:
    """Begin a range where the one before it does if only a remark in brackets, left out, parts them."""
    before = next((r for r in reversed(ranges) if r[1] <= home[0] and home[0] - r[1] < _REMARK), None)
    if before is None or not _BRACKETS.fullmatch(text_of(doc), before[1], home[0]):
        return home
    return _joined(doc, (before[0], home[1]), ranges)


_REMARK = 120
_BRACKETS = re.compile(r"\s*\([^()\n]*\)\s*")


def _clip_source(doc: Doc, draft: Draft, start: int) -> None:
    """Begin the speaker after the dateline that the parser hung on him, or took for him."""
    assert draft.source is not None
    assert draft.cue is not None
    lead = doc.char_span(start, draft.cue[0], alignment_mode="contract")
    nouns = [t for t in lead or () if t.pos_ in {"PROPN", "NOUN", "PRON"}]
    if draft.source[1] > start:
        draft.source = (start, draft.source[1])
    elif nouns and draft.cue[0] - start < _LONG_SPEAKER:
        draft.source, draft.source_head = (start, nouns[-1].idx + len(nouns[-1])), nouns[-1].i


_LONG_SPEAKER = 160


def cut_afterthoughts(doc: Doc, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.by_quote or draft.headline or not draft.content or draft.cue is None:
            continue
        if draft.content[-1][0] < draft.cue[1]:
            continue
        draft.content[-1] = with_further_deeds(doc, without_afterthought(doc, draft.content[-1]))


_OPENING = re.compile(r"(?:(?:and|but|also|meanwhile|however)\b,?|(?:still|yet|in particular),)\s+", re.IGNORECASE)


_RUBRIC = re.compile(
    r"(?:exclusive|breaking|urgent|updated?|corrected|wrapup|video|watch)(?: \d)?\s?[:–-] ", re.IGNORECASE
)
_WORD_IN_MARKS = re.compile(r"(?<!\w)['‘][^'‘’\n]*\w['’](?= \w)")


def _is_date(doc: Doc, span: Range) -> bool:
    words = doc.char_span(*span, alignment_mode="contract")
    return (
        words is not None
        and 0 < len(words) < _LONGEST_DATE
        and all(t.ent_type_ in {"DATE", "TIME"} or t.pos_ in {"ADP", "DET", "PUNCT"} for t in words)
    )


_LONGEST_DATE = 6


def finish(text: str, draft: Draft, quotations: Quotations) -> bool:
    """Cut the cue and speaker out of the content, drop the complementizer, extend over a quotation cut in two."""
    holes = [r for r in (draft.cue, draft.source) if r is not None]
    ranges = draft.content
    if not draft.by_quote and len(ranges) == 1 and _is_date(quotations.doc, ranges[0]):
        return False  # "their opinion on 3 May"
    if not draft.by_quote:
        ranges = [_extend(text, r, quotations, draft) for r in ranges]
        ranges = subtract(ranges, holes)
    content: list[Range] = []
    for start, end in ranges:
        start, end = trim(text, start, end)
        opening = None if draft.by_quote else _OPENING.match(text, start, end)
        if opening is not None and not content:
            start = opening.end()
        for word in _COMPLEMENTIZERS:
            quoted = draft.by_quote and text[start : start + 1] == "T"  # “That is, A,” he said
            if text[start : start + len(word)].lower() == word and not quoted and not _points(quotations.doc, start):
                start, end = trim(text, start + len(word), end)
        named = None if draft.by_quote or content else _REST_OF_NAME.match(text, start, end)
        if named is not None:
            start = named.end()
        rubric = None if draft.by_quote else _RUBRIC.match(text, start, end)
        start = start if rubric is None else rubric.end()
        start, end = trim(text, *_pair_marks(text, start, end, quotations))
        if start and text[start - 1] in "'‘" and _WORD_IN_MARKS.match(text, start - 1, end):
            start -= 1  # hailed a 'quiet' day
        if text[start:end].endswith('"') and text.count('"', start, end) == 1:
            start, end = trim(text, start, end - 1)  # its opening mark was lost
        if start < end:
            content.append((start, end))
    draft.content = _drop_stubs(text, sorted(set(content)), quotations)
    if len(draft.content) == 1 and not draft.by_quote and _BARE_TIME.fullmatch(text, *draft.content[0]):
        return False  # "Earlier, “The Courier” wrote about a fire"
    return bool(draft.content)


_REST_OF_NAME = re.compile(r'[^"“”«»,.;\n]{1,40}["”»] that ')
"""What of a name in marks the parser gave the content: "on the channel “Courier 24” that A"."""


def _points(doc: Doc, start: int) -> bool:
    """Tell the "that" of "rejected that plan" from the one of "said that plans change"."""
    word = doc.char_span(start, start + 4)
    if word is None or word[0].head.i < word[0].i:
        return False
    stands = word[0].dep_ == "nsubj" and word[0].tag_ == "DT"  # "That was a mistake"
    return stands or (word[0].dep_ == "det" and word[0].head.pos_ == "NOUN")


_BARE_TIME = re.compile(r"(?:earlier|later|previously|recently|today|yesterday|meanwhile|however)\W*", re.IGNORECASE)


_STUB = re.compile(
    r"(?:but|and|so|as|still|yet|however|meanwhile|also|now|then|"
    r"(?:at|in|on|for|by|as|with|during|after|before|besides|besides that|according)\b[^,]{2,40})\Z",
    re.IGNORECASE,
)


def _drop_stubs(text: str, content: list[Range], quotations: Quotations) -> list[Range]:
    """Drop a relative pronoun or adverbial left standing alone before the rest: "At the same time, he said, B"."""
    while len(content) > 1 and _STUB.match(text[slice(*content[0])]) and quotations.inside(content[0][0]) is None:
        content = content[1:]
    return content


def _pair_marks(text: str, start: int, end: int, quotations: Quotations) -> Range:
    """Take in the mark that a range cuts off its quotation, and shed the marks of the one that encloses it."""
    for quote in quotations.near(start, end):
        if quote.start < start <= quote.inner_start and quote.end < end:
            start = quote.start
        if start < quote.start and quote.inner_end - 2 <= end < quote.end:
            end = quote.end
    for quote in quotations.near(start, end):
        if quote.start <= start and end <= quote.end:
            start, end = max(start, quote.inner_start), min(end, quote.inner_end)
    return start, end


def _extend(text: str, span: Range, quotations: Quotations, draft: Draft) -> Range:
    start, end = span
    inside = quotations.inside(max(start, end - 1))
    if draft.cue is not None and draft.entry is not None and draft.entry.pos == "phrase" and end <= draft.cue[0]:
        for quote in quotations.near(draft.cue[0] - 3, draft.cue[0]):
            if quote.start <= start and quote.end <= draft.cue[0]:
                return quote.inner_start, quote.inner_end  # “A. B,” according to X
    if inside is not None and inside.start >= start and end < inside.end and inside.closed:
        cue = draft.cue
        if cue is None or not inside.start <= cue[0] < inside.end:
            end = inside.inner_end
    return start, end
