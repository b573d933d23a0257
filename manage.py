#!/usr/bin/env python
"""Django's command line. `script/manage` runs it with the engines and the environment in place."""

import os
import sys

from django.core.management import execute_from_command_line

from planner.env import BadEnvironment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
    try:
        execute_from_command_line(sys.argv)
    except BadEnvironment as trouble:
        sys.exit(str(trouble))
