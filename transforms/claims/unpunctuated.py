"""Texts that lost their commas: whether one did, and the noun phrase that speaks right before a cue."""

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Doc, Token

from transforms.claims.people import is_personal
from transforms.entities.words import HONORIFICS, PERSON_NOUNS, RANKS
from transforms.records import Mention

_WORDS_PER_COMMA = 300
_FEWEST_WORDS = 30
_BODIES = frozenset(
    {"ministry", "agency", "observatory", "monitor", "group", "organization", "organisation", "network", "staff"}
    | {"command", "council", "coalition", "army", "military", "police", "service", "authority", "government", "media"}
    | {"defence", "defense", "office", "commission", "committee", "newspaper", "website", "channel", "report"}
    | {"statement", "source", "centre", "center", "department", "embassy", "union", "opposition", "team", "mission"}
    | {"movement", "party", "ngo", "regime", "correspondent", "reporter", "witness", "resident", "survivor", "medic"}
    | {"watchdog", "alliance", "brigade", "daily", "tv", "outlet", "activist", "local", "pathologist", "head"}
    | {"television", "radio", "administration", "kremlin", "bureau", "institute", "foundation", "charity", "spokesman"}
    | {"spokeswoman", "chief", "boss", "rebel", "militant", "fighter", "jihadist", "insurgent", "negotiator", "refugee"}
)
_BETWEEN = frozenset({"has", "have", "had", "also", "later", "earlier", "reportedly", "then", "further", "again"})
_PREPOSITIONS = frozenset({"of", "for", "at", "in", "from", "with", "to", "on"})
_SERVING = frozenset({"of", "for", "at"})
_PRONOUNS = frozenset({"he", "she", "they", "it"})
_SPEAKING = frozenset({"speaking", "talking", "writing", "citing", "quoting"})
_INCOMPLETE = frozenset({"ADP", "DET", "SCONJ", "PART", "NUM"})
_INCOMPLETE_TAGS = frozenset({"PRP$", "WP", "WRB", "WDT", "TO", "JJ", "POS"})
_REPORTING = frozenset({"source", "reporter", "correspondent", "activist", "witness", "official", "resident"})
_TITLES = HONORIFICS | RANKS
_LONGEST = 24
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC", "EVENT"})


def is_unpunctuated(text: str) -> bool:
    """Tell whether a text of some length has next to no commas: its collector dropped them.

    >>> is_unpunctuated("The mayor said so. " * 10)
    True
    """
    words = text.count(" ") + text.count("\n")
    return words >= _FEWEST_WORDS and (text.count(", ") + text.count(",\n")) * _WORDS_PER_COMMA < words


class Phrases:
    """Noun phrases read from words and names alone, where the parser has no comma to part them."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.doc, self.mentions = doc, mentions

    @cached_property
    def names(self) -> dict[int, tuple[int, int, str]]:
        """Give start, end and type of the name at each token that is part of one."""
        doc, names = self.doc, {}
        spans = [(m.start, m.end, m.type, m.level) for m in self.mentions if m.level in {"name", "adjectival"}]
        if not self.mentions:
            spans = [(e.start_char, e.end_char, e.label_, "name") for e in doc.ents if e.label_ in _NAMED]
        for start, end, kind, level in spans:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and len(span) > 2 and kind in {"GPE", "LOC", "FAC"}:
                inner = next((t.i for t in span[1:] if t.text == "the" and t.nbor(-1).text not in _PREPOSITIONS), None)
                span = doc[span.start : inner] if inner is not None else span  # "in Osk the Observatory said"
            if span is not None:
                one = (span.start, span.end, kind if level == "name" else "ADJECTIVE")
                names.update(dict.fromkeys(range(span.start, span.end), one))
        return names

    @cached_property
    def surnames(self) -> frozenset[str]:
        found = (
            self.doc[end - 1].text for start, end, kind in self.names.values() if kind == "PERSON" and end - start > 1
        )
        return frozenset(found)

    def before(self, verb: Token, low: int) -> tuple[int, int, int, int] | None:
        """Find who speaks right before a verb, not left of `low`: start, end and head of the words that name him.

        The fourth is where his description or title begins: what stands before it is not his.
        """
        i = self._skip(verb.i - 1, low)
        if i < low:
            return None
        token = self.doc[i]
        if token.lower_ in _PRONOUNS:
            return (i, i + 1, i, i) if self._parts(i, low) else None
        if token.pos_ not in {"NOUN", "PROPN"} and token.text != ")" and i not in self.names:
            return None
        end = i + 1
        if token.text == ")":
            i = next((j - 1 for j in range(i, max(low, i - 6), -1) if self.doc[j].text == "("), i)
        return self._person(i, end, low) if self._is_person(i) else self._body(i, end, low)

    def _skip(self, i: int, low: int) -> int:
        """Go back over what stands between a speaker and his verb: "on Monday", "also", "speaking to reporters"."""
        doc = self.doc
        for j in range(i, max(low, i - 9), -1):
            if doc[j].lower_ in _SPEAKING:
                i = j - 1
                break
            if doc[j].pos_ in {"AUX", "PUNCT"} or doc[j].tag_ in {"VBD", "VBZ", "VBP"}:
                break
        while i >= low:
            day = doc[i].ent_type_ in {"DATE", "TIME"} and i not in self.names
            if not (
                day or doc[i].lower_ in _BETWEEN or (doc[i].lower_ == "on" and i < len(doc) - 1 and self._day(i + 1))
            ):
                break
            i -= 1
        return i

    def _day(self, i: int) -> bool:
        return self.doc[i].ent_type_ in {"DATE", "TIME"} and i not in self.names

    def _is_person(self, i: int) -> bool:
        name = self.names.get(i)
        if name is not None:
            return name[2] == "PERSON"
        return self.doc[i].ent_type_ == "PERSON" or (self.doc[i].text in self.surnames and self.doc[i].is_title)

    def _person(self, i: int, end: int, low: int) -> tuple[int, int, int, int] | None:
        name = self.names.get(i)
        start = max(low, name[0]) if name else i
        while (
            name is None and start > low and self.doc[start - 1].ent_type_ == "PERSON" and start - 1 not in self.names
        ):
            start -= 1
        if start - 2 > low and self.doc[start - 1].lower_ == "and" and self._is_person(start - 2):
            other = self._person(start - 2, start - 1, low)
            if other is not None:
                return other[0], end, other[2], other[3]
        if not self._parts(start, low) and start < i and self.doc[i].text in self.surnames:
            start = i  # a place before the surname, taken for the first name
        first = self._titles(start, low)
        return (first, end, i, first) if self._parts(first, low) else None

    def _titles(self, start: int, low: int) -> int:
        """Go back from a name over his titles: "the chief of the staff Col. Gen. Osk", "a local resident Osk"."""
        doc = self.doc
        while start > low and doc[start - 1].lower_.rstrip(".") in _TITLES | {""}:
            if doc[start - 1].text == "." and doc[start - 2].lower_ not in _TITLES:
                break
            start -= 1
        if start <= low:
            return start
        last = doc[start - 1]
        if self._is_title(last):
            phrase = self._noun_phrase(start - 1, low)
            return phrase if phrase is not None else start
        if start - 1 in self.names or last.pos_ in {"NOUN", "PROPN"}:
            phrase = self._noun_phrase(start - 1, low)
            held = self._held(phrase, low) if phrase is not None else None
            if held is not None and self._is_title(doc[held[1]]):
                return held[0]
        return start

    def _is_title(self, token: Token) -> bool:
        if token.i in self.names or token.pos_ not in {"NOUN", "PROPN"} or token.tag_ in {"NNS", "NNPS"}:
            return False
        return token.lower_ in PERSON_NOUNS or is_personal(token) or token.lemma_.lower() in {"resident", "pathologist"}

    def _body(self, i: int, end: int, low: int) -> tuple[int, int, int, int] | None:
        doc = self.doc
        start = self._noun_phrase(i, low)
        if start is None:
            return None
        head, held = i, self._held(start, low)
        if held is not None and self._parts(held[0], low):
            start, head = held
        if not self.can_speak(head):
            return None
        if start - 2 > low and doc[start - 1].lower_ == "and" and self._joins(start - 2):
            other = self._noun_phrase(start - 2, low)
            if other is not None and self._parts(other, low):
                return other, end, start - 2, other
        if not self._parts(start, low):
            return None
        body = self.names.get(start - 1) if start > low and doc[start].lower_ in {"a", "an"} else None
        if body is not None and body[2] == "ORG" and body[0] >= low:
            whole = self._noun_phrase(start - 1, low)
            if whole is not None and self._parts(whole, low):
                return whole, start, start - 1, whole  # "The Observatory a British monitoring group said"
        named = self.names.get(start - 1) if start > low and self._is_title(doc[head]) else None
        if named is not None and named[2] == "PERSON" and named[0] >= low:
            first = self._titles(named[0], low)
            if self._parts(first, low):
                return first, start, start - 1, first  # "Ana Osk head of the council said"
        return start, end, head, start

    def can_speak(self, i: int) -> bool:
        """Tell whether the noun or name that ends there can say something."""
        name, token = self.names.get(i), self.doc[i]
        if name is not None:
            return name[2] in {"PERSON", "ORG", "GPE", "NORP"}
        return token.pos_ in {"NOUN", "PROPN"} and (
            token.lemma_.lower() in _BODIES or token.lower_ in _BODIES or is_personal(token)
        )

    def _joins(self, i: int) -> bool:
        """Tell whether a noun can speak together with a body: "the forces and a monitor said"."""
        return self.can_speak(i) or self.doc[i].lemma_.lower() in {"force", "rebel", "militant", "fighter"}

    def _held(self, start: int, low: int) -> tuple[int, int] | None:
        """Climb from a phrase to the noun that it belongs to: the head of "a source at the ministry"."""
        found: tuple[int, int] | None = None
        while start - 2 >= low and self.doc[start - 1].lower_ in _PREPOSITIONS and start - 2 not in self.names:
            head, strict = start - 2, self.doc[start - 1].lower_ in {"in", "on", "to", "with"}
            if self.doc[start - 1].lower_ == "to" and self._is_title(self.doc[head]):
                strict = False  # "the envoy to Norway Ana Osk"
            if not (self._is_title(self.doc[head]) or self.can_speak(head)) or (strict and not self._reports(head)):
                break
            phrase = self._noun_phrase(head, low)
            if phrase is None:
                break
            found, start = (phrase, head), phrase
        return found

    def _reports(self, i: int) -> bool:
        token = self.doc[i]
        return token.lemma_.lower() in _REPORTING

    def _noun_phrase(self, i: int, low: int) -> int | None:
        """Find where the noun phrase begins that ends at `i`: the longest that leaves whole words before it."""
        doc, starts = self.doc, []
        name = self.names.get(i)
        start = max(low, name[0]) if name else i
        starts.append(start)
        while start > low and i - start < _LONGEST:
            token = doc[start - 1]
            if self._owns(start - 1, low):  # "The councils spokesman": its apostrophe is lost
                start -= 1
                starts.append(start)
                continue
            inner = self.names.get(start - 1)
            if token.pos_ == "DET" or token.tag_ == "PRP$" or (token.pos_ == "NUM" and token.lower_ == "one"):
                starts.append(start - 1)
                break
            if inner is not None:
                served = inner[2] == "ADJECTIVE" or doc[inner[0] - 1].pos_ == "DET" or self._is_title(doc[i])
                if inner[2] == "PERSON" or (doc[start].pos_ == "ADJ" and not served):
                    break  # but "the UN | humanitarian agency", "UN | resident coordinator"
                start = max(low, inner[0])
            elif not self._modifies(token, doc[start]) or self._parts_name(token, doc[start]):
                break
            else:
                start -= 1
            starts.append(start)
        whole = starts[-1]
        if self._is_joined(whole, low, named=name is not None):
            return whole
        for start in reversed(starts):
            if self._parts(start, low):
                return start
        return starts[-1] if doc[starts[-1] - 1].pos_ == "ADP" else None

    def _is_joined(self, whole: int, low: int, *, named: bool) -> bool:
        """Tell a phrase that what stands before it holds or joins, so that it cannot begin later."""
        doc = self.doc
        if whole - 2 <= low:
            return False
        before = doc[whole - 1].lower_
        if before in _SERVING and self._is_title(doc[whole - 2]):
            return True  # "head of press office", "spokesman for the aid agency Osk"
        if doc[whole].pos_ == "DET" and self._reports(whole - 2) and self._held(whole, low):
            return True  # "a source in the northern militia"
        if named or before != "and" or not self._joins(whole - 2):
            return False
        other = self._noun_phrase(whole - 2, low)
        return other is not None and self._parts(other, low)  # "the forces and a monitoring group"

    def _parts_name(self, token: Token, after: Token) -> bool:
        """Tell a common noun that a name only follows: "a car explosion | NNA correspondent said"."""
        common = token.pos_ == "NOUN" and token.is_lower and after.pos_ == "PROPN" and after.text[:1].isupper()
        common = common and not (token.i and token.nbor(-1).text == "-")  # "the Houthi-run | Saba agency"
        return common and not self._is_title(token) and not self.can_speak(token.i)

    def _owns(self, i: int, low: int) -> bool:
        doc = self.doc
        if doc[i].tag_ not in {"NNS", "NNPS"} or not (self._is_title(doc[i + 1]) or doc[i + 1].is_title):
            return False
        before = doc[i - 1] if i > low else None
        return before is not None and (before.pos_ == "DET" or (before.pos_ == "ADJ" and doc[i - 2].pos_ == "DET"))

    def _modifies(self, token: Token, after: Token) -> bool:
        if token.tag_ == "POS" or after.tag_ == "POS":
            return True
        if after.text == "-" or (token.tag_ == "VBN" and token.i and token.nbor(-1).text == "-"):
            return True
        if token.ent_type_ in {"DATE", "TIME"}:
            return False
        if token.tag_ in {"NNS", "NNPS"}:
            return token.is_title and after.is_title and self._is_title(after)  # "Home Affairs Minister"
        if token.pos_ == "ADJ" or token.text in {"-", "/"} or (token.tag_ == "VBG" and after.lemma_ in {"group"}):
            return True
        return token.pos_ in {"NOUN", "PROPN"} and not (after.pos_ == "ADJ" and after.i not in self.names)

    def _parts(self, start: int, low: int) -> bool:
        """Tell whether the words before a place can end there: no "in", "the" or "northern" is left hanging."""
        if start <= low:
            return True
        token = self.doc[start - 1]
        if token.text == "-" and not token.whitespace_:
            return False
        if start - 1 in self.names:
            return True
        if token.lower_ in {"that", "as", "and", "or", "but", *_SPEAKING}:
            return False
        figure = token.pos_ == "NUM" and token.text.isdigit()
        return (token.pos_ not in _INCOMPLETE or figure) and (
            token.tag_ not in _INCOMPLETE_TAGS or token.dep_ in {"acomp", "attr", "oprd"}
        )
