"""The pool of Python workers beside a task manager. It listens on 127.0.0.1 unless told otherwise.

python -m pipeline.flink.pool --port 50000
"""

import argparse
import signal
import sys
import threading

from pipeline.forking import ForkServer
from pipeline.pool import LOOPBACK, Pool, serving


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=50_000)
    parser.add_argument("--host", default=LOOPBACK, help="there is no login: never an address that others reach")
    args = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server = ForkServer()
    server.load()
    try:
        with serving(Pool(server), args.host, args.port) as address:
            sys.stderr.write(f"claimwire: workers are ready on {address}\n")
            ended.wait()
    except OSError as error:
        sys.stderr.write(f"claimwire: {error}: choose another with --port\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
