"""The Chinese sentence of each code that shared raises, a msgid; `*.word` stands for any noun."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import has_request_context
from flask_babel import gettext

from shared.errors import RefusalError
from shared.federation.sentence import SENTENCES as LINK_SENTENCES
from shared.request_sentences import SENTENCES as REQUEST_SENTENCES
from shared.web.word import word

CODES = frozenset({"status", "to", "role"})
"""Values that are codes themselves: they are said in the reader's words."""

GENERAL = "这一步没有做成，什么都没有写入。"

SENTENCES: Mapping[str, str] = {
    **REQUEST_SENTENCES,
    "account.by_command": "站长的角色只能在本机用命令给、用命令收回。",
    "account.last_administrator": "这是最后一位管理员，先另设一位。",
    "account.login_form": "登录名要填，最多 64 个字。",
    "account.login_taken": "登录名 {login} 已经有人用了，换一个。",
    "account.not_at_counter": "账号 {login} 不归您办理，请找管理员。",
    "account.name_form": "姓名最多 {most} 个字。",
    "account.no_receiver": "选一位接手的人。",
    "account.own": "不能停用或改动自己的账号。",
    "account.unknown": "没有登录名为 {login} 的账号。",
    "account.unknown_role": "本级没有“{role}”这个角色。",
    "card.not_reported_lost": "这张证的报失还没有到，等它到了再办。",
    "canonical.bad_key": "数据里有不该有的键 {key}。",
    "canonical.bad_value": "数据里有不能传送的值（{kind}）。",
    "canonical.number_too_big": "数字 {value} 太大，不能传送。",
    "csrf.missing": "页面放得太久了，刷新后再做一次。",
    "draft.too_long": "填的内容太长，草稿存不下（最多 {kilobytes} KB）。",
    "edit.other_was_first": "{name}在 {when} 先做了：{what}。您的没有保存，刷新看看再做。",
    "database.busy": "数据库正忙或暂时连不上，什么都没有写入，请稍后再试。",
    "database.clash": "刚才有人同时写了同一件事，您的没有写入；刷新看看再做。",
    "entry.bad": "服务明细有误：{detail}。",
    "file.too_big": "文件太大，最多 {megabytes} MB。",
    "form.invalid": "有几处要改：{fields}。",
    "home.exists": "{home} 里已经有一个节点，不再初始化。",
    "home.missing": "{home} 里没有节点，先运行 init。",
    "home.other_tier": "{home} 是 {tier} 的，不是 {wanted} 的。",
    "home.practice_code": "代码 practice 只给练习节点用，请换一个。",
    "home.practice_missing": "这里没有练习节点。",
    "home.title_missing": "节点名称要填。",
    "home.upper_tier": "{upper} 不是本级的上级。",
    "home.word_there": "本站已有区字，不再更换。",
    "home.word_form": "区字应为 w1: 加 64 个十六进制字符。",
    "http.bad_request": "这个请求看不懂。",
    "http.method": "这个地址不接受 {method}。",
    "http.not_found": "没有这个地址。",
    "http.other": "请求没有成功（{status}）。",
    "id_number.bad": "身份证号对不上，请对照原件。",
    "input.bad_sign": "“{field}”里有不能用的字符，请重新输入。",
    "input.too_long": "一次最多发送 {kilobytes} KB，请写短一些。",
    "input.number_too_big": "“{field}”的数字太大。",
    "login.needed": "请先登录。",
    "login.too_many": "试的次数太多，过一分钟再试。",
    "login.wrong": "登录名或密码不对。",
    "month.bad": "月份写成 2025-03 这样。",
    "page.form": "页码从 1 开始。",
    "password.by_command": "站长的密码只能在本机用命令重置。",
    "password.differs": "两次输入的密码不一样。",
    "password.must_change": "请先把一次性密码换成自己的。",
    "password.same": "新密码要和原来的不同。",
    "password.too_short": "密码至少 {least} 个字符。",
    "password.wrong": "原密码不对。",
    "permission.denied": "您的角色不能做这件事。",
    "picture.bad_crop": "裁剪的框超出了照片，请重新框选。",
    "picture.not_clean": "照片不是按规定压缩、去掉附加信息的。",
    "picture.not_here": "照片还没有送到。",
    "picture.too_big": "照片太大，最多 {megabytes} MB。",
    "picture.too_many_pixels": "照片太大，最多 {megapixels}00 万像素，请缩小后再传。",
    "picture.too_small": "照片太小，裁下的部分至少要 {width} × {height} 像素。",
    "picture.unreadable": "照片打不开，可能已损坏，或不是 JPEG、PNG、WebP、HEIC；请换一张。",
    "policy.bad_value": "政策里 {field} 的值不对。",
    "saved_filter.name": "名称要填，最多 {most} 个字。",
    "service_record.bad_break": "休息 {minutes} 分钟不对。",
    "service_record.bad_time": "时间 {time} 写成 08:30 这样。",
    "service_record.end_before_start": "结束 {end} 不在开始 {start} 之后。",
    "set_up.done": "本节点已经设置过了，请登录。",
    "set_up.wrong_code": "设置码不对，或者已经用过了。",
    "system.broken": "是我们的故障，什么都没有写入。请记下编号 {request_id} 告诉管理员。",
    "tally.bad": "统计数字有误：{detail}。",
    "verification.wrong_signature": "这个二维码不是协会签发的。",
    "workbook.empty": "文件“{file}”里没有内容。",
    "workbook.encrypted": "文件“{file}”设了密码，请去掉密码后再导入。",
    "workbook.timeout": "文件“{file}”读了 {seconds} 秒还没读完，请拆小或另存后再试。",
    "workbook.too_big": "文件“{file}”太大，读不了。",
    "workbook.unreadable": "文件“{file}”打不开，可能已损坏；请用表格软件另存为 .xlsx 后再试。",
    "workbook.wrong_type": "只能导入 {kinds} 文件，“{file}”不是。",
    "working_day.bad": "日期 {day} 写成 2025-03-05 这样。",
    "working_day.bad_count": "工作日的个数 {count} 不对。",
    "*.not_movable": "它现在是“{status}”，不能变成“{to}”。",
}


class _Values(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


def template_of(own: Mapping[str, str], code: str) -> str:
    """The tier's own sentence before the shared one; a general one for unknown codes."""
    wild = "*." + code.rpartition(".")[2]
    for table in (own, SENTENCES, LINK_SENTENCES):
        found = table.get(code) or table.get(wild)
        if found:
            return found
    return GENERAL


def sentence_of(own: Mapping[str, str], code: str, values: Mapping[str, object]) -> str:
    """A refusal's sentence, filled with its values; what is missing shows as …

    In the language of whoever is answered; where nobody is, in Chinese.
    """
    template = template_of(own, code)
    if not has_request_context():
        return template.format_map(_Values(values))
    said = {name: word(value) if name in CODES else value for name, value in values.items()}
    return str(gettext(template)).format_map(_Values(said))


def teller(own: Mapping[str, str]) -> Callable[[RefusalError], str]:
    """What a tier's link says refusals with, in `message.rejected`: Chinese, whoever reads here."""
    return lambda refusal: template_of(own, refusal.code).format_map(_Values(refusal.values))
