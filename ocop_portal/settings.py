"""Settings of the portal. Everything that differs between machines comes from the environment.

``OCOP_ENV`` is ``development`` (the default) or ``production``. In production the portal refuses to
start with a default secret key, with DEBUG, or without ``ALLOWED_HOSTS``.
"""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ocop_portal import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VERSION = "0.1.0"
ENVIRONMENT = env("OCOP_ENV", default="development")
IS_PRODUCTION = ENVIRONMENT == "production"
VAR_DIR = Path(env("OCOP_VAR", default=str(BASE_DIR / "var")))

_DEFAULT_KEY = "development-only-key-that-production-refuses-to-start-with"
SECRET_KEY = env("SECRET_KEY", default=_DEFAULT_KEY)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured("OCOP_ENV must be 'development' or 'production'.")
if IS_PRODUCTION:
    if SECRET_KEY == _DEFAULT_KEY or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("In production SECRET_KEY must be set to a secret of 50 characters or more.")
    if DEBUG:
        raise ImproperlyConfigured("In production DEBUG must be off.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("In production ALLOWED_HOSTS must name the portal's host names.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "simple_history",
    "csp",
    "core",
    "units",
    "accounts",
    "notices",
    "documents",
    "producers",
    "products",
    "budgets",
    "programme",
    "evaluations",
    "trainings",
    "recognitions",
    "indicators",
    "campaigns",
    "reports",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.NoStoreMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ocop_portal.urls"
WSGI_APPLICATION = "ocop_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ocop_portal.navigation.frame",
            ],
        },
    }
]

_DATABASE_URL, REDIS_URL = embedded.urls()
DATABASES = {"default": env.db_url_config(_DATABASE_URL)}
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
)
# Only counters of requests are kept here; whoever is away too long is simply not counted.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "ocop-cache",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.validators.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "accounts.validators.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.validators.CommonPasswordValidator"},
    {"NAME": "accounts.validators.NumericPasswordValidator"},
    {"NAME": "accounts.validators.ContextWordsValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
# By user and address together: an address alone would lock out a whole office behind one router.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# Where people reach the portal, as printed in QR codes and written in mails: "https://ocop.dongthap.gov.vn".
PORTAL_URL = env("PORTAL_URL", default="").rstrip("/")

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
if IS_PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "vi"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Pages name static files by their hashed names only; compressing the others too doubles the first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
SIMPLE_HISTORY_REVERT_DISABLED = True
# consolemail:// prints to the terminal; smtp+tls://user:password@host:587 sends.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="ocop@localhost")

# The yearly reporting campaigns open by themselves so many days before their window ends; units that have not
# sent are reminded so many working days before and after the due day, and on it.
CAMPAIGNS_OPEN_AUTOMATICALLY = env.bool("CAMPAIGNS_OPEN_AUTOMATICALLY", default=True)
CAMPAIGNS_OPEN_DAYS_BEFORE_END = env.int("CAMPAIGNS_OPEN_DAYS_BEFORE_END", default=15)
CAMPAIGN_REMINDERS_BEFORE = tuple(env.list("CAMPAIGN_REMINDERS_BEFORE", cast=int, default=[7, 3, 1]))
CAMPAIGN_REMINDERS_AFTER = tuple(env.list("CAMPAIGN_REMINDERS_AFTER", cast=int, default=[1, 3, 5]))

# Reasons and measurements for these: docs/architecture.md, section 7.
_VISIBILITY_TIMEOUT = 1800
CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_VISIBILITY_TIMEOUT = _VISIBILITY_TIMEOUT
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": _VISIBILITY_TIMEOUT,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "unacked_restore_throttle": 1,
    "unacked_restore_interval": 10,
    "global_keyprefix": "ocop:",
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"reports.tasks.build_report": {"queue": "reports"}}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # On the days after closing (NĐ 09/2019/NĐ-CP); every later hour, and every start of the clock, catches up.
    "make-periodic-reports": {
        "task": "reports.tasks.ensure_periodic_reports",
        "schedule": crontab(minute=0),
    },
    "send-lost-reports-again": {"task": "reports.tasks.sweep_reports", "schedule": 60.0},
    # Every start of the clock catches up; what was sent is not sent again.
    "remind-of-terms-that-end": {
        "task": "recognitions.tasks.send_due_reminders",
        "schedule": crontab(hour=7, minute=30),
    },
    # Every hour, so that a clock that stood still over the day makes up for it soon.
    "open-yearly-campaigns": {"task": "campaigns.tasks.open_due_campaigns", "schedule": crontab(minute=10)},
    "remind-of-reports-that-are-due": {
        "task": "campaigns.tasks.send_campaign_reminders",
        "schedule": crontab(hour=7, minute=45),
    },
    "send-mails-that-wait": {"task": "notices.tasks.send_mails", "schedule": 300.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
os.umask(0o027)
