"""Django's settings, made from the installation's configuration and secrets. Nothing here is a secret itself."""

from pathlib import Path

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from cordboard.base.configuration import configuration_load, data_folder
from cordboard.base.secrets import secrets_load

CORDBOARD = configuration_load(data=data_folder())
CORDBOARD_SECRETS = secrets_load(CORDBOARD.data)

SECRET_KEY = CORDBOARD_SECRETS.django_key
DEBUG = False
ALLOWED_HOSTS = [
    "*"
]  # companies bring host names of their own; links are built from CORDBOARD.address, never from Host
ROOT_URLCONF = "cordboard.portal.urls"
ASGI_APPLICATION = "cordboard.processes.web.application"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

ROOMS = [
    "journal",
    "tenancy",
    "accounts",
    "deployment",
    "numbering",
    "devices",
    "calls",
    "voicemail",
    "trunks",
    "hours",
    "groups",
    "menus",
    "people",
]
INSTALLED_APPS = [
    *(f"cordboard.{room}" for room in ROOMS),
    "cordboard.portal",
    "cordboard.processes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cordboard.portal.middleware.PersonMiddleware",
    "cordboard.portal.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cordboard.portal.sessions.SessionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cordboard.portal.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "cordboard.portal.components.forms.CordboardRenderer"

_database = conninfo_to_dict(CORDBOARD.database)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.get("dbname", ""),
        "USER": _database.get("user", ""),
        "PASSWORD": _database.get("password", ""),
        "HOST": _database.get("host", ""),
        "PORT": _database.get("port", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "connect_timeout": 5,
            **{k: v for k, v in _database.items() if k.startswith("ssl")},
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "cordboard.portal.signin.passwords.PasswordRule"}]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds a first-password or reset link lives
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cordboard.portal.signin.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "cordboard.portal.signin.forms.SignInForm",
    "reset_password": "cordboard.portal.signin.forms.ResetForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"login_webauthn": "cordboard.portal.signin.forms.PasskeyForm"}
MFA_TOTP_ISSUER = "Cordboard"
MFA_ADAPTER = "cordboard.portal.signin.adapter.MfaAdapter"
USERSESSIONS_TRACK_ACTIVITY = True

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("nb", "Norsk bokmål")]
LOCALE_PATHS = [Path(__file__).parent.parent / "portal" / "locale"]
FORMAT_MODULE_PATH = "cordboard.portal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_COOKIE_NAME = (
    f"cordboard_session_{CORDBOARD.web_port}"  # cookies know no ports: two installations, one host
)
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = f"cordboard_csrf_{CORDBOARD.web_port}"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}

DEFAULT_FROM_EMAIL = CORDBOARD.mail_from
EMAIL_BACKEND = "cordboard.processes.mail.ConfiguredBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "httpx": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
        "procrastinate.worker": {"level": "INFO"},
        "procrastinate.blueprints": {"level": "WARNING"},
    },
}

SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is the reverse proxy's to promise: a self-made certificate must be replaceable
    "security.W008",  # there is no plain-HTTP listener to redirect from
    "auth.E003",  # e-mail is unique by a functional constraint, which this check does not see
    "auth.W004",
]
