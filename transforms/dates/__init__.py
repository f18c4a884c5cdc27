"""Dates: expressions resolved to ISO days, months or intervals against the day the article was written."""

from transforms.dates.find import find_dates, said_on

__all__ = ["find_dates", "said_on"]
