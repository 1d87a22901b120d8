"""Addresses of the portal, in Vietnamese words."""

from django.urls import include, path

from ocop_portal import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("tro-giup/", views.Help.as_view(), name="help"),
    path("tai-khoan/", include("accounts.urls")),
    path("don-vi/", include("units.urls")),
    path("van-ban/", include("documents.urls")),
    path("chu-the/", include("producers.urls")),
    path("san-pham/", include("products.urls")),
    path("danh-gia/", include("evaluations.urls")),
    path("thong-bao/", include("notices.urls")),
    path("kinh-phi/", include("budgets.urls")),
    path("tap-huan/", include("trainings.urls")),
    path("chuong-trinh/", include("programme.urls")),
    path("dot-bao-cao/", include("campaigns.urls")),
    path("bao-cao/", include("reports.urls")),
    path("", include("recognitions.urls")),
    path("", include("reports.home_urls")),
]
