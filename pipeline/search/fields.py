"""Which fields of the documents are searched, highlighted, shown and counted."""

from pipeline.search.question import Target

TEXT_FIELDS: dict[Target, list[str]] = {
    "claims": ["text^3", "article_title", "speaker.name.words", "speaker.role.words", "about_names.words",
               "speaker.known_as", "about_known_as"],
    "articles": ["title^3", "deck^2", "body", "source.name.words", "entities.name.words", "known_as.names"],
    "stories": ["title^3", "top_claims", "entities.words", "outlets.words", "known_as"],
}  # fmt: skip
PHRASE_FIELDS: dict[Target, list[str]] = {
    "claims": ["text.phrases"],
    "articles": ["title.phrases^2", "body.phrases"],
    "stories": [],
}
HIGHLIGHTED: dict[Target, dict[str, dict[str, int]]] = {
    "claims": {"text": {"number_of_fragments": 0}},
    "articles": {"title": {"number_of_fragments": 0}, "body": {"number_of_fragments": 2, "fragment_size": 160}},
    "stories": {"title": {"number_of_fragments": 0}, "top_claims": {"number_of_fragments": 0}},
}
SHOWN: dict[Target, list[str]] = {
    "claims": [
        "id", "article_id", "article_title", "story_id", "outlet", "url", "published_at", "@timestamp", "speaker",
        "speaker_reason", "cue.negated", "act", "negated", "text", "content", "about_names", "target_name", "figures",
        "said_on", "links", "is_machine_translated", "headline", "unsupported", "cluster_id", "appearance",
        "first_said", "outlets", "denied_after_h", "contradicted_by",
    ],
    "articles": [
        "id", "story_id", "source", "url", "origin", "published_at", "published_precision", "@timestamp", "title",
        "deck", "duplicate", "copies", "mt", "language",
    ],
    "stories": [
        "id", "title", "first_at", "last_at", "article_count", "outlets", "entities", "claims", "contradictions",
        "top_claims",
    ],
}  # fmt: skip
"""What is printed, so that texts of many kilobytes are not fetched to show a line."""

COUNTED: dict[Target, dict[str, str]] = {
    "claims": {
        "speaker": "speaker.name", "act": "act", "about": "about_names", "against": "target_name", "outlet": "outlet",
        "opponent": "contradicted_by", "counted": "figures.what", "story": "story_id", "cue": "cue.lemma",
        "day": "@timestamp", "week": "@timestamp", "month": "@timestamp",
    },
    "articles": {
        "outlet": "source.name", "about": "entities.name", "language": "language", "original": "duplicate.outlet",
        "copy": "duplicate.kind", "translated-from": "mt.source_language", "story": "story_id", "day": "@timestamp",
        "week": "@timestamp", "month": "@timestamp",
    },
    "stories": {
        "outlet": "outlets", "about": "entities", "day": "@timestamp", "week": "@timestamp", "month": "@timestamp",
    },
}  # fmt: skip
"""What documents can be counted by, and the field of it."""
