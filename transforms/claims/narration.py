"""The quotations of one text and the narration around them."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from spacy.tokens import Doc

from transforms.claims.cues import Hit
from transforms.claims.drafts import Range
from transforms.claims.quotes import Quote, is_nickname
from transforms.claims.unpunctuated import Phrases
from transforms.language_model import text_of

_CLAUSE_END = frozenset(".?!")
_NAME = 3
_HEARER_END = re.compile(r"(?: \w+){0,3}:\s*")
_SENTENCE_CLOSE = re.compile(r"[.!?…][\"”»')\]]*\s*\Z")


class Quotations:
    """The quotations of one text and the narration between them; `phrases` where the text lost its commas."""

    def __init__(self, doc: Doc, quotes: Sequence[Quote], hits: Sequence[Hit], phrases: Phrases | None = None) -> None:
        self.phrases = phrases
        self.doc, self.text = doc, text_of(doc)
        self.outer = [q for q in quotes if q.depth == 0 and not q.single and not is_nickname(self.text, q)]
        verbs = [h for h in hits if h.entry.pos == "verb"]
        self.hits = [h for h in verbs if not self.inside(h.token.idx)]
        self.inner = [h for h in verbs if self.inside(h.token.idx)]
        self._starts = [h.token.idx for h in self.hits]

    def inside(self, offset: int) -> Quote | None:
        for quote in self.outer:
            if quote.start <= offset < quote.end:
                return quote
        return None

    def near(self, start: int, end: int) -> list[Quote]:
        """Give the quotations that touch the range."""
        return [q for q in self.outer if q.start <= end and start <= q.end]

    def hits_between(self, start: int, end: int) -> list[Hit]:
        return self.hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def paragraph(self, offset: int) -> Range:
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end

    def narration_after(self, quote: Quote) -> Range:
        """Give the narration from the quote to the end of its clause, the next quotation or the paragraph."""
        stop = self.paragraph(quote.end - 1)[1]
        for other in self.outer:
            if other.start >= quote.end:
                stop = min(stop, other.start)
                break
        span = self.doc.char_span(quote.end, stop, alignment_mode="contract")
        if span is not None:
            seen_word = False
            for token in span:
                seen_word = seen_word or token.is_alpha
                closes = token.text in _CLAUSE_END and not self.text[token.idx + 1 : token.idx + 2].strip(
                    " \u00a0\n”\"»’'"
                )
                if seen_word and closes:
                    return quote.end, token.idx
        return quote.end, stop

    def _names_hearer(self, name: Quote, quote: Quote) -> bool:
        """Tell the name of a paper in marks from words: The source added to "Al-Watan": "We have two beds"."""
        words = self.text[name.inner_start : name.inner_end].split()
        titled = 0 < len(words) <= _NAME and all(word[:1].isupper() for word in words)
        return titled and _HEARER_END.fullmatch(self.text, name.end, quote.start) is not None

    def narration_before(self, quote: Quote) -> Range:
        """Give the narration of the same sentence that leads to the quote, or ends the paragraph before in a colon."""
        start = self.paragraph(quote.start)[0]
        if not self.text[start : quote.start].strip() and start:
            previous = self.text[:start].rstrip()
            if not previous.endswith(":"):
                return quote.start, quote.start
            start = self.paragraph(len(previous) - 1)[0]
        for other in self.outer:
            if other.end <= quote.start and not self._names_hearer(other, quote):
                start = max(start, other.end)
        if _SENTENCE_CLOSE.search(self.text, start, quote.start):
            return quote.start, quote.start
        span = self.doc.char_span(start, quote.start, alignment_mode="contract")
        if span is not None:
            for token in reversed(span):
                if token.text in _CLAUSE_END:
                    start = token.idx + 1
                    break
        return start, quote.start
