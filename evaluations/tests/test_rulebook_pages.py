"""Pages of rule versions: what they show, keep and cost."""

import dataclasses
import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from evaluations.forms import RoundForm
from evaluations.models import RuleVersion
from evaluations.rulebook.jsonfile import json_bytes
from evaluations.rulebook.storing import replace_deciders, replace_windows, stored_content, stored_sets
from evaluations.rulebook.words import stamp_of
from evaluations.services import rulebook
from evaluations.tests.factories import CriteriaSetFactory, RoundFactory, RuleVersionFactory
from evaluations.tests.test_rulebook import DECIDERS, WINDOWS, make_draft

pytestmark = pytest.mark.django_db
LIST, COMPARE = reverse("evaluations:rule_version_list"), reverse("evaluations:rule_version_compare")


def page_of(version, name="detail", *more):
    return reverse(f"evaluations:rule_version_{name}", args=[version.pk, *more])


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


@pytest.fixture
def source():
    version = CriteriaSetFactory(
        rule_version__mark_rule_reason="Theo Quy chế.",
        rule_version__title="Bộ gốc",
        rule_version__max_spread=10,
        number=7,
    ).rule_version
    replace_deciders(version, DECIDERS)
    replace_windows(version, WINDOWS)
    return version


@pytest.fixture
def draft(office, source):
    return make_draft(office, source)


class TestCosts:
    @pytest.fixture(params=[1, 3])
    def count(self, request):
        return request.param

    def test_list(self, client, office, django_assert_num_queries, count):
        for _ in range(count):
            RoundFactory(rule_version=CriteriaSetFactory().rule_version)
        with django_assert_num_queries(5):
            assert len(client.get(LIST).context["versions"]) == count

    def test_detail(self, client, office, source, django_assert_num_queries, count):
        for _ in range(count):
            CriteriaSetFactory(rule_version=source, group__taxonomy=source.taxonomy)
            RoundFactory(rule_version=source)
        with django_assert_num_queries(9):
            response = client.get(page_of(source))
        assert (len(response.context["sets"]), len(response.context["rounds"])) == (count + 1, count)

    def test_detail_of_a_draft(self, client, office, draft, django_assert_num_queries, count):
        for _ in range(count):
            CriteriaSetFactory(rule_version=draft, group__taxonomy=draft.taxonomy)
        with django_assert_num_queries(17):
            client.get(page_of(draft))

    def test_a_set(self, client, office, source, django_assert_num_queries, count):
        for _ in range(count):
            CriteriaSetFactory(rule_version=source, group__taxonomy=source.taxonomy)
        with django_assert_num_queries(10):
            client.get(reverse("evaluations:criteria_set", args=[source.pk, 7]))

    @pytest.mark.usefixtures("office")
    def test_comparison(self, client, source, draft, django_assert_num_queries, count):
        for _ in range(count):
            CriteriaSetFactory(rule_version=draft, group__taxonomy=draft.taxonomy)
        with django_assert_num_queries(23):
            response = client.get(COMPARE, {"left": source.pk, "right": draft.pk})
        assert len(response.context["found"].sets) == count + 1


class TestReading:
    def test_everything_a_version_holds_is_told(self, client, office, source):
        response = client.get(page_of(source))
        for text in (
            "từ 70 đến dưới 90 điểm",
            "Cấp trung ương",
            "đề nghị trước 30/04, quyết định trước 30/06",
            "từ 180 đến 120 ngày",
            "nhiều nhất 180 ngày",
            "trong 15 ngày làm việc",
            "Sử dụng sai biểu trưng OCOP",
            "nhiều nhất 10 điểm",
            "Theo Quy chế.",
        ):
            assertContains(response, text)

    def test_a_version_in_use_says_why_it_stays_and_offers_a_copy(self, client, office, source):
        turn = RoundFactory(rule_version=source, name="Đợt đang mở")
        response = client.get(page_of(source))
        assertContains(response, "Đã có 1 đợt đánh giá dùng bộ này nên không sửa được")
        assertContains(response, page_of(source, "copy"))
        assertContains(response, turn.name)
        assertNotContains(response, page_of(source, "edit"))
        assertRedirects(client.get(page_of(source, "edit")), page_of(source))
        assertRedirects(client.get(page_of(source, "import")), page_of(source))

    def test_a_council_member_reads_published_versions_and_no_draft(self, client, source, draft):
        client.force_login(UserFactory(council_member=True))
        response = client.get(LIST)
        assert list(response.context["versions"]) == [source]
        assertNotContains(client.get(page_of(source)), page_of(source, "copy"))
        assert client.get(page_of(draft)).status_code == 404
        compared = client.get(COMPARE, {"left": source.pk, "right": draft.pk})
        assert compared.context["found"] is None

    def test_a_set_shows_levels_and_marks(self, client, office, source):
        response = client.get(reverse("evaluations:criteria_set", args=[source.pk, 7]))
        assertContains(response, "Câu chuyện sản phẩm")
        assertContains(response, "Tối thiểu cho 4 sao")
        assert client.get(reverse("evaluations:criteria_set", args=[source.pk, 8])).status_code == 404

    def test_rounds_offer_no_draft(self, source, draft):
        assert list(RoundForm().fields["rule_version"].queryset) == [source]


class TestEditing:
    def data_of(self, client, draft):
        """What the browser would send back unchanged."""
        context = client.get(page_of(draft, "edit")).context
        form = context["form"]
        data = {name: form[name].value() for name in form.fields}
        data |= {name: "" for name, value in data.items() if value is None}
        data["effective_from"] = "21/08/2019"
        for prefix in ("deciders", "windows"):
            formset = context[prefix]
            data |= {f"{prefix}-TOTAL_FORMS": len(formset.forms), f"{prefix}-INITIAL_FORMS": 0}
            for row in formset.forms:
                values = {name: row[name].value() for name in row.fields if name != "DELETE"}
                data |= {f"{row.prefix}-{name}": value for name, value in values.items() if value is not None}
        for key, value in data.items():
            if hasattr(value, "strftime"):
                data[key] = value.strftime("%d/%m/%Y")
        return data

    def test_a_copy_is_made_with_a_code_of_its_own(self, client, office, source):
        url = page_of(source, "copy")
        data = {"code": source.code, "title": "Bản 2", "decision_number": "9/QĐ", "effective_from": "01/01/2027"}
        assertContains(client.post(url, data), "Mã này đã có bộ tiêu chí khác dùng")
        response = client.post(url, data | {"code": "26-ĐT"})
        made = RuleVersion.objects.get(code="26-ĐT")
        assertRedirects(response, page_of(made))
        assert made.is_draft
        assertContains(client.get(url), 'value="Bộ gốc"')

    def test_sent_back_unchanged_it_changes_nothing(self, client, office, draft):
        before = stored_content(draft)
        assertRedirects(client.post(page_of(draft, "edit"), self.data_of(client, draft)), page_of(draft))
        assert stored_content(RuleVersion.objects.get(pk=draft.pk)) == before

    def test_settings_bands_and_rows_are_saved_together(self, client, office, draft):
        data = self.data_of(client, draft) | {
            "max_spread": "12,5",
            "band_5": "92",
            "required_sections": ["registration"],
            "deciders-0-DELETE": "on",
            "windows-0-decide": "15/07",
        }
        del data["quorum_needs_chair"]
        assertRedirects(client.post(page_of(draft, "edit"), data), page_of(draft))
        content = stored_content(RuleVersion.objects.get(pk=draft.pk))
        assert (str(content.settings.max_spread), content.settings.quorum_needs_chair) == ("12.50", False)
        assert content.settings.required_sections == ("registration",)
        assert content.bands[5] == 92
        assert [one.star for one in content.deciders] == [4, 5]
        assert (content.windows[0].decide_day, content.windows[0].decide_month) == (15, 7)
        assertContains(client.get(page_of(draft)), "Chưa rõ cấp nào công nhận 3 sao")

    def test_mistakes_are_shown_and_what_was_typed_is_kept(self, client, office, draft):
        data = self.data_of(client, draft) | {
            "band_4": "95",
            "windows-0-decide": "31/06",
            "quorum_percent": "101",
            "title": "Tên đang gõ",
        }
        response = client.post(page_of(draft, "edit"), data)
        for text in (
            "giảm dần từ 5 sao",
            "Hãy nhập ngày/tháng",
            "từ 0 đến 100 phần trăm",
            "Tên đang gõ",
            'value="31/06"',
        ):
            assertContains(response, text)

    def test_one_more_row_saves_nothing(self, client, office, draft):
        data = self.data_of(client, draft) | {"title": "Tên đang gõ", "add_windows": "1"}
        response = client.post(page_of(draft, "edit"), data)
        assertContains(response, "Tên đang gõ")
        assert len(response.context["windows"].forms) == 3
        assert RuleVersion.objects.get(pk=draft.pk).title == draft.title

    def test_what_another_stored_is_shown_and_overwritten_only_knowingly(self, client, office, draft):
        data = self.data_of(client, draft) | {"quorum_percent": "80", "required_sections": ["registration", "papers"]}
        rulebook.save_draft(
            actor=office,
            version_id=draft.pk,
            seen=stamp_of(draft),
            fields={"quorum_percent": 60},
            bands=stored_content(draft).bands,
            deciders=DECIDERS,
            windows=WINDOWS,
        )
        response = client.post(page_of(draft, "edit"), data)
        assertContains(response, "đang lưu “60”, bạn nhập “80”")
        assertContains(response, "bạn nhập “Phiếu đăng ký; Tài liệu minh chứng”")
        again = data | {"seen": response.context["form"]["seen"].value()}
        assertRedirects(client.post(page_of(draft, "edit"), again), page_of(draft))
        assert RuleVersion.objects.get(pk=draft.pk).quorum_percent == 80

    def test_it_is_published_and_deleted_by_a_press(self, client, office, source, draft):
        other = make_draft(office, source, code="Q3")
        assertRedirects(client.post(page_of(other, "delete")), LIST)
        assert not RuleVersion.objects.filter(pk=other.pk).exists()
        assertRedirects(client.post(page_of(draft, "publish")), page_of(draft))
        assert not RuleVersion.objects.get(pk=draft.pk).is_draft
        refused = client.post(page_of(draft, "delete"), follow=True)
        assertContains(refused, "Hãy sao chép thành bản mới")


class TestImport:
    @pytest.fixture(autouse=True)
    def _media(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path

    def send(self, client, draft, content, name="bo.json"):
        return client.post(page_of(draft, "import"), {"file": SimpleUploadedFile(name, content)})

    def changed(self, draft, **more):
        return json_bytes([dataclasses.replace(stored_sets(draft)[0], **more)], code="x")

    def test_upload_preview_confirm(self, client, office, draft):
        response = self.send(client, draft, self.changed(draft, name="Tên mới"))
        assert response.status_code == 302
        preview = client.get(response.url)
        assertContains(preview, "1/1 bộ sẽ thay đổi")
        assertContains(preview, "Tên mới")
        assert stored_sets(draft)[0].name != "Tên mới"
        note = preview.context["note"]
        confirmed = client.post(page_of(draft, "import"), {"step": "confirm", "tep": note})
        assertRedirects(confirmed, page_of(draft))
        assert stored_sets(draft)[0].name == "Tên mới"
        # The file goes with its confirmation: a second press writes nothing.
        assertContains(client.post(page_of(draft, "import"), {"step": "confirm", "tep": note}, follow=True), "quá hạn")

    def test_what_it_exports_it_takes_back_without_a_change(self, client, office, draft):
        for kind in ("xlsx", "json"):
            for url in (
                page_of(draft, "export", kind),
                reverse("evaluations:criteria_set_export", args=[draft.pk, 7, kind]),
            ):
                file = client.get(url)
                assert file["Content-Disposition"].startswith("attachment")
                response = self.send(client, draft, file.content, f"x.{kind}")
                assertContains(client.get(response.url), "giống hệt bản đang soạn")

    def test_the_empty_template_comes_from_a_version_without_sets(self, client, office):
        assert client.get(page_of(RuleVersionFactory(), "export", "xlsx")).content.startswith(b"PK")

    def test_mistakes_are_listed_and_nothing_can_be_confirmed(self, client, office, draft):
        content = json.loads(self.changed(draft))
        content["sets"][0]["parts"][0]["max"] = 30
        preview = client.get(self.send(client, draft, json.dumps(content).encode()).url)
        assertContains(preview, "điểm tối đa của các phần không đúng")
        assertNotContains(preview, 'value="confirm"')
        refused = client.post(
            page_of(draft, "import"), {"step": "confirm", "tep": preview.context["note"]}, follow=True
        )
        assertContains(refused, "Tệp còn lỗi nên chưa ghi gì")

    def test_a_note_serves_only_its_person_its_draft_and_its_file(self, client, office, source, draft):
        url = self.send(client, draft, self.changed(draft, name="Tên mới")).url
        note = client.get(url).context["note"]
        other = make_draft(office, source, code="Q3")
        data = {"step": "confirm", "tep": note}
        assertContains(client.post(page_of(other, "import"), data, follow=True), "quá hạn")
        path = next(iter(default_storage.listdir(f"evaluations/rulebook/{office.pk}")[1]))
        with default_storage.open(f"evaluations/rulebook/{office.pk}/{path}", "wb") as file:
            file.write(b"{}")
        assertContains(client.post(page_of(draft, "import"), data, follow=True), "quá hạn")
        client.force_login(UserFactory(office=True))
        assertContains(client.get(url, follow=True), "quá hạn")
        assertContains(client.post(page_of(draft, "import"), data | {"tep": note[:-2]}, follow=True), "quá hạn")
        assert stored_sets(draft)[0].name != "Tên mới"

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            (("bo.exe", b"MZ"), "Chỉ nhận tệp .xlsx theo mẫu hoặc .json"),
            (("bo.xlsx", b"%PDF-1.7"), "Không đọc được tệp"),
            (("bo.json", b"PK\x03\x04"), "Không đọc được tệp JSON"),
            (("bo.json", b""), "tệp"),
        ],
    )
    @pytest.mark.usefixtures("office")
    def test_a_file_of_another_kind_is_refused_at_its_field(self, client, draft, file, text):
        name, content = file
        response = self.send(client, draft, content, name)
        assert text in str(response.context["form"].errors["file"])
        assert not default_storage.exists("evaluations/rulebook")


class TestComparing:
    def test_versions_then_one_pair_of_sets(self, client, office, source, draft):
        rulebook.import_sets(
            actor=office,
            version_id=draft.pk,
            content=json_bytes([dataclasses.replace(stored_sets(draft)[0], name="Tên mới")], code="x"),
            kind="json",
        )
        response = client.get(COMPARE, {"left": source.pk, "right": draft.pk})
        assertContains(response, f"?left={source.pk}&amp;right={draft.pk}&amp;a=7&amp;b=7")
        pair = client.get(COMPARE, {"left": source.pk, "right": draft.pk, "a": 7, "b": 7})
        assertContains(pair, "Tên mới")
        assertContains(pair, "Câu chuyện sản phẩm")

    def test_an_address_mistyped_is_no_error(self, client, office, source):
        for query in ({"left": "x"}, {"left": source.pk, "right": source.pk, "a": "9" * 30}, {"a": 1}):
            assert client.get(COMPARE, query).status_code == 200
