"""Pronouns that speak, and whom they stand for: "he said", "it noted", "in the General Staff they added"."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from spacy.tokens import Doc, Span, Token

from transforms.entities.discourse import Discourse, Kind, Referent, Seen
from transforms.entities.found import Spans
from transforms.entities.institutions import Countries
from transforms.entities.referent_epithets import brings_another
from transforms.entities.speaking import host_of, is_expletive, is_quoted, is_speaking, only_acts, speaks_by_opinion
from transforms.entities.tokens import tokens_of
from transforms.entities.words import SPEECH_VERBS, words
from transforms.language_model import text_of

_PRONOUNS = {"he": "m", "him": "m", "she": "f", "her": "f", "it": "it", "they": "they", "them": "they", "his": "m"}
_THOUGHTS = words("consider believe think hope expect fear figure continue go support back see claim agree want find")
_OPINIONS = words("think believe reckon expect fear estimate hope doubt suspect predict")
_GOING_ON = words("add continue go conclude specify clarify summarize sum")
"""Verbs by which the speaker of the sentence before goes on, whoever that sentence was about."""
_ASKED = re.compile(
    r"[\s\"“”]*(?:(?:But |And |Later |Then )?(?:[Ww]hen |[Oo]nce |[Aa]fter being |[Bb]eing )?"
    r"(?:[Aa]sked|[Qq]uestioned|[Pp]ressed|[Qq]uizzed)\b|(?:[Tt]o|[Aa]nswering) (?:a|the) question)"
)
"""Whoever a question is about does not answer it: "Asked whether Osk would sell, he said"."""
_FAR = 3  # paragraphs
_AS_FOR = re.compile(r"(?:As for|As to|Regarding) ")
_first = itemgetter(0)


def find_pronouns(doc: Doc) -> Iterator[Token]:
    """Yield the pronouns of those who say or think something."""
    for number, word in enumerate(tokens_of(doc).lower):
        wanted = _PRONOUNS.get(word)
        token = doc[number] if wanted else None
        if token is not None and wanted and (speaks_by_opinion(token) or _may_speak(token, wanted)):
            yield token


def _may_speak(token: Token, wanted: str) -> bool:
    """Tell whether a pronoun says something or is quoted, and does not merely act or stand for a clause."""
    if token.tag_ != "PRP" or only_acts(token) or (token.i and token.nbor(-1).lower_ == "let"):
        return False
    if not (is_speaking(token) or is_quoted(token)):
        return wanted == "they" and token.dep_ == "nsubj" and host_of(token) is not None
    if wanted == "it" and is_expletive(token):
        return False
    return wanted in {"m", "f"} or token.head.lemma_.lower() not in _THOUGHTS or host_of(token) is not None


class Antecedents:
    """Those for whom the pronouns of one article may stand."""

    def __init__(self, doc: Doc, discourse: Discourse, spans: Spans, countries: Countries) -> None:
        self.doc, self.discourse, self.spans, self.countries = doc, discourse, spans, countries
        self.entities = countries.knowledge.entities
        self.sentences = tokens_of(doc).sentences()

    def find(self, token: Token, here: Seen) -> Referent | None:
        """Find who or what a pronoun stands for: who speaks just before, of its gender or kind, else nobody."""
        wanted = _PRONOUNS[token.lower_]
        if wanted != "they" and token.head.lemma_.lower() in _GOING_ON and _follows_nameless(token):
            return None
        if wanted in {"m", "f"}:
            found = self._he_or_she(wanted, here, token)
            return None if found is not None and self._is_out_of_sight(found, here) else found
        if wanted == "they" and (host := host_of(token)) is not None:
            return self._host(host)
        if wanted == "they" and (here.quoted or _follows_plural(token)):
            return None
        kinds: tuple[Kind, ...] = ("organization", "state") if wanted == "it" else ("organization",)
        ranked = [
            (score, r)
            for score, r in self.discourse.ranked(kinds, here)
            if any(seen.speaks or seen.subject for seen in r.seen[-3:] if here.sentence - seen.sentence <= 3)
        ]
        object_ = self._object_of(token) if wanted == "it" else None
        speaking = [r for _, r in ranked if any(seen.speaks for seen in r.seen[-3:]) and r.id != object_]
        return speaking[0] if speaking else None

    def _is_out_of_sight(self, person: Referent, here: Seen) -> bool:
        """Tell whether a text has turned to others: far above somebody spoke, and another was named since."""
        last = max((s for s in person.seen if s.at < here.at), key=lambda s: s.at, default=None)
        if last is None or here.paragraph - last.paragraph <= _FAR:
            return False
        others = (r for r in self.discourse.referents.values() if r.kind == "person" and r is not person and r.name)
        return any(last.at < s.at < here.at and not s.modifier and not s.quoted for r in others for s in r.seen)

    def _object_of(self, token: Token) -> str | None:
        """Give whom a pronoun speaks of as its verb's object, who cannot be it: "it warned Oslo"."""
        objects = (c for c in token.head.rights if c.dep_ in {"dobj", "dative"} and c.ent_type_)
        noun = next(objects, None)
        covering = self.spans.covering(noun.idx, noun.idx + 1) if noun is not None else []
        return next((name.ids[0] for name in covering if name.ids), None)

    def _he_or_she(self, wanted: str, here: Seen, token: Token) -> Referent | None:
        """Find a person of that gender; one of unknown gender who leads clearly, or was the subject just before."""
        ranked = self.discourse.ranked(("person",), here)
        fitting = [(score, r) for score, r in ranked if r.gender in {wanted, None}]
        if _ASKED.match(text_of(self.doc), self.sentences[here.sentence - 1] if here.sentence else 0):
            answering = [(score, r) for score, r in fitting if not _stands_here(r, here)]
            fitting = answering or fitting
        if (topic := self._topic(here, [r for _, r in fitting])) is not None:
            return topic
        if token.head.lemma_.lower() not in _GOING_ON:
            before, referent = max(((r.subject_before(here), r) for _, r in fitting), key=_first, default=(-1, None))
            if referent is not None and before >= 0:
                sure_here = next((r for _, r in fitting if r.gender == wanted and _stands_here(r, here)), None)
                referent = sure_here if referent.gender is None and sure_here is not None else referent
                referent.gender = wanted
                return referent
        elif (speaker := _last_to_speak([r for _, r in fitting], here)) is not None:
            speaker.gender = wanted
            return speaker
        sure = [(score, r) for score, r in fitting if r.gender == wanted]
        open_ = [(score, r) for score, r in fitting if r.gender is None]
        nearer = bool(open_) and open_[0][1].just_here(here)
        nearer = nearer and not any(s.paragraph == here.paragraph for _, r in sure for s in r.seen[-3:])
        if sure and not nearer and (not open_ or sure[0][0] >= open_[0][0] - 2):
            return sure[0][1]
        if open_:
            open_[0][1].gender = wanted
            return open_[0][1]
        return self._mistaken(ranked, here, token) if wanted == "m" else None

    def _mistaken(self, ranked: Sequence[tuple[float, Referent]], here: Seen, token: Token) -> Referent | None:
        """Find who spoke just before where a translation took a woman for a man: nobody else has been spoken of."""
        people = [r for r in self.discourse.referents.values() if r.kind == "person" and r.seen]
        if len(people) != 1 or not ranked or not people[0].name:
            return None
        if _last_to_speak(people, here) is None and people[0].subject_before(here) < 0:
            return None
        last = max(seen.at for seen in people[0].seen)
        if all(here.sentence - seen.sentence > 1 for seen in people[0].seen):
            return None  # who knows whose name was missed
        return people[0] if not brings_another(token, last, definite=True) else None

    def _topic(self, here: Seen, fitting: Sequence[Referent]) -> Referent | None:
        """Find of whom a sentence says that it is about: "As for the leader of the party X, he demanded"."""
        start = self.sentences[here.sentence - 1] if here.sentence else 0
        if not _AS_FOR.match(text_of(self.doc), start):
            return None
        named = [(seen.at, r) for r in fitting for seen in r.seen[-1:] if start <= seen.at < here.at and r.name]
        return max(named, key=_first)[1] if named else None

    def _host(self, host: Span) -> Referent | None:
        """Find whose house speaks: "In the General Staff they noted", "In Warsaw they rejected"."""
        start, end = host.start_char, host.end_char
        named = [name for name in self.spans.covering(start, end) if name.ids and name.level == "name"]
        for name in reversed(named):
            entity = self.entities.get(name.ids[0])
            state = self.entities.get((entity and entity.metonym_for) or "")
            if state is not None:
                return Referent(state.id, state.name, state.type, "state", country=state.country)
            referent = self.discourse.referents.get(name.ids[0])
            if referent is not None and (referent.kind == "organization" or self.countries.is_country(referent.id)):
                return referent
        described = [r for r in self.discourse.referents.values() if any(start <= s.at < end for s in r.seen)]
        return described[-1] if described and not named else None


def _stands_here(person: Referent, here: Seen) -> bool:
    """Tell whether a person was named in this very sentence: "They called the soldier's mother, Ann Berg, and she"."""
    return any(s.sentence == here.sentence and s.at < here.at and not s.modifier for s in person.seen[-3:])


def _last_to_speak(fitting: Sequence[Referent], here: Seen) -> Referent | None:
    """Find who spoke last, in this sentence or those just before: he who goes on ("he added")."""
    reach = 2 + here.quoted_before
    spoke = (
        (seen.at, referent)
        for referent in fitting
        for seen in referent.seen[-3:]
        if seen.speaks
        and seen.at < here.at
        and here.sentence - seen.sentence <= reach
        and here.paragraph - seen.paragraph <= 1
    )
    return max(spoke, key=_first, default=(-1, None))[1]


def _follows_nameless(token: Token) -> bool:
    """Tell whether the sentence before was said by several without a name, who are neither he nor it."""
    first = token.sent.start
    before = token.doc[first - 1].sent if first else None
    if before is None or any("\n" in t.text for t in token.doc[max(0, first - 2) : first]):
        return False
    root = before.root
    speaks = root.lemma_.lower() in SPEECH_VERBS | _OPINIONS and any(c.dep_ == "ccomp" for c in root.children)
    subjects = [c for c in root.children if c.dep_ == "nsubj"]
    return speaks and len(subjects) == 1 and subjects[0].tag_ == "NNS" and not subjects[0].ent_type_


def _follows_plural(token: Token) -> bool:
    """Tell whether the sentence before is about several ("Residents fled. They said"), who then are they."""
    first = token.sent.start
    if first == 0:
        return False
    before = token.doc[first - 1].sent
    return any(
        word.tag_ == "NNS"
        and word.dep_ in {"nsubj", "nsubjpass"}
        and not word.ent_type_
        and word.head.dep_ not in {"ccomp", "relcl", "advcl"}
        for word in before
    )
