"""Rule versions and criteria sets."""

from django.urls import path, re_path

from evaluations.views.rulebook import (
    CriteriaSetView,
    RuleVersionCopyView,
    RuleVersionDeleteView,
    RuleVersionDetailView,
    RuleVersionEditView,
    RuleVersionListView,
    RuleVersionPublishView,
)
from evaluations.views.rulebook_files import RuleVersionCompareView, RuleVersionExportView, RuleVersionImportView

urlpatterns = [
    path("bo-tieu-chi/", RuleVersionListView.as_view(), name="rule_version_list"),
    path("bo-tieu-chi/so-sanh/", RuleVersionCompareView.as_view(), name="rule_version_compare"),
    path("bo-tieu-chi/<int:pk>/", RuleVersionDetailView.as_view(), name="rule_version_detail"),
    path("bo-tieu-chi/<int:pk>/sao-chep/", RuleVersionCopyView.as_view(), name="rule_version_copy"),
    path("bo-tieu-chi/<int:pk>/sua/", RuleVersionEditView.as_view(), name="rule_version_edit"),
    path("bo-tieu-chi/<int:pk>/ban-hanh/", RuleVersionPublishView.as_view(), name="rule_version_publish"),
    path("bo-tieu-chi/<int:pk>/xoa/", RuleVersionDeleteView.as_view(), name="rule_version_delete"),
    path("bo-tieu-chi/<int:pk>/nhap/", RuleVersionImportView.as_view(), name="rule_version_import"),
    path("bo-tieu-chi/<int:pk>/bo/<int:number>/", CriteriaSetView.as_view(), name="criteria_set"),
    re_path(
        r"^bo-tieu-chi/(?P<pk>[0-9]{1,18})/tai/(?P<kind>xlsx|json)/$",
        RuleVersionExportView.as_view(),
        name="rule_version_export",
    ),
    re_path(
        r"^bo-tieu-chi/(?P<pk>[0-9]{1,18})/bo/(?P<number>[0-9]{1,4})/tai/(?P<kind>xlsx|json)/$",
        RuleVersionExportView.as_view(),
        name="criteria_set_export",
    ),
]
