"""A worker process: Beam's own harness in a process that has loaded everything already."""

import ctypes
import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""The workers are the cores' share already; threads of array libraries on top of them only fight each other."""
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
M_ARENA_MAX = -8
TRIM_EVERY_S = 15.0
NAME = b"claimwire-work"
"""What `ps -o comm` shows, up to the 15 bytes that the system keeps."""


def end_with_parent(ending: int = signal.SIGKILL) -> None:
    """Have this process signalled as soon as the one that started it is gone, where the system can; 0: not any more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending)


def keep_heap_whole() -> None:
    """Have glibc keep one heap for all threads: its own eight a core keep far more than is used."""
    with suppress(OSError, AttributeError):  # another C library does not know it
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def say_no_hang_ups() -> None:
    """Have threads that listen to a runner end without a word when it hangs up."""
    import grpc  # type: ignore[import-untyped]

    def heard(args: threading.ExceptHookArgs) -> None:
        if not isinstance(args.exc_value, grpc.RpcError):
            before(args)

    before, threading.excepthook = threading.excepthook, heard


def run_worker(control_url: str, worker_id: str, options: tuple[str, ...] = (), quiet: bool = False) -> None:
    """Work for one job until its runner hangs up; threads in the middle of something do not hold it up."""
    from apache_beam.io.filesystems import FileSystems
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.worker.sdk_worker import SdkHarness

    from pipeline.suspects import Suspects

    if quiet:  # what fails is told to the launcher, which says it in a line
        logging.disable(logging.CRITICAL)
        say_no_hang_ups()
    end_with_parent()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, NAME)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for the launcher
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM, signal.SIGINT))
    threading.Thread(target=_give_back_heap, daemon=True).start()
    code = 1
    try:
        FileSystems.set_options(PipelineOptions(list(options)))
        SdkHarness(control_url, worker_id=worker_id).run()
        code = 0
    finally:
        if noted := Suspects.of_this_process():
            noted.forget_mine()
        os._exit(code)


def _give_back_heap() -> None:
    """Give the system back, time and again, what glibc keeps of a heap that was once larger."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    while trim is not None:
        time.sleep(TRIM_EVERY_S)
        trim(0)
