"""The `yigong` command: each tier's commands, loaded when they are called."""

from __future__ import annotations

import gc
from importlib.metadata import entry_points

import click

GROUP = "yigong.commands"


class TierGroup(click.Group):
    """Knows the tiers by their entry points and imports the called one alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(entry_points(group=GROUP).names)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """A tier's commands; nothing that its modules make is garbage, so none is looked for."""
        for point in entry_points(group=GROUP, name=name):
            gc.disable()
            try:
                command: click.Command = point.load()
            finally:
                gc.freeze()
                gc.enable()
            return command
        return None


@click.command(cls=TierGroup)
def main() -> None:
    """党员义工服务：协会、中心、工作站各自的节点。"""


if __name__ == "__main__":
    main()
