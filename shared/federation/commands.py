"""The commands of the federation that every tier's node has: agent and enrol."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

from shared.errors import ForbiddenError
from shared.federation import agent
from shared.federation.application import enrol

if TYPE_CHECKING:
    from shared.node_command import Node


@click.command(name="agent")
@click.pass_obj
def run_agent(node: Node) -> None:
    """起动收发进程：与上级交换，处理等待的消息。"""
    settings = node.settings()
    if settings.practice:
        raise ForbiddenError("node.practice")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    agent.run(node.app(), node.tier.db, node.tier.link, settings.home.witness)


@click.command(name="enrol")
@click.argument("string")
@click.pass_obj
def run_enrol(node: Node, string: str) -> None:
    """用上级给的一次性注册串接入。"""
    with node.app().app_context():
        shown = enrol(node.tier.db, node.tier.link, string)
    click.echo(f"本节点指纹　{shown['fingerprint']}")
    click.echo(f"上级 {shown['upper']} 指纹　{shown['upper_fingerprint']}")
    click.echo("请与上级电话核对两个指纹；上级批准后自动开始收发。")
