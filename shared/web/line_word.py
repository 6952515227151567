"""Why a call to the upper node failed, in plain words; the line's own text stands behind it."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from shared.web.language import marked as _l

_CODES = {
    "pending": _l("等上级核对指纹后批准。"),
    "revoked": _l("上级已停止本节点接入，请打电话问上级。"),
    "clock_skew": _l("两边的时钟相差太大，请校准这台电脑的时间。"),
    "too_old": _l("本节点的软件太旧，上级不再收，请升级。"),
    "other_instance": _l("上级见过本节点的另一份拷贝在工作，请打电话问上级。"),
    "fork": _l("两边的记录对不上，要由人处理，请打电话问上级。"),
    "too_big": _l("一批太大，下次少送一些。"),
    "replay": _l("请求重复了，会自动再试。"),
    "signature": _l("签名没有被认可，请与上级核对指纹。"),
}
_LINES = (
    (r"line: (ConnectTimeout|ReadTimeout|ValueError: not whole)", _l("上级一直没有应答。")),
    (r"line: SSLError", _l("上级的安全证书不对。")),
    (r"line: HTTP", _l("应答的不是上级，可能是上网认证页或代理。")),
    (r"line: ", _l("网络不通，或者上级的服务没有开。")),
)


def line_word(said: str) -> str:
    """The sentence for what `peer.last_error` keeps."""
    for pattern, sentence in _LINES:
        if re.match(pattern, said):
            return str(_(sentence))
    found = _CODES.get(said)
    return str(_(found)) if found else str(_("上级没有接受（%(code)s），会自动再试。", code=said))
