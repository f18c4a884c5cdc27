"""Who the speaker is: the entities stage's mention first, then the previous speaker that fits."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Doc, Token

from transforms.alignment import Alignment
from transforms.claims.addressees import read_headline
from transforms.claims.beside import Names
from transforms.claims.drafts import Draft
from transforms.claims.pronouns import both_named, goes_on, in_sentence, people_of, spoke_just_before
from transforms.claims.speaker_agreement import GENDERS, agrees, is_nameless_body
from transforms.claims.speaker_authors import author_of
from transforms.claims.speaker_bodies import (
    REPORTERS,
    published_before,
    reporter_of,
)
from transforms.claims.speaker_mention import speaker_mention, told_to
from transforms.claims.speaker_offices import office_head
from transforms.claims.speaker_unnamed import ARTICLE, entity_name, meant_by, title_again
from transforms.claims.speaker_words import (
    behind_dateline,
    beside_sources,
    brought_before,
    issued_before,
    name_as_modal,
    tells_of,
    without_clause,
)
from transforms.claims.voices import Kind, Voices
from transforms.entities.known_people import gender_of
from transforms.entities.words import ORGANIZATION_NOUNS
from transforms.records import Article, Mention, Speaker

_SINGULAR = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "it": "it", "its": "it"}
_PLURAL = frozenset({"they", "them", "their", "we", "others", "some", "many", "both", "those"})
_COLLECTIVE = ("sh", "ch", "ese", "ss", "s")
_BARE = 2
_HAVING = re.compile(r",? (?:(?:also|thus|thereby) )?having (?:(?:also|already|once) )?")
_LONGER = 20
_FAR = 600
_PARAGRAPHS = 3
_NAMELESS = frozenset(
    {"ministry", "department", "council", "board", "committee", "service", "agency", "office", "command"}
)


class Resolver:
    """Resolves the speakers of one article in the order of its claims."""

    def __init__(self, article: Article, doc: Doc, alignment: Alignment) -> None:
        self.text, self.doc, self.alignment = article.body, doc, alignment
        self.mentions = tuple(sorted(article.mentions, key=lambda m: (m.start, -m.end)))
        self.voices = Voices(self.text, alignment, self.mentions)
        self.names = Names(self.text, doc, self.mentions)
        self.genders = {m.entity_id: GENDERS[m.text.lower()] for m in self.mentions if m.text.lower() in GENDERS}
        self.memory: list[Speaker] = []
        self.last: Speaker | None = None

    def resolve(self, draft: Draft, *, nested: bool = False) -> tuple[Speaker | None, str | None]:
        """Give the speaker of a draft, or None with the reason; a nested one is not whom the next "he" means."""
        speaker, reason = self._resolve(draft)
        if speaker is not None and not nested and not draft.headline:
            self.last = speaker
        return speaker, reason

    def _resolve(self, draft: Draft) -> tuple[Speaker | None, str | None]:
        if draft.source is None or draft.source_head is None:
            return self._absent(draft)
        if draft.headline:
            read_headline(self.doc, draft)
        start, end, head = behind_dateline(self.doc, *draft.source, self.doc[draft.source_head])
        draft.source, draft.source_head = (start, end), head.i
        word = head.lower_
        if word in {"it", "there"} and head.dep_ == "expl":
            return None, "impersonal"
        if (head.tag_ in {"WP", "WDT"} or word in {"who", "which"}) and not self.names.is_name(head):
            return self._relative(draft), None
        head = office_head(self.names, head, start, end)
        whole, end = end, without_clause(self.text, start, end, head)
        span = self.alignment.span(self.text, start, end)
        mention, end = speaker_mention(self.names, draft, head, (start, end), whole)
        if (mention is None or mention.type == "ORG") and (teller := told_to(self.names, start)) is not None:
            mention, start, end = teller, teller.start, teller.end
            span = self.alignment.span(self.text, start, end)
        if (near := self._near(draft, head, mention, span.start, span.end)) is not None:
            speaker = near
        elif mention is not None and (mention.level != "pronoun" or mention.entity_id):
            if mention.start >= start and start < mention.end <= span.end + _LONGER:
                end = max(end, mention.end)
            speaker = self._demonym(head, mention, start, end) or self.voices.of_mention(start, end, mention)
        elif head.pos_ == "PRON" and (word in _SINGULAR or word in _PLURAL):
            speaker = self._pronoun(span.start, span.end, word)
        else:
            speaker = self._behind_words(head, start, end) or self._unlinked(span.start, span.end, draft)
        if speaker.kind != "pronoun" or speaker.entity_id or speaker.name.lower() != speaker.text.lower():
            self.memory.append(speaker)
        return speaker, None

    def _behind_words(self, head: Token, start: int, end: int) -> Speaker | None:
        """Find who issued "the report" that spoke, who wrote it, or who speaks together with people without names."""
        if (outlet := reporter_of(self.names, head, start)) is not None:
            return self.voices.repeated(self.voices.of_mention(start, end, outlet), start, end, "nominal", 0.6)
        if head.lower_ in REPORTERS and self.text[start:end].lower() == f"the {head.lower_}":
            before = next((s for s in reversed(self.memory) if head.lower_ in s.text.lower().split()), None)
            if before is not None and before.entity_id:
                return self.voices.repeated(before, start, end, "nominal", 0.6)
        author = author_of(self.names, self.text[start:end], start, self.memory)
        if author is not None:
            known = author if isinstance(author, Speaker) else self.voices.of_mention(start, end, author)
            return self.voices.repeated(known, start, end, "nominal", 0.6)
        if (body := published_before(self.names, head, start, end)) is not None:
            return self.voices.repeated(self.voices.of_mention(start, end, body), start, end, "nominal", 0.6)
        if (last := issued_before(head, start, self.memory)) is not None:
            return self.voices.repeated(last, start, end, "nominal", 0.6)
        beside = beside_sources(self.names, start, end)
        return self.voices.of_mention(start, end, beside) if beside is not None else None

    def _near(self, draft: Draft, head: Token, mention: Mention | None, start: int, end: int) -> Speaker | None:
        """Take "he" for the person his sentence, or the claim just before, says, whatever mention he was given."""
        gender = GENDERS.get(head.lower_)
        decided = mention is not None and mention.entity_id
        if head.lower_ == "they" and not decided and (place := people_of(head, self.mentions)) is not None:
            return self.voices.repeated(self.voices.of_mention(start, end, place), start, end, "pronoun", 0.7)
        if head.lower_ == "they" and not decided and (pair := both_named(head, self.mentions)) is not None:
            return self.voices.repeated(self.voices.of_mention(start, end, pair), start, end, "pronoun", 0.6)
        if gender is None or head.pos_ != "PRON":
            return self._varied(draft, head, mention, start, end)
        named = in_sentence(head, mention, self._outside(draft))
        found = self.voices.of_mention(start, end, named) if named is not None else None
        found = found or spoke_just_before(head, mention, self.last, self._outside(draft), self.text, draft.start)
        if found is None or self._gender(found) not in {None, gender}:
            return None
        return self.voices.repeated(found, start, end, "pronoun", 0.7)

    def _outside(self, draft: Draft) -> Sequence[Mention]:
        """Give the mentions outside a claim's content: who says of Osk that he left is not Osk."""
        return [m for m in self.mentions if not any(start <= m.start < end for start, end in draft.content)]

    def _varied(self, draft: Draft, head: Token, mention: Mention | None, start: int, end: int) -> Speaker | None:
        """Take "The rights activist added A" right after Osk's claim for Osk, "the Ministry" for the one that spoke."""
        text = self.text[start:end]
        if not text.lower().startswith("the ") or (mention is not None and mention.entity_id):
            return None
        if len(text.split()) == _BARE and head.pos_ == "PROPN" and head.lower_ in _NAMELESS:
            bodies = (s for s in reversed(self.memory) if s.type == "ORG" and s.entity_id and s.kind == "name")
            found = next((s for s in bodies if head.lower_ in s.text.lower().split()), None)
            return self.voices.repeated(found, start, end, "nominal", 0.6) if found is not None else None
        if not goes_on(head, text) or self.last is None or self.last.type != "PERSON":
            return None
        if re.search(
            rf"\b(?:an?|another|one) (?:[\w.-]+ ){{0,4}}{head.lower_}\b", self.text[self.last.end : start], re.I
        ):
            return None  # "A second official hid. The official added B"
        found = spoke_just_before(head, mention, self.last, self.mentions, self.text, draft.start)
        return self.voices.repeated(found, start, end, "nominal", 0.6) if found is not None else None

    def _demonym(self, head: Token, mention: Mention, start: int, end: int) -> Speaker | None:
        """Take "the Pole" for the person who spoke just before, "a Pole" for nobody, not for his country."""
        text = self.text[start:end].lower()
        if (
            mention.level == "adjectival"
            and head.tag_ in {"NN", "NNP"}
            and text in {f"a {head.lower_}", f"an {head.lower_}"}
        ):
            return self.voices.repeated(None, start, end, "nominal", 0.6)
        one = text == f"the {head.lower_}" or (text == head.lower_ and head.head.tag_ == "VBZ")  # "Briton says"
        single = mention.level == "adjectival" and head.tag_ in {"NN", "NNP"} and one
        if not single or head.lower_.endswith(_COLLECTIVE):
            return None
        last = self.memory[-1] if self.memory else None
        near = last is not None and last.type == "PERSON" and self.text.find("\n", last.end, start) < 0
        return self.voices.repeated(last if near else None, start, end, "nominal", 0.6)

    def _pronoun(self, start: int, end: int, word: str) -> Speaker:
        """Fall back on recency: the last speaker whose kind agrees with the pronoun."""
        wanted = _SINGULAR.get(word)
        if word in {"him", "her"} and self.last is not None and brought_before(self.doc, self.last, start):
            return self.voices.repeated(self.last, start, end, "pronoun", 0.5)
        before = [one for one in self.memory if one.start < start]
        if wanted == "it" and before and self._said_by_several(before[-1], start):
            return self.voices.repeated(None, start, end, "pronoun", 0.3)
        for speaker in reversed(before):
            if wanted == "it" and is_nameless_body(speaker):
                return self.voices.repeated(speaker, start, end, "pronoun", 0.5)
            if agrees(speaker, wanted, self._gender(speaker)):
                if wanted != "it" and self._is_out_of_sight(speaker, start):
                    break
                return self.voices.repeated(speaker, start, end, "pronoun", 0.75 * speaker.confidence)
        return self.voices.repeated(None, start, end, "pronoun", 0.3)

    def _said_by_several(self, last: Speaker, start: int) -> bool:
        """Tell whether "it" follows what several nobody names said: "Analysts doubt A. It added B"."""
        words = self.doc.char_span(last.start, last.end, alignment_mode="expand")
        plural = words is not None and words.root.tag_ == "NNS" and last.kind == "nominal" and not last.entity_id
        return plural and "\n" not in self.text[last.end : start]

    def _is_out_of_sight(self, speaker: Speaker, start: int) -> bool:
        """Tell whether someone spoke far above and the text has named others since."""
        if speaker.type != "PERSON" or self.text.count("\n\n", speaker.end, start) <= _PARAGRAPHS:
            return False
        low = bisect_left(self.mentions, speaker.end, key=attrgetter("start"))
        between = self.mentions[low : bisect_left(self.mentions, start, key=attrgetter("start"))]
        people = [m.entity_id for m in between if m.type == "PERSON" and m.level == "name"]
        return bool(people) and speaker.entity_id not in people

    def another(self, speaker: Speaker) -> Speaker:
        """Give the last person of its gender named before a pronoun, but whom it was taken for; or nobody."""
        gender = GENDERS.get(speaker.text.lower())
        for mention in reversed(self.mentions[: bisect_left(self.mentions, speaker.start, key=attrgetter("start"))]):
            if speaker.start - mention.end > _FAR:
                break
            if mention.type != "PERSON" or mention.level != "name" or mention.entity_id in {speaker.entity_id, None}:
                continue
            base = self.voices.of_mention(speaker.start, speaker.end, mention)
            if self._gender(base) in {None, gender}:
                return self.voices.repeated(base, speaker.start, speaker.end, "pronoun", 0.5)
        return self.voices.repeated(None, speaker.start, speaker.end, "pronoun", 0.3)

    def _gender(self, speaker: Speaker) -> str | None:
        return self.genders.get(speaker.entity_id or "") or gender_of(speaker.name or "", None)

    def _unlinked(self, start: int, end: int, draft: Draft) -> Speaker:
        assert draft.source_head is not None
        head = self.doc[draft.source_head]
        text = self.text[start:end]
        ent = entity_name(head)
        span = self.alignment.span(self.text, start, end)
        kind: Kind = "name" if head.pos_ == "PROPN" or ent else "pronoun" if head.pos_ == "PRON" else "nominal"
        if kind == "nominal" and text.lower().startswith(("the ", "this ")):
            again = title_again(self.names, head, text, self.memory)
            if again is not None and not tells_of(head, again, self.mentions, start):
                return self.voices.repeated(again, start, end, "nominal", 0.6)
        called = meant_by(self.names, head, (start, end), kind, self.last)
        if called is not None:
            return self.voices.repeated(self.voices.of_mention(start, end, called), start, end, kind, 0.7)
        bare = kind == "nominal" and len(ARTICLE.sub("", text).split()) == 1
        owned = self.text.endswith(("'s ", "’s "), 0, start)
        body = head.lower_ in ORGANIZATION_NOUNS
        titled = self.names.titled(head.text) if ((bare and not owned) or draft.headline) and not body else None
        if titled is not None:
            base = self.voices.of_mention(start, end, titled)
            return self.voices.repeated(base, start, end, "nominal", 0.7)
        joined = next(
            (m for c in head.conjuncts if (m := self.names.at(c.left_edge.idx, end, c.idx, c.idx + len(c)))), None
        )
        if joined is not None and joined.entity_id and start <= joined.start < end:
            same = joined.type == "PERSON" and head.tag_ in {"NN", "NNP"} and not joined.text.lower().startswith("the ")
            if joined.level == "name" or (joined.level == "nominal" and same):
                return self.voices.of_mention(start, end, joined)  # "its allies and Osk", "the minister and head of X"
        name = ARTICLE.sub("", ent[0].strip(" ―—–-")) if ent else ARTICLE.sub("", text)
        return Speaker(
            text=span.text, start=span.start, end=span.end, raw_start=span.raw_start, raw_end=span.raw_end,
            entity_id=None, name=name, type=ent[1] if ent else None, role=None, kind=kind,
            confidence=0.8 if kind == "name" else 0.6,
        )  # fmt: skip

    def _relative(self, draft: Draft) -> Speaker:
        """ "Kerry, who said": the pronoun's span, the antecedent's name."""
        assert draft.source is not None
        assert draft.source_head is not None
        start, end = draft.source
        verb = self.doc[draft.source_head].head
        while verb.dep_ not in {"relcl", "ROOT"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ != "relcl":
            return self._pronoun(start, end, "who")
        antecedent = verb.head
        mention = self.names.at(antecedent.idx, antecedent.idx + len(antecedent), antecedent.idx, antecedent.idx + 1)
        if mention is not None:
            base = self.voices.of_mention(start, end, mention)
            return self.voices.repeated(base, start, end, "pronoun", base.confidence)
        name = self.text[antecedent.left_edge.idx : antecedent.idx + len(antecedent)]
        return self.voices.repeated(None, start, end, "pronoun", 0.6, name)

    def _absent(self, draft: Draft) -> tuple[Speaker | None, str | None]:
        """Give the speaker of a cue without a subject: the person who opens the sentence, or of the claim before."""
        bare = not draft.implicit and not draft.reason
        mention = self.names.opening(draft) if bare else None
        if mention is None and bare and draft.head is not None:
            mention = name_as_modal(self.names, self.doc[draft.head])
        if mention is None:
            host = self.names.host(draft) if bare else None
            if host is None:
                return self._implicit(draft)
            draft.source, draft.source_head = host[:2], host[2].i
            return self.resolve(draft)
        speaker = self.voices.of_mention(mention.start, mention.end, mention)
        speaker = self.voices.repeated(speaker, mention.start, mention.end, "name", 0.8 * speaker.confidence)
        self.memory.append(speaker)
        return speaker, None

    def _implicit(self, draft: Draft) -> tuple[Speaker | None, str | None]:
        last = self.last
        behind = last is not None and draft.cue is not None and draft.reason is None and last.end <= draft.cue[0]
        if behind and last is not None and draft.cue and _HAVING.fullmatch(self.text, last.end, draft.cue[0]):
            return self.voices.repeated(last, last.start, last.end, "implicit", 0.6), None
        if draft.implicit:
            last = self.memory[-1] if self.memory else None
            if last is None:
                return None, "quotation without a speaker"
            return self.voices.repeated(last, last.start, last.end, "implicit", 0.6 * last.confidence), None
        return None, draft.reason or "no subject"
