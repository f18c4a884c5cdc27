"""The records that flow through the pipeline: frozen, with aware UTC datetimes and half-open character offsets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from transforms.record import packed, record

SCHEMA_VERSION = 1
"""Raised whenever the meaning of a document's field changes."""

SectionKind = Literal[
    "title", "deck", "dateline", "body", "subheading", "boilerplate", "disclaimer", "footer", "related"
]
CONTENT_SECTIONS: frozenset[str] = frozenset({"title", "deck", "body", "subheading"})
"""Sections whose text is analysed; the others are kept, labelled, and left out of entities, claims and fingerprints."""

Level = Literal["name", "adjectival", "nominal", "pronoun"]
Via = Literal["exact", "alias", "acronym", "transliteration", "title", "metonym", "coreference", "model"]
Act = Literal["assert", "deny", "accuse", "demand", "ask", "warn", "predict", "commit", "welcome", "question"]
Directness = Literal["direct", "indirect", "mixed"]
Comparator = Literal["=", "<", "<=", ">", ">=", "~"]
Relation = Literal["same", "supports", "contradicts"]
Appearance = Literal["first", "copy", "translated", "quoted", "re-quoted", "repeated"]
"""How a claim comes up again: see `transforms.links.spread`."""
DuplicateKind = Literal["exact", "near", "excerpt", "translation"]
PublishedFrom = Literal["feed", "page", "dateline", "url", "seen"]
TextFrom = Literal["file", "record", "entry", "page"]
Precision = Literal["second", "minute", "hour", "day", "month", "year"]


@record
class Span:
    """`body[start:end] == text`; `raw[raw_start:raw_end] == text` too where no edit touched it."""

    text: str
    start: int
    end: int
    raw_start: int
    raw_end: int


@record
class Section:
    """A labelled, non-empty range of the body; sections are in order and do not overlap."""

    kind: SectionKind
    start: int
    end: int
    raw_start: int
    raw_end: int


@record
class Edit:
    """One change from raw to body: `raw[raw_start:raw_end] == before`, `body[start:start + len(after)] == after`.

    An edit that only annotates (a calque inside a quotation) has `before == after` and says in `suggestion` what
    was meant; `confidence` is in [0, 1].
    """

    rule: str
    before: str
    after: str
    start: int
    raw_start: int
    raw_end: int
    why: str
    suggestion: str | None = None
    confidence: float = 1.0


@record
class Source:
    """The outlet that published an article."""

    id: str
    name: str
    domain: str | None = None


UNKNOWN_SOURCE = Source(id="unknown", name="unknown")


@record
class FeedEntry:
    url: str
    entry_id: str


@record
class Dateline:
    """Place, ISO date (as precise as the text: "2016-02-08", or "--02-08" where no year is stated) and agency."""

    place: str | None = None
    date: str | None = None
    agency: str | None = None


@record
class MachineTranslation:
    is_machine_translated: bool
    score: float
    source_language: str | None = None
    signals: tuple[str, ...] = ()


@record
class Fingerprint:
    """What tells copies and stories apart.

    `content_hash`: hex xxh128 of the folded content words. `sketch`: 32-bit hashes of a sample of its runs of three
    words; `runs`: of seven words from the same places: they tell a text reworded all over from one quoted in part.
    `lookup_keys`: the sparse part of the sketch, as hex, for the index. `numbers`: figures in the text.
    `terms`: the stems of its words, each packed into one number (see `transforms.deduplicate.fingerprint.read_terms`).
    """

    content_hash: str
    sketch: tuple[int, ...] = ()
    runs: tuple[int, ...] = ()
    lookup_keys: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: int = 0
    terms: tuple[int, ...] = ()

    def __hash__(self) -> int:
        return hash(self.content_hash)  # that of all the numbers would cost as much as comparing two sketches


@record
class Duplicate:
    of: str
    kind: DuplicateKind
    similarity: float
    outlet: str | None = None
    """The canonical article's outlet."""
    delay_minutes: float | None = None
    """From the canonical article's publication to this one's, where both are known to the hour."""


@record
class Version:
    """One content that an article has had: what it said of its date, and when it was delivered first."""

    content_hash: str
    title: str = ""
    stated_at: datetime | None = None
    delivered_at: datetime | None = None


@record
class Role:
    title: str
    organization_id: str | None = None
    since: str | None = None
    until: str | None = None


@record
class Mention(Span):
    """A span that names or describes an entity; `name` is the canonical name, `type` an OntoNotes label."""

    entity_id: str
    name: str
    type: str
    level: Level
    via: Via
    literal_id: str | None = None
    score: float = 1.0
    wikidata: str | None = None
    roles: tuple[Role, ...] = ()


@record
class KnownAs:
    """Other names of an entity that an article mentions: a search for one of them finds the article."""

    entity_id: str
    names: tuple[str, ...]


@record
class Speaker(Span):
    """Who makes a claim. An implicit speaker repeats the span of the mention that it continues."""

    entity_id: str | None
    name: str
    type: str | None
    role: str | None
    kind: Literal["name", "nominal", "pronoun", "metonym", "implicit"]
    confidence: float
    on_behalf_of: str | None = None


@record
class Cue(Span):
    """The word that attributes: head of the verb group with its particle, noun, "according to", or the colon."""

    lemma: str
    type: str
    negated: bool = False


@record
class Figure(Span):
    """`low <= value <= high` where both are known; `what` is what is counted, lower case ("civilians killed").

    Of casualties, as far as the claim's content says: `by` are the ids of the parties that did it, `places` of the
    places where, `date_from` and `date_to` the days when (ISO, inclusive).
    """

    value: float | None
    low: float | None
    high: float | None
    comparator: Comparator
    unit: str | None
    what: str | None
    casualty: Literal["killed", "wounded", "missing", "captured", "displaced"] | None = None
    by: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None


@record
class DateSpan(Span):
    """A date or interval as ISO strings, both ends inclusive: "2016-02-11" or, where no more is known, "2016-02"."""

    from_: str | None
    to: str | None


@record
class Link:
    claim_id: str
    relation: Relation
    score: float
    evidence: str


@record
class Claim:
    """One attribution: see DESIGN §3. `speaker` is None where the text gives none, with `speaker_reason`."""

    id: str
    article_id: str
    content: tuple[Span, ...]
    text: str
    directness: Directness
    act: Act
    confidence: float
    speaker: Speaker | None = None
    speaker_reason: str | None = None
    cue: Cue | None = None
    nested_in: str | None = None
    headline: bool = False
    quotes: tuple[Span, ...] = ()
    negated: bool = False
    addressee: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    target: str | None = None
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    said_on: str | None = None
    suspect: str | None = None
    unsupported: bool = False
    """A headline that no claim of the body bears out."""
    frame: tuple[str, ...] = ()
    """What the content says, as terms that links are found by (see `transforms.links.frame`)."""
    cluster_id: str | None = None
    appearance: Appearance | None = None
    """How it stands in the life of its cluster: the first to be said, quoted again …"""
    links: tuple[Link, ...] = ()
    first_said: bool = True
    """No other claim of its cluster is earlier."""
    outlets: int = 1
    """How many outlets carry the claims of its cluster."""
    denied_after_h: float | None = None
    """Hours until somebody denied it; None where nobody did."""
    contradicted_by: tuple[str, ...] = ()
    """Who says otherwise: the speakers of the claims that contradict it, or their outlets where nobody is named."""


@packed
@record
class Article:
    """One article. Parsing fills the identity and `raw`; each later stage adds its own fields with `replace`.

    `raw` is the decoded input of a text file; of a feed entry, page or record it is title, deck and text, joined by
    blank lines and otherwise unchanged. `title_end` and `deck_end` are where these end in `raw` when the input states
    them (else None: normalizing finds them).
    """

    id: str
    raw: str
    origin: str
    source: Source
    title: str = ""
    deck: str = ""
    title_end: int | None = None
    deck_end: int | None = None
    url: str | None = None
    canonical_url: str | None = None
    feed: FeedEntry | None = None
    authors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    language: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_from: PublishedFrom | None = None
    updated_at: datetime | None = None
    first_seen_at: datetime | None = None
    delivered_at: datetime | None = None
    """When these bytes were fetched; an older delivery never replaces a newer one."""
    last_seen_at: datetime | None = None
    """When the article was last delivered, in whatever version."""
    versions: tuple[Version, ...] = ()
    """The contents that it has had, the present one last; empty as long as there was one only."""
    date_problem: str | None = None
    """Why a stated date was not taken ("2099-01-01 lies in the future"), else None."""
    text_from: TextFrom | None = None
    entry_text: str = ""
    """What the feed entry itself said, kept where the text came from the page behind its link."""
    page_problem: str | None = None
    """Why the page behind the link did not replace the entry's own text, else None."""
    needs_page: bool = False
    """The feed entry holds a teaser only: the page behind `url` has the text."""
    body: str = ""
    sections: tuple[Section, ...] = ()
    edits: tuple[Edit, ...] = ()
    dateline: Dateline | None = None
    reference_date: str | None = None
    mt: MachineTranslation | None = None
    fingerprint: Fingerprint | None = None
    duplicate: Duplicate | None = None
    story_id: str | None = None
    thread_id: str | None = None
    """Of the stories near this one, whose claims are compared with its own."""
    mentions: tuple[Mention, ...] = ()
    known_as: tuple[KnownAs, ...] = ()
    claims: tuple[Claim, ...] = ()
    skipped: str | None = None
    """Why the article has no entities and claims ("language: ru", "copy"), else None."""
    text_rules: str | None = None
    """By which release of the rules its text was put right; None until it is written."""
    index_version: int | None = None
    """Of the index's document that it was read from, None of what was delivered; no part of documents."""


@record
class Story:
    id: str
    title: str
    first_at: datetime
    last_at: datetime
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    entities: tuple[str, ...] = ()
    """Names, the most often mentioned first."""
    known_as: tuple[str, ...] = ()
    """Other names of these."""
    claims: int = 0
    contradictions: int = 0
    """Pairs of claims that contradict each other."""
    top_claims: tuple[str, ...] = ()
    merged_into: str | None = None
    thread_id: str | None = None


@record
class DeadLetter:
    """An input that could not be processed, with enough to replay it.

    `payload` is base64 of the bytes, or JSON; `context` is JSON of what is known about the input beside its bytes.
    """

    id: str
    stage: str
    kind: str
    message: str
    origin: str
    traceback: str = ""
    payload: str = ""
    payload_type: Literal["bytes", "article", "document", "none"] = "none"
    context: str = ""
    attempts: int = 1


def spans_hold(text: str, spans: Iterable[Span]) -> bool:
    """Tell whether each span's text stands at its offsets in `text`."""
    return all(text[span.start : span.end] == span.text for span in spans)
