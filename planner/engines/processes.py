"""Whose a process is, and how to end it: pids alone may have gone to a stranger."""

import contextlib
import signal
import subprocess
import time
from pathlib import Path

import psutil


def living_in(folder: Path) -> list[psutil.Process]:
    """Return the running processes whose working directory is the folder; zombies have none."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if Path(process.cwd()) == folder and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def clear_out(folder: Path, *, polite: signal.Signals, patience: float) -> None:
    """End what a killed supervisor left behind in the folder: politely first, then by force."""
    left = living_in(folder)
    parents = {process.pid for process in left}
    for process in left:
        with contextlib.suppress(psutil.Error):
            if process.ppid() not in parents:
                process.send_signal(polite)
    deadline = time.monotonic() + patience
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = living_in(folder)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    while living_in(folder) and time.monotonic() < deadline + 5:
        time.sleep(0.05)


def stop(child: subprocess.Popen[bytes], *, by: signal.Signals, patience: float) -> None:
    """Stop a child and reap it; after `patience` seconds by force."""
    if child.poll() is not None:
        return
    child.send_signal(by)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
