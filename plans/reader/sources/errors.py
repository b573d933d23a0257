"""Why a file cannot be read."""


class UnreadableSource(Exception):
    """A file that gives no text: `code` for programs, `detail` for the person who handed it in.

    Codes: empty, too_large, wrong_type, encrypted, broken, no_text, unknown_encoding.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
