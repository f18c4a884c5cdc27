"""Figures: value or range, comparator, unit, what is counted, and casualties split by kind.

Not figures: identifiers, dates, times, ordinals, ages, scores, addresses, and vague words ("several", "many").
"""

from transforms.figures.find import find_figures

__all__ = ["find_figures"]
