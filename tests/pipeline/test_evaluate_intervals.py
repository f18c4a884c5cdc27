"""Intervals are compared by their days, however an annotator wrote them."""

import pytest

from pipeline.evaluate.intervals import as_days


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("2016-12", "2016-12"), ("2016-12-01", "2016-12-31")),
        (("2015-02", "2015-02"), ("2015-02-01", "2015-02-28")),
        (("2012", "2012"), ("2012-01-01", "2012-12-31")),
        (("2012", "2013-06"), ("2012-01-01", "2013-06-30")),
    ],
)
def test_months_and_years_are_their_first_and_last_day(one: tuple[str, str], other: tuple[str, str]) -> None:
    """A month or a year is the interval from its first to its last day."""
    assert as_days(*one) == as_days(*other)


def test_a_day_is_not_its_month() -> None:
    """Intervals of other days stay different, and an open end stays open."""
    assert as_days("2016-12-01", "2016-12-01") != as_days("2016-12", "2016-12")
    assert as_days("2016-12", None) == ("2016-12-01", None)
