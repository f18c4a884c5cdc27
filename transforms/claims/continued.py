"""What goes on without a cue of its own: the next quotation, words quoted later, a sentence whose marks were lost."""

import re

from spacy.tokens import Doc

from transforms.claims.drafts import Draft, overlap, trim
from transforms.claims.lexicon import REPORTING_TYPES
from transforms.claims.narration import Quotations
from transforms.claims.quotes import Quote, is_speech, is_title
from transforms.language_model import text_of

_LONGEST_GAP = 90
_FEWEST_WORDS = 3
_BREAK = re.compile(r"[.!?:]\s|\n")
_JOINED = re.compile(r"[,;”\"]*\s*(?:and|but|or)\b")


def continue_claims(doc: Doc, quotations: Quotations, drafts: list[Draft]) -> None:
    """Lengthen claims by the words that follow them without a cue."""
    text = text_of(doc)
    _complete_sentences(doc, quotations, drafts)
    _continue_quotations(text, quotations, drafts)
    _continue_unmarked(doc, quotations, drafts)
    _continue_dashed(quotations, drafts)


def _complete_sentences(doc: Doc, quotations: Quotations, drafts: list[Draft]) -> None:
    """Take in words quoted later in the cue's sentence: "said that “A” and that, in time, “B”"."""
    text = quotations.text
    for quote in quotations.outer:
        span = (quote.inner_start, quote.inner_end)
        if not quote.closed or is_title(text, quote) or any(_holds(d, quote) for d in drafts):
            continue
        if _names_outlet(text, quote):
            continue
        words = doc.char_span(*span, alignment_mode="contract")
        if words is None or not len(words):
            continue
        colon = text[: quote.start].rstrip().endswith(":")
        draft = _cue_before(drafts, words[0].sent.start_char, quote.start, colon=colon)
        if draft is None or draft.cue is None or not draft.cue[1] <= draft.content[-1][1] < quote.start:
            continue
        end = draft.content[-1][1]
        joined = len(text[slice(*span)].split()) >= _FEWEST_WORDS or _JOINED.match(text, end)
        if joined and quote.start - end <= _LONGEST_GAP and not _BREAK.search(text, end + 1, quote.start):
            draft.content[-1] = (draft.content[-1][0], quote.end)


def _holds(draft: Draft, quote: Quote) -> bool:
    if draft.cue is not None and quote.start <= draft.cue[0] < quote.end:
        return True
    return any(start < quote.inner_end and quote.inner_start < end for start, end in draft.content)


def _cue_before(drafts: list[Draft], start: int, end: int, *, colon: bool = False) -> Draft | None:
    """Give the last claim whose cue stands in the range, if it reports words; or, before a colon, shows something."""
    within = [d for d in drafts if d.cue is not None and start <= d.cue[0] < end]
    last = max(within, key=lambda d: d.cue or (0, 0), default=None)
    if last is None or last.entry is None or last.headline:
        return None
    if colon and last.entry.type == "evidence":
        return last
    return last if last.entry.type in REPORTING_TYPES and {"that", "quote"} & last.entry.frames else None


def _continue_quotations(text: str, quotations: Quotations, drafts: list[Draft]) -> None:
    """Give a quotation that no cue claims to the claim before it, in the same paragraph or the one before."""
    for quote in quotations.outer:
        if (
            is_title(text, quote)
            or _names_outlet(text, quote)
            or not (is_speech(text, quote) or _opens_sentence(text, quote))
        ):
            continue
        span = (quote.inner_start, quote.inner_end)
        size = span[1] - span[0]
        if any(overlap(d.content, [span]) > 0.5 * size for d in drafts if d.by_quote or not _stands_in(d, quote)):
            continue
        previous = _previous(text, quotations, drafts, quote)
        if previous is not None:
            start, end = trim(text, *span)
            if start < end:
                previous.content.append((start, end))


def _names_outlet(text: str, quote: Quote) -> bool:
    """Tell a paper's name in marks: he said, as quoted by “Velm news”."""
    by = text.endswith(" by ", 0, quote.start)
    return by and text[quote.inner_start].isupper() and len(text[quote.inner_start : quote.inner_end].split()) <= _NAME


_NAME = 4
_NEXT = 3
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)


def _continue_unmarked(doc: Doc, quotations: Quotations, drafts: list[Draft]) -> None:
    """Give a sentence in the first person that follows a closed quotation to its speaker: its marks were lost."""
    text = text_of(doc)
    for draft in drafts:
        if not draft.by_quote or draft.cue is None or draft.headline or draft.cue[0] < draft.content[-1][0]:
            continue
        end = text.find(".", draft.cue[1])
        if end < 0 or end - draft.cue[1] > 60 or "\n" in text[draft.cue[1] : end + 2] or quotations.inside(end):
            continue
        span = doc.char_span(end + 1, min(len(text), end + 300), alignment_mode="contract")
        first = next((t for t in span or () if not t.is_space), None)
        if first is None or not first.is_sent_start:
            continue
        sent = first.sent
        low, high = trim(text, sent.start_char, sent.end_char)
        taken = any(overlap(d.content, [(low, high)]) or (d.cue and low <= d.cue[0] < high) for d in drafts)
        quoted = any(q.start < high and low < q.end for q in quotations.near(low, high))
        if not taken and not quoted and "\n" not in text[end:low] and _FIRST_PERSON.match(text[low:high]):
            draft.content.append((low, high))


_DASHED = re.compile(r"[^.\n\"“”«»]{2,90}\. ?[-–—] (?=[A-Z])")


def _continue_dashed(quotations: Quotations, drafts: list[Draft]) -> None:
    """Give what a dash adds behind cue and speaker, its marks lost, to the quotation: “A,” said Osk. - B. C."""
    text = quotations.text
    for draft in drafts:
        if not draft.by_quote or draft.cue is None or draft.headline or draft.content[-1][1] > draft.cue[0]:
            continue
        match = _DASHED.match(text, draft.cue[1])
        if match is None:
            continue
        start, end = match.end(), quotations.paragraph(draft.cue[0])[1]
        starts = [d.cue[0] for d in drafts if d.cue and d.cue[0] >= start and d.by_quote]
        starts += [q.start for q in quotations.outer if q.start >= start]
        if not any(at < end for at in starts):
            draft.content.append(trim(text, start, end))


def _stands_in(draft: Draft, quote: Quote) -> bool:
    return draft.cue is not None and quote.start <= draft.cue[0] < quote.end


def _previous(text: str, quotations: Quotations, drafts: list[Draft], quote: Quote) -> Draft | None:
    best: tuple[int, Draft] | None = None
    paragraph = quotations.paragraph(quote.start)[0]
    for draft in drafts:
        end = max(draft.content[-1][1], draft.cue[1] if draft.cue else 0)
        if (
            end > quote.start
            or (draft.cue and quotations.inside(draft.cue[0]))
            or draft.entry is None
            or ("quote" not in draft.entry.frames and draft.entry.type != "judge")
        ):
            continue
        gap = text[end : quote.start]
        if "quote" not in draft.entry.frames and not (
            len(gap) <= _NEXT and is_speech(text, quote) and _is_told(quotations, draft)
        ):
            continue
        if gap.count("\n") > 2 or len(gap) > (400 if draft.by_quote and draft.content[0][0] >= paragraph else 150):
            continue
        if _others_speak(quotations, drafts, draft, quote):
            continue
        rank = end + (10_000 if draft.by_quote and draft.content[0][0] >= paragraph else 0)
        if best is None or rank > best[0]:
            best = rank, draft
    return best[1] if best else None


def _others_speak(quotations: Quotations, drafts: list[Draft], draft: Draft, quote: Quote) -> bool:
    """Tell whether somebody else with a name has told something since: “A,” Osk said. Ana Brandt was sad too. “B.”"""
    if draft.cue is None or draft.source is None:
        return False
    own = quotations.text[slice(*draft.source)]
    for other in drafts:
        if other.cue is None or other.source is None or other.source_head is None or other.headline:
            continue
        if not draft.cue[1] <= other.source[0] < other.cue[0] < quote.start or quotations.inside(other.cue[0]):
            continue
        name = quotations.doc[other.source_head]
        if name.ent_type_ == "PERSON" and name.pos_ == "PROPN" and name.text not in own:
            return True
    return False


def _is_told(quotations: Quotations, draft: Draft) -> bool:
    """Tell a judgement that a sentence makes, which the next one explains: He called it a farce. “A.”"""
    return draft.head is not None and quotations.doc[draft.head].tag_ in {"VBD", "VBZ"}


def _opens_sentence(text: str, quote: Quote) -> bool:
    """Tell whether words in marks begin a sentence that goes on outside them: “They agree, but are not there” yet."""
    inner = text[quote.inner_start : quote.inner_end].rstrip("'’ ")
    before = text[: quote.start].rstrip(" \u00a0")[-1:]
    whole = len(inner.split()) >= (2 if inner[-1:] in {".", "?", "!"} else _SENTENCE)
    return quote.closed and whole and inner[:1].isupper() and before in {".", "?", "!", "”"}


_SENTENCE = 7
