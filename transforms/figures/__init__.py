"""Figures: value or range, comparator, unit, what is counted, and casualties split by kind.

Not figures: identifiers, dates, times, ordinals, ages, scores, addresses, and vague words ("several", "many").
"""
