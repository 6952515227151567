"""The reference over HTTP: a bare Flask app that takes one JSON post a message and shows a page."""

from __future__ import annotations

import sys

from flask import Flask, render_template_string, request
from gunicorn.app.base import BaseApplication

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><ul>{% for row in rows %}<li>{{ row }}</li>{% endfor %}</ul>
</body></html>"""


class Bare(BaseApplication):
    """As the nodes are served: one worker with four threads."""

    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{sys.argv[1]}", "workers": 1, "threads": 4}
        more = {"worker_class": "gthread", "loglevel": "error", "control_socket_disable": True}
        for name, value in (options | more).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = Flask(__name__)

        @app.get("/")
        def show() -> str:
            return render_template_string(PAGE, title="义工", rows=range(10))

        @app.post("/")
        def take() -> dict[str, str]:
            return {"id": request.get_json()["id"]}

        return app


if __name__ == "__main__":
    Bare().run()
