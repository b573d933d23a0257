"""What a killed supervisor left running: found by a variable that only its children carry."""

import contextlib

import psutil

from planner.engines import Home

MARK = "PLANNER_SUPERVISED"
PATIENCE = 5.0


def orphans_of(home: Home) -> list[psutil.Process]:
    """Return the processes that a supervisor of this home started."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == str(home.root):
                found.append(process)
    return found


def end_orphans(home: Home) -> int:
    """End them, politely first; return how many there were. Call it under the server's lock."""
    left = orphans_of(home)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=PATIENCE)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=PATIENCE)
    return len(left)
