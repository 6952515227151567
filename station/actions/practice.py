"""What people practise with: a school of false people with two months behind it.

No number here belongs to anybody: the ID numbers are of no county (000000), the telephones of no
network. The center is played: each night it approves, issues cards and accepts.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.clock import ZONE, local_day
from shared.domain.id_number import Sex, check_digit
from shared.domain.month import Month
from shared.domain.registration import Status
from shared.domain.service_record import Category, Evaluation, Form
from shared.sign_in import NewAccount, add_account
from station.actions.bulk import Bulk
from station.actions.certification import certify_records
from station.actions.member import write_roster
from station.actions.monthly_report import close_month, sign_month
from station.actions.practice_center import answer, return_registration
from station.actions.registration import register_in_person
from station.actions.service_record import enter_records
from station.domain.entered_record import NewRecord
from station.domain.permission import CLERK, HEAD
from station.domain.registration_form import RegistrationForm
from station.domain.report import Signature
from station.domain.roster import Member
from station.models.account import ACCOUNTS
from station.models.volunteer import Volunteer

PASSWORD = "practice"  # noqa: S105 - false data, for everybody who looks
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢"
GIVEN = ("敏", "建平", "秀兰", "志远", "海燕", "国栋", "雪", "桂芝", "晓峰", "静", "文博", "丽娟")
APPROVED, LAST_RETURNED, WAITING = 18, 19, 21
POSTS = ("语文教师", "数学教师", "英语教师", "体育教师", "教务员", "后勤")
SKILLS = ("家电维修", "法律咨询", "心理疏导", "书法", "理发", "电脑")
SERVICES = (
    ("清扫楼道，检修公用电灯", "东风里社区", Category.CONVENIENCE),
    ("给居民讲医保怎么办", "社区活动室", Category.CIVIC_EDUCATION),
    ("陪独居老人看病取药", "幸福里 3 号楼", Category.HARDSHIP_AID),
    ("路口护学，劝导交通", "学校东门", Category.PUBLIC_SERVICE),
)
LOGINS = (("clerk", CLERK, "孙海燕"), ("clerk2", CLERK, "李建平"), ("head", HEAD, "陈国栋"))
SUMMARY = "本月开展集中服务四次，居民反映良好。（练习）"


def fill_practice(session: Session, now: datetime) -> None:
    """Accounts, roster, registrations, cards, and the records of two months; the older sealed."""
    month = Month.of(local_day(now))
    opened = month.previous.previous
    clerk, head = _accounts(session, now)
    first = _at(opened.first_day)
    members = [_member(n) for n in range(len(SURNAMES))]
    write_roster(session, clerk, first, members)
    for n, member in enumerate(members[:LAST_RETURNED]):
        _register(session, clerk, first, (n, member))
    return_registration(session, first, members[APPROVED].name)
    answer(session, first + timedelta(days=1))
    certified = _serve(session, clerk, opened)
    _serve(session, clerk, opened.next)
    signed = _at(opened.last_day, time(21))
    certify_records(session, head, signed, Bulk(certified, len(certified)), {})
    sealed = _at(opened.next.first_day)
    close_month(session, head, sealed, opened)
    sign_month(session, head, sealed, opened, Signature(SUMMARY, no_photo_reason="练习"))
    answer(session, sealed + timedelta(days=1))
    for n, member in enumerate(members[LAST_RETURNED:WAITING], LAST_RETURNED):
        _register(session, clerk, now - timedelta(days=1), (n, member))


def _accounts(session: Session, now: datetime) -> tuple[Actor, Actor]:
    """The clerk's and the head's; all of them have the one password that stands on the page."""
    found = {}
    for login, role, name in LOGINS:
        new = NewAccount(login, name, role, PASSWORD, lasting=True)
        actor = Actor(UUID(int=0), "练习", "administrator", "command")
        account = add_account(session, ACCOUNTS, actor, now, new)
        found[login] = Actor(account.id, name, role, "command")
    return found["clerk"], found["head"]


def _member(n: int) -> Member:
    born = date(1970 + n, 1 + n % 12, 1 + n)
    first = f"000000{born:%Y%m%d}{100 + n:03}"
    return Member(
        name=f"{SURNAMES[n]}{GIVEN[n % len(GIVEN)]}",
        id_number=first + check_digit(first),
        sex=Sex.MALE if n % 2 else Sex.FEMALE,
        joined=date(1995 + n, 7, 1) if n < 28 else None,
        post=POSTS[n % len(POSTS)],
        phone=f"1000000{n:04}",
    )


def _register(session: Session, clerk: Actor, now: datetime, whom: tuple[int, Member]) -> None:
    n, member = whom
    form = RegistrationForm(
        applied_on=local_day(now),
        specialties=(SKILLS[n % len(SKILLS)],),
        categories=(Category.CONVENIENCE, Category.HARDSHIP_AID),
        free_times=("周六上午",) if n % 2 else ("工作日晚上", "周日"),
        consents={"sensitive": True, "naming": n % 3 != 0, "photos": n % 4 != 0},
    )
    register_in_person(session, clerk, now, (member.id_number, member.name), form)


def _serve(session: Session, clerk: Actor, month: Month) -> list[UUID]:
    """Four Saturdays, six people each: entered on the last day of the month."""
    people = session.scalars(
        select(Volunteer.id).where(Volunteer.status == Status.APPROVED).order_by(Volunteer.id)
    ).all()
    rows = [
        _record(volunteer, _saturday(month, n), service)
        for n, service in enumerate(SERVICES)
        for volunteer in people[n * 4 : n * 4 + 6]
    ]
    entered = enter_records(session, clerk, _at(month.last_day, time(20)), rows)
    return [one.record for one in entered if one.record is not None]


def _record(volunteer: UUID, day: date, what: tuple[str, str, Category]) -> NewRecord:
    content, place, category = what
    return NewRecord(
        volunteer=volunteer,
        day=day,
        start="08:30",
        end="11:00",
        category=category,
        form=Form.GROUP,
        place=place,
        content=content,
        evaluation=Evaluation.SATISFIED,
    )


def _saturday(month: Month, n: int) -> date:
    first = month.first_day + timedelta(days=2)
    return first + timedelta(days=(5 - first.weekday()) % 7 + 7 * (n % 4))


def _at(day: date, hour: time = time(9)) -> datetime:
    return datetime.combine(day, hour, ZONE)
