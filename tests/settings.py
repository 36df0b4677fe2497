"""The portal's settings with throw-away secrets, and nothing kept between requests."""

import atexit
import base64
import os
import shutil
import tempfile

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

# Nothing a test writes lands beside the demo's data.
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
SEALING = X25519PrivateKey.from_private_bytes(b"s" * 32)
os.environ |= {
    "SECRET_KEY": "tests-only-" + "x" * 50,
    "ENCRYPTION_KEYS": "tests:" + "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "FORM_KEYS": "tests:" + base64.b64encode(b"f" * 32).decode(),
    "CITIZEN_KEYS": "tests:" + base64.b64encode(b"c" * 32).decode(),
    "INDEX_KEY": "tests-only-index-key",
    "LOOKUP_KEY": "tests-only-lookup-key",
    "SEALING_PRIVATE_KEYS": "tests:" + base64.b64encode(SEALING.private_bytes_raw()).decode(),
    "SEALING_PUBLIC_KEYS": "tests:" + base64.b64encode(SEALING.public_key().public_bytes_raw()).decode(),
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "PORTAL_DEMO": "0",
}
# A file from the start: a live server that meets ":memory:" shares one connection between its threads.
FILE = f"sqlite:///{os.environ['VAR_DIR']}/unused.sqlite3"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", FILE)

from asker_portal.settings import *  # noqa: E402, F403

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LEFT_COOKIE_NAME = "session", "csrf", "seen"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
KEEP_PAGES_SECONDS = 0
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405  a kept connection would hold the test database
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in the demo: several connections meet in it, which races and the live server need.
    DATABASES["default"]["NAME"] = os.path.join(os.environ["VAR_DIR"], "none.sqlite3")  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["VAR_DIR"], "test.sqlite3")}  # noqa: F405
