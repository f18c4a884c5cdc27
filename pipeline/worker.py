"""A worker process of the local runner: Beam's own, without its chatter and with one thread for arrays.

It ends with the launcher: Beam's would look for a killed one for two minutes, with all it has loaded.
"""

import ctypes
import logging
import os
import signal
import sys

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""The workers are the cores' share already; threads of array libraries on top of them only fight each other."""
PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Have this process killed as soon as the one that started it is gone, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    end_with_parent()
    for variable in THREADS:
        os.environ.setdefault(variable, "1")
    logging.disable(logging.WARNING)
    from apache_beam.runners.worker import sdk_worker_main

    sdk_worker_main.main(sys.argv)


if __name__ == "__main__":
    main()
