"""Several things in one sentence, parted as the reader's language parts them."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

Word = str | Promise


class Joined:
    """Words that become one text only when it is read, in the language of that moment; a refusal
    is said in two."""

    def __init__(self, words: Iterable[Any], between: Word) -> None:
        self.words = tuple(words)
        self.between = between

    def __str__(self) -> str:
        return str(self.between).join(str(word) for word in self.words)


def names(words: Iterable[Any]) -> Joined:
    """「甲、乙」, "A, B"."""
    return Joined(words, pgettext_lazy("between names", ", "))


def clauses(words: Iterable[Any]) -> Joined:
    """「甲；乙」, "A; B"."""
    return Joined(words, pgettext_lazy("between clauses", "; "))


def labelled(label: object, value: object) -> str:
    """「标题：值」, "Label: value"."""
    return pgettext("label and value", "%(label)s: %(value)s") % {"label": label, "value": value}
