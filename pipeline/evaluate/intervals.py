"""Intervals as days, so that one and the same interval is equal however it is written."""

from calendar import monthrange


def as_days(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """Give an interval's first and last day; its ends may be ISO days, months or years.

    >>> as_days("2016-02", "2016-02"), as_days("2016", "2016")
    (('2016-02-01', '2016-02-29'), ('2016-01-01', '2016-12-31'))
    >>> as_days("2016-02-03", None), as_days("--11-06", "--11-06")
    (('2016-02-03', None), ('--11-06', '--11-06'))
    """
    return _edge(start, month=1, last=False), _edge(end, month=12, last=True)


def _edge(day: str | None, *, month: int, last: bool) -> str | None:
    if day is None or day.startswith("--") or len(day) == len("2016-02-03"):
        return day
    if len(day) == len("2016"):
        day = f"{day}-{month:02}"
    return f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1] if last else 1:02}"
