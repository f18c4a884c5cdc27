"""The mention that a claim's source means: the one on its head, or the name that stands beside its title."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal, load_people
from transforms.entities.words import HONORIFICS, ORGANIZATION_NOUNS, PERSON_NOUNS, RANKS
from transforms.records import Mention

_GENERIC = frozenset(
    {"group", "agency", "monitor", "network", "organisation", "organization", "newspaper", "channel", "union", "party"}
    | {"television", "tv", "radio", "broadcaster", "magazine", "weekly", "daily"}
    | {"movement", "company", "airline", "carrier", "charity", "militia", "foundation", "portal", "website", "bank"}
)
"""Heads that only say what the named body is: "the Harbour Watch monitoring group" is Harbour Watch."""
_POSSESSIVE = re.compile(r"['’]s?\b|['’]s? ")
_TITLE_WORDS = re.compile(r"[^.,:;!?\n\"“”«»()]*")
_NO_HOUSES = frozenset(
    {"statement", "interview", "report", "letter", "speech", "message", "response", "reply", "article", "comment"}
    | {"turn", "addition", "fact", "court", "conclusion", "return", "tweet", "video", "post", "opinion", "view"}
)
_SILENT = re.compile(r"(?<=[a-z]{3})e(?=s?\Z)")
_HONORIFIC = HONORIFICS | RANKS
_START = attrgetter("start")
_LONG_TITLE = 6
_TELLING_WORDS = 2
_LINKING = frozenset({"to", "with", "that", "by", "from", "as", "and", "than", "about", "on", "at", "In", "To", "By"})
_TIME_OR_PLACE = re.compile(r",? (?:on|in|at|during|late|earlier|yesterday|today) ?")
_APPOSED = re.compile(r", (?:[A-Z][\w.-]+ ){0,3}")
_APPOSITION = re.compile(r", (?:an?|the) ((?:[\w-]+ ){0,2}?[\w-]+?)(?=,| (?:from|of|in|at|who|with|for|near)\b)")
_FRONT = 3
_REACH = 40
_BRACKETED = re.compile(r" \([^()\n]*\)")
_CLOSED = re.compile(r"\s*(?:[.,;”\"»]|$)")
_INDEFINITE = re.compile(r"\b(?:an?|one|another)(?: [a-z-]+){0,3} \Z", re.IGNORECASE)
_ONE_OF = re.compile(r"one of ", re.IGNORECASE)
_SERVED = re.compile(r"\b(?:of|to|for|with|from|by) (?:the )?((?:[A-Z][\w.-]+ ){1,4})\Z")
_RELATING = frozenset(
    {"of", "for", "to", "with", "by", "from", "and", "or", "the", "a", "in", "at", "near", "on", "as"}
)
_SOURCES = frozenset({"source", "sources", "relatives", "residents", "supporters", "lawyers", "allies", "people"})
_GOVERNING = frozenset(
    ["the", "a", "an", "in", "at", "near", "from", "with", "for", "by", "under", "behind", "to", "about"]
)
GOVERNMENTS = frozenset({"government", "regime"})
_FOLLOWINGS = GOVERNMENTS | {"administration", "cabinet", "campaign", "team", "camp", "office", "family", "company"}
"""What is led by the person named before it, and is not that person."""


class Names:
    """The mentions of a text in the order of their start, asked by place."""

    def __init__(self, text: str, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.text, self.doc, self.mentions = text, doc, mentions

    def at(self, start: int, end: int, head_start: int, head_end: int) -> Mention | None:
        """Find the mention that a range with its head means, else the name that the head titles."""
        best: Mention | None = None
        for mention in self.mentions:
            if mention.start >= end:
                break
            if mention.end <= start or _runs_on(mention, start):
                continue
            if mention.start <= head_start and head_end <= mention.end:
                if mention.type == "GPE" and mention.level == "name" and self._is_branch(mention, start):
                    return None
                if best is None or not (best.start <= head_start and head_end <= best.end) or mention.level == "name":
                    best = mention
            elif (
                best is None
                and mention.type in {"PERSON", "ORG"}
                and mention.level == "name"
                and self._is_apposed(mention, head_start, end)
            ):
                best = mention
        return best

    def ending(self, head: Token, start: int, end: int) -> Mention | None:
        """Find the person whose name ends a description of him: "chief of the Harbour Center Major General Osk"."""
        if head.tag_ == "NNS":
            return None  # "opponents of Mayor Adan Osk"
        for mention in self.mentions[bisect_left(self.mentions, head.idx + len(head), key=_START) :]:
            if mention.start >= end:
                return None
            ends = mention.end == end or _TIME_OR_PLACE.match(self.text, mention.end, end)
            ends = ends or _BRACKETED.fullmatch(self.text, mention.end, end)
            apart = not ends and self.text[mention.end : mention.end + 1] == "," and " " in mention.text
            if (ends or apart) and mention.type == "PERSON" and mention.level == "name":
                between = self.text[head.idx + len(head) : mention.start].split()
                _, *titles = self.text[head.idx + len(head) : mention.start].split(",")
                closed = bool(titles) and not titles[-1].strip()
                titled = all(map(_is_title, titles[:-1] if closed else titles))
                apposed = titled and closed and self.text[mention.end : mention.end + 1] == ","
                parted = not between or between[-1].lower() in _RELATING or self._serves(head.idx, mention.start)
                parted = parted or bool(titles and not apposed and (closed or not titled))
                if apart and (parted or not apposed):
                    continue
                return None if parted or head.lower_ in _SOURCES else mention
        return None

    def _serves(self, head_start: int, name: int) -> bool:
        """Tell that a name is of whom somebody without one serves: "a source in the office of Prime Minister Osk"."""
        unnamed = _INDEFINITE.search(self.text, max(0, head_start - _REACH), head_start)
        unnamed = unnamed or _ONE_OF.match(self.text, head_start)
        titled = _SERVED.search(self.text, head_start, name) if unnamed is not None else None
        return titled is not None and titled[1].split()[-1].lower() in PERSON_NOUNS

    def namesake(self, mention: Mention, start: int, end: int) -> Mention | None:
        """Find the person of that surname where a speaker is the end of a longer name: "in Aleppo Osk said"."""
        if mention.type != "PERSON" or mention.level != "name" or not mention.start < start or end != mention.end:
            return None
        surname = self.text[start:end]
        for other in self.mentions:
            same = other.type == "PERSON" and other.level == "name" and other.text.split()[-1:] == [surname]
            if same and other.entity_id != mention.entity_id:
                return other
        return None

    def holder(self, head: Token, start: int, end: int) -> Mention | None:
        """Find the one person who holds an office elsewhere in the text: "the head of the union" for its head Osk."""
        bodies = {m.entity_id for m in self.mentions if start <= m.start and m.end <= end and m.entity_id}
        found: dict[str, Mention] = {}
        for mention in self.mentions if bodies else ():
            if mention.type == "PERSON" and mention.level == "name" and mention.entity_id:
                for role in mention.roles:
                    if role.organization_id in bodies and head.lower_ in role.title.lower().split():
                        found.setdefault(mention.entity_id, mention)
        for body in [m for m in self.mentions if m.entity_id in bodies and m.end <= start]:
            if not re.search(
                rf"\b{re.escape(head.lower_)} (?:of|for) (?:the )?\Z", self.text[: body.start], re.IGNORECASE
            ):
                continue
            for mention in self.mentions[bisect_left(self.mentions, body.end, key=_START) :][:2]:
                between = self.text[body.end : mention.start]
                if mention.type == "PERSON" and mention.entity_id and re.fullmatch(r" (?:\([^()]{2,20}\) )?", between):
                    found.setdefault(mention.entity_id, mention)
        return next(iter(found.values())) if len(found) == 1 else None

    def surnamed(self, word: str, before: int) -> Mention | None:
        """Find the one person of a surname named in full before, also without its silent e: "Downs" for Downes."""
        found: dict[str, Mention] = {}
        for mention in self.mentions:
            if mention.start >= before:
                break
            named = mention.type == "PERSON" and mention.level == "name" and mention.entity_id
            if named and _SILENT.sub("", mention.text.split()[-1]) == _SILENT.sub("", word):
                found.setdefault(mention.entity_id, mention)
        return next(iter(found.values())) if len(found) == 1 else None

    def called(self, words: str, before: int) -> Mention | None:
        """Find the one body whose name ends in a description's words: "the general staff" for the Osk General Staff."""
        last = words.lower().split()
        found: dict[str, Mention] = {}
        for mention in self.mentions:
            if mention.start >= before:
                break
            whole = mention.text.lower().split()
            tail = len(whole) > len(last) >= _TELLING_WORDS and whole[-len(last) :] == last
            if mention.type == "ORG" and mention.entity_id and (tail or whole == last):
                found.setdefault(mention.entity_id, mention)
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_branch(self, country: Mention, start: int) -> bool:
        """Tell whether a country ends the name of a body: "Transparency International Ukraine" is no country."""
        return any(m.end + 1 == country.start and m.type == "ORG" and m.start >= start for m in self.mentions)

    def apposed(self, head: int) -> Mention | None:
        """Find whose name stands in apposition to a title or kind: "Their commander, Adan Osk", "One group, Osk"."""
        body = self.doc[head].lower_ in {"one", "opposition"} or self.doc[head].lemma_.lower() in ORGANIZATION_NOUNS
        for child in self.doc[head].children:
            if child.dep_ == "appos" and child.i > head:
                for mention in self.mentions:
                    inside = mention.start <= child.idx < mention.end
                    kind = mention.type == "PERSON" or (body and mention.type == "ORG")
                    if inside and kind and mention.level == "name" and mention.entity_id:
                        return mention
        return None

    def is_name(self, word: Token) -> bool:
        """Tell whether a word is a name, or within one, whatever it is otherwise: "WHO said"."""
        at = bisect_right(self.mentions, word.idx, key=_START)
        return any(word.idx < m.end and m.level == "name" for m in self.mentions[max(0, at - 2) : at])

    def after_title(self, head: Token, end: int) -> Mention | None:
        """Find the person named right behind a phrase, before the cue: "the winner of the vote Ana Osk said"."""
        title = is_personal(head) or head.lower_ in PERSON_NOUNS
        if head.pos_ not in {"NOUN", "PROPN"} or not (title or head.left_edge.lower_ in {"the", "a", "an"}):
            return None
        for mention in self.mentions[bisect_left(self.mentions, end, key=_START) :]:
            between = self.text[end : mention.start].split()
            named = mention.type == "PERSON" and mention.level == "name"
            if named and between[:1] == [","] and _is_appositive(between[1:]) and " " in mention.text:
                return mention if self.text[mention.end : mention.end + 1] == "," else None
            if len(between) > 2 or not all(word.lower().rstrip(".") in _HONORIFIC for word in between):
                return None
            if self.text[end] == " " or (named and _APPOSED.fullmatch(self.text, end, mention.start)):
                closed = self.text[end] == " " or _CLOSED.match(self.text, mention.end)
                return mention if named and closed else None
        return None

    def before_title(self, head: Token, start: int) -> Mention | None:
        """Find the person named right before an office that no comma parts: "Ana Osk head of the staff said"."""
        if head.lower_ not in PERSON_NOUNS or self.text[max(0, start - 1) : start] != " ":
            return None
        before = self.mentions[: bisect_left(self.mentions, start, key=_START)]
        for mention in reversed(before[-3:]):
            if mention.end == start - 1 and mention.type == "PERSON" and mention.level == "name":
                words = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
                held = words is not None and words.root.dep_ in {"dobj", "pobj", "dative"}
                return None if held else mention
        return None

    def after_addressee(self, draft: Draft, mention: Mention) -> Mention | None:
        """Find who told an outlet, where the outlet stands first: "told TASS the head of the staff Ana Osk."."""
        if draft.cue is None or draft.source is None or mention.type != "ORG" or draft.source[0] > draft.cue[1] + 1:
            return None
        if draft.entry is None or "addr-that" not in draft.entry.frames or mention.start < draft.cue[1]:
            return None
        match = _TITLE_WORDS.match(self.text, mention.end)
        last = match.end() if match else mention.end
        for other in self.mentions:
            if other.start > mention.end and other.end == last and other.type == "PERSON" and other.level == "name":
                between = self.doc.char_span(mention.end, other.start, alignment_mode="contract")
                plain = between is None or not any(t.tag_ in FINITE or t.lower_ == "that" for t in between)
                return other if plain else None
        return None

    def opening(self, draft: Draft) -> Mention | None:
        """Find the person who opens the sentence, cut off from the verb: "Ana Osk, a spokeswoman, in reply, said:"."""
        verb = self.doc[draft.head] if draft.head is not None else None
        if verb is None or verb.tag_ not in {"VBD", "VBZ"} or not verb.i or verb.nbor(-1).text != ",":
            return None
        for mention in self.mentions:
            if mention.start >= verb.idx:
                break
            if mention.start < verb.sent.start_char or mention.type != "PERSON" or mention.level != "name":
                continue
            lead = self.text[verb.sent.start_char : mention.start].rpartition(",")[2].split()
            if len(lead) > _LONG_TITLE or _LINKING & {*lead} or self.text[mention.end : mention.end + 1] != ",":
                continue
            between = self.doc.char_span(mention.end, verb.idx, alignment_mode="contract")
            if between is not None and not any(t.tag_ in FINITE or t.text in {":", ";"} for t in between):
                return mention
        return None

    def host(self, draft: Draft) -> tuple[int, int, Token] | None:
        """Find the house that speaks without a subject: "In the embassy urged the parties to restraint"."""
        verb = self.doc[draft.head] if draft.head is not None else None
        if verb is None or verb.tag_ not in {"VBD", "VBP", "VBN"}:
            return None
        first = verb.sent.start
        noun = next((c for c in verb.doc[first].children if c.dep_ == "pobj"), None)
        if (
            verb.doc[first].text != "In"
            or noun is None
            or noun.right_edge.i != verb.i - 1
            or noun.left_edge.i != first + 1
        ):
            return None
        if noun.ent_type_ in {"DATE", "TIME", "LOC", "EVENT"} or noun.lemma_.lower() in _NO_HOUSES:
            return None
        return noun.left_edge.idx, verb.nbor(-1).idx + len(verb.nbor(-1)), noun

    def apposed_noun(self, noun: str, before: int) -> Mention | None:
        """Find the last person named before with a noun in apposition: "Adan Osk, a local fisherman, ..."."""
        found: Mention | None = None
        for mention in self.mentions:
            if mention.start >= before:
                break
            if mention.type == "PERSON" and mention.level == "name" and mention.entity_id:
                behind = _APPOSITION.match(self.text, mention.end)
                if behind is not None and behind[1].lower().split()[-1:] == [noun]:
                    found = mention
        return found

    def titled(self, head: str) -> Mention | None:
        """Find the one person whom the text titles or calls so elsewhere: a headline's "spokeswoman"."""
        found: dict[str, Mention] = {}
        for mention in self.mentions:
            if mention.type != "PERSON" or not mention.entity_id:
                continue
            end = mention.start if mention.level == "name" else mention.end
            before = self.text[max(0, end - len(head) - 3) : end].lower().replace(",", " ").split()
            if mention.level in {"name", "nominal"} and before[-1:] == [head.lower()]:
                found.setdefault(mention.entity_id, mention)
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_apposed(self, mention: Mention, head_start: int, end: int) -> bool:
        """The head is a title or description and the name stands beside it: "spokesman Ivan Orlov"."""
        between = self.text[min(head_start, mention.end) : max(head_start, mention.start)]
        if _POSSESSIVE.match(between):
            return False  # "Orlov's office"
        if between.split()[-1:] and between.split()[-1].lower() in _GOVERNING:
            return False  # "a source in the Osk hospital"
        if mention.type == "ORG":
            generic = self.text[head_start:end].split(" ")[0].lower().rstrip(",.")
            return (
                generic in _GENERIC
                and mention.entity_id != "united-nations"
                and mention.end <= head_start
                and len(between.split()) <= 2
                and "," not in between
            )
        if mention.start > head_start and self._serves(head_start, mention.start):
            return False
        if mention.start > head_start and mention.end >= end - 1:
            closed = "," not in between or (between.count(",") == 1 and len(between.rpartition(",")[2].split()) < 4)
            return len(between.split()) <= 12 and closed and " and " not in between
        if mention.end <= head_start and self.text[head_start:end].split(" ")[0].lower() in _FOLLOWINGS:
            return False  # "the Osk administration"
        return len(between.split()) <= 4 and " of " not in between


def _is_appositive(between: Sequence[str]) -> bool:
    """Tell whether words between a title's comma and a name are another title: ", sworn lawyer Oliver Berg,"."""
    return not between or (len(between) < 4 and between[-1].lower() in PERSON_NOUNS | _HONORIFIC | load_people())


def _is_title(words: str) -> bool:
    """Tell whether words behind a comma are another office: "the deputy premier, minister of Osk Adan Berg"."""
    first = words.lower().split()[:_FRONT]
    return bool(first) and first[0] not in {"a", "an"} and any(word in PERSON_NOUNS for word in first)


def _runs_on(mention: Mention, start: int) -> bool:
    """Tell whether a place was named together with the speaker behind it: "in Osk | the Observatory said"."""
    place = mention.type in {"GPE", "LOC", "FAC"}
    return place and mention.start < start and mention.text[start - mention.start :].startswith("the ")
