"""Sentences for the refusals of the federation itself."""

from __future__ import annotations

from shared.errors import RefusalError

SENTENCES = {
    "node.bad_name": "节点名称「{name}」不合规定（层级:代码）。",
    "node.practice": "练习节点不与任何节点相通。",
    "node.unknown": "没有名为 {node} 的节点。",
    "node.no_upper": "本节点没有上级节点。",
    "node.other_upper": "注册串来自 {node}，不是本节点的上级 {upper}。",
    "node.other_name": "注册串是给 {node} 的，不是给本节点的。",
    "node.wrong_tier": "{node} 不能直接接入本节点。",
    "key.malformed": "密钥的格式不对。",
    "key.of_another_node": "这把密钥已属于另一个节点。",
    "key.unknown": "还没有 {node} 的公钥。",
    "sealed.unreadable": "密封内容无法打开：不是给本节点的，或者已被改动。",
    "proof.malformed": "凭证的格式不对。",
    "proof.wrong_signature": "凭证的签名不成立。",
    "proof.wrong_kind": "凭证的种类或密钥不对。",
    "message.too_big": "消息太大（{size} 字节，最多 {largest} 字节）。",
    "message.unreadable": "消息无法读取。",
    "message.unknown_type": "本节点不认识这类消息（{type} v{v}），等待升级。",
    "message.old_version": "这类消息的版本太旧（{type} v{v}），不再受理。",
    "message.wrong_hop": "{type} 类消息不得由 {sender} 发来。",
    "message.wrong_sender": "消息的发出者或收件者与来路不符。",
    "message.no_seal": "缺少原发节点的封印。",
    "message.wrong_seal": "原发节点的封印不成立。",
    "message.invalid": "消息内容不合规定：{fields}。",
    "message.erasure_missing": "内容已被对方清除，说明还没到；一直不到就给对方打电话。",
    "message.earlier_waits": "同一事项较早的 {type} 消息还在等待处理。",
    "message.not_found": "没有这条消息，或者它不在等待处理。",
    "exchange.malformed": "交换报文不合规定：{what}。",
    "signature.wrong": "请求签名不成立。",
    "signature.clock_skew": "时钟相差太大。",
    "signature.replay": "这个请求已经用过。",
    "enrolment.malformed": "注册串不完整，请重新复制。",
    "enrolment.unknown": "注册串无效。",
    "enrolment.expired": "注册串已过期，请上级重新生成。",
    "enrolment.used": "注册串已被另一把密钥使用。",
    "enrolment.not_pending": "{node} 没有等待批准的接入申请。",
    "enrolment.other_fingerprint": "{node} 屏幕上的指纹与这里收到的不同，不要批准。",
    "enrolment.refused": "上级节点没有接受接入申请（{reason}）。",
    "enrolment.wrong_fingerprint": "上级节点的指纹与注册串不符，不要继续。",
    "blob.not_announced": "没有消息预告过这张照片。",
    "blob.not_let_in": "这个节点没有获准接入，不能送照片。",
    "blob.other_digest": "照片与预告的指纹不符。",
    "blob.other_offset": "照片应从第 {reached} 字节续传。",
    "blob.other_ticket": "送照片的凭单不是这一张的。",
    "blob.refused": "这张照片没有被接受（{error}）。",
    "blob.ticket_over": "送照片的凭单已经过期。",
    "blob.too_long": "照片比预告的长（{size} 字节）。",
    "line.fault": "线路故障：{reason}。",
}
GENERAL = "没有被接受（{code}）。"


def sentence_of(error: RefusalError) -> str:
    """The sentence of a refusal; the code where no table has one."""
    template = SENTENCES.get(error.code, GENERAL)
    try:
        return template.format(code=error.code, **error.values)
    except (KeyError, IndexError):
        return template
