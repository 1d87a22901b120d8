"""What the papers of a round say: names, numbers and reasons as they are stored."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.tests.factories import UserFactory
from core.dates import add_months, today
from documents.bodies import place_and_day, written_day
from documents.layout import Heading, Item, OfficialPaper, Paragraph, Table, render_docx, render_pdf
from documents.tests.factories import DocumentFactory
from documents.tests.test_layout import pages_of, words_of
from evaluations import services
from evaluations.enums import CheckVerdict, DossierState
from evaluations.models import CouncilSession, Dossier, Option, ScoreSheet, SelfScore, UnitCheck
from evaluations.printing.blank_sheet import blank_sheet_paper, read_blank_sheet
from evaluations.printing.decision import capacity_lines, decision_paper, read_decision
from evaluations.printing.forms import read_forms, registration_paper, self_assessment_paper, unit_check_paper
from evaluations.printing.letter import letter_paper
from evaluations.printing.lists import documents_of
from evaluations.printing.minutes import minutes_paper, quorum_sentence, read_minutes
from evaluations.printing.results import read_results
from evaluations.printing.revocation import RevocationRow, revocation_decision
from evaluations.printing.score_sheet import read_sheets, score_sheet_paper
from evaluations.printing.summary import read_summary, summary_paper
from evaluations.printing.words import by_star_text, points_text
from evaluations.quorum import Quorum
from evaluations.services.outcomes import Outcome
from evaluations.tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    close,
    scored_by,
)
from evaluations.tests.printing_world import CAP, HELD, build_printing_world
from producers.tests.factories import RepresentativeFactory
from products.tests.factories import RecognitionFactory

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 11, 5)


def lines_of(paper: OfficialPaper) -> list[str]:
    """Return every line of the text and of the appendices; cells of a row are joined by ``|``."""
    found = []
    for blocks in (paper.blocks, *(one.blocks for one in paper.appendices)):
        for block in blocks:
            if isinstance(block, Table):
                found += ["|".join(row.cells) for row in block.rows]
            elif isinstance(block, Paragraph):
                found.append(f"{block.lead} {block.text}".strip())
            elif isinstance(block, Item):
                found.append(f"{block.marker} {block.text}")
            elif isinstance(block, Heading):
                found.append(block.text)
    return found


@pytest.fixture
def world():
    return build_printing_world()


class TestWords:
    @pytest.mark.parametrize(
        ("points", "shown"),
        [("69.995", "69,995"), ("85", "85,00"), ("70.5", "70,50"), ("0", "0,00"), ("100", "100,00")],
    )
    def test_points_have_two_decimals_or_as_many_as_they_need(self, points, shown):
        assert points_text(Decimal(points)) == shown

    def test_days_have_zeros_as_the_decree_asks(self):
        assert written_day(dt.date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
        assert written_day(dt.date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
        assert place_and_day("Đồng Tháp", None, year=2026) == "Đồng Tháp, ngày … tháng … năm 2026"

    def test_stars_are_counted_from_the_highest(self):
        assert by_star_text([3, 4, 3]) == "01 sản phẩm 4 sao, 02 sản phẩm 3 sao"

    def test_capacity_becomes_lines(self):
        assert capacity_lines("KT. CHỦ TỊCH – PHÓ CHỦ TỊCH") == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
        assert capacity_lines("") == ()


class TestSummary:
    def test_a_row_has_every_member_the_mean_and_the_star(self, world):
        lines = lines_of(summary_paper(read_summary(world.turn, on=ON)))
        row = next(line for line in lines if "|Gạo thơm|" in line)
        assert "69,99|70,00|không chấm|70,00|69,997|3 sao|" in row
        assert "Hội đồng có 04 thành viên; đã chốt điểm 03 sản phẩm: 01 sản phẩm 5 sao, 02 sản phẩm 3 sao." in lines

    def test_a_lowered_star_and_a_second_scoring_are_remarked(self, world):
        row = next(line for line in lines_of(summary_paper(read_summary(world.turn, on=ON))) if "|Xoài sấy|" in line)
        assert "|75,00|" in row
        assert "70,00" not in row
        assert "4 sao theo điểm. Chưa đạt mức tối thiểu 4 sao ở tiêu chí 1.5" in row
        assert row.endswith("Chấm lại.")

    def test_totals_of_a_product_that_is_still_scored_are_not_there(self, world):
        open_one = DossierFactory(round=world.turn, accepted=True, product__name="Bưởi da xanh")
        scored_by(open_one, {})
        lines = lines_of(summary_paper(read_summary(world.turn, on=ON)))
        assert not [line for line in lines if "Bưởi" in line]
        assert "Còn 1 sản phẩm chưa chốt điểm, chưa có trong văn bản này." in lines

    def test_it_costs_the_same_for_one_product_as_for_three(self, world, django_assert_num_queries):
        with django_assert_num_queries(6):
            assert len(read_results(world.turn).entries) == 3
        Dossier.objects.filter(round=world.turn).exclude(pk=world.dossiers["Gạo thơm"].pk).update(
            state=DossierState.RETURNED
        )
        with django_assert_num_queries(6):
            # A result of a dossier that is open again is not printed.
            assert [one.product for one in read_results(world.turn).entries] == ["Gạo thơm"]

    def test_pdf_and_docx_hold_the_table(self, world):
        paper = summary_paper(read_summary(world.turn, on=ON))
        printed = " ".join(" ".join(pages_of(render_pdf(paper))).split())
        for words in ("PHIẾU TỔNG HỢP KẾT QUẢ CHẤM ĐIỂM", "69,997", "không chấm", "Trần Văn Đức", "Lê Thị Lụa"):
            assert words in printed, words
        assert "69,997" in words_of(render_docx(paper))

    def test_two_hundred_products_of_nine_members_come_out_whole(self, world):
        data = read_summary(world.turn, on=ON)
        seats = tuple(replace(data.results.seats[0], pk=n) for n in range(9))
        one = replace(data.results.entries[0], recused={}, totals={seat.pk: Decimal("80.5") for seat in seats})
        entries = tuple(replace(one, product=f"Sản phẩm {n}") for n in range(200))
        data = replace(data, results=replace(data.results, seats=seats, entries=entries))
        _first, *table = pages_of(render_pdf(summary_paper(data)))
        assert all("Tên sản phẩm" in page for page in table)
        words = "".join(table).split()
        assert words.count("80,50") == 200 * 9


class TestMinutes:
    def test_everything_that_was_decided_stands_there(self, world):
        lines = lines_of(minutes_paper(read_minutes(world.session)))
        for expected in (
            "- Thời gian: 08 giờ 00, ngày 03 tháng 11 năm 2026.",
            "- Địa điểm: Hội trường Văn phòng.",
            "- Hình thức: họp.",
            quorum_sentence(Quorum(present=3, seats=4, needed=3, chair_present=True)),
            "Phạm Thị Ngà|Gạo thơm|Có quan hệ gia đình, góp vốn. Chủ thể là chị ruột.",
            "- Xoài sấy: chấm lần 2 (Nguyễn Văn Sáu). Lý do: Chênh lệch quá 10 điểm.",
            "Hạng 3 sao: 02 sản phẩm",
            "2|Gạo thơm|HTX Gạo thơm|3|69,997|3 sao",
            f"- Xoài sấy: 80,25 điểm (4 sao theo điểm), xếp 3 sao. {CAP}.",
            "- Trà sen (HTX Trà sen). Căn cứ: Hồ sơ giả mạo. Lý do: Phiếu kiểm nghiệm không do nơi cấp phát hành.",
            "Bà Ngà: đồng ý.",
            "Hội đồng thống nhất kết quả.",
            "Biên bản lập xong lúc 11 giờ 30 cùng ngày, đã được các thành viên có mặt thông qua./.",
        ):
            assert expected in lines, expected
        assert "4|Lê Thị Lụa|Thư ký|Văn phòng Điều phối|Có mặt" in [line.replace("|, ", "|") for line in lines] or any(
            "Lê Thị Lụa|Thư ký|" in line for line in lines
        )
        assert any(line.endswith("|Vắng có lý do (đi công tác)") for line in lines)

    def test_the_quorum_is_one_sentence(self):
        met = quorum_sentence(Quorum(present=3, seats=4, needed=3, chair_present=True))
        assert met.startswith("Có mặt 03/04 thành viên (cần ít nhất 03), có Chủ tịch Hội đồng; đủ điều kiện")
        quorum = Quorum(present=2, seats=4, needed=3, chair_present=False)
        assert "không có Chủ tịch Hội đồng; KHÔNG đủ điều kiện" in quorum_sentence(quorum)

    def test_results_fall_to_the_session_before_their_closing(self, world):
        later = CouncilSession.objects.create(round=world.turn, held_on=HELD + dt.timedelta(days=20))
        assert len(read_minutes(world.session).results.entries) == 3
        assert read_minutes(later).results.entries == ()
        assert read_minutes(later).results.excluded == ()
        earlier = CouncilSession.objects.create(round=world.turn, held_on=HELD - dt.timedelta(days=9))
        assert read_minutes(earlier).results.entries == ()
        assert len(read_minutes(world.session).results.entries) == 3

    def test_offices_are_those_of_the_day_of_the_session(self, world):
        chair = world.seats[0]
        chair.office = "member"
        chair.save()
        paper = minutes_paper(read_minutes(world.session))
        assert paper.signatures[1].name == "Trần Văn Đức"


class TestDecisionAndLetter:
    def test_the_draft_names_what_is_recognised_and_what_goes_to_the_ministry(self, world):
        paper = decision_paper(read_decision(world.turn, on=ON))
        lines = lines_of(paper)
        assert paper.label == "DỰ THẢO"
        assert paper.number == "Số: …/QĐ-UBND"
        assert paper.place_and_day.endswith("ngày … tháng … năm 2026")
        assert lines[0] == (
            "Điều 1. Công nhận 02 sản phẩm của 02 chủ thể đạt hạng sản phẩm OCOP, gồm 02 sản phẩm 3 sao "
            "(danh sách tại Phụ lục I)."
        )
        assert "36 tháng" in lines[1]
        assert "01 sản phẩm của 01 chủ thể đạt từ 90 điểm trở lên (danh sách tại Phụ lục II)" in lines[2]
        rows = [line for line in lines if "HTX" in line]
        assert rows[0].startswith("1|Gạo thơm|HTX Gạo thơm|Ấp 1, Xã Mỹ Hiệp|")
        assert rows[0].endswith("|Công nhận mới|69,997|3 sao")
        assert rows[2].endswith("|91,63|5 sao")
        assert "Trà sen" not in "".join(lines)
        bases = paper.base_lines
        assert "Căn cứ Quyết định số 1446/QĐ-UBND ngày 01/10/2026 về việc thành lập Hội đồng;" in bases
        assert any("ngày 03/11/2026;" in base for base in bases)
        assert world.turn.rule_version.decision_number in bases[1]
        assert bases[-1].endswith(".")

    def test_a_decision_that_was_carried_out_bears_its_number_and_signer(self, world):
        rice = world.dossiers["Gạo thơm"]
        document = DocumentFactory(
            number=5, symbol="QĐ-UBND", issued_on=ON, signer="Lê Văn Hai", signer_capacity="KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"
        )
        RecognitionFactory(
            product=rice.product,
            star=3,
            document=document,
            dossier_id=rice.pk,
            decided_on=ON,
            valid_from=ON,
            valid_until=add_months(ON, 36),
            points=Decimal("69.9966"),
        )
        paper = decision_paper(read_decision(world.turn, on=ON, document=document))
        assert (paper.number, paper.label) == ("Số: 05/QĐ-UBND", "")
        assert paper.signatures[0].capacity == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
        assert paper.signatures[0].name == "Lê Văn Hai"
        rows = [line for line in lines_of(paper) if "|HTX" in line]
        assert len(rows) == 1
        assert "(Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 11 năm 2026" in paper.appendices[0].reference
        assert documents_of(world.turn) == [document]

    def test_what_the_service_carried_out_is_what_is_printed(self):
        office, turn = UserFactory(office=True), RoundFactory()
        best = close(DossierFactory(round=turn, accepted=True, product__name="Gạo"), {}, office=office)
        good = close(DossierFactory(round=turn, accepted=True, product__name="Mắm"), {"1.1": 5, "3": 20}, office=office)
        assert (best.result.star, good.result.star) == (5, 4)
        document = DocumentFactory(number=9, issued_on=today())
        outcomes = [Outcome(best.pk, 5, approves=True), Outcome(good.pk, 4)]
        services.decide_dossiers(actor=office, round_id=turn.pk, document=document, outcomes=outcomes)
        assert documents_of(turn) == [document]
        data = read_decision(turn, on=today(), document=document)
        assert [one.product for one in data.lines.recognised] == ["Mắm"]
        assert [(one.product, one.star) for one in data.lines.approved] == [("Gạo", 5)]
        assert read_decision(turn, on=today()).lines.count == 0

    def test_the_letter_counts_and_lists_by_what_is_asked_for(self, world):
        paper = letter_paper(read_decision(world.turn, on=ON))
        lines = lines_of(paper)
        assert any("kết quả đánh giá, phân hạng 03 sản phẩm OCOP đợt 2 năm 2026 như sau:" in one for one in lines)
        assert "a) 02 sản phẩm của 02 chủ thể đủ điều kiện công nhận, gồm 02 sản phẩm 3 sao;" in lines
        assert "b) 01 sản phẩm của 01 chủ thể đạt từ 90 điểm trở lên, đề nghị trung ương đánh giá;" in lines
        assert len(paper.appendices) == 2
        assert paper.number == "Số: …/TTr-VPĐP"

    def test_reading_costs_the_same_however_many(self, world, django_assert_num_queries):
        with django_assert_num_queries(5):
            assert read_decision(world.turn, on=ON).lines.count == 3
        Dossier.objects.filter(pk=world.dossiers["Gạo thơm"].pk).update(state=DossierState.NOT_RECOGNISED)
        with django_assert_num_queries(5):
            assert read_decision(world.turn, on=ON).lines.count == 2

    def test_revocations_are_listed_with_their_ground(self):
        row = RevocationRow(
            "Xoài sấy", "HTX Xoài", "Xã Mỹ Hiệp", 4, "Quyết định số 05/QĐ-UBND ngày 05/11/2023", ON, "Ngừng sản xuất"
        )
        paper = revocation_decision([row], on=ON)
        lines = lines_of(paper)
        assert "Thu hồi công nhận của 01 sản phẩm OCOP của 01 chủ thể, gồm 01 sản phẩm 4 sao" in lines[0]
        assert lines[-1].endswith("|4 sao|Quyết định số 05/QĐ-UBND ngày 05/11/2023|05/11/2026|Ngừng sản xuất")


class TestSheets:
    def test_a_sent_sheet_prints_the_level_chosen_and_its_stored_total(self):
        dossier = DossierFactory(accepted=True, product__name="Gạo thơm")
        (seat,) = scored_by(dossier, {"1.1": 5, "2": 15})
        paper = score_sheet_paper(*read_sheets(dossier))
        lines = lines_of(paper)
        assert "1.1|Nguồn gốc sản phẩm\n– Mức 5|20|5|" in lines
        assert "A|Phần A: Sản phẩm và sức mạnh cộng đồng|40|25|" in lines
        assert "1|Tổ chức sản xuất|40|25|" in lines
        assert "|TỔNG ĐIỂM|100|75,00|" in lines
        assert paper.signatures[0].name == seat.member.user.full_name
        assert "Gạo thơm" in " ".join(pages_of(render_pdf(paper)))

    @pytest.mark.parametrize("members", [1, 3])
    def test_reading_costs_the_same_however_many_members(self, django_assert_num_queries, members):
        dossier = DossierFactory(accepted=True)
        seats = scored_by(dossier, *[{}] * members)
        with django_assert_num_queries(6):
            sheets = read_sheets(dossier)
        assert [one.total for one in sheets] == [Decimal(100)] * members
        assert [one.member for one in read_sheets(dossier, user=seats[0].member.user)] == [sheets[0].member]

    def test_a_sheet_that_is_not_sent_is_not_printed(self):
        seat = AssignmentFactory()
        ScoreSheet.objects.create(assignment=seat)
        assert read_sheets(seat.dossier) == []

    def test_a_blank_sheet_has_every_level_its_marks_and_a_box(self):
        criteria_set = CriteriaSetFactory(disqualified_if=["Hồ sơ giả mạo"])
        paper = blank_sheet_paper(read_blank_sheet(criteria_set))
        lines = lines_of(paper)
        levels = Option.objects.filter(criterion__criteria_set=criteria_set).count()
        assert sum(line.startswith("|Mức ") for line in lines) == levels
        assert "|Mức 15|****|15|" in lines
        assert "|Mức 30|*****|30|" in lines
        assert "- Hồ sơ giả mạo" in lines
        assert "*****" in " ".join(pages_of(render_pdf(paper)))


class TestForms:
    @pytest.fixture
    def dossier(self):
        dossier = DossierFactory(
            product__name="Gạo thơm",
            product__producer__name="HTX Gạo",
            submitted=True,
            sample_count=5,
            annual_revenue_vnd=1_500_000_000,
            plan="Mở rộng 10 ha.\nXuất khẩu.",
        )
        RepresentativeFactory(producer=dossier.producer, name="Lý Thị Bông")
        EvidenceFactory(dossier=dossier, title="Phiếu số 12")
        option = Option.objects.filter(criterion__criteria_set=dossier.criteria_set_id, criterion__code="1.1")[1]
        SelfScore.objects.create(dossier=dossier, criterion=option.criterion, option=option, text="Vùng 12 ha")
        return dossier

    def test_registration(self, dossier):
        lines = lines_of(registration_paper(read_forms(dossier, on=ON)))
        assert "2. Người đại diện pháp lý: Lý Thị Bông" in lines
        assert "8. Hình thức đăng ký: [x] Lần đầu; [ ] Nâng hạng; [ ] Đánh giá lại" in lines
        assert any("Phiếu số 12" in line for line in lines)
        assert "- Số mẫu sản phẩm: 5" in lines

    def test_self_assessment(self, dossier):
        lines = lines_of(self_assessment_paper(read_forms(dossier, on=ON)))
        assert "1.1|Nguồn gốc sản phẩm\n– Mức 5\nVùng 12 ha|20|5" in lines
        assert "1.2|Liên kết sản xuất|20|–" in lines
        assert "|TỔNG ĐIỂM TỰ CHẤM|100|5,00" in lines
        assert "Doanh thu một năm|1.500.000.000 đồng" in lines
        assert "Xuất khẩu." in lines

    def test_unit_check(self, dossier):
        UnitCheck.objects.create(
            dossier=dossier,
            material=CheckVerdict.MET,
            material_note="100% tại xã",
            labour=CheckVerdict.PARTLY,
            proposes=True,
            proposal="Đề nghị sớm.",
            letter_number="12/BC-UBND",
            letter_on=dt.date(2026, 10, 2),
            saved_by=EvidenceFactory().uploaded_by,
        )
        paper = unit_check_paper(read_forms(Dossier.objects.get(pk=dossier.pk), on=ON))
        lines = lines_of(paper)
        assert paper.number == "Số: 12/BC-UBND"
        assert "1|Nguyên liệu địa phương|Đạt|100% tại xã" in lines
        assert "3|Nguồn gốc ý tưởng sản phẩm|Chưa kết luận|" in lines
        assert any(line.startswith("Đề nghị Ủy ban nhân dân tỉnh") for line in lines)
