"""A run that goes on: the graph of a batch over bounded rounds of what is new, until it is stopped.

`loop` takes a round, has it worked off, and commits; `attempt` runs one in a process of its own; `journal` keeps the
run's document; `signals` knows whether to stop.
"""

from pipeline.streaming.loop import run_stream

__all__ = ["run_stream"]
