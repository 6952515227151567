"""The group of commands that a tier's node has; each is loaded when it is called."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import Flask

from shared.errors import RefusalError
from shared.home import Settings, settings_of
from shared.web.sentences import sentence_of
from shared.web.tier import Tier

SHARED = {
    "init": "shared.init_command:init",
    "practice": "shared.practice_command:practise",
    "set-up-code": "shared.init_command:renew_code",
    "serve": "shared.serving:run_server",
    "agent": "shared.federation.commands:run_agent",
    "enrol": "shared.federation.commands:run_enrol",
    "migrate": "shared.migration:migrate",
    "user": "shared.user_command:user",
}


@dataclass(frozen=True)
class Node:
    """What a command works on: the tier, how its app is made, and the home folder."""

    tier: Tier
    create_app: Callable[[Settings], Flask]
    folder: Path

    def settings(self) -> Settings:
        """The home's settings; refuses a folder that is no home."""
        return settings_of(self.folder, self.tier.package)

    def app(self) -> Flask:
        """The node's app."""
        return self.create_app(self.settings())


class NodeGroup(click.Group):
    """Says refusals in a sentence and ends with status 1.

    Alembic, gunicorn and the like are imported by the one command that needs them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The tier's own and the shared ones."""
        return sorted({*super().list_commands(ctx), *SHARED})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports a shared command; the tier's own one goes first."""
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in SHARED:
            return own
        module, _, name = SHARED[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Turns a refusal into its sentence."""
        try:
            return super().invoke(ctx)
        except RefusalError as refusal:
            own = ctx.obj.tier.sentences if ctx.obj else {}
            raise click.ClickException(sentence_of(own, refusal.code, refusal.values)) from refusal


def node_group(tier: Tier, create_app: Callable[[Settings], Flask]) -> click.Group:
    """The group `yigong <tier>` with the shared commands; the tier adds its own."""

    @click.group(cls=NodeGroup, name=tier.package)
    @click.option(
        "--home",
        envvar="YIGONG_HOME",
        required=True,
        type=click.Path(file_okay=False, path_type=Path),
        help="节点的家目录（或 YIGONG_HOME）。",
    )
    @click.pass_context
    def group(ctx: click.Context, home: Path) -> None:
        os.umask(0o077)
        ctx.obj = Node(tier, create_app, home)

    return group
