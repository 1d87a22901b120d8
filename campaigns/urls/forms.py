"""Addresses of forms."""

from django.urls import path, re_path

from campaigns.views import forms as views

_ACT = r"(?P<act>up|down|delete)"

urlpatterns = [
    path("bieu-mau/", views.FormListView.as_view(), name="form_list"),
    path("bieu-mau/so-sanh/", views.FormCompareView.as_view(), name="form_compare"),
    path("bieu-mau/<int:pk>/", views.FormDetailView.as_view(), name="form_detail"),
    path("bieu-mau/<int:pk>/sao-chep/", views.FormCopyView.as_view(), name="form_copy"),
    path("bieu-mau/<int:pk>/ban-hanh/", views.FormPublishView.as_view(), name="form_publish"),
    path("bieu-mau/<int:pk>/xoa/", views.FormDeleteView.as_view(), name="form_delete"),
    path("bieu-mau/<int:pk>/phan/them/", views.SectionEditView.as_view(), name="section_create"),
    path("bieu-mau/<int:pk>/phan/<int:section_pk>/", views.SectionEditView.as_view(), name="section_edit"),
    path(
        "bieu-mau/<int:pk>/phan/<int:section_pk>/chi-tieu/them/", views.ElementEditView.as_view(), name="element_create"
    ),
    path(
        "bieu-mau/<int:pk>/phan/<int:section_pk>/chi-tieu/<int:element_pk>/",
        views.ElementEditView.as_view(),
        name="element_edit",
    ),
    re_path(
        rf"^bieu-mau/(?P<pk>[0-9]{{1,18}})/phan/(?P<section_pk>[0-9]{{1,18}})/{_ACT}/$",
        views.SectionActView.as_view(),
        name="section_act",
    ),
    re_path(
        rf"^bieu-mau/(?P<pk>[0-9]{{1,18}})/chi-tieu/(?P<element_pk>[0-9]{{1,18}})/{_ACT}/$",
        views.ElementActView.as_view(),
        name="element_act",
    ),
]
