"""All settings, read from top to bottom; what differs between places comes from the environment.

`.env.example` names every variable with one sentence.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
import pghistory
from celery.schedules import crontab
from csp.constants import NONE, SELF

from planner import env

# Django's generic classes take no parameter by themselves: ModelAdmin[Project].
django_stubs_ext.monkeypatch()

# --- Where ------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything that is not in the repository: engines' data, mails without a mail server, static
# files, secrets of this machine.
HOME = Path(env.text("PLANNER_HOME", str(BASE_DIR / "var"))).resolve()

# --- Development or not -----------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
# Only development has a default; `script/server` makes a random one at its first start.
SECRET_KEY = env.text("SECRET_KEY", "for development on this machine only" if DEBUG else None)
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS", [])

# --- How the world reaches us -----------------------------------------------------------------

PORT = env.integer("PORT", 8000, least=1, most=65535)
# Links in mails and exports begin with this.
PUBLIC_URL = env.url("PUBLIC_URL", f"http://127.0.0.1:{PORT}", schemes=frozenset({"http", "https"}))
# The probes ask from the same machine. Links never come from the Host header but from PUBLIC_URL.
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *env.listing("ALLOWED_HOSTS", [urlsplit(PUBLIC_URL).hostname or "localhost"]),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")
# A proxy in front ends TLS and sets X-Forwarded-Proto; without one the header could be forged.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
USE_X_FORWARDED_HOST = False

# --- Apps -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "planner.apps.PlannerConfig",
    "directory",
    "projects",
    "plans",
    "reminders",
    "api",
    "web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "planner.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "planner.urls"
WSGI_APPLICATION = "planner.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database: two roles, neither a superuser -------------------------------------------------


def _seconds(name: str, default: int) -> int:
    """Return a timeout in milliseconds, as PostgreSQL counts it, from seconds in the environment.

    0 leaves it to the server: a pooler may take no settings with a connection.
    """
    return env.integer(name, default) * 1000


def _with_timeouts(database: dict[str, Any], *, statement: int, lock: int) -> dict[str, Any]:
    """Put the timeouts on every connection, so that no query, lock or pause can last for ever."""
    timeouts = {
        "statement_timeout": statement,
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": _seconds("DATABASE_IDLE_TIMEOUT", 60),
    }
    options = [f"-c {name}={value}" for name, value in timeouts.items() if value]
    given = database["OPTIONS"].pop("options", None)
    if given or options:
        database["OPTIONS"]["options"] = " ".join([*options, *([given] if given else [])])
    return database


# The application's role reads and writes rows, and cannot change tables.
_application = _with_timeouts(
    env.database("DATABASE_URL"),
    statement=_seconds("DATABASE_STATEMENT_TIMEOUT", 30),
    lock=_seconds("DATABASE_LOCK_TIMEOUT", 10),
) | {
    "CONN_MAX_AGE": env.integer("DATABASE_CONNECTION_AGE", 300),
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
    # A pooler in transaction mode keeps no cursor between two statements.
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
# The owner's role makes and changes tables; only migrations use it.
_owner = _with_timeouts(
    env.database("DATABASE_OWNER_URL", env.text("DATABASE_URL")),
    statement=_seconds("MIGRATION_STATEMENT_TIMEOUT", 900),
    lock=_seconds("MIGRATION_LOCK_TIMEOUT", 30),
) | {"DISABLE_SERVER_SIDE_CURSORS": True}

DATABASES = {"default": _application, "owner": _owner}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- History ----------------------------------------------------------------------------------

# A statement that changes 50,000 rows runs one trigger, not 50,000.
PGHISTORY_LEVEL = pghistory.Statement  # type: ignore[has-type]
# Who and why are one row per transaction, which every event of it refers to.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(null=True)
PGHISTORY_ADMIN_MODEL = "pghistory.Events"
PGHISTORY_ADMIN_ALL_EVENTS = False

# --- Redis: broker and cache; flushing it loses time and nothing else ---------------------------

REDIS_URL = env.url("REDIS_URL", schemes=frozenset({"redis", "rediss"}))
CACHES = {
    "default": {
        "BACKEND": "planner.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "planner",
        "TIMEOUT": 300,
    }
}

# --- Celery: ids only, acknowledged late, one task at a time ------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task that a dead worker held comes back after this; longer than the longest task.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "global_keyprefix": "planner:"}
CELERY_TASK_DEFAULT_QUEUE = "planner"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.integer("WORKER_PROCESSES", 2, least=1)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "beat" / "schedule")
CELERY_BEAT_SCHEDULER = "planner.heartbeat:Scheduler"
CELERY_TIMEZONE = "Asia/Shanghai"
# Each entry expires just before its next tick, so that a stalled worker does not wake to a pile.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "number-outbox": {
        "task": "planner.number_outbox",
        "schedule": 2,
        "options": {"expires": 1.9},
    },
    # Finds what is due and unfinished; the daily jobs are asked for by the first tick of a day.
    "run-jobs": {
        "task": "planner.run_jobs",
        "schedule": 60,
        "options": {"expires": 55},
    },
    "forget-old-answers": {
        "task": "planner.forget_old_answers",
        "schedule": 3600,
        "options": {"expires": 3500},
    },
    # On every day of the week: the service knows which are worked. Every hour again, so that a
    # morning without a worker is made up for; nobody has two digests a day.
    "compose-reminders": {
        "task": "reminders.plan_and_compose",
        "schedule": crontab(minute="5", hour="8-17"),
        "options": {"expires": 3500},
    },
    "deliver-mail": {
        "task": "reminders.deliver",
        "schedule": 60,
        "options": {"expires": 55},
    },
}

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

# Kept in the database, read through the cache.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# Five wrong passwords for one person from one address close that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "planner.middleware.address_of"
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "web.views.auth.locked_out"

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# --- Pages and files --------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(HOME / "static")))
# Names with a digest of the content, so that browsers may keep them; `setup` collects them.
STATIC_MANIFEST = env.flag("STATIC_MANIFEST", default=not DEBUG)
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if STATIC_MANIFEST
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# --- What a browser may do with our pages -------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
# The probes of a container come over plain HTTP from the same machine.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS

# --- Mail -------------------------------------------------------------------------------------

# Without a mail server mails are kept as .eml files here, and administrators read them.
MAIL_DIRECTORY = HOME / "mail"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "重大项目调度 <planner@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 30
_mail = urlsplit(
    env.url("EMAIL_URL", "file:", schemes=frozenset({"smtp", "smtps", "file"})), scheme="file"
)
# smtp://user:password@host:587?starttls=1, smtps://user:password@host:465, or nothing.
MAIL_BY_SMTP = _mail.scheme in {"smtp", "smtps"}
if MAIL_BY_SMTP:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = dict(parse_qsl(_mail.query)).get("starttls") == "1"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIRECTORY

# Digests of the demonstration city are kept as files even where there is a mail server, unless
# the operator allows them to go out.
REMIND_FICTITIOUS = env.flag("REMIND_FICTITIOUS", default=False)
# How many seconds a mail belongs to the worker that sends it; after a crash it is free again.
REMIND_LEASE = env.integer("REMIND_LEASE", 300, least=1)

# --- The API ----------------------------------------------------------------------------------

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # First, because it says how to come in: 401 with a challenge instead of 403.
        "api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["api.authentication.WriteThrottle"],
    "DEFAULT_THROTTLE_RATES": {"write": env.text("API_WRITES", "600/minute")},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.handle",
    # `format` chooses the form of a list and is ours.
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "重大项目调度 API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": (
        "The register of major projects. Amounts are in 万元 (ten thousand yuan), exact decimals "
        "as strings. Instants carry +08:00, the time of Shanghai; dates are dates, and “today” is "
        "the date there. Errors are problem documents (RFC 9457) with a code of the catalogue at "
        "/api/v1/problems/, in the language of Accept-Language and in Chinese and English. "
        "Unknown query parameters are errors. Everything whose region code begins with 99 is "
        "fictitious."
    ),
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "NatureEnum": "projects.models.Nature",
        "ApprovalRoadEnum": "projects.models.ApprovalRoad",
        "LevelEnum": "projects.models.Level",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.components.add_components",
    ],
    "SORT_OPERATION_PARAMETERS": False,
}

# --- Logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "planner.log.KeyValueFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"level": "INFO", "handlers": [], "propagate": True},
        "django.server": {"level": "INFO", "handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        # Two lines for each tick would bury what matters; failures are errors.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
