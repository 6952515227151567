"""Gunicorn in the container: each worker makes its own app, so nothing of a database is shared."""

import os

bind = f"0.0.0.0:{os.environ.get('YIGONG_PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("YIGONG_THREADS", "4"))
worker_class = "gthread"
preload_app = False
timeout = 120
graceful_timeout = 10
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
loglevel = "warning"
accesslog = None
