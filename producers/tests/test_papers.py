"""The wallet: papers kept once, with every scan that was ever sent, and what is about to expire."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused, Stale
from core.tests.racing import at_once
from producers import papers
from producers.enums import PaperState
from producers.models import Paper, PaperFile
from producers.tests.factories import PaperFactory, PaperFileFactory, ProducerFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LIST = reverse("producers:paper_list")
TYPED = {"kind": "test_report", "name": "Phiếu số 15", "number": "15/KN", "issuer": "Trung tâm kiểm nghiệm"}


def officer_of(producer):
    return UserFactory(local_officer=True, unit=producer.unit)


def pdf(text=b"x"):
    return ContentFile(b"%PDF-1.7 " + text, "x.pdf")


def upload(text=b"x"):
    return SimpleUploadedFile("phieu.exe", b"%PDF-1.7 " + text)


class TestServices:
    def test_a_paper_is_written_by_its_unit_and_the_office_alone(self):
        producer = ProducerFactory()
        for actor, number in ((officer_of(producer), "1"), (UserFactory(office=True), "2")):
            values = {"kind": "award", "name": "  Giải  nhất ", "number": number}
            paper = papers.add_paper(actor=actor, producer_id=producer.pk, **values)
            assert (paper.name, paper.producer) == ("Giải nhất", producer)
        with pytest.raises(PermissionDenied):
            papers.add_paper(actor=UserFactory(leader=True), producer_id=producer.pk, kind="award", name="A")
        with pytest.raises(type(producer).DoesNotExist):
            papers.add_paper(actor=UserFactory(local_officer=True), producer_id=producer.pk, kind="award", name="A")

    def test_a_form_that_is_sent_twice_makes_one_paper(self):
        producer, office = ProducerFactory(), UserFactory(office=True)
        paper = papers.add_paper(actor=office, producer_id=producer.pk, kind="award", name="Giải nhất")
        with pytest.raises(Refused, match="đã có đúng giấy tờ này"):
            papers.add_paper(actor=office, producer_id=producer.pk, kind="award", name="Giải  nhất")
        papers.put_away(actor=office, paper_id=paper.pk)
        papers.add_paper(actor=office, producer_id=producer.pk, kind="award", name="Giải nhất")

    @pytest.mark.parametrize("act", ["update_paper", "add_paper_file", "put_away", "take_back"])
    def test_who_only_reads_changes_nothing(self, act):
        paper = PaperFactory()
        more = {"update_paper": {"version": 1, "name": "B"}, "add_paper_file": {"upload": pdf()}}.get(act, {})
        with pytest.raises(PermissionDenied):
            getattr(papers, act)(actor=UserFactory(agency_officer=True), paper_id=paper.pk, **more)
        with pytest.raises(Paper.DoesNotExist):
            getattr(papers, act)(actor=UserFactory(local_officer=True), paper_id=paper.pk, **more)

    def test_the_second_writer_is_told_of_the_first(self):
        paper = PaperFactory()
        office = UserFactory(office=True)
        papers.update_paper(actor=office, paper_id=paper.pk, version=1, number="1")
        with pytest.raises(Stale):
            papers.update_paper(actor=office, paper_id=paper.pk, version=1, number="2")

    def test_a_paper_does_not_end_before_it_was_issued(self):
        with pytest.raises(ValidationError, match="sau ngày cấp"):
            papers.update_paper(
                actor=UserFactory(office=True),
                paper_id=PaperFactory().pk,
                version=1,
                issued_on=today(),
                expires_on=today() - DAY,
            )

    def test_every_scan_stays_and_the_newest_stands_first(self):
        paper, office = PaperFactory(), UserFactory(office=True)
        first = papers.add_paper_file(actor=office, paper_id=paper.pk, upload=pdf(b"1"))
        second = papers.add_paper_file(actor=office, paper_id=paper.pk, upload=pdf(b"2"))
        assert list(paper.files.all()) == [second, first]
        with pytest.raises(Refused, match="giống hệt"):
            papers.add_paper_file(actor=office, paper_id=paper.pk, upload=pdf(b"2"))
        assert papers.add_paper_file(actor=office, paper_id=paper.pk, upload=pdf(b"1")).pk
        for change in (lambda: PaperFile.objects.filter(pk=first.pk).update(size=1), first.delete):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_a_paper_is_put_away_and_taken_back(self):
        paper, office = PaperFactory(), UserFactory(office=True)
        for _time in range(2):
            papers.put_away(actor=office, paper_id=paper.pk)
        assert not Paper.objects.in_use().exists()
        papers.take_back(actor=office, paper_id=paper.pk)
        assert Paper.objects.in_use().get().version == 3

    @pytest.mark.parametrize(
        ("left", "state"),
        [(-1, "expired"), (0, "expiring"), (60, "expiring"), (61, "valid"), (None, "no_term")],
    )
    def test_the_last_day_still_counts(self, left, state):
        paper = PaperFactory(expires_on=None if left is None else today() + left * DAY)
        assert paper.state == PaperState(state)


class TestPages:
    def test_a_paper_with_its_scan_is_added_shown_and_downloaded(self, client):
        producer = ProducerFactory()
        client.force_login(officer_of(producer))
        url = reverse("producers:paper_add", args=[producer.pk])
        expires = today() + 10 * DAY
        typed = TYPED | {"expires_on": f"{expires:%d/%m/%Y}", "file": upload()}
        response = client.post(url, typed)
        paper = Paper.objects.get()
        assertRedirects(response, paper.get_absolute_url())
        assertContains(client.get(producer.get_absolute_url(), {"tab": "papers"}), "Sắp hết hạn")
        assertContains(client.get(paper.get_absolute_url()), "Thêm giấy tờ")
        got = client.get(reverse("producers:paper_file", args=[paper.files.get().pk]))
        assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert got["Content-Disposition"].startswith("attachment")
        assert got.getvalue().startswith(b"%PDF-1.7")

    def test_a_wrong_file_is_refused_and_the_rest_stays_typed(self, client, office):
        url = reverse("producers:paper_add", args=[ProducerFactory().pk])
        response = client.post(url, TYPED | {"file": SimpleUploadedFile("a.pdf", b"MZ")})
        assertContains(response, "không thuộc loại được nhận")
        assertContains(response, "Phiếu số 15")
        assert not Paper.objects.exists()

    def test_a_newer_scan_leaves_the_one_before_to_be_downloaded(self, client, office):
        scan = PaperFileFactory()
        url = reverse("producers:paper_file_add", args=[scan.paper_id])
        page = client.post(url, {"file": upload(b"moi")}, follow=True)
        for one in scan.paper.files.all():
            assertContains(page, reverse("producers:paper_file", args=[one.pk]))
        assertContains(client.post(url, {"file": upload(b"moi")}), "giống hệt")

    def test_what_another_person_saved_is_shown_beside_what_was_typed(self, client, office):
        paper = PaperFactory(name="Tên cũ")
        papers.update_paper(actor=office, paper_id=paper.pk, version=1, name="Tên người khác")
        url = reverse("producers:paper_edit", args=[paper.pk])
        response = client.post(url, TYPED | {"version": "1"})
        assertContains(response, "đang lưu “Tên người khác”, bạn nhập “Phiếu số 15”")
        shown = response.context["form"]["version"].value()
        assert client.post(url, TYPED | {"version": shown}).status_code == 302

    def test_a_paper_is_put_away_and_back_by_its_buttons(self, client, office):
        paper = PaperFactory()
        url = reverse("producers:paper_put_away", args=[paper.pk])
        assertContains(client.post(url, follow=True), "Đã cất")
        assertContains(client.get(paper.get_absolute_url()), "Dùng lại")
        client.post(url, {"back": "1"})
        paper.refresh_from_db()
        assert paper.put_away_at is None

    def test_readers_see_no_buttons(self, client):
        paper = PaperFileFactory().paper
        client.force_login(UserFactory(leader=True))
        page = client.get(paper.get_absolute_url())
        assertNotContains(page, "Sửa thông tin")
        assertNotContains(page, "Thêm tệp mới")


class TestList:
    def test_by_itself_it_shows_what_ended_or_soon_will_in_the_own_territory(self, client):
        producer = ProducerFactory()
        client.force_login(officer_of(producer))
        for name, left in {"Hỏng": -5, "Gần": 60, "Xa": 61}.items():
            PaperFactory(producer=producer, name=name, expires_on=today() + left * DAY)
        PaperFactory(producer=producer, name="Cất", expires_on=today(), put_away=True)
        PaperFactory(name="Khác", expires_on=today())
        PaperFactory(producer=producer, name="Mãi")
        assert self.names(client) == ["Hỏng", "Gần"]
        assert self.names(client, days="30") == []
        assert self.names(client, days="expired") == ["Hỏng"]
        assert self.names(client, days="all") == ["Hỏng", "Gần", "Xa", "Mãi"]
        assert self.names(client, days="all", q="gần") == ["Gần"]
        assert self.names(client, days="all", kind="award") == []

    def names(self, client, **query):
        return [one.name for one in client.get(LIST, query).context["page"].object_list]

    def test_the_filtered_list_is_sent_as_a_workbook(self, client, office):
        PaperFactory(expires_on=today())
        response = client.get(reverse("producers:paper_export"))
        assert response.content.startswith(b"PK\x03\x04")

    def test_the_number_of_queries_does_not_grow(self, client, office, django_assert_num_queries):
        for rows in (1, 3):
            while Paper.objects.count() < rows:
                PaperFileFactory(paper__expires_on=today())
            with django_assert_num_queries(6):
                client.get(LIST)

    def test_nor_on_the_tab_of_the_producer(self, client, office, django_assert_num_queries):
        producer = ProducerFactory()
        for _time in range(2):
            PaperFileFactory(paper__producer=producer)
            with django_assert_num_queries(5):
                client.get(producer.get_absolute_url(), {"tab": "papers"})


@pytest.mark.django_db(transaction=True)
def test_two_who_save_a_paper_at_once_do_not_overwrite_each_other():
    paper, office = PaperFactory(), UserFactory(office=True)
    outcomes = at_once(
        *(
            lambda name=name: papers.update_paper(actor=office, paper_id=paper.pk, version=1, name=name)
            for name in ("A", "B")
        )
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Stale"]
