"""Score sheets and results."""

from django.urls import path

from evaluations import views
from evaluations.views.paper_sheets import PaperGridView, SheetScanView
from evaluations.views.scoring import AgreedEditView, DisqualifyView, RescoreView, SheetReopenView

urlpatterns = [
    path("ho-so/<int:pk>/cham-diem/", views.SheetEditView.as_view(), name="sheet_edit"),
    path("ho-so/<int:pk>/cham-diem/gui/", views.SheetSendView.as_view(), name="sheet_send"),
    path("ho-so/<int:pk>/chot-diem/", views.ScoringCloseView.as_view(), name="scoring_close"),
    path("ho-so/<int:pk>/phieu-giay/", PaperGridView.as_view(), name="paper_grid"),
    path("phieu/<int:pk>/ban-chup/", SheetScanView.as_view(), name="sheet_scan"),
    path("ho-so/<int:pk>/thong-nhat/", AgreedEditView.as_view(), name="agreed_edit"),
    path("ho-so/<int:pk>/cham-lai/", RescoreView.as_view(), name="rescore_open"),
    path("ho-so/<int:pk>/mo-lai-phieu/", SheetReopenView.as_view(), name="sheet_reopen"),
    path("ho-so/<int:pk>/loai/", DisqualifyView.as_view(), name="dossier_disqualify"),
]
