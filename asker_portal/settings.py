"""Settings, read from the environment (or from files: SECRET_KEY_FILE=/run/secrets/key).

In production a missing setting stops the start with its name. The demo makes its own secrets
below var/ and refuses anything but a loopback address.
"""

from pathlib import Path

from django.utils.csp import CSP
from environs import FileAwareEnv

from asker_portal import demo_secrets

env = FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

DEMO = env.bool("PORTAL_DEMO", False)
if DEMO:
    demo_secrets.load_into_environment(VAR_DIR)

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
FACE = env.str("PORTAL_FACE", "all")
HAS_DESK = FACE != "public"
# "name:base64 of 32 bytes", comma between; the first one encrypts, all of them open. What each ring is
# for stands in casework.encryption. A public process must not be given the desk's.
KEY_RINGS = {
    "forms": env.list("FORM_KEYS"),
    "citizens": env.list("CITIZEN_KEYS"),
    "desk": env.list("ENCRYPTION_KEYS") if HAS_DESK else [],
}
# Keyed hashes of receipt codes and of who signs in; and, at the desk alone, of names and numbers in cases.
LOOKUP_KEY = env.str("LOOKUP_KEY")
INDEX_KEY = env.str("INDEX_KEY") if HAS_DESK else ""
# Whom sealed reports are wrapped to (group and escrow), and what opens them: casework.envelope.
SEALING_PUBLIC_KEYS = env.list("SEALING_PUBLIC_KEYS")
SEALING_PRIVATE_KEYS = env.list("SEALING_PRIVATE_KEYS") if HAS_DESK else []

SITE_URL = env.str("SITE_URL").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEBUG = False
MUNICIPALITY = env.str("MUNICIPALITY", "asker")
MUNICIPALITY_FACTS = "asker_portal.municipality.current"
# Whom reports are handed over to: the case system's certificate, a PEM file (docs/deploy/handover.md).
HANDOVER_CERTIFICATE = env.str("HANDOVER_CERTIFICATE", "")

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "asker_portal.apps.PortalConfig",
    "asker_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "crispy_forms",
    "crispy_designsystemet",
    "casework",
    "accounts",
    "helplines",
    "concerns",
    "services",
    "volunteers",
    "invoices",
]

MIDDLEWARE = [
    "asker_portal.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "casework.anonymous.AnonymousPathsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.SessionClockMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

# A public process carries nothing of the desk: no admin, no sign-in for employees, less memory.
if not HAS_DESK:
    INSTALLED_APPS.remove("asker_portal.apps.PortalAdminConfig")
    INSTALLED_APPS.remove("allauth.mfa")

ROOT_URLCONF = "asker_portal.urls"
WSGI_APPLICATION = "asker_portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "asker_portal.context_processors.portal",
            ],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"] = {
        # Values bound on the server stay out of the statement that a failing INSERT writes to its log.
        "server_side_binding": True,
        "connect_timeout": 3,
        # A page's counts are one query of many short parts: compiling them takes longer than running them.
        "options": "-c jit=off",
    } | DATABASES["default"].get("OPTIONS", {})
else:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing half way
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;"
        # Where only /var is writable, a temporary file would have no place: a migration needs one.
        " PRAGMA temp_store=MEMORY;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cached values are pickles: whoever writes them can run code where they are read. The faces share none.
# Django's own 300 entries would throw away limits, and what people wrote as their session ended.
_desks_cache, _public_cache = (f"db://portal_cache{name}?max_entries=100000" for name in ("", "_public"))
CACHES = {
    "default": env.dj_cache_url("CACHE_URL", _desks_cache if HAS_DESK else _public_cache),
    # Public pages, kept in each process for a minute; what staff change is seen within it.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
if HAS_DESK:  # for createcachetable, which makes the tables of all aliases
    CACHES["public"] = env.dj_cache_url("CACHE_URL", _public_cache)
KEEP_PAGES_SECONDS = env.int("KEEP_PAGES_SECONDS", 60)

# --- Sign-in and sessions -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.CitizenBackend"]  # knows no session of the desk
if HAS_DESK:
    AUTHENTICATION_BACKENDS.insert(0, "accounts.backends.StaffBackend")
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login" if HAS_DESK else "citizen_login"
LOGOUT_REDIRECT_URL = "front"
SECURE_COOKIES = not DEMO  # the demo speaks plain http on loopback
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
CSRF_COOKIE_AGE = None  # gone when the browser closes
# Says that somebody pressed «Forlat siden»: nothing posted earlier is shown again. Holds no data.
LEFT_COOKIE_NAME = "__Host-seen" if SECURE_COOKIES else "seen"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db" if HAS_DESK else "accounts.citizen_sessions"
SESSION_COOKIE_AGE = 30 * 60  # without activity
SESSION_LONGEST_SECONDS = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "asker_portal.errors.csrf_failure"
# Where nobody is known (casework.anonymous): reports and their answers, but not a signed-in professional's.
ANONYMOUS_PATHS = r"^/(?:(?:nn|en)/)?bekymringsmelding/(?!innlogget/)(?P<inside>.*)$"

ROLE_TABLE = "asker_portal.roles.ROLES"
REFERRAL_DESKS = "asker_portal.referral_desks.DESKS"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth's checks want them to agree
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ConfirmPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
MFA_ADAPTER = "accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a clock half a minute wrong, or a slow hand
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ConfirmCodeForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "deactivate_totp": "accounts.forms.RemoveAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "edit_webauthn": "accounts.forms.RenameKeyForm",
}
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SignInAdapter"
SOCIALACCOUNT_PROVIDERS = {}
# The tenant's id, not its name: tokens carry the id. The demo has a stand-in on this machine.
ENTRA_TENANT = env.str("ENTRA_TENANT", "")
if ENTRA_TENANT or DEMO:
    SOCIALACCOUNT_PROVIDERS["entra"] = {
        "APPS": [
            {
                "provider_id": "entra",
                "name": "Entra ID",
                "client_id": "demo-portal" if DEMO else env.str("ENTRA_CLIENT_ID"),
                "secret": "" if DEMO else env.str("ENTRA_CLIENT_SECRET"),
                "settings": {
                    "server_url": "" if DEMO else f"https://login.microsoftonline.com/{ENTRA_TENANT}/v2.0",
                    "fetch_userinfo": False,
                    "scope": ["openid", "profile", "email"],
                },
            }
        ]
    }

IDPORTEN_ISSUER = env.str("IDPORTEN_ISSUER", "")
if IDPORTEN_ISSUER or DEMO:
    SOCIALACCOUNT_PROVIDERS["idporten"] = {
        "APPS": [
            {
                "provider_id": "idporten",
                "name": "ID-porten",
                "client_id": "demo-portal" if DEMO else env.str("IDPORTEN_CLIENT_ID"),
                "secret": "",  # it proves itself with a key
                "settings": {
                    "server_url": "" if DEMO else IDPORTEN_ISSUER,
                    "fetch_userinfo": False,
                    "scope": ["openid", "profile"],
                    "client_key": "" if DEMO else env.str("IDPORTEN_CLIENT_KEY"),
                    "client_key_id": "" if DEMO else env.str("IDPORTEN_CLIENT_KEY_ID"),
                },
            }
        ]
    }
# Invented people's numbers (month + 80): in the demo and in test environments, never where people are real.
ALLOW_SYNTHETIC_IDS = env.bool("ALLOW_SYNTHETIC_IDS", DEMO)

# --- Headers --------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "connect-src": [CSP.SELF],  # our script asks nothing; tools that audit a page read robots.txt through it
    "img-src": [CSP.SELF, "data:"],  # the design system draws its icons as data: masks
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^helse/"]  # the balancer asks over plain http
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Whose attempts to sign in are counted; with the proxy's own address they would be everybody's.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# --- Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
# Our own texts first; then what Django and allauth leave untranslated, kept where makemessages does not look.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
FORMAT_MODULE_PATH = "asker_portal.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "nb"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("nb",)}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- Forms, files, mail ---------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = ("designsystemet",)
CRISPY_TEMPLATE_PACK = "designsystemet"
CRISPY_FAIL_SILENTLY = False

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept in clear
    "sealed": {"BACKEND": "casework.storage.SealedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Files of cases, encrypted: below FILES_DIR, or in a bucket that all faces share.
FILES_DIR = env.path("FILES_DIR", VAR_DIR / "files")
if S3_BUCKET := env.str("S3_BUCKET", ""):
    STORAGES["sealed"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", "") or None,
            "region_name": env.str("S3_REGION", "") or None,
            "access_key": env.str("S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("S3_SECRET_KEY", "") or None,
        },
    }
CLAMAV_URL = env.str("CLAMAV_URL", "")  # the worker asks it about each file
if DEMO:
    STATIC_ROOT = VAR_DIR / "static"  # empty: the demo serves the files where they lie
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

if DEMO:
    to_files = "django.core.mail.backends.filebased.EmailBackend"
    MAILERS = {"default": {"BACKEND": to_files, "OPTIONS": {"file_path": VAR_DIR / "mail"}}}
else:
    mail = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
    names = {"host": "HOST", "port": "PORT", "username": "HOST_USER", "password": "HOST_PASSWORD"}
    names |= {"use_tls": "USE_TLS", "use_ssl": "USE_SSL"}
    options = {name: mail[f"EMAIL_{key}"] for name, key in names.items()}
    # A server that says nothing must not stop the worker; the next channel waits for it.
    MAILERS = {"default": {"OPTIONS": options | {"timeout": 10}}}
# Who is told of unread reports, and by what (concerns.escalation). In the demo everything lands in files.
SMS_URL = env.str("SMS_URL", f"file://{VAR_DIR / 'sms'}" if DEMO else "")
SMS_TOKEN = env.str("SMS_TOKEN", "")
CHILD_WELFARE_MAIL = env.str("CHILD_WELFARE_MAIL", "barnevern@demo.invalid" if DEMO else "")
CHILD_WELFARE_LEADER_MAIL = env.str("CHILD_WELFARE_LEADER_MAIL", "leder@demo.invalid" if DEMO else "")
CHILD_WELFARE_PHONE = env.str("CHILD_WELFARE_PHONE", "400 00 001" if DEMO else "")
EMERGENCY_DUTY_MAIL = env.str("EMERGENCY_DUTY_MAIL", "barnevernvakt@demo.invalid" if DEMO else "")
EMERGENCY_DUTY_PHONE = env.str("EMERGENCY_DUTY_PHONE", "400 00 002" if DEMO else "")
# Who is told when something goes wrong between a volunteer and somebody who gets help.
VOLUNTEER_COORDINATOR_MAIL = env.str("VOLUNTEER_COORDINATOR_MAIL", "frivillig@demo.invalid" if DEMO else "")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "portal@localhost")

# Kept in memory for views that ask for files, dropped for all others, and never put on a disk.
FILE_UPLOAD_HANDLERS = ["casework.upload_handler.InMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

LOGGING_CONFIG = "asker_portal.logs.configure"
LOGGING = {"level": env.str("LOG_LEVEL", "INFO")}
