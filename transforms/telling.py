"""What a thread tells: its stories with their articles and entities, and their claims linked to each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from transforms.entities.story import Named, bare_surname_of, decide_surnames
from transforms.links import Telling, cluster_claims, link_claims, linkable, receptions, spread, unsupported_headlines
from transforms.record import packed, record
from transforms.records import Appearance, Article, Claim, KnownAs, Link, Story

TOP_ENTITIES = 20
TOP_CLAIMS = 5


@packed
@record
class Digest:
    """An article without its texts: what its story and its claims' documents need to know of it."""

    article_id: str
    story_id: str
    thread_id: str
    title: str
    source_id: str
    outlet: str
    url: str | None
    language: str | None
    is_machine_translated: bool
    is_copy: bool
    published_at: datetime | None
    first_seen_at: datetime | None
    names: tuple[tuple[str, str, int], ...] = ()
    """(entity id, canonical name, mentions) of each entity."""
    known_as: tuple[KnownAs, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def at(self) -> datetime:
        at = self.published_at or self.first_seen_at
        if at is None:
            raise ValueError(f"article {self.article_id} has neither a publication date nor the time it was seen")
        return at

    @classmethod
    def of(cls, article: Article) -> "Digest":
        counts = Counter((mention.entity_id, mention.name) for mention in article.mentions)
        return cls(
            article_id=article.id,
            story_id=article.story_id or article.id,
            thread_id=article.thread_id or article.story_id or article.id,
            title=article.title,
            source_id=article.source.id,
            outlet=article.source.name,
            url=article.url,
            language=article.language,
            is_machine_translated=bool(article.mt and article.mt.is_machine_translated),
            is_copy=article.duplicate is not None,
            published_at=article.published_at,
            first_seen_at=article.first_seen_at,
            names=tuple(sorted((entity, name, n) for (entity, name), n in counts.items())),
            known_as=article.known_as,
            claims=article.claims,
        )


@dataclass(frozen=True, slots=True)
class ToldThread:
    """Stories with the claims of their articles, links and clusters filled in, beside the digest each came from."""

    stories: tuple[Story, ...]
    claims: tuple[tuple[Claim, Digest], ...]


def tell_thread(digests: Iterable[Digest]) -> ToldThread:
    """Link the claims of a thread's articles and sum up its stories; the order of the digests does not matter.

    Copies count as articles of a story, but not their claims, which are their canonical article's.
    """
    ordered = decide_by_thread(sorted(digests, key=lambda digest: (digest.at, digest.article_id)))
    claims = _linked([(claim, digest) for digest in ordered for claim in digest.claims])
    members: dict[str, list[Digest]] = defaultdict(list)
    for digest in ordered:
        members[digest.story_id].append(digest)
    stories = (
        _sum_up(story_id, of_story, [claim for claim, digest in claims if digest.story_id == story_id])
        for story_id, of_story in members.items()
    )
    return ToldThread(tuple(stories), tuple(claims))


def decide_by_thread(digests: Sequence[Digest]) -> list[Digest]:
    """Give unknown bare surnames to the person of that name whom another article of the thread names in full.

    It starts from what each article has by itself: what a thread decided before is undone where it holds no longer.
    """
    named = {digest.article_id: [Named(entity, name) for entity, name, _ in digest.names] for digest in digests}
    decided = decide_surnames(named)
    return [_decided(digest, named[digest.article_id], decided.get(digest.article_id, {})) for digest in digests]


def _decided(digest: Digest, named: Sequence[Named], decided: Mapping[str, Named]) -> Digest:
    own = {one.id for one in named}
    claims = tuple(_with_decided_speaker(claim, named, own, decided) for claim in digest.claims)
    names = Counter({(entity, name): n for entity, name, n in digest.names if entity not in decided})
    for entity, _, n in digest.names:
        if entity in decided:
            names[decided[entity].id, decided[entity].name] += n
    if not decided and claims == digest.claims:
        return digest
    listed = tuple(sorted((entity, name, n) for (entity, name), n in names.items()))
    return replace(digest, claims=claims, names=listed)


def _with_decided_speaker(claim: Claim, named: Sequence[Named], own: set[str], decided: Mapping[str, Named]) -> Claim:
    speaker = claim.speaker
    if speaker is None or speaker.entity_id is None:
        return claim
    entity_id, name = speaker.entity_id, speaker.name
    if entity_id not in own:  # decided by the thread, as it was then
        bare = bare_surname_of(name, named)
        if bare is None:
            return claim
        entity_id, name = bare.id, bare.name
    if entity_id in decided:
        entity_id, name = decided[entity_id].id, decided[entity_id].name
    if (entity_id, name) == (speaker.entity_id, speaker.name):
        return claim
    return replace(claim, speaker=replace(speaker, entity_id=entity_id, name=name))


def _sum_up(story_id: str, ordered: Sequence[Digest], claims: Sequence[Claim]) -> Story:
    originals = [digest for digest in ordered if not digest.is_copy] or ordered
    return Story(
        id=story_id,
        thread_id=ordered[0].thread_id,
        title=originals[0].title,
        first_at=ordered[0].at,
        last_at=ordered[-1].at,
        articles=tuple(digest.article_id for digest in ordered),
        outlets=tuple(sorted({digest.outlet for digest in ordered})),
        entities=(entities := _top_entities(originals)),
        known_as=_other_names(entities, originals),
        claims=len(claims),
        contradictions=_contradictions(claims),
        top_claims=_top_claims(claims),
    )


def _linked(pairs: Sequence[tuple[Claim, Digest]]) -> list[tuple[Claim, Digest]]:
    candidates = [linkable(claim, outlet=digest.outlet, at=digest.at) for claim, digest in pairs]
    links = link_claims(candidates)
    clusters = cluster_claims(candidates, links)
    unsupported = unsupported_headlines(candidates, links)
    received = receptions(candidates, links, clusters)
    appearances = _appearances(pairs, clusters)
    voices = {claim.id: claim.speaker.name if claim.speaker else digest.outlet for claim, digest in pairs}
    return [
        (
            replace(
                claim,
                links=links.get(claim.id, ()),
                cluster_id=clusters.get(claim.id),
                appearance=appearances.get(claim.id),
                unsupported=claim.id in unsupported,
                first_said=received[claim.id].first_said,
                outlets=received[claim.id].outlets,
                denied_after_h=received[claim.id].denied_after_h,
                contradicted_by=_opponents(links.get(claim.id, ()), voices),
            ),
            digest,
        )
        for claim, digest in pairs
    ]


def _appearances(pairs: Iterable[tuple[Claim, Digest]], clusters: Mapping[str, str]) -> dict[str, Appearance]:
    """Say how each claim stands in the life of its cluster; a claim told twice in one article counts once."""
    members: dict[str, list[Telling]] = defaultdict(list)
    for claim, digest in pairs:
        members[clusters[claim.id]].append(_telling(claim, digest))
    return {station.claim_id: station.kind for tellings in members.values() for station in spread(tellings)}


def _telling(claim: Claim, digest: Digest) -> Telling:
    return Telling(
        claim_id=claim.id,
        article_id=digest.article_id,
        outlet=digest.outlet,
        at=digest.at,
        speaker=(claim.speaker.entity_id or claim.speaker.name) if claim.speaker else None,
        quoted=claim.directness != "indirect",
        passed_on=claim.nested_in is not None,
        is_copy=digest.is_copy,
        is_translation=digest.is_machine_translated,
        url=digest.url,
    )


def _opponents(links: Iterable[Link], voices: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({voices[link.claim_id] for link in links if link.relation == "contradicts"}))


def _top_entities(digests: Iterable[Digest]) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for digest in digests:
        counts.update({name: n for _, name, n in digest.names})
    return tuple(name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TOP_ENTITIES])


def _other_names(entities: Sequence[str], digests: Iterable[Digest]) -> tuple[str, ...]:
    names = {
        identity: known.names
        for digest in digests
        for known in digest.known_as
        for identity, name, _ in digest.names
        if identity == known.entity_id and name in entities
    }
    return tuple(dict.fromkeys(name for _, several in sorted(names.items()) for name in several))


def _contradictions(claims: Iterable[Claim]) -> int:
    pairs = {
        frozenset((claim.id, link.claim_id))
        for claim in claims
        for link in claim.links
        if link.relation == "contradicts"
    }
    return len(pairs)


def _top_claims(claims: Sequence[Claim]) -> tuple[str, ...]:
    ranked = sorted(claims, key=lambda claim: (-len(claim.links), claim.headline, -claim.confidence, claim.id))
    texts = dict.fromkeys(claim.text for claim in ranked if claim.speaker is not None)
    return tuple(texts)[:TOP_CLAIMS]
