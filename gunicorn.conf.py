"""gunicorn's settings, for script/server and for a production unit alike."""

import os
from pathlib import Path

wsgi_app = "ocop_portal.wsgi:application"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
# Sync workers: on pages that compute, threads made every request slower.
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "sync"
# The start gate runs once, before any worker; the workers share the memory of the code.
preload_app = True
timeout = 60
graceful_timeout = 15
max_requests = 2000
max_requests_jitter = 200
# The workers' heartbeat files: in memory, so that a slow disk does not look like a hung worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
errorlog = "-"
accesslog = "-" if os.environ.get("WEB_ACCESS_LOG") else None
control_socket_disable = True
