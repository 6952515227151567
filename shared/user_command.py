"""The commands for accounts: a new one, a password reset for whoever has no other way in."""

from __future__ import annotations

import click

from shared.account_change import change_role
from shared.clock import business_now
from shared.database import transaction
from shared.founding import COMMAND
from shared.node_command import Node
from shared.password import one_time_password, reset_password
from shared.sign_in import Credentials, NewAccount, add_account


@click.group()
def user() -> None:
    """账号。"""


@user.command(name="add")
@click.argument("login")
@click.option("--role", required=True)
@click.option("--name", default="", help="姓名；不给就用登录名。")
@click.option("--password", envvar="YIGONG_PASSWORD", help="不给就印一次性密码。")
@click.pass_obj
def add_user(node: Node, login: str, role: str, name: str, password: str | None) -> None:
    """新增账号。"""
    new = new_account(login, name, role, password)
    with node.app().app_context(), transaction(node.tier.db) as session:
        account = add_account(session, node.tier.accounts, COMMAND, business_now(), new)
        click.echo(f"{account.login} {account.role} {account.id}")
    node.settings().home.set_up_code.unlink(missing_ok=True)
    tell_password(new)


@user.command(name="reset")
@click.argument("login")
@click.pass_obj
def reset_user(node: Node, login: str) -> None:
    """重设密码：印一次性密码，原有登录全部失效。"""
    given = Credentials(login, one_time_password(), "command")
    with node.app().app_context(), transaction(node.tier.db) as session:
        reset_password(session, node.tier.accounts, COMMAND, business_now(), given)
    click.echo(f"{given.login} 的一次性密码：{given.password}")


@user.command(name="role")
@click.argument("login")
@click.argument("role")
@click.pass_obj
def give_role(node: Node, login: str, role: str) -> None:
    """换角色，立即生效。"""
    with node.app().app_context(), transaction(node.tier.db) as session:
        to = (login, role)
        account = change_role(session, node.tier.accounts, COMMAND, business_now(), to)
        click.echo(f"{account.login} {account.role}")


def new_account(login: str, name: str, role: str, password: str | None) -> NewAccount:
    """A given password is kept; one made here is for the first sign-in alone."""
    return NewAccount(login, name, role, password or one_time_password(), lasting=bool(password))


def tell_password(new: NewAccount) -> None:
    """Prints the one-time password, this once."""
    if not new.lasting:
        click.echo(f"{new.login} 的一次性密码：{new.password}")
