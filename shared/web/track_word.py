"""What a requester reads of each state: what happens next, what comes then, and each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from shared.domain.front_door import ENDING, Entry
from shared.domain.service_request import Status
from shared.domain.wished_time import PARTS
from shared.resident import Followed, Line
from shared.web.language import marked as _l
from shared.web.today import long_day
from shared.web.word import word

BY_DAY = {
    Status.RECEIVED: _l("最晚 %(day)s 告诉您能不能办"),
    Status.ACCEPTED: _l("最晚 %(day)s 给您安排好义工"),
    Status.ESCALATED: _l("最晚 %(day)s 找到能办的地方"),
    Status.RETURNED: _l("最晚 %(day)s 另找能办的地方"),
    Status.ROUTED: _l("最晚 %(day)s 答复能不能接"),
}
LATE = {
    Status.RECEIVED: _l("答应最晚 %(day)s 答复，已经过了，请打电话催"),
    Status.ACCEPTED: _l("答应最晚 %(day)s 安排，已经过了，请打电话催"),
    Status.ESCALATED: _l("答应最晚 %(day)s 找到能办的地方，已经过了，请打电话催"),
    Status.RETURNED: _l("答应最晚 %(day)s 另找能办的地方，已经过了，请打电话催"),
    Status.ROUTED: _l("答应最晚 %(day)s 答复，已经过了，请打电话催"),
}
PLAIN = {
    Status.RECEIVED: _l("工作站会告诉您能不能办"),
    Status.ACCEPTED: _l("工作站在安排义工"),
    Status.DISPATCHED: _l("义工会和您约时间"),
    Status.DONE: _l("请您核对、评一下、签个字"),
    Status.CLOSED: _l("办完了"),
    Status.DECLINED: _l("这次办不了"),
    Status.WITHDRAWN: _l("需求已撤回"),
    Status.ESCALATED: _l("在找能办的地方"),
    Status.ROUTED: _l("等着答复能不能接"),
    Status.RETURNED: _l("在另找能办的地方"),
}
COMES = _l("%(when)s 上门")
GONE_BY = _l("约好 %(when)s 上门，日子过了。没人来，请打电话催")
AFTER = {
    Status.RECEIVED: _l("受理以后安排义工，约好上门时间。"),
    Status.ACCEPTED: _l("安排好以后，这里会写上门的时间。"),
    Status.DISPATCHED: _l(
        "办好后，义工请您看一眼时间，评一下，签个字，这件事才算办完。没办好可以重新打开。"
    ),
    Status.DONE: _l(
        "来的义工会请您看一眼时间，评一下，签个字，这件事才算办完。没签成，打电话说一声，工作站给您新的签字链接，或者送纸单来。没解决，就在下面重新打开。"
    ),
    Status.CLOSED: _l("没解决，就在下面重新打开。"),
    Status.DECLINED: _l("还想办，打电话问问别的办法。"),
    Status.WITHDRAWN: _l("要再办，重新提一次就行。"),
    Status.ESCALATED: _l("找到以后，这里会写由谁来办。您不用再跑。"),
    Status.ROUTED: _l("接下以后，由那里安排义工。您不用再跑。"),
    Status.RETURNED: _l("找到以后，这里会写由谁来办。您不用再跑。"),
}
STATES = {
    Status.RECEIVED: _l("收到了，还没答复"),
    Status.ACCEPTED: _l("已受理"),
    Status.DISPATCHED: _l("已安排义工"),
    Status.DONE: _l("办完了，等签字"),
    Status.CLOSED: _l("已办结"),
    Status.DECLINED: _l("办不了"),
    Status.WITHDRAWN: _l("需求已撤回"),
    Status.ESCALATED: _l("已转请上级帮忙"),
    Status.ROUTED: _l("已转给别处，等答复"),
    Status.RETURNED: _l("被退回，在另找"),
}
PENDING = {
    "withdrawing": _l("已请求撤回，等上面答复"),
    "taking_back": _l("工作站正在收回，等上面答复"),
}
WAITS = {
    Entry.ASKED: _l("已收到，等%(title)s来取"),
    Entry.ADDED: _l("您补充的话已记下，等%(title)s来取。"),
    Entry.WITHDRAWN: _l("您要撤回，已记下，等%(title)s来取"),
    Entry.REOPENED: _l("您说没有解决，已记下，等%(title)s来取"),
    Entry.SIGNED: _l("您签的字已记下，等%(title)s来取。"),
    Entry.DISPUTED: _l("您说时间或内容不对，已记下，等%(title)s来取。"),
}
REFUSED = {
    Entry.ASKED: _l("%(title)s没能收下这件需求，请打电话说，或者重新提一次。"),
    Entry.ADDED: _l("您补充的话没能记进这件需求，要紧的请打电话给%(title)s。"),
    Entry.WITHDRAWN: _l("没能撤回，这件事已经往前走了，请打电话给%(title)s。"),
    Entry.REOPENED: _l("没能重新打开，请打电话给%(title)s。"),
    Entry.SIGNED: _l("签的字没有生效：时间可能改过。请重新看一遍再签，或者打电话给%(title)s。"),
    Entry.DISPUTED: _l("您说的没能记上，请打电话给%(title)s。"),
}
STEPS = {
    Status.RECEIVED: _l("%(title)s收到"),
    Status.ACCEPTED: _l("%(title)s受理"),
    Status.DISPATCHED: _l("%(title)s安排了义工"),
    Status.DONE: _l("义工办完了"),
    Status.CLOSED: _l("办结"),
    Status.DECLINED: _l("%(title)s办不了"),
    Status.WITHDRAWN: _l("需求已撤回"),
    Status.ESCALATED: _l("转请%(title)s帮忙"),
    Status.ROUTED: _l("转给%(title)s"),
    Status.RETURNED: _l("退回，由%(title)s另找"),
}


@dataclass(frozen=True)
class Told:
    """A step in words."""

    line: Line
    words: str
    visit: str


def state_word(status: Status) -> str:
    """A state in a few words, with nothing that somebody wrote."""
    return str(_(STATES[status]))


def waits(followed: Followed) -> str:
    """What the station hasn't fetched yet, beside what stands there already; "" for nothing."""
    kind = followed.waits
    if kind is None or kind in ENDING:
        return ""
    return str(_(WAITS[kind], title=followed.title))


def refused(followed: Followed) -> str:
    """What the station couldn't enter, and what to do about it; "" for nothing."""
    kind = followed.refused
    return "" if kind is None else str(_(REFUSED[kind], title=followed.title))


def pending_word(pending: str) -> str:
    """What was asked above and isn't answered."""
    return str(_(PENDING[pending])) if pending in PENDING else ""


def next_step(followed: Followed, today: date) -> str:
    """The biggest line of the page: what happens next, by when."""
    if followed.waits in ENDING:
        return str(_(WAITS[followed.waits], title=followed.title))
    if asked := pending_word(followed.pending):
        return asked
    visit = followed.visit
    if visit is not None:
        is_over = visit.visit_on is not None and visit.visit_on < today
        return str(_(GONE_BY if is_over else COMES, when=visit_time(visit)))
    day, status = followed.last_day, followed.status
    if day is not None and status in BY_DAY:
        said = LATE if today > day else BY_DAY
        return str(_(said[status], day=long_day(day)))
    return str(_(PLAIN[status]))


def afterwards(followed: Followed) -> str:
    """What comes after the next step."""
    if followed.is_erased:
        return str(
            _("姓名、电话、地址和您的话已按期清除，不能再重新打开。要再办，重新提一次就行。")
        )
    if followed.status is Status.DECLINED and not followed.phone:
        return str(_("还想办，到%(title)s问问别的办法。", title=followed.title))
    return str(_(AFTER[followed.status]))


def told(followed: Followed) -> list[Told]:
    """The steps, newest first."""
    return list(reversed(list(_in_order(followed))))


def visit_time(line: Line) -> str:
    """11月4日 星期三 15:00–17:00."""
    day = "" if line.visit_on is None else long_day(line.visit_on)
    time = word(f"part:{line.visit_time}") if line.visit_time in PARTS else line.visit_time
    return f"{day} {time}".strip()


def _in_order(followed: Followed) -> Iterator[Told]:
    before: Status | None = None
    last: Line | None = None
    had_agreed = False
    for line in followed.lines:
        if last is not None and _is_arrival(line, last):
            continue
        visit = visit_time(line) if line.visit_on is not None else ""
        yield Told(line, _step(line, before, had_agreed=had_agreed), visit)
        before, last = line.status, line
        is_sent = line.status is Status.DISPATCHED
        had_agreed = is_sent and (had_agreed or bool(line.visitor))


def _is_arrival(line: Line, last: Line) -> bool:
    """Whoever was asked says that it came: for the requester nothing new."""
    said = (line.status, line.title, line.reason or last.reason)
    return line.status is Status.ESCALATED and said == (last.status, last.title, last.reason)


def _step(line: Line, before: Status | None, *, had_agreed: bool) -> str:
    if line.status is Status.RECEIVED and line.by_requester:
        return str(_("您提交了") if before is None else _("您说没有解决，重新打开"))
    if line.status is Status.RECEIVED and before is not None:
        return str(_("%(title)s收回来办", title=line.title))
    if line.status is Status.WITHDRAWN and line.by_requester:
        return str(_("您撤回了"))
    if line.status is Status.ACCEPTED and before is Status.DISPATCHED:
        return str(_("%(title)s另外安排义工", title=line.title))
    if line.status is Status.DISPATCHED and before is Status.DISPATCHED:
        return _sent_again(line, had_agreed=had_agreed)
    return str(_(STEPS[line.status], title=line.title))


def _sent_again(line: Line, *, had_agreed: bool) -> str:
    """Who comes was said, for the first time or anew, while somebody is sent."""
    if not line.visitor:
        return str(_("约好的义工来不了了"))
    if line.visit_on is not None:
        return str(_("约了上门时间"))
    return str(_("另派了义工") if had_agreed else _("义工答应来"))
