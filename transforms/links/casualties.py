"""By whom, where and when the casualties of a claim came about, as far as its content says so."""

from dataclasses import replace

from transforms.links.lexicons import concepts_of
from transforms.links.terms import Frame
from transforms.records import Claim, DateSpan, Figure

_DEEDS = {"captured": ("capture", "arrest"), "wounded": ("wound",), "displaced": ("capture",)}
_HARM = ("kill", "strike", "attack", "wound", "responsible")


def with_circumstances(claim: Claim) -> Claim:
    """Give each casualty figure of a claim with its frame the parties, places and days that the content states.

    Parties are those said to have done the deed; a claim that tells of the dead of two days leaves their figures the
    day that stands nearest.
    """
    if not any(figure.casualty for figure in claim.figures):
        return claim
    frame = Frame.of(claim.frame)
    return replace(claim, figures=tuple(_told(figure, claim.dates, frame) for figure in claim.figures))


def _told(figure: Figure, dates: tuple[DateSpan, ...], frame: Frame) -> Figure:
    if figure.casualty is None or figure.value == 0:
        return figure
    deeds = {*_DEEDS.get(figure.casualty, ()), *_HARM, *concepts_of("means")}
    day = min(dates, key=lambda date: _distance(figure, date), default=None)
    return replace(
        figure,
        by=tuple(sorted({party for party, event in frame.done if event in deeds})),
        places=tuple(sorted(frame.places)),
        date_from=day.from_ if day and _is_full(day.from_) else None,
        date_to=day.to if day and _is_full(day.to) else None,
    )


def _distance(figure: Figure, date: DateSpan) -> int:
    return max(date.start - figure.end, figure.start - date.end)


def _is_full(iso: str | None) -> bool:
    """Tell whether a date has its year: "--02-11" is no day that can be searched for."""
    return iso is not None and not iso.startswith("-")
