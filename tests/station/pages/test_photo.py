"""Photos by page: portraits cut where one says or in the middle, slips filed by code or by hand."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from pillow_heif import from_pillow

from shared.federation.blob import content_of
from station.domain.slip import text_of
from station.models.federation import TABLES
from station.models.photo import portrait_of
from tests.picture import jpeg, slip
from tests.reader import hidden, words
from tests.station.pages.conftest import Desk
from tests.station.pages.test_people import FORM
from tests.station.pages.test_records import certified, entered
from tests.station.people.school import BERT

LEFT, RIGHT = (250, 20, 20), (20, 20, 250)


def halves(kind: str = "JPEG") -> bytes:
    """A wide picture, red on the left and blue on the right."""
    image = Image.new("RGB", (1400, 700), LEFT)
    image.paste(Image.new("RGB", (700, 700), RIGHT), (700, 0))
    out = io.BytesIO()
    if kind == "HEIC":
        from_pillow(image).save(out, quality=90)
    else:
        image.save(out, kind)
    return out.getvalue()


def sent(content: bytes, name: str = "IMG_1.jpg", **more: Any) -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name), **more}


def kept(desk: Desk, name: str) -> Image.Image:
    with desk.school.session() as session:
        photo = portrait_of(session, UUID(desk.people[name]))
        assert photo is not None
        return Image.open(io.BytesIO(content_of(session, TABLES, photo.sha256) or b""))


def is_near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "HEIC"])
def test_a_portrait_is_cut_where_the_frame_stood(serving: Desk, kind: str) -> None:
    clerk, where = serving.reader(), f"/volunteers/{serving.people['安安']}/portrait"
    assert "加照片" in clerk.page(f"/volunteers/{serving.people['安安']}")
    frame = {"x": "0.6", "y": "0", "w": "0.357", "h": "1"}
    page = clerk.follow(clerk.post(where, sent(halves(kind), f"IMG.{kind}", **frame)))
    assert "照片已存好" in page and "换照片" in page
    portrait = kept(serving, "安安")
    assert portrait.size == (350, 490) and is_near(portrait.getpixel((20, 245)), RIGHT)


def test_without_a_script_the_middle_is_taken(serving: Desk) -> None:
    clerk, where = serving.reader(), f"/volunteers/{serving.people['安安']}/portrait"
    empty = {"x": "", "y": "", "w": "", "h": ""}
    assert clerk.post(where, sent(halves(), **empty)).status_code == 302
    portrait = kept(serving, "安安")
    assert is_near(portrait.getpixel((20, 245)), LEFT)
    assert is_near(portrait.getpixel((330, 245)), RIGHT)


def test_what_is_no_picture_is_said_at_its_field(serving: Desk) -> None:
    clerk, where = serving.reader(), f"/volunteers/{serving.people['安安']}/portrait"
    assert "选一张照片" in words(clerk.post(where, {}))
    for bad in (sent(b"no picture"), sent(halves(), x="0.9", y="0", w="0.5", h="1")):
        answer = clerk.post(where, bad)
        assert answer.status_code == 422 and 'href="#f-file"' in answer.text
    half = clerk.post(where, sent(halves(), x="0.1"))
    assert half.status_code == 422
    with serving.school.session() as session:
        assert portrait_of(session, UUID(serving.people["安安"])) is None


def test_a_portrait_stands_on_both_pages_and_on_the_form(serving: Desk) -> None:
    clerk, anna = serving.reader(), serving.people["安安"]
    clerk.post(f"/volunteers/{anna}/portrait", sent(halves()))
    volunteer = clerk.get(f"/volunteers/{anna}").text
    found = re.search(r'src="(/api/photos/[0-9a-f-]{36})"', volunteer)
    assert found is not None and clerk.get(found[1]).mimetype == "image/jpeg"
    form = re.search(r"/registrations/[0-9a-f-]{36}", volunteer)
    assert form is not None and found[1] in clerk.get(form[0]).text
    assert b"/Image" in clerk.get(f"{form[0]}/form.pdf").data


def records(desk: Desk, *names: str) -> dict[str, str]:
    """Records that wait for their certifier, by name."""
    entered(desk, desk.reader(), *names)
    people = {id: name for name, id in desk.people.items()}
    rows = desk.school.get("/records")["items"]
    return {people[row["volunteer"]]: str(row["id"]) for row in rows}


def test_slips_are_filed_by_their_codes_and_others_wait(serving: Desk) -> None:
    record = records(serving, "安安")["安安"]
    clerk = serving.reader()
    assert "服务单" in clerk.page("/more")
    coded = (io.BytesIO(slip(text_of(UUID(record)))), "1.jpg")
    plain = (io.BytesIO(jpeg(3, (1200, 900))), "2.jpg")
    page = clerk.follow(clerk.post("/slips", {"file": [coded, plain]}))
    assert "已收下 2 张" in page and "作这条记录的凭证" in page and "没找到二维码" in page
    shown = clerk.get(f"/records/{record}")
    assert "是这条记录的凭证" in words(shown) and 'class="slip-photo"' in shown.text
    waiting = re.search(r"/slips/[0-9a-f-]{36}", clerk.get("/slips").text)
    assert waiting is not None


def test_a_slip_is_filed_by_hand_with_a_record_found_by_name(serving: Desk) -> None:
    both = records(serving, "安安", "博博")
    clerk = serving.reader()
    where = clerk.post("/slips", sent(jpeg(3, (1200, 900)))).headers["Location"]
    found = re.search(r"/slips/[0-9a-f-]{36}", clerk.get(where).text)
    assert found is not None
    listed = clerk.page(f"{found[0]}?q=博")
    assert "博博" in listed and "安安" not in listed
    nothing = clerk.post(f"{found[0]}/filing", {})
    assert nothing.status_code == 422 and "要填" in words(nothing)
    page = clerk.follow(clerk.post(f"{found[0]}/filing", {"record": both["博博"]}))
    assert "单子已归到这条记录" in page and "是这条记录的凭证" in page
    assert "已归到一条记录" in clerk.page(found[0])
    again = clerk.post(f"{found[0]}/filing", {"record": both["安安"]})
    assert again.status_code == 422 and "已经用在别处" in words(again)


def test_from_a_records_page_one_comes_back_to_it(serving: Desk) -> None:
    both = records(serving, "安安", "博博")
    clerk = serving.reader()
    assert f"/slips?record={both['安安']}" in clerk.get(f"/records/{both['安安']}").text
    assert "安安" in clerk.page(f"/slips?record={both['安安']}")
    answer = clerk.post("/slips", sent(jpeg(3, (1200, 900)), record=both["安安"]))
    assert answer.headers["Location"] == f"/records/{both['安安']}"
    other = clerk.post("/slips", sent(slip(text_of(UUID(both["博博"]))), record=both["安安"]))
    assert other.status_code == 422 and "另一条服务记录" in words(other)


def test_one_bad_photo_holds_up_no_other(serving: Desk) -> None:
    clerk = serving.reader()
    assert "选一张照片" in words(clerk.post("/slips", {}))
    files = [(io.BytesIO(jpeg(3, (1200, 900))), "1.jpg"), (io.BytesIO(b"no"), "2.jpg")]
    answer = clerk.post("/slips", {"file": files})
    assert answer.status_code == 422 and "2.jpg：" in words(answer)
    assert "没找到二维码" in words(answer) and "1.jpg：" not in words(answer)
    many = [(io.BytesIO(b"no"), f"{n}.jpg") for n in range(21)]
    assert "一次最多收 20 张" in words(clerk.post("/slips", {"file": many}))


def test_a_spoilt_photo_is_taken_away_but_none_of_a_record(serving: Desk) -> None:
    record = records(serving, "安安")["安安"]
    clerk = serving.reader()
    where = clerk.post("/slips", sent(jpeg(3, (1200, 900)))).headers["Location"]
    found = re.search(r"/slips/[0-9a-f-]{36}", clerk.get(where).text)
    assert found is not None
    assert "照片已拿掉" in clerk.follow(clerk.post(f"{found[0]}/removal", {}))
    assert clerk.get(found[0]).status_code == 404
    filed = clerk.post("/slips", sent(slip(text_of(UUID(record))))).headers["Location"]
    photo = filed.partition("filed=")[2]
    assert clerk.post(f"/slips/{photo}/removal", {}).status_code == 409


def test_photos_ask_for_a_role_and_the_token(serving: Desk) -> None:
    admin, clerk = serving.reader("admin"), serving.reader()
    for path in ("/slips", f"/volunteers/{serving.people['安安']}/portrait"):
        assert admin.get(path).status_code == 403, path
        found = serving.school.app.test_client().get(path)
        assert found.status_code == 302 and "/login" in found.location, path
        assert clerk.post(path, sent(jpeg()), token=False).status_code == 403, path


def test_english_pages_hold_no_chinese_but_names(serving: Desk) -> None:
    certified(serving, "安安")
    record = records(serving, "博博")["博博"]
    reader, anna = serving.reader("head", "en"), serving.people["安安"]
    where = reader.post("/slips", sent(jpeg(3, (1200, 900)))).headers["Location"]
    photo = re.search(r"/slips/[0-9a-f-]{36}", reader.get(where).text)
    form = re.search(r"/registrations/[0-9a-f-]{36}", reader.get(f"/volunteers/{anna}").text)
    assert photo is not None and form is not None
    reader.post("/volunteers/accounts", {"ids": [anna]})
    own = {"安安", "博博", "实验小学", "中文", "教师", "清扫街道", "清扫楼道", "东风里", "书法"}
    own |= {"中心", "同意"}  # who decided at the center, and the words
    pages = [f"/volunteers/{anna}", f"/volunteers/{anna}/portrait", form[0], photo[0], where]
    pages += [f"{form[0]}/whole-form", "/slips", f"/slips?record={record}", f"/records/{record}"]
    for path in pages:
        found = set(re.findall("[\u3400-\u9fff]{2,}", reader.page(path))) - own
        assert not found, f"{path}: {found}"


def test_a_photo_taken_for_the_form_outlives_whatever_is_wrong_with_the_form(desk: Desk) -> None:
    clerk, where = desk.reader(), "/registrations/new"
    bad = clerk.post(where, FORM | sent(b"no picture"))
    assert bad.status_code == 422 and "照片：" in words(bad)
    first = clerk.post(where, FORM | {"name": ""} | sent(halves(), x="0.6", y="0", w="0.3", h="1"))
    assert first.status_code == 422 and "照片已收下" in words(first)
    photo = hidden(first, "photo")
    assert clerk.get(f"/api/photos/{photo}").mimetype == "image/jpeg"
    page = clerk.follow(clerk.post(where, FORM | {"photo": photo}))
    assert "换照片" in page
    desk.people["安安"] = str(desk.school.get("/volunteers")["items"][0]["id"])
    assert is_near(kept(desk, "安安").getpixel((20, 245)), RIGHT)
    unknown = FORM | {"name": "博博", "id_number": BERT, "photo": desk.people["安安"]}
    assert clerk.post(where, unknown).status_code == 422
