"""Papers to print: PDF and DOCX."""

from django.urls import path

from evaluations.views.printing import (
    BlankSheetView,
    DossierSheetsView,
    RegistrationView,
    RoundDraftView,
    RoundLetterView,
    RoundPapersView,
    RoundSummaryView,
    SelfAssessmentPaperView,
    SessionMinutesView,
    UnitCheckPaperView,
)

urlpatterns = [
    path("dot/<int:pk>/van-ban/", RoundPapersView.as_view(), name="round_papers"),
    path("dot/<int:pk>/van-ban/tong-hop/", RoundSummaryView.as_view(), name="round_summary"),
    path("dot/<int:pk>/van-ban/to-trinh/", RoundLetterView.as_view(), name="round_letter"),
    path("dot/<int:pk>/van-ban/quyet-dinh/", RoundDraftView.as_view(), name="round_draft"),
    path("phien-hop/<int:pk>/bien-ban/", SessionMinutesView.as_view(), name="session_minutes"),
    path("ho-so/<int:pk>/in/phieu-dang-ky/", RegistrationView.as_view(), name="print_registration"),
    path("ho-so/<int:pk>/in/tu-danh-gia/", SelfAssessmentPaperView.as_view(), name="print_self_assessment"),
    path("ho-so/<int:pk>/in/kiem-tra/", UnitCheckPaperView.as_view(), name="print_unit_check"),
    path("ho-so/<int:pk>/in/phieu-cham/", DossierSheetsView.as_view(), name="print_sheets"),
    path("bo-tieu-chi/<int:pk>/phieu-trong/", BlankSheetView.as_view(), name="blank_sheet"),
]
