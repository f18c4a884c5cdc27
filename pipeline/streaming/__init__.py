"""A run that goes on: the graph of a batch over bounded rounds of what is new, until it is stopped.

`command` is what the command line calls; `loop` takes a round, has it worked off, and commits; `attempt` runs one in a
process of its own; `journal` keeps the run's document; `signals` knows whether to stop.
"""

from pipeline.streaming.command import run_stream

__all__ = ["run_stream"]
