"""Every setting, and the only place that reads the environment.

Wrong values stop the start with one line that says what to do.
"""

from __future__ import annotations

import os
from pathlib import Path

from ayomi.config import database, keys, mail
from ayomi.config.data_directory import default_data_directory

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool) -> bool:
    text = os.environ.get(name, "true" if default else "false").lower()
    if text not in {"true", "false"}:
        raise SystemExit(f"ayomi: {name} must be true or false, not {text!r}")
    return text == "true"


DATA_DIRECTORY = default_data_directory(os.environ)
DEBUG = _flag("AYOMI_DEBUG", False)
HTTPS = _flag("AYOMI_HTTPS", False)
_keys = keys.load(DATA_DIRECTORY, os.environ.get("AYOMI_KEYS"))
SECRET_KEY = _keys.session
SEALING_KEY = _keys.sealing
FINDING_KEY = _keys.finding
SIGNING_DIRECTORY = DATA_DIRECTORY / "signing"

ALLOWED_HOSTS = os.environ.get("AYOMI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PUBLIC_URL = os.environ.get("AYOMI_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_FAILURE_VIEW = "ayomi.edges.web.views.site.stale_form"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
    "ayomi.apps.audit",
    "ayomi.apps.papers",
    "ayomi.apps.ledger",
    "ayomi.apps.offices",
    "ayomi.apps.registry",
    "ayomi.apps.access",
    "ayomi.apps.partners",
    "ayomi.apps.membership",
    "ayomi.apps.contributions",
    "ayomi.apps.payments",
    "ayomi.apps.eligibility",
    "ayomi.apps.funding",
    "ayomi.apps.intake",
    "ayomi.apps.agreements",
    "ayomi.apps.sponsorship",
    "ayomi.apps.compliance",
    "ayomi.apps.steering",
    "ayomi.edges.jobs",
    "ayomi.edges.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "ayomi.edges.api.plain.PlainMiddleware",
    "ayomi.edges.api.quick.QuickMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ayomi.edges.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ayomi.edges.web.devices.DevicesMiddleware",
    "ayomi.edges.web.scope.ScopeMiddleware",
    "ayomi.edges.api.partners.CallsMiddleware",
    "ayomi.edges.web.roles.RightsMiddleware",
    "ayomi.edges.web.readable.ReadableMiddleware",
]

ROOT_URLCONF = "ayomi.config.urls"
WSGI_APPLICATION = "ayomi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "edges" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ayomi.edges.web.context.frame",
            ],
            "builtins": ["ayomi.edges.web.templatetags.ayomi"],
        },
    },
]

DATABASES = {"default": database.settings(os.environ.get("DATABASE_URL"))}
# Pages and API speak to PostgreSQL as a role that row-level security binds; jobs and commands as the owner.
DATABASE_ROLE_OF_PAGES = "ayomi_web"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "calculator"
ACCOUNT_ADAPTER = "ayomi.edges.web.accounts.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# How many proxies of ours stand before us: only what they add to X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("AYOMI_PROXIES", "0"))
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "ayomi_cache"}}

MAIL_CONFIGURED = "AYOMI_MAIL" in os.environ
if MAIL_CONFIGURED:
    _mail = mail.parse(os.environ["AYOMI_MAIL"])
    EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _mail.tls, _mail.ssl, 30
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("AYOMI_MAIL_FROM", "ayomi@localhost")

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "edges" / "web" / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIRECTORY / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_rows": {"()": "ayomi.config.logs.WithoutRows"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "without_rows"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
