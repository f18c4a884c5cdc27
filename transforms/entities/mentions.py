"""Finding all mentions in one article: names, then what speaks for what, then descriptions and pronouns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from config.knowledge import Knowledge
from transforms.alignment import Alignment
from transforms.entities.acronyms import defined_acronyms, find_acronyms, share_definitions
from transforms.entities.apposed_people import find_apposed_people, settle_apposed
from transforms.entities.behind_offices import behind_offices
from transforms.entities.beside_places import mend_beside_places
from transforms.entities.borders import mend_borders
from transforms.entities.chains import join_chains, part_from_owner
from transforms.entities.chinese_names import find_chinese_names
from transforms.entities.choose import choose
from transforms.entities.coreference import resolve_references
from transforms.entities.courts import find_courts
from transforms.entities.domains import find_domains
from transforms.entities.found import Found, longest
from transforms.entities.gazetteer import Gazetteer
from transforms.entities.generic_bodies import of_their_states
from transforms.entities.initials import find_initials
from transforms.entities.institutions import Countries, find_institutions, name_institutions
from transforms.entities.kinds import settle_kinds, settle_neighbours
from transforms.entities.known_people import PeopleIndex
from transforms.entities.metonyms import speak_for_states
from transforms.entities.missions import with_missions
from transforms.entities.model import model_names, named_by_given_name
from transforms.entities.named_by_noun import named_by_noun
from transforms.entities.overlooked import find_overlooked
from transforms.entities.overrun import without_stray_words
from transforms.entities.people import People
from transforms.entities.presidencies import find_presidencies
from transforms.entities.quoted_names import find_quoted_names
from transforms.entities.referent_kinds import named_kinds
from transforms.entities.referent_order import in_order
from transforms.entities.referent_realms import realms
from transforms.entities.regional import find_regional
from transforms.entities.respelled_places import RespelledPlaces
from transforms.entities.run_in_datelines import without_datelines
from transforms.entities.settle import settle
from transforms.entities.shared_heads import with_shared_heads
from transforms.entities.short_bodies import find_short_bodies, without_lone_nouns
from transforms.entities.small_letters import find_small_letters
from transforms.entities.small_surnames import find_small_surnames
from transforms.entities.title_case import without_headline_words
from transforms.entities.tokens import tokens_of
from transforms.entities.towns import join_towns, settle_towns
from transforms.entities.translated_bodies import find_translated_bodies
from transforms.entities.treaties import find_codes, find_treaties
from transforms.entities.troops import find_troops, join_troops
from transforms.entities.two_koreas import find_koreas
from transforms.entities.unknown import Spellings, agree_on_types, identify, whole_of_parts, with_region
from transforms.entities.wholes import find_wholes
from transforms.entities.word_order import WordOrder
from transforms.records import CONTENT_SECTIONS, Article, Mention

_WITH_NAMES = CONTENT_SECTIONS | {"disclaimer"}
"""Sections whose names count: "(outlawed in Russia)" names a state, though it claims nothing."""
_AGENCY_AND_DAY = re.compile(r"[A-Z]{2,}[a-z]* [A-Z][a-z]+day \d")
"""A date line that opens with who reports: "AFP Thursday 16 July 2015"."""
_STATE_OF_LANGUAGE = {"ru": "russia", "uk": "ukraine", "fa": "iran", "tr": "turkey", "zh": "china"}
"""Whose ministry a translated text means when it names no country at all."""


class Lexicon:
    """All that is derived once from a knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.gazetteer = Gazetteer(knowledge)
        self.people = PeopleIndex(knowledge)
        self.spellings = Spellings(knowledge)
        self.countries = Countries(knowledge)
        self.word_order = WordOrder(knowledge)
        self.places = RespelledPlaces(knowledge)


_BUILT: list[Lexicon] = []


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """Derive the lexicon of a knowledge base, once for each."""
    for lexicon in _BUILT:
        if lexicon.knowledge is knowledge:
            return lexicon
    _BUILT.append(Lexicon(knowledge))
    del _BUILT[:-4]
    return _BUILT[-1]


def find_mentions(article: Article, doc: Doc, knowledge: Knowledge) -> tuple[Mention, ...]:
    """Find who and what an article mentions, in order of the text; `doc` is the parse of `article.body`."""
    lexicon = lexicon_of(knowledge)
    doc.user_data.setdefault("text", article.body)  # saves joining it anew
    on = article.reference_date or (article.published_at.date().isoformat() if article.published_at else None)
    names, people = find_names(article, doc, lexicon, on)
    content = _content(article)
    references = resolve_references(doc, names, people, lexicon.countries, on)
    references = [one for one in references if one.level != "name" or not _holds_person(one, names)]
    whole = [one for one in references if one.level == "name"]
    if whole:  # "the administration of Osk" holds Osk
        names = [name for name in names if not any(one.start <= name.start and name.end <= one.end for one in whole)]
    found = sorted(
        [*names, *(one for one in references if _inside(one, content))], key=lambda one: (one.start, -one.end)
    )
    taken = [*names, *references]
    lands = realms(doc, taken, knowledge, lexicon.countries.is_country)
    meant = (*named_kinds(doc, taken, knowledge), *lands, *in_order(doc, taken))
    found += [one for one in meant if _inside(one, content)]
    found.sort(key=lambda one: (one.start, -one.end))
    found = settle(found, lexicon.countries.most_named(names))
    alignment = Alignment.of(article.edits)
    return tuple(_mention(one, article.body, alignment, knowledge) for one in found)


def _holds_person(whole: Found, names: Sequence[Found]) -> bool:
    """Tell whether a body's name would hold a person's: "the administration of US President Ann Osk"."""
    return any(name.type == "PERSON" and whole.start <= name.start < whole.end for name in names)


def find_names(article: Article, doc: Doc, lexicon: Lexicon, on: str | None) -> tuple[list[Found], People]:
    """Find names and adjectives with their entities, and the people among them."""
    body = article.body
    content = _content(article)
    known = [name for name in lexicon.gazetteer.find(body) if _inside(name, content)]
    known = of_their_states(body, known, lexicon.countries)
    known += [name for name in lexicon.places.find(body, known) if _inside(name, content)]
    known += [n for n in find_small_letters(body, known, lexicon.knowledge.find) if _inside(n, content)]
    model = [*find_quoted_names(body, known), *without_headline_words(doc, model_names(doc))]
    model += named_by_given_name(doc, [*model, *known])
    model += find_initials(body, known)
    model += find_domains(body)
    model += named_by_noun(body, [*model, *known])
    model += list(behind_offices(body, [*known, *model]))
    model += find_translated_bodies(body, known, lexicon.countries.is_country)
    model += [*find_courts(body), *find_small_surnames(body, tokens_of(doc), [*model, *known])]
    model += [*find_wholes(body, known, lexicon.knowledge.find), *find_treaties(doc), *find_codes(body, known)]
    model += [*find_chinese_names(body, [*known, *model]), *find_troops(body, known)]
    model = [name for name in model if _inside(name, content)]
    home = _home(article, known, lexicon.countries)
    organs = find_institutions(body, known, lexicon.countries, {(name.start, name.end) for name in model})
    known += [n for n in find_presidencies(body, known, lexicon.countries, home) if _inside(n, content)]
    known += [name for name in find_koreas(body, known) if _inside(name, content)]
    known += [name for name in lexicon.word_order.find(doc) if _inside(name, content)]
    speakers = _STATE_OF_LANGUAGE.get((article.mt and article.mt.source_language) or "")
    known += [name for name in name_institutions(organs, lexicon.countries, home, speakers) if _inside(name, content)]
    known += [name for name in find_regional(body, known, lexicon.countries) if _inside(name, content)]
    names = choose(doc, known, model)
    names = join_chains(doc, _supported(body, names, lexicon), lexicon.countries.country_of)
    names = part_from_owner(body, names, known)
    names = longest([*names, *find_overlooked(doc, names)])
    names = [name for name in mend_beside_places(body, mend_borders(body, names)) if _inside(name, content)]
    names = longest([*join_troops(body, names), *find_apposed_people(body, names)])
    names = with_missions(body, names, lexicon.countries, lexicon.gazetteer)
    names = with_shared_heads(body, names, lexicon.knowledge.find)
    defined = defined_acronyms(body, names)
    acronyms = [name for name in find_acronyms(body, defined) if _inside(name, content)]
    names = longest([*acronyms, *names])
    countries = frozenset(filter(None, (lexicon.countries.country_of(name.ids[0]) for name in names if name.ids)))
    names = [with_region(body, name, lexicon.countries.country_of, home) for name in names]
    names = settle_apposed(body, settle_towns(body, settle_kinds(body, without_stray_words(body, names))))
    names = settle_neighbours(body, agree_on_types(body, names))
    people = People(doc, lexicon.people, countries, on)
    names = people.resolve(names)
    names = share_definitions(body, join_towns(body, identify(body, names, lexicon.spellings)), defined)
    names = without_lone_nouns(body, whole_of_parts(names, lexicon.knowledge))
    names = sorted([*names, *_short_bodies(body, names, lexicon.knowledge, content)], key=lambda name: name.start)
    return speak_for_states(doc, names, lexicon.knowledge), people


def _short_bodies(
    body: str, names: Sequence[Found], knowledge: Knowledge, content: Sequence[tuple[int, int]]
) -> Iterator[Found]:
    def name_of(entity_id: str) -> str:
        entity = knowledge.entities.get(entity_id)
        return entity.name if entity else ""

    return (name for name in find_short_bodies(body, names, name_of) if _inside(name, content))


def _content(article: Article) -> list[tuple[int, int]]:
    if not article.sections:
        return list(without_datelines(article.body, 0, len(article.body)))
    return [
        part
        for section in article.sections
        if section.kind in _WITH_NAMES
        or (section.kind == "dateline" and _AGENCY_AND_DAY.match(article.body, section.start, section.end))
        for part in without_datelines(article.body, section.start, section.end)
    ]


def _inside(name: Found, content: Sequence[tuple[int, int]]) -> bool:
    return any(start <= name.start and name.end <= end for start, end in content)


def _home(article: Article, known: Sequence[Found], countries: Countries) -> str | None:
    """Guess whose "Foreign Ministry" an article means: the dateline's country, else the one named most."""
    place = article.dateline.place if article.dateline else None
    if place:
        for entity in countries.knowledge.find(place.title()):
            country = countries.country_of(entity.id)
            if country:
                return country
    return countries.most_named(known)


def _supported(body: str, names: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """Drop ambiguous names that nothing in the text supports."""
    certain = {name.ids[0] for name in names if name.ids and not name.weak}
    countries = {lexicon.countries.country_of(entity_id) for entity_id in certain}
    kept = []
    for name in names:
        if not name.weak:
            kept.append(name)
            continue
        written = body[name.start : name.end]
        officer = _organization_of_officer(name, names, lexicon)
        sure = officer or next((e for e in name.ids if e in certain), None)
        local = next((e for e in name.ids if lexicon.countries.country_of(e) in countries - {None}), None)
        if sure or local or written.isupper() or " " in written:
            kept.append(
                replace(name, ids=(sure or local or name.ids[0],), weak=name.type == "PERSON" and not sure, score=0.8)
            )
        else:
            kept.append(replace(name, ids=(), from_model=True, score=0.5))
    return kept


def _organization_of_officer(name: Found, names: Sequence[Found], lexicon: Lexicon) -> str | None:
    """Tell which of an ambiguous name's organizations the person named right after it serves in."""
    for other in names:
        if name.end < other.start < name.end + 40 and other.ids and other.type == "PERSON":
            entity = lexicon.knowledge.entities.get(other.ids[0])
            organizations = {role.organization_id for role in entity.roles} if entity else set()
            return next((entity_id for entity_id in name.ids if entity_id in organizations), None)
    return None


def _mention(name: Found, body: str, alignment: Alignment, knowledge: Knowledge) -> Mention:
    raw_start, raw_end = alignment.to_raw(name.start, name.end)
    entity = knowledge.entities.get(name.ids[0])
    return Mention(
        text=body[name.start : name.end],
        start=name.start,
        end=name.end,
        raw_start=raw_start,
        raw_end=raw_end,
        entity_id=name.ids[0],
        name=entity.name if entity else name.name,
        type=entity.type if entity else name.type,
        level=name.level,
        via=name.via,
        literal_id=name.literal_id,
        score=name.score,
        wikidata=entity.wikidata if entity else None,
        roles=entity.roles if entity else (),
    )
