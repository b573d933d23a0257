"""`python -m planner.probe healthz|worker|beat`: a container's health check; 0 is healthy."""

import os
import sys
from urllib.error import URLError
from urllib.request import urlopen


def main(part: str) -> int:
    """Ask the web server of this container, or look for the worker's or beat's sign of life."""
    if part == "healthz":
        try:
            with urlopen("http://127.0.0.1:8000/healthz", timeout=4):
                return 0
        except URLError as error:
            print(error, file=sys.stderr)
            return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
    from planner import heartbeat

    if part not in ("worker", "beat"):
        sys.exit("healthz, worker or beat")
    seen = heartbeat.seconds_since("worker" if part == "worker" else "beat")
    return 0 if seen is not None else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
