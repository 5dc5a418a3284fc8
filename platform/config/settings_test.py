"""Settings under which the tests run: the real ones, with quick passwords and tasks in place."""

import os
import tempfile
import zlib
from pathlib import Path

# One folder and one database for each checkout, so that two of them can be tested side by side.
_CHECKOUT = f"{zlib.crc32(str(Path(__file__).resolve()).encode()):08x}"
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_RUN_DIR = Path(tempfile.gettempdir()) / f"praxis-test-{os.getuid()}-{_CHECKOUT}-{_WORKER}"
os.environ.setdefault("DEBUG", "1")
os.environ["PRAXIS_VAR"] = str(_RUN_DIR)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

DEBUG = False
SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
STATIC_ROOT = VAR_DIR
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: live servers and worker processes open it too.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    # Each request of a live server has a thread of its own, which ends with it.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    # A test database need not survive a power cut. Compiling queries, which the real settings leave out as well,
    # took the server two fifths of its time: of tables without statistics it expects much.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off -c jit=off"}
    DATABASES["default"]["TEST"] = {"NAME": f"test_praxis_{_CHECKOUT}"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# Another thread would not see what a test has written in its own transaction.
BACKGROUND_THREAD = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
