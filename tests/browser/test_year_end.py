"""A year's end by hand: sealed, forwarded, published, approved; the printed QR verifies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from deploy.district import District, Node
from deploy.year import Year
from shared.domain.mask import masked_name
from shared.errors import UntrustedError
from shared.verification import Certified, read_token, token_in
from tests.browser.fresh import fresh
from tests.browser.month import text_of
from tests.browser.visit import PHONE, Visits
from tests.federation.school import SmallSchool
from tests.printed import codes, drawn, texts

YEAR = 2025
SEALED, PUBLISHED = date(2026, 1, 5), date(2026, 1, 6)
NOTICE_DAYS = 30
SCHOOL = SmallSchool("北营小学", 3, members=6, volunteers=4, rows=12, months=range(1, 13))


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A school's twelve months lie accepted at the center; the year isn't sealed yet."""
    root = tmp_path_factory.mktemp("year-end")
    school = SCHOOL.write(root / "input")
    with fresh(root / "district", [SCHOOL.title]) as running:
        year = Year(running, [school])
        while (step := year.agenda.next()) is not None and step.day < SEALED:
            running.clock.set(step.day, step.hour)
            step.do()
            running.settle()
        url = running.association.process.url
        running.association.client("admin").put("/api/address", {"url": url})
        yield running


def test_a_year_ends_with_a_certificate_that_anybody_can_verify(
    district: District, visits: Visits, tmp_path: Path
) -> None:
    district.clock.set(SEALED)
    _seal(district.stations[0], visits)
    district.settle()
    _forward(district.center, visits)
    district.settle()
    district.clock.set(PUBLISHED)
    _publish(district.association, visits)
    district.clock.set(PUBLISHED + timedelta(days=NOTICE_DAYS))
    name = _approve(district.association, visits)
    document = _print(district.association, visits, tmp_path / "certificate.pdf")
    [page] = texts(document)
    assert name in page
    [found] = codes(drawn(document))
    _verify(district.association, visits, found, name)
    _check_offline(district.association, found, PUBLISHED + timedelta(days=NOTICE_DAYS))


def _seal(station: Node, visits: Visits) -> None:
    """The head signs the year."""
    password = next(each.password for each in station.logins if each.login == "head")
    with visits.open(station, "head") as visit:
        visit.go(f"/years/{YEAR}")
        visit.page.locator("#f-password").fill(password)
        visit.page.get_by_role("button", name=f"签字，封存 {YEAR} 年").click()
        expect(visit.page.get_by_text("年已封存，正在送服务中心")).to_be_visible()
        assert visit.settled() == []


def _forward(center: Node, visits: Visits) -> None:
    """The center finds that it agrees with the months."""
    with visits.open(center, "officer") as visit:
        visit.go("/today")
        visit.page.get_by_role("link", name="1 站的年度数据待核对", exact=True).click()
        visit.page.get_by_role("link", name=SCHOOL.title).first.click()
        visit.page.get_by_role("button", name=f"把{SCHOOL.title}送协会").click()
        expect(visit.page.get_by_text("年度数据已送协会").first).to_be_visible()
        assert visit.settled() == []


def _publish(association: Node, visits: Visits) -> None:
    """The association hangs out the proposals."""
    with visits.open(association, "officer") as visit:
        visit.go(f"/notices/{YEAR}")
        visit.page.locator("#f-telephone").fill("0315-12380")
        visit.page.get_by_role("button", name="公示还没公示的").click()
        expect(visit.page.get_by_text("公示开始，到").first).to_be_visible()
        expect(visit.page.locator("article.doc tbody tr").first).to_contain_text(SCHOOL.title)
        assert visit.settled() == []


def _approve(association: Node, visits: Visits) -> str:
    """The notice is over: one star is approved at the desk; its holder's name."""
    with visits.open(association, "officer") as visit:
        visit.go("/today")
        visit.page.get_by_role("link", name="去评定").click()
        heading = visit.page.locator("h2", has_text=SCHOOL.title)
        name = heading.inner_text().removesuffix(SCHOOL.title).strip()
        visit.page.locator("button[name=decision][value=approved]").click()
        expect(visit.page.get_by_text("已决定，正在送往中心和工作站")).to_be_visible()
        assert visit.settled() == []
    return name


def _print(association: Node, visits: Visits, file: Path) -> bytes:
    """The certificate is downloaded from the list of those who are approved."""
    with visits.open(association, "officer") as visit:
        visit.go(f"/stars?year={YEAR}&kind=approved")
        with visit.page.expect_download() as download:
            visit.page.get_by_role("link", name="证书 PDF").click()
        download.value.save_as(file)
        assert visit.settled() == []
    return file.read_bytes()


def _verify(association: Node, visits: Visits, found: str, name: str) -> None:
    """A stranger's phone opens what the QR holds."""
    assert found.startswith(f"{association.process.url}/v/")
    with visits.open(association, setting=PHONE) as visit:
        visit.go(urlsplit(found).path)
        said = text_of(visit.page)
        assert visit.page.get_by_role("status").locator("h2").inner_text() == "有效"
        assert "二维码里的签名是真的" in said and SCHOOL.title in said and "★" in said
        assert name not in said and masked_name(name) in said
        assert visit.settled() == []
        visit.go(urlsplit(found).path[:-6] + "AAAAAA")
        assert "有效" not in visit.page.get_by_role("status").locator("h2").inner_text()


def _check_offline(association: Node, found: str, day: date) -> None:
    """With the published keys alone, no node asked; the signature of another text fails."""
    with urlopen(f"{association.process.url}/.well-known/jwks.json") as answer:  # noqa: S310
        published: dict[str, Any] = json.load(answer)
    keys, token = [key["x"] for key in published["keys"]], token_in(found)
    certified = read_token(token, keys)
    assert certified == Certified("certificate", certified.number, day)
    header, payload, _ = token.split(".")
    with pytest.raises(UntrustedError):
        read_token(f"{header}.{payload}.{'A' * 86}", keys)
