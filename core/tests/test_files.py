"""What people send is known by its content, never by its name; pictures are made anew."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import files
from core.files import clean_upload


def picture(form="JPEG", *, exif: bytes = b"", tail: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, format=form, **({"exif": exif} if exif else {}))
    return out.getvalue() + tail


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


def send(content: bytes, name: str):
    return clean_upload(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("anh.png", b'<?xml version="1.0"?><svg/>'),
        ("trang.html", b"<!doctype html><script>alert(1)</script>"),
        ("trang.pdf", b"<html><body>khong phai pdf</body></html>"),
        ("phieu.pdf.exe", b"MZ\x90\x00 program"),
        ("macro.docm", office("word/document.xml", "word/vbaProject.bin")),
        ("macro.docx", office("word/document.xml", "word/vbaProject.bin")),
        ("macro.xlsm", office("xl/workbook.xml", "xl/vbaProject.bin")),
        ("goi.zip", office("readme.txt")),
        ("hong.docx", b"PK\x03\x04 broken"),
        ("rong.pdf", b""),
        ("cu.doc", b"\xd0\xcf\x11\xe0 old office"),
        ("anh.gif", b"GIF89a"),
    ],
)
def test_what_is_no_paper_is_refused_whatever_its_name(name, content):
    with pytest.raises(ValidationError, match="không thuộc loại được nhận"):
        send(content, name)


@pytest.mark.parametrize(
    ("name", "content", "ending"),
    [
        ("phieu.pdf.exe", b"%PDF-1.7 x", "pdf"),
        ("anh.html", picture(), "jpg"),
        ("anh.pdf", picture("PNG"), "png"),
        ("ban.exe", office("word/document.xml"), "docx"),
        ("bang.svg", office("xl/workbook.xml"), "xlsx"),
    ],
)
def test_the_stored_ending_is_that_of_the_content(name, content, ending):
    assert send(content, name).name == f"x.{ending}"


def test_what_hides_behind_the_pixels_is_left_out():
    script = b"<script>alert(1)</script>"
    stored = send(picture(tail=script + office("word/document.xml")), "anh.jpg").read()
    assert script not in stored
    assert b"PK\x03\x04" not in stored


def test_a_picture_loses_place_and_device():
    exif = Image.Exif()
    exif[0x010F] = "Maker of the phone"
    exif.get_ifd(0x8825)[1] = "N"
    stored = send(picture(exif=exif.tobytes()), "anh.jpg").read()
    assert b"Maker" not in stored
    assert not dict(Image.open(io.BytesIO(stored)).getexif())


def test_a_file_over_the_limit_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with pytest.raises(ValidationError, match=r"“phieu\.pdf” lớn hơn 20 MB"):
        send(b"%PDF-1.7 long", "phieu.pdf")
