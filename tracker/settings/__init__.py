"""Settings of the tracker, all from the environment; see docs/settings.md for the list."""

from pathlib import Path

import pghistory
from csp.constants import NONCE, NONE, SELF

from tracker.settings.environment import (
    Environment,
    env,
    read_debug,
    read_environment,
    read_mail_service,
    required,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = read_environment()
IS_DEMO = ENVIRONMENT is Environment.DEMO
IS_TEST = ENVIRONMENT is Environment.TEST
IS_PRODUCTION = ENVIRONMENT is Environment.PRODUCTION
DEBUG = read_debug(ENVIRONMENT)

if IS_PRODUCTION:
    SECRET_KEY = required("SECRET_KEY", example="$(openssl rand -base64 48)")
    ALLOWED_HOSTS = required("ALLOWED_HOSTS", example="tracker.example.nhs.uk").split(",")
    DATABASE_URL = required("DATABASE_URL", example="postgresql://tracker_web:…@db:5432/tracker")
    REDIS_URL = required("REDIS_URL", example="redis://redis:6379/0")
else:
    from tracker.settings.embedded import server_urls

    SECRET_KEY = env.str("SECRET_KEY", default="only-for-the-demo-and-the-tests-never-for-production")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
    DATABASE_URL, REDIS_URL = server_urls()

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Who runs the service and answers for it, as the accessibility, privacy and help pages say.
SERVICE_OWNER = env.str("SERVICE_OWNER", default="the national imaging AI programme team")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", default="support@tracker.example")

# How often an open page asks whether something changed, in seconds; 0 has pages stay as they are until they are reloaded.
LIVE_SECONDS = env.int("LIVE_SECONDS", default=30)

# --- What the application is made of -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_prometheus",
    "drf_spectacular",
    "health_check",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rules",
    "tracker.core",
    "tracker.accounts",
    "tracker.audit",
    "tracker.documents",
    "tracker.notifications",
    "tracker.networks",
    "tracker.procurement",
    "tracker.governance",
    "tracker.flags",
    "tracker.portfolio",
    "tracker.reports",
    "tracker.exchange",
    "tracker.api",
    *(["tracker.demo"] if not IS_PRODUCTION else []),
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.core.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.core.middleware.HelpfulRefusalMiddleware",
    "tracker.audit.middleware.RequestContextMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "tracker" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "tracker.core.templating.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tracker.core.templating.page_context",
            ],
        },
    },
    {
        # Third-party pages that have no template of ours (API documentation, mail texts of the sign-in library).
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database, cache, jobs -----------------------------------------------------------------------------------------

# The role that the application works as once it is connected. It may read and append audit rows, never change them;
# only `tracker.core.database.as_owner` (migrations) works as the login role itself.
DATABASE_ROLE = "tracker_app"
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default=DATABASE_URL)

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "OPTIONS": {
        **DATABASES["default"].get("OPTIONS", {}),
        "options": f"-c role={DATABASE_ROLE} -c statement_timeout=60s -c lock_timeout=10s",
        **({} if IS_TEST else {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}),
    },
}

CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,  # a cache that is down is an empty cache; the pages still answer
            "SOCKET_CONNECT_TIMEOUT": 1,
            "SOCKET_TIMEOUT": 1,
        },
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # people stay signed in while Redis is down

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "retry_policy": {"timeout": 1.0},
    "max_retries": 1,  # the outbox is the retry: a press of a button hardly waits for Redis
    "interval_start": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False  # as above
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="tracker")
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "deliver-outbox": {"task": "tracker.core.tasks.deliver_outbox", "schedule": 30.0},
    "sweep-flags": {"task": "tracker.flags.tasks.sweep_flags", "schedule": 3600.0},
    "scan-files": {"task": "tracker.documents.tasks.scan_waiting", "schedule": 300.0},
    "review-dpias": {"task": "tracker.governance.tasks.review_dpias", "schedule": 3600.0},
    "open-revalidation-cases": {"task": "tracker.governance.tasks.open_revalidation_cases", "schedule": 86400.0},
    "send-due-emails": {"task": "tracker.notifications.tasks.send_due_emails", "schedule": 60.0},
    "tell-of-days": {"task": "tracker.portfolio.tasks.tell_of_days", "schedule": 3600.0},
    "tell-of-changes": {"task": "tracker.portfolio.tasks.tell_of_changes", "schedule": 300.0},
    "resume-reports": {"task": "tracker.reports.tasks.resume_reports", "schedule": 60.0},
}

# --- People and sign-in ---------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tracker.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "tracker.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out, on shared ward computers too
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.json("OIDC_PROVIDERS", default=[])}}
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Imaging AI tracker"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator enters each address; nobody can register somebody else's
PASSWORD_HASHERS = [
    # The demo's one password is public, and the tests hash it by the hundred.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    if not IS_TEST
    else "django.contrib.auth.hashers.MD5PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- Security -------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = IS_PRODUCTION and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tracker.core.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day, then sign in again
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preload lists are a decision of the whole domain, not of this service

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Language, time, files ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [
    BASE_DIR / "tracker" / "static",
    *([VENDOR] if (VENDOR := BASE_DIR / "var" / "vendor").is_dir() else []),
]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))  # never served; see documents
# The largest file that people may add, in bytes; a limit of megabytes, because that is how people count files.
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MEGABYTES", default=25) * 1_000_000
FILE_UPLOAD_HANDLERS = [
    "tracker.documents.uploads.RefuseTooLargeHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The virus scanner (ClamAV): tcp://HOST:PORT or unix:///PATH. Without one, files show as not scanned.
CLAMAV_URL = env.str("CLAMAV_URL", default="")
CLAMAV_TIMEOUT_SECONDS = env.int("CLAMAV_TIMEOUT_SECONDS", default=60)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail -----------------------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="tracker@localhost")
EMAIL_TIMEOUT = 30  # seconds for each answer of the mail server, so that a silent one does not hold a worker
# What sends the e-mails of notifications: the mail server of EMAIL_URL, or GOV.UK Notify.
MAIL_SERVICE = read_mail_service()
NOTIFY_URL = env.str("NOTIFY_URL", default="https://api.notifications.service.gov.uk")
NOTIFY_API_KEY = NOTIFY_TEMPLATE_ID = ""
if MAIL_SERVICE == "notify":
    NOTIFY_API_KEY = required("NOTIFY_API_KEY", example="tracker-…, as GOV.UK Notify shows it once")
    NOTIFY_TEMPLATE_ID = required("NOTIFY_TEMPLATE_ID", example="f33517ff-2a88-4f6e-b855-c550268ce08a")

# --- API ------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tracker.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "tracker.api.problems.problem_details",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Imaging AI tracker API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

# --- Audit ----------------------------------------------------------------------------------------------------------

# Each event carries its own copy of who, when, request and reason, so that event tables are append-only throughout.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True

from tracker.settings.logs import LOGGING  # noqa: E402, F401 - last: it configures structlog as well
