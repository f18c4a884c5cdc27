"""Where names and descriptions stand in a text, and whether they speak there."""

import re
from bisect import bisect_right
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from transforms.entities.descriptions import Description
from transforms.entities.discourse import Seen
from transforms.entities.found import Found, Spans
from transforms.entities.gazetteer import paragraph_at, paragraph_starts
from transforms.entities.quoted import quoted_ranges
from transforms.entities.speaking import (
    is_aside,
    is_speaking,
    is_told,
    main_noun,
    speaks_before_title,
    speaks_beside,
    speaks_next,
)
from transforms.entities.tokens import tokens_of
from transforms.entities.words import ORGANIZATION_NOUNS, PERSON_NOUNS, words
from transforms.language_model import text_of

_OPENING, _CLOSING = frozenset("\"“«„‘'"), frozenset("\"”»’'")
_OFFICERS = PERSON_NOUNS | words("assistant ombudsman")
_WORDS_OF = re.compile(
    r"\b(?:quote[sd]?|leads|cite[sd]?|brings|gives|led)(?: [\w-]+)? (?:the )?words of [^.;:!?\n\"“”]*\Z"
)
_TELLING = words("writes reports informs says reminds specifies notes clarifies wrote reported informed")
_SIDING = words("agree disagree support share believe think consider echo object argue")
_GIVEN_AS = re.compile(r"\b(?:name|(?:identified|introduced) (?:him|her|them)?(?:self|selves)?) ?(?:only |just )?as \Z")


class Places:
    """The sentences, paragraphs and quotations of one article."""

    def __init__(self, doc: Doc, spans: Spans) -> None:
        self.doc, self.spans = doc, spans
        self.sentences = tokens_of(doc).sentences()
        self.paragraphs = paragraph_starts(text_of(doc))
        self.quoted = quoted_ranges(text_of(doc))
        self.brings_words = " words of " in text_of(doc)

    def at(self, at: int, token: Token | None) -> Seen:
        """Give the place of a word, and whether it is a subject or speaks."""
        main = main_noun(token) if token is not None else None
        told = main is not None and is_told(main)
        speaks = token is not None and not told and is_speaking(token)
        return Seen(
            at=at,
            sentence=bisect_right(self.sentences, at),
            paragraph=paragraph_at(self.paragraphs, at),
            subject=main is not None and main.dep_ in {"nsubj", "nsubjpass"} and not (told or is_aside(main)),
            modifier=token is not None and token.dep_ in {"compound", "poss", "nmod", "amod"},
            speaks=speaks,
            quoted=self._is_quoted(at),
        )

    def _is_quoted(self, at: int) -> bool:
        return any(start < at < end for start, end in self.quoted)

    def _is_marked(self, name: Found) -> bool:
        """Tell a name in marks of its own from one in a quotation: "the claim of “Osk Gas” was upheld"."""
        text = text_of(self.doc)
        return text[max(0, name.start - 1) : name.start] in _OPENING and text[name.end : name.end + 1] in _CLOSING

    def quotations_before(self, at: int) -> int:
        """Count the sentences before an offset's that begin in a quotation: they do not change the subject."""
        number = bisect_right(self.sentences, at) - 1
        count = 0
        while number - count >= 0 and self._is_quoted(self.sentences[number - count] + 1):
            count += 1
        return count

    def of_name(self, name: Found, span: Span) -> Seen:
        """Give the place of a name, also where it speaks behind its title or in somebody's words."""
        here = self.at(name.start, span.root)
        if here.quoted and self._is_marked(name):
            here = replace(here, quoted=False)
        brought: object = self.brings_words and _WORDS_OF.search(text_of(self.doc), max(0, name.start - 90), name.start)
        brought = brought or (text_of(self.doc).endswith("as ", 0, name.start) and self._is_own_name(name.start))
        if name.type == "PERSON" and brought:
            return replace(here, speaks=True, subject=True)
        if name.type == "PERSON" and not here.speaks:
            here = replace(here, speaks=speaks_beside(span))
            inverted = speaks_before_title(span) or _ends_inverted(span)
            if not here.speaks and inverted:
                here = replace(here, speaks=True, subject=True)
            office = _office_ended_by(span)
            if office is not None:
                here = replace(here, speaks=here.speaks or is_speaking(office), subject=True, modifier=False)
        elif not here.speaks and span.end < len(self.doc) and speaks_next(self.doc[span.end]):
            here = replace(here, speaks=True)
        elif name.type == "ORG" and here.modifier and _is_kind_speaking(span):
            here = replace(here, speaks=True, subject=True, modifier=False)
        return replace(here, speaks=True) if name.type == "ORG" and tells_last(span) else here

    def of_description(self, one: Description) -> Seen:
        """Give the place of a description, also where it speaks behind its verb: “…, wrote the official”."""
        here = self.at(one.start, one.token)
        span = self.doc.char_span(one.start, one.end)
        inverted = span is not None and (speaks_before_title(span) or _is_told_by(span))
        if not here.speaks and span is not None and (inverted or (span.root != one.token and is_speaking(span.root))):
            here = replace(here, speaks=True, subject=True)
        titles = text_of(self.doc).startswith(":", one.end)  # "The head of the Fund: A"
        return replace(here, speaks=True) if titles else here

    def _is_own_name(self, at: int) -> bool:
        """Tell whether who speaks is named so: "A volunteer, who gave her name only as Marta, said"."""
        return _GIVEN_AS.search(text_of(self.doc), max(0, at - 50), at) is not None


def _office_ended_by(span: Span) -> Token | None:
    """Find the office that is the subject and ends in its bearer's name: "A spokesman for the Fund, Ana Osk, left".

    "The spokesman of President Osk" ends in another's.
    """
    doc, token = span.doc, span.root
    before = span.start - 1 - (span.start > 1 and doc[span.start - 1].text == ",")
    if before < 1 or doc[before].tag_ not in {"NN", "NNP", "NNS", "NNPS"} or doc[before].lemma_.lower() in _OFFICERS:
        return None
    for _ in range(8):
        if token.dep_ in {"nsubj", "nsubjpass"}:
            office = token.tag_ in {"NN", "NNP"} and token.lemma_.lower() in _OFFICERS and token.i < before
            return token if office else None
        if token.dep_ not in {"pobj", "prep", "compound", "appos", "nmod"}:
            return None
        token = token.head
    return None


def _is_kind_speaking(span: Span) -> bool:
    """Tell whether a name says which body speaks: "the official Osk agency said"."""
    kind = span.root.head
    near = span.root.dep_ in {"compound", "nmod", "amod"} and kind.i == span.end and kind.lower_ in ORGANIZATION_NOUNS
    return near and is_speaking(kind)


def _ends_inverted(span: Span) -> bool:
    """Tell whether a name ends a sentence as its subject: "Not agree with him the former minister Ana Osk."."""
    doc, first = span.doc, span.sent.start
    if span.end >= len(doc) or doc[span.end].text not in {".", ";"} or span.start == first:
        return False
    words = [doc[first].lower_] if doc[first].lower_ != "not" else [doc[first].lower_, doc[first + 1].lower_]
    return words[-1].rstrip("s") in _SIDING and words[-1] != "not"


def _is_told_by(span: Span) -> bool:
    """Tell whether a description stands right behind its verb: "…, wrote the official"."""
    return span.start > 1 and speaks_next(span.doc[span.start - 1]) and span.doc[span.start - 2].is_punct


def tells_last(span: Span) -> bool:
    """Tell whether an outlet brings what stands before it: "…, Osk-Inform writes.", "…, writes Osk-Inform."."""
    doc, first, last = span.doc, span.start, span.end
    if (
        first > 1
        and doc[first - 1].text in {'"', "“", "«"}
        and doc[last : last + 2].text.strip()[-1:] in {".", '"', "”"}
    ):
        first -= 1  # "writes “Osk-Inform”."
    if first > 1 and doc[first - 1].lower_ in _TELLING and doc[first - 2].text == ",":
        return True
    closed = last + 1 < len(doc) and doc[last].lower_ in _TELLING and doc[last + 1].text in {".", "\n"}
    return closed and first > 0 and doc[first - 1].text in {",", "-", "–", "—"}
