"""Addresses of the app."""

from django.urls import path

from budgets.views import lines, paid_for, policies

app_name = "budgets"
urlpatterns = [
    path("", lines.OverviewView.as_view(), name="overview"),
    path("xuat/", lines.ExportView.as_view(), name="export"),
    path("dong/tao/", lines.LineCreateView.as_view(), name="line_create"),
    path("dong/<int:pk>/", lines.LineDetailView.as_view(), name="line_detail"),
    path("dong/<int:pk>/but-toan/", lines.EntryCreateView.as_view(), name="entry_create"),
    path("dong/<int:pk>/chuyen-nguon/", lines.LineCarryView.as_view(), name="line_carry"),
    path("but-toan/<int:pk>/dao/", lines.EntryReverseView.as_view(), name="entry_reverse"),
    path("ho-tro/", policies.PolicyListView.as_view(), name="policy_list"),
    path("ho-tro/tao/", policies.PolicyCreateView.as_view(), name="policy_create"),
    path("ho-tro/<int:pk>/", policies.PolicyDetailView.as_view(), name="policy_detail"),
    path("ho-tro/<int:pk>/xuat/", policies.PolicyExportView.as_view(), name="policy_export"),
    path("san-pham/<int:pk>/", paid_for.ProductMoneyView.as_view(), name="product_money"),
]
