"""The life of a claim: who said it first, who repeated it and when, who said otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.search.finding import Document, Index
from pipeline.search.lines import place, voice
from pipeline.search.painter import Painter
from pipeline.search.times import delay, hours_between, minute, order
from pipeline.terminal import one_line

Event = Literal["first", "again", "against", "copied"]
WORDS: dict[Event, str] = {
    "first": "first said",
    "again": "said again",
    "against": "≠ contradicted",
    "copied": "copied",
}
AGAIN = {"quoted": "quoted again", "re-quoted": "passed on"}
"""How a claim comes up again, where its appearance says more than that it does."""
LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One event in the life of a claim: a claim, or an article that copies one that holds it."""

    event: Event
    document: Document


def live(index: Index, identity: str) -> list[Station]:
    """Collect the life of the cluster that an id of it, or of one of its claims, names; in order of time."""
    claims = index.cluster(identity)
    ours = {claim["id"] for claim in claims}
    against = index.opponents(claims)
    copies = index.copies_of(claim["article_id"] for claim in claims)
    first, *later = claims
    stations = [Station(event="first", document=first)]
    stations += [Station(event="again", document=claim) for claim in later]
    stations += [Station(event="against", document=claim) for key, claim in against.items() if key not in ours]
    stations += [Station(event="copied", document=article) for article in copies]
    return sorted(stations, key=_when)


def _when(station: Station) -> tuple[str, bool, str]:
    return order(station.document), station.event != "first", station.document["id"]


def _first(stations: Sequence[Station]) -> Document:
    return next(station.document for station in stations if station.event == "first")


def life_lines(stations: Sequence[Station], painter: Painter) -> Iterator[str]:
    """Show one line an event, with its delay, and what was said."""
    first = _first(stations)
    yield f"“{painter.marked(first['text'])}”"
    yield painter.paint(_summary(stations), "dim")
    yield ""
    for station in stations:
        document = station.document
        later = minute(document) if station.event == "first" else delay(first, document)
        yield f"{later:<17} {painter.paint(_word(station), _style(station.event))}  {_told(station, painter)}"
        if station.event != "copied":
            yield f"{'':<17} “{one_line(document['text'])[:LONGEST_QUOTE]}”"
            yield f"{'':<17} {painter.paint(place(document), 'link')}"


def _word(station: Station) -> str:
    again = AGAIN.get(station.document.get("appearance") or "")
    return again if again and station.event == "again" else WORDS[station.event]


def _style(event: Event) -> str:
    return {"first": "bold", "against": "against"}.get(event, "dim")


def _told(station: Station, painter: Painter) -> str:
    document = station.document
    if station.event == "copied":
        duplicate = document["duplicate"]
        outlet = painter.paint(document["source"]["name"], "dim")
        return f"{outlet}  {duplicate['kind']} copy of article {duplicate['of']}: {one_line(document['title'])}"
    return f"{painter.paint(document['outlet'], 'dim')}  {voice(document, painter)}"


def _summary(stations: Sequence[Station]) -> str:
    said = [station.document for station in stations if station.event in ("first", "again")]
    outlets = {claim["outlet"] for claim in said}
    outlets |= {station.document["source"]["name"] for station in stations if station.event == "copied"}
    against = sum(station.event == "against" for station in stations)
    told = f"said {len(said)} times in {len(outlets)} outlets" if len(said) > 1 else "said once"
    if len(said) == 1 and len(outlets) > 1:
        told += f", carried by {len(outlets)} outlets"
    return told + (f", contradicted {against} times" if against else "") + f" · cluster {_cluster(said[0])}"


def _cluster(claim: Document) -> str:
    return str(claim.get("cluster_id") or claim["id"])


def life_documents(stations: Sequence[Station]) -> Iterator[Mapping[str, Any]]:
    """Give the stations for other programs: the documents with `event` and the hours since the first."""
    first = _first(stations)
    for station in stations:
        yield {
            "event": station.event,
            "after_h": hours_between(first, station.document),
            "kind": "article" if station.event == "copied" else "claim",
            **station.document,
        }
