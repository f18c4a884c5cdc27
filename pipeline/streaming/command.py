"""`claimwire run --streaming`: what it refuses, and what is held open while the stream runs."""

import argparse
from dataclasses import replace

from pipeline.clocks import after_earlier_runs
from pipeline.errors import UsageError
from pipeline.feed_state import held_state, spool_of
from pipeline.index.output import ElasticsearchOutput
from pipeline.log import EventLog
from pipeline.metrics import told_to_prometheus
from pipeline.plan import plan_of
from pipeline.prism import find_prism
from pipeline.runner import is_local, is_prism, refuse_unknown, streams
from pipeline.streaming.loop import Stream


def run_stream(args: argparse.Namespace) -> int:
    """Run until stopped; the result is the exit code."""
    if not streams(args.beam_arguments):
        raise UsageError(
            "--streaming: it runs on this machine, on Flink with --runner PortableRunner, or on --runner PrismRunner"
        )
    if is_prism(args.beam_arguments):
        find_prism(args.beam_arguments)  # before anything is asked or written
    if any(source.strip() == "-" for source in args.input):
        raise UsageError("--input -: standard input ends, a stream does not; watch a folder instead")
    plan = plan_of(args)
    if not isinstance(plan.output, ElasticsearchOutput):
        raise UsageError("--streaming: copies and stories are found in the index; give --output elasticsearch:URL")
    if not is_local(args.beam_arguments) and not is_prism(args.beam_arguments):
        from pipeline.streaming.cluster import run_on_cluster

        return run_on_cluster(args, plan, plan.output)
    if plan.state is None:
        raise UsageError("--streaming: it remembers what it has indexed; leave out --no-state, or give --state FOLDER")
    refuse_unknown(args.beam_arguments)
    if is_prism(args.beam_arguments):
        from pipeline.streaming.prism import run_on_prism

        return run_on_prism(args, plan, plan.output)
    plan.output.prepare()
    timed = replace(plan, facts=after_earlier_runs(plan.facts, plan.output))
    log = EventLog(args.log_format, args.quiet)
    with held_state(plan.state, plan.output) as store, spool_of(store) as folder:
        stream = Stream(
            plan=timed, output=plan.output, store=store, folder=folder, log=log, options=args.beam_arguments
        )
        with told_to_prometheus(args.metrics, stream.snapshot) as port:
            if port:
                log.say("metrics", port=port)
            return stream.run()
