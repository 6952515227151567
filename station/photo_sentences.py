"""The Chinese sentences of what a station refuses about photos and slips."""

from __future__ import annotations

SENTENCES = {
    "photo.caption": "照片的说明最多 {longest} 个字。",
    "photo.in_use": "这张照片已经用在别处，不能这样改。",
    "photo.no_file": "选一张照片。",
    "photo.of_another": "这张照片是另一位义工的。",
    "photo.other_slip": "照片上的二维码是另一条服务记录的，请核对后再归档。",
    "photo.record_ended": "这条记录已经驳回或作废，不再归档单据。",
    "photo.several_slips": "一张照片里有 {count} 张单子，请一张一张拍。",
    "photo.signed": "这张照片已随月报签发，月报退回或解锁后才能改。",
    "photo.too_many_files": "一次最多收 {most} 张。",
    "photo.too_many": "一个月最多 {most} 张照片。",
    "photo.twice": "这张照片已经在这个月的月报里。",
    "photo.unknown": "没有这张照片。",
    "slip.no_records": "这次活动还没有记录，点了名才能印服务单。",
    "slip.record_ended": "这条记录已经驳回或作废，不再印服务单。",
}
