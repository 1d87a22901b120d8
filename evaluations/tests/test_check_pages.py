"""Pages of the commune's check, of requests for supplement and of late permits."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from evaluations.enums import DossierState
from evaluations.models import Dossier, LatePermit, SupplementRequest, UnitCheck
from evaluations.services.late import permit_late_entry
from evaluations.services.supplements import answer_supplement, ask_supplement
from evaluations.services.unit_checks import save_unit_check
from evaluations.tests.factories import DossierFactory, RoundFactory
from products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
SECTIONS = ["registration", "background", "unit_check"]
ITEMS = [("registration", "Ghi lại hình thức"), ("background", "Viết thêm")]


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def sign_in_officer(client, dossier):
    user = UserFactory(local_officer=True, unit=dossier.unit)
    client.force_login(user)
    return user


def ask(dossier):
    due = today() + dt.timedelta(days=14)
    return ask_supplement(actor=UserFactory(office=True), dossier_id=dossier.pk, items=ITEMS, due_on=due)


class TestUnitCheck:
    def dossier(self, **fields):
        day = today() - dt.timedelta(days=3)
        return DossierFactory(received_on=day, round__rule_version__required_sections=SECTIONS, **fields)

    def url(self, dossier):
        return reverse("evaluations:unit_check_edit", args=[dossier.pk])

    def whole(self, **fields):
        day = format_date(today())
        verdicts = dict.fromkeys(("material", "labour", "idea", "identity"), "met")
        rest = {"checked_on": day, "checked_by": "Lê Kiểm", "proposes": "true"}
        return verdicts | rest | {"letter_number": "12/UBND", "letter_on": day, "version": "0"} | fields

    def test_it_is_saved_piece_by_piece_and_leads_back_when_whole(self, client):
        dossier = self.dossier()
        sign_in_officer(client, dossier)
        page = client.get(self.url(dossier))
        assertContains(page, "Còn ")
        assertContains(page, "Kết luận nội dung kiểm tra “Nguyên liệu địa phương”")
        assertRedirects(client.post(self.url(dossier), {"material": "met", "version": "0"}), self.url(dossier))
        response = client.post(self.url(dossier), self.whole(version="1"))
        assertRedirects(response, dossier.get_absolute_url())
        assert UnitCheck.objects.get().proposes is True

    def test_two_who_begin_it_see_what_the_other_wrote(self, client):
        dossier = self.dossier()
        officer = sign_in_officer(client, dossier)
        save_unit_check(actor=officer, dossier_id=dossier.pk, version=0, labour_note="Của người khác")
        response = client.post(self.url(dossier), self.whole(labour_note="Của tôi"))
        assertContains(response, "đang lưu “Của người khác”, bạn nhập “Của tôi”")
        shown = response.context["form"]["version"].value()
        client.post(self.url(dossier), self.whole(labour_note="Của tôi", version=shown))
        assert UnitCheck.objects.get().labour_note == "Của tôi"

    def test_a_wrong_day_is_refused_and_the_rest_stays_typed(self, client):
        dossier = self.dossier()
        sign_in_officer(client, dossier)
        response = client.post(self.url(dossier), self.whole(checked_on="01/01/2020", labour_note="Giữ lại"))
        assertContains(response, "không thể trước ngày nhận")
        assertContains(response, "Giữ lại")

    def test_a_commune_that_does_not_propose_may_withdraw_with_its_reason(self, client):
        dossier = self.dossier()
        officer = sign_in_officer(client, dossier)
        save_unit_check(
            actor=officer, dossier_id=dossier.pk, version=0, proposes=False, proposal="Nguyên liệu nhập ngoài"
        )
        assertContains(client.get(self.url(dossier)), 'name="note" value="Nguyên liệu nhập ngoài"')
        move = reverse("evaluations:dossier_move", args=[dossier.pk])
        client.post(move, {"action": "withdraw", "note": "Nguyên liệu nhập ngoài"})
        dossier.refresh_from_db()
        assert (dossier.state, dossier.moves.get().note) == (DossierState.WITHDRAWN, "Nguyên liệu nhập ngoài")

    def test_a_sent_dossier_is_not_checked_any_more(self, client):
        dossier = self.dossier(submitted=True)
        sign_in_officer(client, dossier)
        assertContains(client.get(self.url(dossier)), "khi hồ sơ còn là bản nháp", status_code=403)


class TestAsking:
    def url(self, dossier):
        return reverse("evaluations:supplement_ask", args=[dossier.pk])

    def test_the_button_leads_to_the_list_and_a_plain_return_too(self, client, office):
        dossier = DossierFactory(submitted=True)
        assertContains(client.get(dossier.get_absolute_url()), f'href="{self.url(dossier)}"')
        move = reverse("evaluations:dossier_move", args=[dossier.pk])
        assertRedirects(client.post(move, {"action": "return", "note": "Thiếu"}), self.url(dossier))
        dossier.refresh_from_db()
        assert dossier.state == DossierState.SUBMITTED

    def test_ticked_items_return_the_dossier_with_ten_working_days_offered(self, client, office):
        dossier = DossierFactory(submitted=True)
        due = client.get(self.url(dossier)).context["form"].initial["due_on"]
        typed = {"due_on": format_date(due), "ask_registration": "on", "note_registration": "Ghi lại"}
        client.post(self.url(dossier), typed | {"note_background": "Viết thêm", "note": "Chung"})
        request = SupplementRequest.objects.get()
        assert list(request.items.values_list("subject", "note")) == [
            ("registration", "Ghi lại"),
            ("background", "Viết thêm"),
        ]
        assert (request.due_on, request.note) == (due, "Chung")

    @pytest.mark.parametrize(
        ("typed", "message"),
        [({}, "ít nhất một nội dung"), ({"ask_registration": "on", "note": "Giữ lại"}, "Hãy ghi cần bổ sung gì")],
    )
    def test_a_list_that_says_nothing_is_refused(self, client, office, typed, message):
        dossier = DossierFactory(submitted=True)
        response = client.post(self.url(dossier), {"due_on": "01/12/2099"} | typed)
        assertContains(response, message)
        assertContains(response, typed.get("note", ""))
        assert not SupplementRequest.objects.exists()

    def test_a_dossier_at_another_step_is_told(self, client, office):
        dossier = DossierFactory(accepted=True)
        assertContains(client.get(self.url(dossier), follow=True), "nên không trả lại được")


class TestAnswering:
    def url(self, dossier):
        return reverse("evaluations:supplement_answer", args=[dossier.pk])

    def test_the_unit_sees_the_items_and_answers_them(self, client):
        dossier = DossierFactory(submitted=True)
        first, second = ask(dossier).items.all()
        sign_in_officer(client, dossier)
        page = client.get(dossier.get_absolute_url())
        assertContains(page, "Ghi lại hình thức")
        assertContains(page, "Còn ")
        typed = {f"answer_{first.pk}": "Đã ghi", f"answer_{second.pk}": ""}
        assertRedirects(client.post(self.url(dossier), typed), dossier.get_absolute_url())
        first.refresh_from_db()
        assert first.answer == "Đã ghi"
        client.force_login(UserFactory(office=True))
        page = client.get(dossier.get_absolute_url())
        assertContains(page, "Đã bổ sung: Đã ghi")
        assertNotContains(page, "Lưu trả lời")

    def test_an_answer_of_another_person_is_shown_before_it_is_overwritten(self, client):
        dossier = DossierFactory(submitted=True)
        first, second = ask(dossier).items.all()
        officer = sign_in_officer(client, dossier)
        answer_supplement(actor=officer, request_id=first.request_id, answers={first.pk: "Của A"})
        typed = {f"answer_{first.pk}": "Của B", f"seen_{first.pk}": "", f"answer_{second.pk}": ""}
        response = client.post(self.url(dossier), typed)
        assertContains(response, "“Của A”")
        form = response.context["answer_form"]
        assert (form[f"answer_{first.pk}"].value(), form[f"seen_{first.pk}"].value()) == ("Của B", "Của A")
        client.post(self.url(dossier), typed | {f"seen_{first.pk}": "Của A"})
        first.refresh_from_db()
        assert first.answer == "Của B"

    def test_without_a_request_there_is_nothing_to_answer(self, client):
        dossier = DossierFactory(returned=True)
        sign_in_officer(client, dossier)
        assertContains(client.post(self.url(dossier), follow=True), "không có yêu cầu bổ sung nào")


class TestLateEntry:
    def test_the_office_permits_and_the_round_shows_it(self, client, office):
        turn, product = RoundFactory(closed=True), ProductFactory()
        url = reverse("evaluations:late_permit", args=[turn.pk])
        until = format_date(client.get(url).context["form"].initial["until"])
        client.post(url, {"product": product.pk, "until": until, "reason": "Lũ lụt"})
        assert LatePermit.objects.get().product == product
        assertContains(client.get(turn.get_absolute_url()), "Lũ lụt")
        response = client.post(url, {"product": product.pk, "until": until, "reason": "Lần nữa"})
        assertContains(response, "đã được cho nộp muộn")

    def test_a_central_round_has_no_such_page(self, client, office):
        turn = RoundFactory(central=True, closed=True)
        assert client.get(reverse("evaluations:late_permit", args=[turn.pk])).status_code == 403

    def test_only_the_permitted_product_may_begin_a_dossier_in_a_closed_round(self, client):
        product, turn = ProductFactory(), RoundFactory(closed=True)
        other = ProductFactory(producer=product.producer)
        officer = UserFactory(local_officer=True, unit=product.producer.unit)
        client.force_login(officer)
        url = reverse("evaluations:dossier_create")
        typed = {"round": turn.pk, "kind": "new"}
        assert client.post(url, typed | {"product": product.pk}).context["form"].errors
        permit_late_entry(
            actor=UserFactory(office=True), round_id=turn.pk, product=product, until=today(), reason="Lũ lụt"
        )
        assertContains(client.post(url, typed | {"product": other.pk}), "không được phép nộp muộn")
        assert client.post(url, typed | {"product": product.pk}).status_code == 302
        dossier = product_dossier(product)
        page = client.post(
            reverse("evaluations:dossier_move", args=[dossier.pk]), {"action": "submit", "note": ""}, follow=True
        )
        assertContains(page, "còn thiếu")
        type(dossier).objects.filter(pk=dossier.pk).update(summary="Có")
        client.post(reverse("evaluations:dossier_move", args=[dossier.pk]), {"action": "submit", "note": ""})
        assertContains(client.get(dossier.get_absolute_url()), "Nộp muộn theo cho phép")


def product_dossier(product):
    return Dossier.objects.get(product=product)
