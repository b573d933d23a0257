"""What every request passes through."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


def address_of(request: HttpRequest) -> str:
    """Return whose wrong passwords are counted: the caller's address as our own proxy saw it.

    What a caller wrote into the header itself stands further left and counts for nothing.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.BEHIND_PROXY and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Chinese unless the person chose another language.

    A browser's Accept-Language says which language it was installed in, not which one an office
    works in: only programs that talk to the API are taken at their word.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie, of the program, or the house's own."""
        language = settings.LANGUAGE_CODE
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in dict(settings.LANGUAGES):
            language = chosen
        elif request.path_info.startswith("/api/") and "Accept-Language" in request.headers:
            language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
