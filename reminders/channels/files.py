import os
from pathlib import Path
from typing import Self

from reminders.channels.envelope import Envelope, NotDelivered


class Files:
    """Keeps mails as `.eml` files; a mail sent twice is the same file."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        return None

    def send(self, envelope: Envelope) -> None:
        """Write the file whole or not at all."""
        path = self.directory / f"{envelope.name}.eml"
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(envelope.message)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise NotDelivered(f"{path}: {error}") from error
