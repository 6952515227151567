"""Lists: filter, order, page and columns stand in the address; filters are saved by name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import openpyxl
import pytest
from flask import Flask, render_template_string
from sqlalchemy import select

from shared.clock import machine_now
from shared.database import transaction
from shared.web.export import excel
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import needs
from shared.web.saved_filter import saved_filters
from shared.web.tier import this_tier
from tests.reader import Reader, words
from tests.shared.web.conftest import visit

PAGE = """{% extends "base.html" %}
{% from "_list.html" import filters, filter_select, chip, saved as saved_line, heads, pages,
   columns, nothing with context %}
{% block main %}{% call filters(rows) %}
{{ filter_select(rows.asked, "role", "角色", [("clerk", "经办")]) }}{% endcall %}
{{ chip(rows.asked, "role", "officer", "审核员", 3) }}{{ saved_line(rows, saved) }}
<table>{{ heads(rows, hide=("role",), all=True) }}<tbody>{% for one in rows.items %}<tr>
{% for column in rows.asked.columns %}<td>{{ column.cell(one) }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>{{ pages(rows) }}{{ columns(rows) }}
{% if not rows.items %}{{ nothing(rows, "还没有。", "去做", "/today") }}{% endif %}{% endblock %}"""


def listing() -> Listing:
    table = this_tier().accounts.audit
    columns = (
        Column("at", "时间", lambda line: line.business_at, table.business_at),
        Column("name", "谁", lambda line: line.actor_name, table.actor_name),
        Column("role", "角色", lambda line: line.actor_role),
        Column("more", "备注", lambda line: line.subject, start=False, number=True),
    )
    return Listing("sample", columns, ("q", "role"), sort="-at")


def show() -> Any:
    tier = this_tier()
    table, asked = tier.accounts.audit, listing().ask()
    query = select(table).where(table.action == "sample").order_by(*asked.order(), table.id)
    if typed := asked.filters.get("q"):
        query = query.where(table.actor_name.contains(typed, autoescape=True))
    if role := asked.filters.get("role"):
        query = query.where(table.actor_role == role)
    rows = rows_of(tier.db.session(), query, asked)
    if asked.excel:
        return excel(rows)
    return render_template_string(PAGE, rows=rows, saved=saved_filters("sample"))


@pytest.fixture
def app(association: Flask) -> Flask:
    """120 lines: of three people in two roles, a minute apart."""
    association.add_url_rule("/sample", "sample.show", needs("audit.read")(show))
    parts, now = association.extensions["yigong"], machine_now()
    with association.app_context(), transaction(parts.db) as session:
        for n in range(120):
            session.add(
                parts.accounts.audit(
                    business_at=now + timedelta(minutes=n),
                    machine_at=now,
                    actor_id=uuid4(),
                    actor_name=("甲", "=1+1", "丙%")[n % 3],
                    actor_role=("officer", "clerk")[n % 2],
                    channel="page",
                    action="sample",
                    subject=f"sample:{n:03}",
                )
            )
    return association


@pytest.fixture
def officer(app: Flask) -> Iterator[Reader]:
    yield visit(app, "officer")


def cells(answer: Any) -> list[list[str]]:
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [re.findall(r"<td>(.*?)</td>", row, re.S) for row in body.split("<tr>")[1:]]
    return rows


def links(answer: Any) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', answer.text)]


def test_a_page_has_fifty_rows_and_says_which_of_how_many(officer: Reader) -> None:
    first = officer.get("/sample")
    assert len(cells(first)) == 50 and "1–50，共 120" in words(first)
    last = officer.get("/sample?page=3")
    assert len(cells(last)) == 20 and "101–120，共 120" in words(last)
    assert '<b aria-current="page">3</b>' in last.text and "下一页" not in words(last)
    beyond = officer.get("/sample?page=9")
    assert cells(beyond) == [] and "0–0，共 120" in words(beyond)


def test_a_table_listed_whole_is_counted_too(app: Flask) -> None:
    with app.test_request_context("/sample"):
        tier = this_tier()
        rows = rows_of(tier.db.session(), select(tier.accounts.audit), listing().ask())
    assert rows.total >= 120


@pytest.mark.parametrize("page", ["0", "-1", "x", "１", "99999999999", "1e3", ""])
def test_a_page_that_can_not_be_counts_as_the_first_or_none(officer: Reader, page: str) -> None:
    answer = officer.get(f"/sample?page={page}")
    assert answer.status_code == 200


def test_the_order_stands_in_the_address_and_is_turned_by_the_heading(officer: Reader) -> None:
    answer = officer.get("/sample?sort=name")
    names = [row[1] for row in cells(answer)]
    assert names == sorted(names)
    assert 'aria-sort="ascending"' in answer.text
    assert "/sample?sort=-name" in links(answer)
    falling = officer.get("/sample?sort=-name")
    assert 'aria-sort="descending"' in falling.text
    assert [row[1] for row in cells(falling)] == sorted(
        (row[1] for row in cells(falling)), reverse=True
    )


@pytest.mark.parametrize("sort", ["role", "nothing", "'; DROP TABLE audit", "--name"])
def test_an_order_that_nobody_knows_is_the_unasked_one(officer: Reader, sort: str) -> None:
    assert cells(officer.get(f"/sample?sort={sort}")) == cells(officer.get("/sample"))


def test_filters_narrow_the_list_and_stay_while_one_sorts_and_pages(officer: Reader) -> None:
    answer = officer.get("/sample?role=officer&sort=name")
    assert "共 60" in words(answer)
    assert {row[2] for row in cells(answer)} == {"officer"}
    kept = [urlsplit(link).query for link in links(answer) if link.startswith("/sample?")]
    turned = [query for query in kept if "sort=-name" in query]
    paged = [query for query in kept if "page=2" in query]
    assert turned == ["role=officer&sort=-name"]
    assert "role=officer&sort=name&page=2" in paged
    assert 'name="sort" value="name"' in answer.text


def test_a_percent_sign_is_looked_for_as_it_is(officer: Reader) -> None:
    assert "共 40" in words(officer.get("/sample?q=%25"))


def test_a_chip_is_one_press_away_and_says_that_it_is_on(officer: Reader) -> None:
    assert 'href="/sample?role=officer">审核员' in officer.get("/sample").text
    on = officer.get("/sample?role=officer").text
    assert re.search(r'class="chip" href="/sample\?role=officer" aria-current="true"', on)


def test_columns_are_chosen_and_stand_in_the_address(officer: Reader) -> None:
    answer = officer.get("/sample?column=at&column=more")
    assert len(cells(answer)[0]) == 2 and "备注" in words(answer)
    assert any("columns=at%2Cmore" in link for link in links(answer))
    assert len(cells(officer.get("/sample?columns=name"))[0]) == 1
    assert len(cells(officer.get("/sample?columns=nothing"))[0]) == 3


def test_excel_gets_the_columns_and_rows_that_are_shown_and_text_stays_text(
    officer: Reader,
) -> None:
    answer = officer.get("/sample?role=clerk&columns=name,more&format=xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    [head] = [n for n, row in enumerate(rows) if row[:2] == ["谁", "备注"]]
    body = [row for row in rows[head + 1 :] if row[0]]
    assert len(body) == 60 and {row[0] for row in body} == {"甲", "=1+1", "丙%"}
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


def test_an_empty_list_says_why_or_offers_to_clear_the_filter(officer: Reader) -> None:
    none = officer.get("/sample?q=nobody")
    assert "没有符合这些条件的" in words(none) and 'href="/sample">清除筛选' in none.text


def save(reader: Reader, name: str, query: str = "role=officer") -> Any:
    sent = {"list": "sample", "name": name, "query": query, "_next": f"/sample?{query}"}
    return reader.post("/filters", sent)


def test_a_filter_is_saved_by_name_and_taken_off_again(officer: Reader) -> None:
    said = officer.follow(save(officer, " 我的审核员 "))
    assert "筛选“我的审核员”已存好" in said
    page = officer.get("/sample").text
    assert '<a href="?role=officer">我的审核员</a>' in page
    gone = {"list": "sample", "name": "我的审核员", "_next": "/sample"}
    assert officer.post("/filters/removal", gone).location == "/sample"
    assert "我的审核员" not in officer.page("/sample")


def test_a_filter_of_the_same_name_gives_way_and_is_one_s_own(app: Flask, officer: Reader) -> None:
    save(officer, "常用")
    save(officer, "常用", "role=clerk")
    page = officer.get("/sample").text
    assert page.count(">常用</a>") == 1 and 'href="?role=clerk">常用' in page
    admin = visit(app, "admin")
    assert "常用" not in admin.page("/sample")
    admin.post("/filters/removal", {"list": "sample", "name": "常用", "_next": "/sample"})
    assert "常用" in officer.page("/sample")


@pytest.mark.parametrize("name", ["", "  ", "名" * 61])
def test_a_filter_needs_a_name_of_some_length(officer: Reader, name: str) -> None:
    answer = save(officer, name)
    assert answer.status_code == 422 and "最多 60 个字" in words(answer)


def test_what_leads_back_leads_to_this_node(officer: Reader) -> None:
    sent = {"list": "sample", "name": "甲", "query": "", "_next": "//evil.example"}
    assert officer.post("/filters", sent).location == "/"
    assert officer.post("/filters", sent, token=False).status_code == 403


def test_a_list_without_an_order_has_none_and_its_addresses_hold_where_another_page_shows_it(
    association: Flask,
) -> None:
    bare = Listing(
        "bare", (Column("a", "甲", lambda row: row),), endpoint="account_page.list_accounts"
    )
    with association.test_request_context("/history?page=2"):
        asked = bare.ask()
        assert asked.order() == [] and asked.address(page=3) == "/accounts?page=3"
