"""How a stage accounts for its elements."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import apache_beam as beam
from apache_beam.pvalue import TaggedOutput
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from pipeline.stage import DEAD, TALLY, Dropped, Passed, StageFn, apply_stage
from transforms.errors import RecordError
from transforms.ledger import build_ledger


class _Halve(StageFn):
    stage = "halve"

    def work(self, element: int) -> Iterator[Any]:
        if element < 0:
            raise RecordError("negative", "give a number from 0 up")
        yield TaggedOutput("beside", element)
        if element == 13:
            raise ZeroDivisionError("unlucky")
        if element == 0:
            yield Dropped("filtered", "nothing to halve")
        elif element % 2:
            yield Passed(element, "odd")
        else:
            yield element // 2


def test_every_element_is_out_dropped_or_dead_and_none_stops_the_others() -> None:
    """Good results, drops with reasons, foreseen and unforeseen failures are all counted; the rest goes on."""
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        results = apply_stage(pipeline | beam.Create([4, 0, -1, 13, 7, 8]), "Halve", _Halve())
        assert_that(results.good, equal_to([2, 7, 4]), "good")
        assert_that(results[DEAD] | beam.Map(_kind), equal_to(["negative", "ZeroDivisionError"]), "dead")
        assert_that(
            results[TALLY] | beam.CombinePerKey(sum),
            equal_to(
                [
                    (("halve", "in", ""), 6),
                    (("halve", "out", ""), 2),
                    (("halve", "filtered", "nothing to halve"), 1),
                    (("halve", "filtered", "odd"), 1),
                    (("halve", "dead", "negative"), 1),
                    (("halve", "dead", "ZeroDivisionError"), 1),
                ]
            ),
            "tallies",
        )


def _kind(letter: Any) -> str:
    return str(letter.kind)


def test_a_dead_letter_of_an_unforeseen_error_has_its_traceback_and_a_stable_id() -> None:
    """The same element failing again gives the same dead letter."""
    fn = _Halve()
    letters = [fn.dead_letter(13, error) for error in (ZeroDivisionError("a"), ZeroDivisionError("b"))]
    assert letters[0].id == letters[1].id
    assert "ZeroDivisionError" in letters[0].traceback


def test_a_ledger_that_loses_an_element_says_so() -> None:
    """A stage whose counts do not add up is found out."""
    counts = Counter({("halve", "in", ""): 3, ("halve", "out", ""): 2})
    (line,) = build_ledger(counts, ["halve"])
    assert not line.adds_up
