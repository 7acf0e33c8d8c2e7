"""Settings, all from the environment; `script/server` and `script/test` set it for the embedded default.

DATABASE_URL is the role the web and worker run as. `manage.py migrate` runs with the owner's URL in its place, so that
the running application neither owns the audit table nor can change it.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set; start with script/server or see README, Settings.")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


DEBUG = env("ATENSI_DEBUG", "0") == "1"
SECRET_KEY = env("ATENSI_SECRET_KEY")
# Fernet keys, newest first: the first encrypts, all decrypt. The index key is never rotated without a rebuild.
FIELD_KEYS = env_list("ATENSI_FIELD_KEYS")
INDEX_KEY = env("ATENSI_INDEX_KEY")
SEAL_KEY = env("ATENSI_SEAL_KEY")
STATE_DIR = Path(env("ATENSI_STATE_DIR", str(BASE_DIR / "var")))
ALLOWED_HOSTS = env_list("ATENSI_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("ATENSI_ORIGINS")
HTTPS = env("ATENSI_HTTPS", "0") == "1"

INSTALLED_APPS = [
    "atensi.apps.AtensiConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "knox",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "atensi.audit",
    "atensi.accounts",
    "atensi.api",
    "atensi.reference",
    "atensi.documents",
    "atensi.notices",
    "atensi.instruments",
    "institutions",
    "atensi.tokens",
    "atensi.deadlines",
    "atensi.drafts",
    "atensi.webhooks",
    "accreditation",
    "cases",
    "meetings",
    "carers",
    "referrals",
    "living",
    "reports",
]

MIDDLEWARE = [
    "atensi.logs.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "atensi.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "atensi.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "institutions.middleware.IdleMiddleware",
    "atensi.tokens.middleware.TokenMiddleware",
    "institutions.middleware.ActorMiddleware",
    "atensi.drafts.middleware.DraftMiddleware",
    "atensi.once.OnceMiddleware",
    "atensi.access.AccessMiddleware",
    "atensi.middleware.ErrorPagesMiddleware",
]

ROOT_URLCONF = "atensi.urls"
WSGI_APPLICATION = "atensi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "atensi.templatetags.atensi",
                "atensi.drafts.templatetags.drafts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "atensi.context.frame",
            ],
        },
    }
]
COTTON_DIR = "components"

DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL"), conn_max_age=60, conn_health_checks=True)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Not a disk that turns: a row found by index costs about what the next row of a scan does, so lists walk indexes.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
    }
}
# Celery wants its own spelling of a Unix-socket URL, `unix://:password@/path?db=0`.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "atensi.tasks.heartbeat", "schedule": 15.0, "options": {"expires": 15}},
    "review-sweep": {"task": "referrals.tasks.sweep_reviews", "schedule": timedelta(minutes=15)},
    "silent-referrals": {"task": "referrals.tasks.lapse_silent_referrals", "schedule": timedelta(minutes=15)},
    "review-dates": {"task": "referrals.tasks.move_review_dates", "schedule": timedelta(minutes=15)},
    "tell-of-deadlines": {"task": "atensi.deadlines.tasks.tell_of_deadlines", "schedule": timedelta(minutes=5)},
    "reconcile-deadlines": {"task": "atensi.deadlines.tasks.reconcile_deadlines", "schedule": timedelta(hours=1)},
    "deliver-notices": {"task": "atensi.notices.tasks.deliver", "schedule": 30.0, "options": {"expires": 30}},
    "deliver-webhooks": {"task": "atensi.webhooks.tasks.deliver", "schedule": 30.0, "options": {"expires": 30}},
    "prune-webhooks": {"task": "atensi.webhooks.tasks.prune", "schedule": timedelta(days=1)},
    "prune-notices": {"task": "institutions.tasks.prune_read_notices", "schedule": timedelta(days=1)},
    "end-of-keeping": {"task": "cases.tasks.forget_ended", "schedule": timedelta(days=1)},
    "forget-api-answers": {"task": "atensi.api.tasks.forget_kept_answers", "schedule": timedelta(hours=1)},
    "resident-sheets": {"task": "referrals.tasks.enter_resident_sheets", "schedule": timedelta(minutes=1)},
    "count-cases": {"task": "reports.tasks.count_cases", "schedule": timedelta(minutes=15)},
    "make-exports": {"task": "reports.tasks.make_exports", "schedule": timedelta(minutes=1)},
    "remove-exports": {"task": "reports.tasks.remove_exports", "schedule": timedelta(minutes=15)},
    "prune-drafts": {"task": "atensi.drafts.tasks.prune", "schedule": timedelta(days=1)},
    "seal-audit": {"task": "atensi.audit.tasks.seal", "schedule": timedelta(hours=1)},  # once a day, see the task
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "atensi.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[ATENSI] "
# A tried name is refused after five failures in five minutes, an address after ten a minute; counted in Redis.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "atensi.accounts.forms.LoginForm",
    "change_password": "atensi.accounts.forms.ChangePasswordForm",
    "set_password": "atensi.accounts.forms.SetPasswordForm",
    "reset_password": "atensi.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "atensi.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "atensi.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "atensi.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "atensi.accounts.forms.AuthenticateForm",
    "reauthenticate": "atensi.accounts.forms.MFAReauthenticateForm",
    "activate_totp": "atensi.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "atensi.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "atensi.accounts.forms.EditWebAuthnForm",
}
# Administrators enter the addresses; nobody signs up with somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ATENSI"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "atensi.views.csrf_failure"

LANGUAGE_CODE = "id"
# In their own words, so that whoever looks for theirs finds it. What is kept stays Indonesian: atensi/language.py.
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["atensi.formats"]
# Clocks (docs/ui.md): days before the due date from which it is drawn as near; on boards, as "take care".
CLOCK_NEAR_DAYS = 14
CLOCK_BOARD_CARE_DAYS = 3

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": STATE_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# The largest portrait that is read, in bytes; it is kept much smaller (cases/portraits.py).
PHOTO_MAX_BYTES = int(env("ATENSI_PHOTO_MAX_BYTES", str(8 * 1024 * 1024)))
PHOTO_MAX_PIXELS = 50_000_000  # what one may unfold to
# The largest paper that is kept, in bytes: a page scanned, or photographed by a phone (atensi/documents/uploads.py).
PAPER_MAX_BYTES = int(env("ATENSI_PAPER_MAX_BYTES", str(8 * 1024 * 1024)))
# The largest sheet of residents, in bytes. The page sends it back as text: it stays below the memory for a form.
SHEET_MAX_BYTES = int(env("ATENSI_SHEET_MAX_BYTES", str(1024 * 1024)))
# How many files outside their scope a person may learn of in an hour of duplicate searches.
DUPLICATE_HITS_PER_HOUR = int(env("ATENSI_DUPLICATE_HITS_PER_HOUR", "30"))

# Mail goes to the console until a host is named.
EMAIL_HOST = env("ATENSI_EMAIL_HOST", "")
_MAIL = "smtp" if EMAIL_HOST else "console"
EMAIL_BACKEND = env("ATENSI_EMAIL_BACKEND", f"django.core.mail.backends.{_MAIL}.EmailBackend")
EMAIL_PORT = int(env("ATENSI_EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("ATENSI_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env("ATENSI_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env("ATENSI_EMAIL_TLS", "starttls") == "starttls"
EMAIL_USE_SSL = env("ATENSI_EMAIL_TLS", "starttls") == "ssl"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("ATENSI_EMAIL_FROM", "ATENSI <atensi@localhost>")
# Where people open the application: links in mail, and the right-hand side of each Message-ID.
SITE_URL = env("ATENSI_URL", "http://127.0.0.1:8000").rstrip("/")
NOTICE_HOST = urlsplit(SITE_URL).hostname or "localhost"
# A gateway for WhatsApp or SMS over HTTP; offered when it has an address.
GATEWAY_URL = env("ATENSI_GATEWAY_URL", "")
GATEWAY_TOKEN = env("ATENSI_GATEWAY_TOKEN", "")
GATEWAY_TIMEOUT = 10
# A delivery that fails this long after its first try waits for an administrator.
NOTICE_PARK_HOURS = 24

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["atensi.api.parsing.Json"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "atensi.api.authentication.BoundAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "atensi.api.negotiation.OnlyJson",
    "DEFAULT_THROTTLE_CLASSES": ["atensi.api.throttling.PersonThrottle"],
    "DEFAULT_SCHEMA_CLASS": "atensi.api.schema.ApiSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "atensi.api.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ATENSI",
    "DESCRIPTION": "Case management for Indonesian social work: the same services that the pages call.",
    "VERSION": "1",
    "PREPROCESSING_HOOKS": ["atensi.api.schema.only_api"],
    "POSTPROCESSING_HOOKS": ["atensi.api.schema.answers_are_whole"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
}
# Tokens of programs (ADR 0019): of one membership, hashed, ending by themselves.
KNOX_TOKEN_MODEL = "tokens.ApiToken"  # noqa: S105  (the name of a table)
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "atensi_"}
API_TOKEN_DAYS = int(env("ATENSI_API_TOKEN_DAYS", "90"))
API_TOKEN_MOST_DAYS = int(env("ATENSI_API_TOKEN_MOST_DAYS", "365"))
# Requests of one token, or of one person in a browser.
API_RATE = env("ATENSI_API_RATE", "600/min")
# How long a repeated request with the same Idempotency-Key gets the same answer.
API_ANSWERS_KEPT_HOURS = int(env("ATENSI_API_ANSWERS_KEPT_HOURS", "24"))
# Webhooks: seconds for one try, hours until one is given up, days that the log keeps what is done with.
WEBHOOK_TIMEOUT = 5
WEBHOOK_PARK_HOURS = 24
WEBHOOK_LOG_DAYS = int(env("ATENSI_WEBHOOK_LOG_DAYS", "90"))
# Certificates of a government's own authority, in place of the system's.
WEBHOOK_CA_FILE = env("ATENSI_WEBHOOK_CA_FILE", "")
WEBHOOK_LOOPBACK = False  # true only in tests: nothing is ever sent into our own network

SILENCED_SYSTEM_CHECKS = [
    # A deployment behind TLS sets ATENSI_HTTPS=1; the embedded default listens on loopback only.
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
    # Whether HSTS binds the subdomains, and for good, is for the owner of the domain to say, at the proxy.
    "security.W005",
    "security.W021",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "atensi.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Not a line for every task received and done: the heartbeat alone makes eight a minute. Failures are errors.
    "loggers": {
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # Statements carry names: not even when somebody turns the root to DEBUG.
        "django.db.backends": {"level": "WARNING"},
        # Django's own handlers print exceptions with their values.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
