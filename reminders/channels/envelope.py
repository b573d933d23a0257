from dataclasses import dataclass
from typing import Protocol, Self


@dataclass(frozen=True)
class Envelope:
    """A frozen mail and where it goes; `name` is the same at every attempt."""

    name: str
    address: str
    message: bytes
    simulated: bool


class NotDelivered(Exception):
    """A mail could not be handed over. `permanent` means that trying again makes no sense."""

    def __init__(self, detail: str, *, permanent: bool = False) -> None:
        super().__init__(detail)
        self.permanent = permanent


class Post(Protocol):
    """A way out, open for as long as a worker sends."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *trouble: object) -> None: ...

    def send(self, envelope: Envelope) -> None:
        """Hand a mail over; raises NotDelivered."""
