"""Addresses of a class on its days; ``trainings.urls`` takes them in."""

from django.urls import path

from trainings.views.costing import ClassCostView
from trainings.views.holding import (
    ClassCertifyView,
    ClassHoldingView,
    ClassInviteView,
    ClassSurveyView,
    SessionAttendanceView,
)
from trainings.views.printing import CertificatesView, InvitationView, SignInView
from trainings.views.results import ResultsView

urlpatterns = [
    path("ket-qua/", ResultsView.as_view(), name="results"),
    path("lop/<int:pk>/to-chuc/", ClassHoldingView.as_view(), name="class_holding"),
    path("buoi/<int:pk>/diem-danh/", SessionAttendanceView.as_view(), name="session_attendance"),
    path("lop/<int:pk>/phieu-danh-gia/", ClassSurveyView.as_view(), name="class_survey"),
    path("lop/<int:pk>/chi-phi/", ClassCostView.as_view(), name="class_cost"),
    path("lop/<int:pk>/moi/", ClassInviteView.as_view(), name="class_invite"),
    path("lop/<int:pk>/cap-giay/", ClassCertifyView.as_view(), name="class_certify"),
    path("lop/<int:pk>/ky-ten/", SignInView.as_view(), name="class_sign_in"),
    path("lop/<int:pk>/giay-moi/", InvitationView.as_view(), name="class_invitations"),
    path("lop/<int:pk>/giay-chung-nhan/", CertificatesView.as_view(), name="class_certificates"),
]
