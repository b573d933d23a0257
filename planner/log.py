"""Log lines that people read and programs split: key=value, one line each."""

import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class KeyValueFormatter(logging.Formatter):
    """`2026-11-23T09:00:01+08:00 level=info logger=reminders message="12 mails sent"`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line; a traceback follows indented."""
        at = datetime.fromtimestamp(record.created, UTC).astimezone(SHANGHAI)
        message = record.getMessage().replace('"', "'").replace("\n", "\\n")
        line = (
            f"{at.isoformat(timespec='milliseconds')} level={record.levelname.lower()} "
            f'logger={record.name} message="{message}"'
        )
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line += "".join(f"\n    {row}" for row in trace.splitlines())
        return line
