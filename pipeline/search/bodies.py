"""An analyst's question as Elasticsearch search bodies."""

from collections.abc import Sequence
from typing import Any

from pipeline.errors import UsageError
from pipeline.search.fields import COUNTED, HIGHLIGHTED, PHRASE_FIELDS, SHOWN, TEXT_FIELDS
from pipeline.search.question import (
    Named,
    Order,
    Question,
    Target,
    hours,
    limits,
    moment,
    refuse_filters_of_others,
)
from pipeline.search.topics import alternatives

Body = dict[str, Any]

MARK_START, MARK_END = "\ue000", "\ue001"
"""Around what matched: private characters, so that no text from a feed can pretend to match with HTML."""

LONGEST_HIGHLIGHT = 500_000
COUNTED_EXACTLY = 10_000
"""Beyond, a total is a lower bound: counting every match of a common word would be most of the work."""
WITHIN_ONE_NAME = 50
"""Words of one name stand closer than that; those of two names in a list stand 100 apart."""


def search_body(
    target: Target,
    question: Question,
    *,
    size: int = 10,
    skip: int = 0,
    after: Sequence[Any] | None = None,
    order: Order | None = None,
    whole: bool = False,
) -> Body:
    """Give the search for one kind of document; `whole` fetches complete documents, `after` goes on behind a hit."""
    body: Body = {
        "query": query(target, question),
        "sort": sorting(target, order or ("relevance" if question.text else "newest")),
        "size": size,
        "track_total_hits": COUNTED_EXACTLY,
        "_source": True if whole else SHOWN[target],
    }
    if not whole and (wanted := _to_highlight(target, question)):
        body["highlight"] = {
            "highlight_query": wanted,
            "pre_tags": [MARK_START],
            "post_tags": [MARK_END],
            "max_analyzed_offset": LONGEST_HIGHLIGHT,
            "fields": HIGHLIGHTED[target],
        }
    return body | ({"search_after": list(after)} if after else {"from": skip})


def _to_highlight(target: Target, question: Question) -> Body | None:
    """Give what to mark in the texts: the words looked for, and those of a topic."""
    words = [
        word for wanted in question.about if not wanted.ids for alike in alternatives(wanted.name) for word in alike
    ]
    topic: Body = {"multi_match": {"query": " ".join(words), "fields": _TOPIC[target]}}
    text = _text_query(question.text, TEXT_FIELDS[target]) if question.text else None
    return _any([text, topic if words else None])


def query(target: Target, question: Question) -> Body:
    """Give the query alone."""
    refuse_filters_of_others(target, question)
    body: Body = {"filter": _filters(target, question)}
    if question.text:
        body["must"] = [_text_query(question.text, TEXT_FIELDS[target])]
        if PHRASE_FIELDS[target]:
            phrases = {"query": question.text, "fields": PHRASE_FIELDS[target], "type": "best_fields"}
            body["should"] = [{"multi_match": phrases}]
    if target == "stories":
        body["must_not"] = [{"exists": {"field": "merged_into"}}]
    return {"bool": body}


def sorting(target: Target, order: Order) -> list[Any]:
    """Give the order, made unambiguous by time and id."""
    newest: list[Any] = [{"@timestamp": "desc"}, {"id": "asc"}]
    first = _FIRST.get((target, order))
    if first is None:
        raise UsageError(f"--sort {order} is not for {target}")
    return first + (newest if order != "oldest" else [{"@timestamp": "asc"}, {"id": "asc"}])


def counts_body(target: Target, question: Question, by: str, size: int) -> Body:
    """Give the search that counts documents by a field."""
    field = COUNTED[target].get(by)
    if field is None:
        raise UsageError(f"--count-by {by} is not for {target}: they are counted by {', '.join(COUNTED[target])}")
    counts: Body = {"terms": {"field": field, "size": max(size, 1)}}
    if field == "@timestamp":
        counts = {"date_histogram": {"field": field, "calendar_interval": by, "min_doc_count": 1}}
    return {"query": query(target, question), "size": 0, "track_total_hits": COUNTED_EXACTLY, "aggs": {"by": counts}}


def by_id(target: Target, ids: Sequence[str], *, whole: bool = False) -> Body:
    """Give the search for documents by their ids."""
    return {"query": {"terms": {"id": list(ids)}}, "size": len(ids), "_source": True if whole else SHOWN[target]}


def _most(field: str) -> Body:
    """Order by a number; an index made before it had the field has none."""
    return {field: {"order": "desc", "mode": "max", "missing": "_last", "unmapped_type": "double"}}


_FIRST: dict[tuple[Target, Order], list[Any]] = {
    **{(target, "relevance"): ["_score"] for target in ("claims", "articles", "stories")},
    **{(target, order): [] for target in ("claims", "articles", "stories") for order in ("newest", "oldest")},
    ("claims", "widest"): [_most("outlets")],
    ("claims", "largest"): [_most("toll.killed")],
    ("claims", "disputed"): [_most("contradictions")],
    ("articles", "widest"): [_most("copies")],
    ("stories", "widest"): [_most("article_count")],
    ("stories", "disputed"): [_most("contradictions")],
}
_SPEAKER, _SPEAKER_IDS = ["speaker.name.words", "speaker.role.words"], ["speaker.entity_id", "speaker.on_behalf_of"]
_ABOUT: dict[Target, list[str]] = {
    "claims": ["about_names.words"],
    "articles": ["entities.name.words"],
    "stories": ["entities.words"],
}
_ABOUT_IDS: dict[Target, list[str]] = {"claims": ["about"], "articles": ["entities.entity_id"], "stories": []}
_OTHER_NAMES: dict[Target, str] = {"claims": "about_known_as", "articles": "known_as.names", "stories": "known_as"}
_TOPIC: dict[Target, list[str]] = {
    "claims": ["text", "figures.what.words", "about_names.words"],
    "articles": ["title", "body", "entities.name.words"],
    "stories": ["title", "top_claims", "entities.words"],
}
_OUTLET: dict[Target, list[str]] = {
    "claims": ["outlet.words"],
    "articles": ["source.name.words"],
    "stories": ["outlets.words"],
}
_OUTLET_IDS: dict[Target, list[str]] = {
    "claims": ["source_id"],
    "articles": ["source.id", "source.domain"],
    "stories": [],
}
_SPREAD: dict[Target, str] = {"claims": "outlets", "articles": "copies", "stories": "article_count"}


def _filters(target: Target, asked: Question) -> list[Body]:
    given: list[Body | None] = [
        _named(asked.speaker, _SPEAKER, _SPEAKER_IDS, "speaker.known_as") if asked.speaker else None,
        *(_about(target, wanted) for wanted in asked.about),
        _named(asked.against, ["target_name.words"], ["target"]) if asked.against else None,
        {"terms": {"act": list(asked.act)}} if asked.act else None,
        _any([_named(Named(name), _OUTLET[target], _OUTLET_IDS[target]) for name in asked.outlet]),
        _between(asked),
        *_ids(target, asked),
        _contradicted(target) if asked.contradicted else None,
        _range("denied_after_h", {"lte": hours(asked.denied_within, "--denied-within")} if asked.denied_within else {}),
        _range(_SPREAD[target], limits(asked.outlets, "--outlets") if asked.outlets else {}),
        *_numbers(asked),
        *_flags(asked),
        _translated(target, asked.mt),
        {"term": {"language": asked.language}} if asked.language else None,
        _copies(asked.copies) if asked.copies else None,
    ]
    return [one for one in given if one is not None]


def _named(
    wanted: Named, name_fields: Sequence[str], id_fields: Sequence[str], other_names: str | None = None
) -> Body | None:
    """Match a name by all its words, near each other in one field, or an id; other names by their phrase."""
    either: list[Body] = [_words_of_one_name(field, wanted.name) for field in name_fields]
    either += [{"terms": {field: [wanted.name, *wanted.ids]}} for field in id_fields]
    if other_names and not wanted.ids:
        either.append({"match_phrase": {other_names: wanted.name}})
    return _any(either)


def _words_of_one_name(field: str, name: str) -> Body:
    return {"match_phrase": {field: {"query": name, "slop": WITHIN_ONE_NAME}}}


def _about(target: Target, wanted: Named) -> Body | None:
    """Match an entity, or else a topic: all words of it, each in any of the words that mean the same."""
    entity = _named(wanted, _ABOUT[target], _ABOUT_IDS[target], _OTHER_NAMES[target])
    if wanted.ids and target != "stories":
        return entity
    words: list[Body] = [
        {"multi_match": {"query": " ".join(alike), "fields": _TOPIC[target], "operator": "or"}}
        for alike in alternatives(wanted.name)
    ]
    return _any([entity, {"bool": {"must": words}} if words else None])


def _any(either: Sequence[Body | None]) -> Body | None:
    should = [one for one in either if one is not None]
    return {"bool": {"should": should, "minimum_should_match": 1}} if should else None


def _between(asked: Question) -> Body | None:
    between = {}
    if asked.since:
        between["gte"] = moment(asked.since, "--since")
    if asked.until:
        between["lte"] = moment(asked.until, "--until")
    return _range("@timestamp", between)


def _range(field: str, between: Body) -> Body | None:
    return {"range": {field: between}} if between else None


def _ids(target: Target, asked: Question) -> list[Body | None]:
    story = {"id" if target == "stories" else "story_id": asked.story}
    family = [{"duplicate.of": asked.copies_of}, {"id": asked.copies_of}]
    return [
        {"term": story} if asked.story else None,
        {"term": {"article_id": asked.article}} if asked.article else None,
        {"term": {"cluster_id": asked.cluster}} if asked.cluster else None,
        _any([{"term": either} for either in family]) if asked.copies_of else None,
    ]


def _contradicted(target: Target) -> Body:
    if target == "stories":
        return {"range": {"contradictions": {"gt": 0}}}
    return {"term": {"links.relation": "contradicts"}}


def _numbers(asked: Question) -> list[Body | None]:
    found: list[Body | None] = []
    if asked.figures:
        between = limits(asked.figures, "--figures")
        found.append(_any([{"range": {f"figures.{bound}": between}} for bound in ("value", "low", "high")]))
    if asked.counting:
        found += [{"match": {"figures.what.words": " ".join(alike)}} for alike in alternatives(asked.counting)]
    for kind in ("killed", "wounded"):
        asked_for = getattr(asked, kind)
        found.append(_range(f"toll.{kind}", limits(asked_for, f"--{kind}") if asked_for else {}))
    return found


def _flags(asked: Question) -> list[Body | None]:
    return [
        {"term": {"first_said": True}} if asked.first_said else None,
        {"term": {"unsupported": True}} if asked.unsupported else None,
        {"bool": {"must_not": {"exists": {"field": "speaker.name"}}}} if asked.unnamed else None,
        {"terms": {"directness": ["direct", "mixed"]}} if asked.quoted else None,
    ]


def _translated(target: Target, wanted: str | None) -> Body | None:
    if wanted is None:
        return None
    field = "is_machine_translated" if target == "claims" else "mt.is_machine_translated"
    only = {"term": {field: True}}
    return only if wanted == "only" else {"bool": {"must_not": only}}


def _copies(wanted: str) -> Body:
    are: Body = {"exists": {"field": "duplicate.of"}}
    if wanted == "none":
        return {"bool": {"must_not": are}}
    return are if wanted == "only" else {"term": {"duplicate.kind": wanted}}


def _text_query(text: str, names: list[str]) -> Body:
    """Match all words, "phrases", -without and prefix* as analysts type them; nothing they type is an error."""
    return {"simple_query_string": {"query": text, "fields": names, "default_operator": "and", "lenient": True}}
