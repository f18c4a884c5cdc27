"""Finding cues: every word of the text that the lexicon knows in its part of speech."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.claims.clauses import chars, clause_head, is_negated, subject
from transforms.claims.drafts import Range
from transforms.claims.lexicon import CueEntry, Lexicon, PartOfSpeech, load_cues
from transforms.claims.outlets import outlet_behind
from transforms.claims.people import is_personal
from transforms.claims.rebuttals import REBUTTING, claim_before
from transforms.claims.speaker_behind import carries_words
from transforms.entities.words import PERSON_NOUNS

_OPEN_CLASSES = frozenset({"ADJ", "ADV", "AUX", "NOUN", "PROPN", "VERB"})
_FIRST_PERSON = frozenset({"i", "we"})
_SPEECH_FORMS = {"informed": "inform",
                 "said": "say", "says": "say", "saying": "say", "stated": "state", "told": "tell", "hoped": "hope",
                 "hoping": "hope", "hopes": "hope", "panned": "pan", "panning": "pan",
                 "griped": "gripe", "griping": "gripe", "retweeted": "retweet", "deadpanned": "deadpan",
                 "hated": "hate", "sniped": "snipe", "sniping": "snipe"}  # fmt: skip
PLAIN_FORMS = frozenset(
    {"assure", "consider", "insist", "deny", "declare", "believe", "explain", "emphasize", "inform", "clarify"}
)
_SPEECH_FORMS |= {form: form for form in PLAIN_FORMS}
"""Forms that the tagger makes nouns or adjectives of in translated text, or lemmatizes wrongly ("hoped": "hop")."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue word: its token, entry and range (with the particle where it follows at once)."""

    token: Token
    entry: CueEntry
    span: Range
    first_person: bool = False


def find_hits(doc: Doc, ranges: Iterable[Range]) -> list[Hit]:
    """Find the cue words inside the ranges of the text, in order."""
    hits: list[Hit] = []
    tables = load_cues()
    phrases = tables["phrase"]
    for start, end in ranges:
        span = doc.char_span(start, end, alignment_mode="contract")
        for token in span if span is not None else ():
            lower, pos = token.lower_, token.pos_
            if pos in _OPEN_CLASSES or lower in _SPEECH_FORMS:
                hit = _hit(token, lower, pos, tables)
                if hit is not None and not _is_named(token):
                    hits.append(hit)
            if lower == "in" and token.is_sent_start and (surveyed := _surveyed(token, tables["verb"])) is not None:
                hits.append(surveyed)
            if lower in phrases and (hit := _match(token, lower, phrases[lower])) is not None:
                hits.append(hit)
    return hits


_SURVEY = CueEntry("in", "phrase", "evidence", "assert", frozenset({"np"}), "survey", "Osk leads in the polls.")
_SURVEYS = frozenset({"poll", "survey", "polling"})


def _surveyed(token: Token, verbs: Lexicon) -> Hit | None:
    """Read "In a new poll, A" as what the poll finds, unless somebody says so in it."""
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if token.dep_ != "prep" or noun is None or noun.lemma_.lower() not in _SURVEYS:
        return None
    head = clause_head(token)
    if head.pos_ not in {"VERB", "AUX"} or head.lemma_.lower() in verbs:
        return None
    return Hit(token, _SURVEY, chars(token, token))


def _is_named(token: Token) -> bool:
    """Tell a cue word that is part of a name by its capital after a word without: "the radio station Says Osk"."""
    if token.text == "Read" and token.i + 1 < len(token.doc) and token.nbor(1).lower_ in {"also", "more"}:
        return True  # a link to other articles
    if token.i > 1 and token.nbor(-1).text == "-" and token.is_title:
        return not (token.nbor(-1).whitespace_ or token.nbor(-2).whitespace_)  # "Velmora-Inform"
    return token.i > 0 and token.is_title and token.nbor(-1).is_lower and not token.is_sent_start


def _hit(token: Token, lower: str, pos: str, tables: Mapping[PartOfSpeech, Lexicon]) -> Hit | None:
    if pos in {"VERB", "AUX"} or lower in _SPEECH_FORMS:
        adjective = tables["adjective"].get(lower) if token.tag_ == "VBN" else None
        if adjective and not any(c.dep_ == "agent" or (c.dep_ == "aux" and c.lemma_ == "have") for c in token.children):
            return _match(token, lower, adjective)  # "was convinced that"
        lemma = _SPEECH_FORMS.get(lower) or token.lemma_.lower()
        entries = tables["verb"].get(lemma)
        return _match(token, lemma, entries) if entries else None
    if pos in {"NOUN", "PROPN"}:
        if lower[-1] == "s" and (entries := tables["verb"].get(lower[:-1])) and _is_verb(token, lower):
            return _match(token, lower[:-1], entries)
        lemma = token.lemma_.lower()
        entries = tables["noun"].get(lemma)
        return _match(token, lemma, entries) if entries else None
    entries = tables["adjective" if pos == "ADJ" else "adverb"].get(lower)
    return _match(token, lower, entries) if entries else None


def _is_verb(token: Token, lower: str) -> bool:
    """Tell whether what looks like a plural noun is the verb of who stands before it: “A,” Osk notes."""
    if _closes_quotation(token) or (lower in _RELAYED and _follows_quotation(token) and carries_words(token)):
        return True
    if lower in REBUTTING and claim_before(token) is not None:
        return True
    if lower in _COMMENTING and (_follows_as(token) or _signs(token)):
        return True
    if lower in _COMMENTING and is_lost_verb(token):
        return True
    return (lower in _CLOSING_VERBS and closes_after_name(token)) or (lower == "shows" and closes_after_record(token))


def _closes_quotation(token: Token) -> bool:
    """Tell whether a plural noun is the verb after a quotation: “A,” Osk notes."""
    if token.tag_ != "NNS" or token.i < _QUOTATION or token.i + 1 >= len(token.doc):
        return False
    if token.lower_ in _STATING and token.nbor(1).is_punct:
        before = token.doc[max(0, token.i - _NAMING) : token.i]
        marks = [t.i for t in before if t.text in _CLOSING]
        if marks and token.doc[marks[-1] + 1].tag_ in {"DT", "PRP$"}:
            return True  # “A,” the document states.
    first = token.nbor(-1)
    while first.i > 1 and first.pos_ == "PROPN" and first.nbor(-1).pos_ == "PROPN":
        first = first.nbor(-1)
    return first.pos_ in {"PROPN", "PRON"} and first.nbor(-1).text in _CLOSING and token.nbor(1).is_punct


def _follows_as(token: Token) -> bool:
    """Tell whether a plural noun is the verb of who stands behind it: "As reminds the Courier, A"."""
    if not token.i or token.nbor(-1).lower_ != "as" or token.i + 1 >= len(token.doc):
        return False
    return token.nbor(1).pos_ in {"DET", "PROPN"} or token.nbor(1).tag_ == "PRP$"


def is_lost_verb(token: Token) -> bool:
    """Tell the verb of a sentence that has none by its parse: "The source in the centre for health claims that A"."""
    doc, root = token.doc, token.sent.root
    if token.tag_ != "NNS" or token.i + 2 >= len(doc) or token.nbor(1).lower_ != "that" or root.i >= token.i:
        return False
    if root.pos_ != "NOUN" or not (is_personal(root) or root.lower_ in PERSON_NOUNS | _SOURCES):
        return False
    return not any(t.pos_ in {"VERB", "AUX"} or t.lower_ == "and" for t in doc[root.i : token.i])


_SOURCES = frozenset({"source", "sources"})
_COMMENTING = frozenset({"notes", "reminds", "reports", "states", "writes", "claims", "specifies", "clarifies"})


def _follows_quotation(token: Token) -> bool:
    before = [t.text for t in token.doc[max(0, token.i - 3) : token.i]]
    return bool(before) and before[-1] in {"–", "—", "-", ","} and any(text in _CLOSING for text in before)


def closes_after_name(token: Token) -> bool:
    """Tell whether a plural noun is the verb that closes a sentence: "A, Velm-inform writes."."""
    doc, i = token.doc, token.i - 1
    if token.tag_ != "NNS" or token.i + 1 >= len(doc) or doc[token.i + 1].text != ".":
        return False
    while (
        i > 0
        and token.i - i < _NAME
        and (
            doc[i].pos_ in {"PROPN", "NOUN", "ADJ"}
            or doc[i].text in {"-", '"', "“", "”"}
            or (doc[i].pos_ == "NUM" and doc[i - 1].is_title)
        )
    ):
        i -= 1
    if token.i > 1 and doc[token.i - 1].lower_ in _SMALL_AGENCIES:
        return doc[token.i - 2].text == ","
    return doc[i].text == "," and token.i - i > 1 and doc[i + 1].text[:1].isupper()


_SMALL_AGENCIES = frozenset({"dpa", "epd", "kna", "ntb", "sda"})
"""Agencies that write themselves in small letters."""


def closes_after_record(token: Token) -> bool:
    """Tell whether "shows" closes a sentence with what shows it: "A, the business register shows."."""
    doc, i = token.doc, token.i - 1
    if token.i + 1 >= len(doc) or doc[token.i + 1].text != "." or doc[i].lemma_.lower() not in _RECORDS:
        return False
    while i > 0 and token.i - i < _NAME and doc[i].pos_ in {"PROPN", "NOUN", "ADJ", "DET"}:
        i -= 1
    return doc[i].text == "," and token.i - i > 1


_RECORDS = frozenset(
    {"register", "registry", "survey", "poll", "study", "report", "index", "census", "analysis", "map"}
)
_NAME = 7
_CLOSING_VERBS = frozenset({"writes", "reports", "notes", "says", "adds"})
_RELAYED = frozenset({"quotes", "cites", "leads", "reports", "transmits"})
_CLOSING = frozenset({"”", '"', "''", "»"})
_QUOTATION = 4
_STATING = frozenset({"states", "notes", "reports", "claims", "remarks", "answers", "comments", "questions"})
_NAMING = 8


def _match(token: Token, lemma: str, entries: tuple[CueEntry, ...]) -> Hit | None:
    for entry in entries:
        if _UNSURE & entry.frames and _is_idle(token, entry):
            continue
        particle = entry.particle
        if particle is None:
            return Hit(token, entry, chars(token, token), _is_first_person(token, entry))
        words = particle.split(" ")
        if len(words) == 1 and lemma == "call" and (far := _past_adverb(token, particle)) is not None:
            return Hit(token, entry, chars(token, far), _is_first_person(token, entry))
        following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 1 + len(words)]]
        if following == words:
            return Hit(token, entry, chars(token, token.doc[token.i + len(words)]), _is_first_person(token, entry))
        if any(child.dep_ == "prt" and child.lower_ == particle for child in token.children):
            return Hit(token, entry, chars(token, token), _is_first_person(token, entry))
    return None


def _past_adverb(token: Token, particle: str) -> Token | None:
    """Find the particle behind an adverb or a day: "called again for A", "called Friday on the council"."""
    for other in token.doc[token.i + 1 : token.i + 4]:
        if other.lower_ == particle:
            return other if other.i > token.i + 1 else None
        if other.pos_ != "ADV" and other.ent_type_ != "DATE":
            return None
    return None


def _signs(token: Token) -> bool:
    """Tell whether an outlet signs a sentence with this verb: "A, transmits “Courier”"."""
    return token.i > 0 and token.nbor(-1).is_punct and outlet_behind(token) is not None


_UNSURE = frozenset({"words", "responsible", "denied"})


def _is_idle(token: Token, entry: CueEntry) -> bool:
    """Tell whether a common verb lacks what makes a cue of it: "holds A responsible", "does not exclude A"."""
    if "words" in entry.frames:
        return not (carries_words(token) or (token.lower_ == "transmits" and _signs(token)))
    if "denied" in entry.frames:
        return not is_negated(token)
    return not any(t.lower_ in LIABLE for t in token.doc[token.i + 1 : token.i + _OBJECT])


LIABLE = frozenset({"responsible", "accountable", "liable"})
_OBJECT = 12


def _is_first_person(token: Token, entry: CueEntry) -> bool:
    """Tell whether the author, the quoted one or a reader speaks now: "we call on", "you would say", not "I said"."""
    who = next((c for c in token.children if c.dep_ == "nsubj"), None)
    if who is None and token.tag_ in {"VB", "VBP"} and token.dep_ in {"conj", "advcl"}:
        who = subject(token)  # "We met the poet to learn and reveal A"
    said = who.lower_ if who is not None else ""
    if said == "you" and entry.type in _READERS:
        return True
    if said == "who" and token.dep_ == "ROOT" and who is not None and not who.is_upper:
        return who.is_sent_start is True  # "Who supports her and why"
    return token.tag_ != "VBD" and (said in _FIRST_PERSON or (said == "you" and entry.type in {"report", "request"}))


_READERS = frozenset({"intention", "judge"})


def of_pos(hits: Iterable[Hit], *kinds: PartOfSpeech) -> list[Hit]:
    return [hit for hit in hits if hit.entry.pos in kinds]
