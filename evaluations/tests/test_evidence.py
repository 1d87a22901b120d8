"""Papers of a dossier: from the wallet, linked to criteria, replaced; one file stands in it once."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from core.tests.racing import at_once
from evaluations import services
from evaluations.enums import EvidenceKind
from evaluations.models import Criterion, Evidence
from evaluations.papers import papers_by_criterion
from evaluations.tests.factories import CriteriaSetFactory, DossierFactory, EvidenceFactory
from producers.tests.factories import PaperFactory, PaperFileFactory

pytestmark = pytest.mark.django_db


def officer_of(dossier):
    return UserFactory(local_officer=True, unit=dossier.unit)


def upload(text: bytes = b"phieu") -> ContentFile:
    return ContentFile(b"%PDF-1.7 " + text, "x.pdf")


def add(dossier, text: bytes = b"phieu", **fields):
    values = {"kind": "test_report", "title": "Phiếu"} | fields
    return services.add_evidence(actor=officer_of(dossier), dossier_id=dossier.pk, upload=upload(text), **values)


def criteria_of(dossier, *codes):
    rows = Criterion.objects.filter(criteria_set=dossier.criteria_set, code__in=codes)
    return list(rows.values_list("pk", flat=True))


def test_one_file_stands_in_a_dossier_once():
    dossier = DossierFactory()
    first = add(dossier, title="Phiếu 15")
    with pytest.raises(Refused, match="đã có trong hồ sơ: “Phiếu 15”"):
        add(dossier, title="Phiếu 16")
    services.remove_evidence(actor=officer_of(dossier), evidence_id=first.pk)
    assert add(dossier).pk
    assert add(DossierFactory()).pk


class TestWallet:
    def test_papers_come_with_their_newest_file_which_is_not_stored_again(self):
        dossier = DossierFactory()
        paper = PaperFactory(producer=dossier.producer, kind="trademark", name="Văn bằng", number="123")
        PaperFileFactory(paper=paper)
        newest = PaperFileFactory(paper=paper, sha256="1" * 64)
        codes = criteria_of(dossier, "3")
        added = services.add_from_wallet(
            actor=officer_of(dossier), dossier_id=dossier.pk, papers=[paper.pk], criteria=codes
        )
        evidence = Evidence.objects.get(pk=added[0].pk)
        assert (evidence.paper_file, evidence.file.name) == (newest, newest.file.name)
        assert (evidence.kind, evidence.title) == (EvidenceKind.INTELLECTUAL_PROPERTY, "Văn bằng số 123")
        assert list(evidence.criteria.values_list("pk", flat=True)) == codes

    def test_what_is_not_of_the_producer_or_not_in_use_is_refused_and_nothing_is_added(self):
        dossier = DossierFactory()
        good = PaperFileFactory(paper__producer=dossier.producer).paper
        for other in (
            PaperFileFactory().paper,
            PaperFileFactory(paper__producer=dossier.producer, paper__put_away=True).paper,
            PaperFactory(producer=dossier.producer),
        ):
            with pytest.raises(Refused):
                services.add_from_wallet(actor=officer_of(dossier), dossier_id=dossier.pk, papers=[good.pk, other.pk])
        with pytest.raises(Refused):
            services.add_from_wallet(actor=officer_of(dossier), dossier_id=dossier.pk, papers=[])
        assert not Evidence.objects.exists()

    def test_a_paper_in_the_dossier_is_not_added_twice(self):
        dossier = DossierFactory()
        paper = PaperFileFactory(paper__producer=dossier.producer).paper
        for expected in (True, False):
            if expected:
                services.add_from_wallet(actor=officer_of(dossier), dossier_id=dossier.pk, papers=[paper.pk])
            else:
                with pytest.raises(Refused, match="đã có trong hồ sơ"):
                    services.add_from_wallet(actor=officer_of(dossier), dossier_id=dossier.pk, papers=[paper.pk])

    def test_a_newer_scan_of_the_wallet_takes_the_place_of_the_old_one(self):
        dossier = DossierFactory()
        stored = PaperFileFactory(paper__producer=dossier.producer)
        officer = officer_of(dossier)
        old = services.add_from_wallet(actor=officer, dossier_id=dossier.pk, papers=[stored.paper_id])[0]
        with pytest.raises(Refused, match="giống hệt"):
            services.replace_evidence(actor=officer, evidence_id=old.pk)
        newer = PaperFileFactory(paper=stored.paper, sha256="1" * 64)
        assert services.replace_evidence(actor=officer, evidence_id=old.pk).paper_file == newer


class TestReplacing:
    def test_the_new_file_goes_on_and_the_old_one_stays_in_the_history(self):
        dossier = DossierFactory()
        codes = criteria_of(dossier, "1.1", "2")
        old = add(dossier, criteria=codes)
        new = services.replace_evidence(actor=officer_of(dossier), evidence_id=old.pk, upload=upload(b"moi"))
        old.refresh_from_db()
        assert (new.replaces, new.title, new.kind) == (old, old.title, old.kind)
        assert sorted(new.criteria.values_list("pk", flat=True)) == sorted(codes)
        assert old.removed_at
        assert old.file.storage.exists(old.file.name)
        assert list(Evidence.objects.present()) == [new]

    def test_the_same_file_is_no_newer_version(self):
        old = add(DossierFactory())
        with pytest.raises(Refused, match="giống hệt"):
            services.replace_evidence(actor=officer_of(old.dossier), evidence_id=old.pk, upload=upload())
        old.refresh_from_db()
        assert old.removed_at is None

    def test_only_while_the_dossier_is_edited_and_by_its_unit(self):
        sent = EvidenceFactory(dossier__submitted=True)
        with pytest.raises(Refused, match="không sửa được"):
            services.replace_evidence(actor=officer_of(sent.dossier), evidence_id=sent.pk, upload=upload())
        with pytest.raises(PermissionDenied):
            services.replace_evidence(
                actor=UserFactory(local_officer=True), evidence_id=EvidenceFactory().pk, upload=upload()
            )


class TestCriteria:
    def test_links_are_read_both_ways_in_one_query(self, django_assert_num_queries):
        dossier = DossierFactory()
        first, second = criteria_of(dossier, "1.1", "2")
        one, two = add(dossier, b"1", criteria=[first, second]), add(dossier, b"2", criteria=[second])
        gone = add(dossier, b"3", criteria=[second])
        services.remove_evidence(actor=officer_of(dossier), evidence_id=gone.pk)
        with django_assert_num_queries(1):
            assert papers_by_criterion(dossier) == {first: [one], second: [one, two]}

    def test_naming_criteria_again_replaces_the_links(self):
        dossier = DossierFactory()
        first, second = criteria_of(dossier, "1.1", "2")
        paper = add(dossier, criteria=[first])
        services.link_criteria(actor=officer_of(dossier), evidence_id=paper.pk, criteria=[second])
        assert list(papers_by_criterion(dossier)) == [second]
        services.link_criteria(actor=officer_of(dossier), evidence_id=paper.pk, criteria=[])
        assert papers_by_criterion(dossier) == {}

    def test_only_scored_criteria_of_the_own_set_are_taken(self):
        dossier = DossierFactory()
        paper = add(dossier)
        heading = criteria_of(dossier, "1")
        foreign = list(CriteriaSetFactory().criteria.values_list("pk", flat=True)[:1])
        for wrong in (heading, foreign):
            with pytest.raises(Refused, match="không thuộc bộ tiêu chí"):
                services.link_criteria(actor=officer_of(dossier), evidence_id=paper.pk, criteria=wrong)

    def test_a_sent_dossier_keeps_its_links(self):
        paper = EvidenceFactory(dossier__submitted=True)
        with pytest.raises(Refused, match="không sửa được"):
            services.link_criteria(actor=officer_of(paper.dossier), evidence_id=paper.pk, criteria=[])


@pytest.mark.django_db(transaction=True)
def test_two_who_replace_one_paper_at_once_leave_one_newer_version():
    old = add(DossierFactory())
    officer = officer_of(old.dossier)
    outcomes = at_once(
        *(
            lambda text=text: services.replace_evidence(actor=officer, evidence_id=old.pk, upload=upload(text))
            for text in (b"a", b"b")
        )
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    assert Evidence.objects.present().count() == 1


class TestPages:
    """Papers on the pages of the dossier."""

    def tab(self, dossier):
        return f"{dossier.get_absolute_url()}?tab=files"

    def sign_in(self, client, dossier):
        user = officer_of(dossier)
        client.force_login(user)
        return user

    def send(self, client, dossier, *files, **typed):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        url = reverse("evaluations:evidence_add", args=[dossier.pk])
        return client.post(url, {"kind": "test_report", "title": ""} | typed | {"file": sent})

    def test_several_files_are_stored_and_each_wrong_one_is_named(self, client):
        dossier = DossierFactory()
        self.sign_in(client, dossier)
        codes = criteria_of(dossier, "2")
        good = [("Phiếu A.pdf", b"%PDF-1.7 a"), ("Phiếu B.pdf", b"%PDF-1.7 b")]
        wrong = [("C.pdf", b"MZ"), ("D.pdf", b"%PDF-1.7 a")]
        response = self.send(client, dossier, *good, *wrong, criteria=codes)
        assert sorted(Evidence.objects.values_list("title", flat=True)) == ["Phiếu A", "Phiếu B"]
        errors = response.context["evidence_form"].errors["file"]
        assert len(errors) == 2
        assert "“C.pdf” không thuộc loại" in errors[0]
        assert "D.pdf: Tệp này đã có trong hồ sơ: “Phiếu A”" in errors[1]
        assert [len(rows) for rows in papers_by_criterion(dossier).values()] == [2]

    def test_one_file_takes_the_title_that_was_typed(self, client):
        dossier = DossierFactory()
        self.sign_in(client, dossier)
        assertRedirects(self.send(client, dossier, ("A.pdf", b"%PDF-1.7"), title="Phiếu 15"), self.tab(dossier))
        assert Evidence.objects.get().title == "Phiếu 15"

    def test_papers_of_the_wallet_are_chosen_and_no_more_offered(self, client):
        dossier = DossierFactory()
        self.sign_in(client, dossier)
        scan = PaperFileFactory(paper__producer=dossier.producer, paper__name="Giấy chung")
        assertContains(client.get(self.tab(dossier)), f'value="{scan.paper_id}"')
        url = reverse("evaluations:evidence_wallet", args=[dossier.pk])
        assertRedirects(client.post(url, {"papers": [scan.paper_id]}), self.tab(dossier))
        page = client.get(self.tab(dossier))
        assertContains(page, "từ giấy tờ của chủ thể")
        assertNotContains(page, "wallet-form")
        assert client.post(url, {"papers": [scan.paper_id]}).context["wallet_form"].errors

    def test_a_paper_is_linked_and_replaced_on_its_page(self, client):
        dossier = DossierFactory()
        self.sign_in(client, dossier)
        old = add(dossier)
        page = reverse("evaluations:evidence_detail", args=[old.pk])
        assertContains(client.get(page), "Lưu tiêu chí")
        codes = criteria_of(dossier, "1.1", "3")
        client.post(reverse("evaluations:evidence_criteria", args=[old.pk]), {"criteria": codes})
        assert sorted(papers_by_criterion(dossier)) == sorted(codes)
        url = reverse("evaluations:evidence_replace", args=[old.pk])
        same = SimpleUploadedFile("a.pdf", b"%PDF-1.7 phieu")
        assertContains(client.post(url, {"file": same}), "giống hệt")
        client.post(url, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 moi")})
        new = Evidence.objects.present().get()
        assert new.replaces == old
        assertContains(client.get(page), "Không còn trong hồ sơ")
        history = client.get(dossier.get_absolute_url(), {"tab": "history"})
        assertContains(history, "Thay bản mới: Phiếu")
        assertNotContains(history, "Bỏ tài liệu")
        both = client.get(reverse("evaluations:evidence_detail", args=[new.pk])).context["versions"]
        assert both == [new, old]

    def test_a_newer_scan_of_the_wallet_is_offered(self, client):
        dossier = DossierFactory()
        officer = self.sign_in(client, dossier)
        scan = PaperFileFactory(paper__producer=dossier.producer)
        old = services.add_from_wallet(actor=officer, dossier_id=dossier.pk, papers=[scan.paper_id])[0]
        newer = PaperFileFactory(paper=scan.paper, sha256="1" * 64)
        page = client.get(reverse("evaluations:evidence_detail", args=[old.pk]))
        assertContains(page, "Lấy tệp mới nhất")
        client.post(reverse("evaluations:evidence_replace", args=[old.pk]), {"wallet": "1"})
        assert Evidence.objects.present().get().paper_file == newer

    def test_what_rests_on_a_paper_is_counted_as_far_as_the_person_sees_it(self, client):
        scan = PaperFileFactory(paper__expires_on=today() - dt.timedelta(days=1))
        one = DossierFactory(product__producer=scan.paper.producer)
        two = DossierFactory(product__producer=scan.paper.producer, submitted=True)
        for dossier in (one, two):
            EvidenceFactory(dossier=dossier, paper_file=scan)
        url = reverse("evaluations:paper_uses", args=[scan.paper_id])
        self.sign_in(client, one)
        assertContains(client.get(url), "Giấy này đã hết hạn: 2 sản phẩm, 2 hồ sơ bị ảnh hưởng")
        client.force_login(UserFactory(office=True))
        assertContains(client.get(url), "Giấy này đã hết hạn: 1 sản phẩm, 1 hồ sơ bị ảnh hưởng")
        client.force_login(UserFactory(agency_officer=True))
        assertContains(client.get(url), "dành cho địa phương, hội đồng")

    def test_the_tab_costs_the_same_for_many_papers(self, client, django_assert_num_queries):
        dossier = DossierFactory(submitted=True)
        client.force_login(UserFactory(office=True))
        for _time in range(2):
            scan = PaperFileFactory(paper__producer=dossier.producer)
            EvidenceFactory(dossier=dossier, paper_file=scan).criteria.set(criteria_of(dossier, "1.1", "2"))
            with django_assert_num_queries(8):
                client.get(self.tab(dossier))
