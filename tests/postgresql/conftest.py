"""What only PostgreSQL can do. On SQLite these tests do not exist, so none is skipped."""

import os

if not os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"):
    collect_ignore_glob = ["test_*.py"]
