"""Addresses of the app."""

from django.urls import path

from products.views import catalogue, editing, pages, revoking

app_name = "products"
urlpatterns = [
    path("", catalogue.ProductListView.as_view(), name="product_list"),
    path("xuat/", catalogue.ProductExportView.as_view(), name="product_export"),
    path("them/", editing.ProductCreateView.as_view(), name="product_create"),
    path("them/chon-chu-the/", editing.ProducerChooseView.as_view(), name="producer_choose"),
    path("cua-chu-the/<int:pk>/", catalogue.ProducerProductsView.as_view(), name="producer_products"),
    path("thu-hoi/", revoking.RevocationCreateView.as_view(), name="revocation_create"),
    path("<int:pk>/", pages.ProductDetailView.as_view(), name="product_detail"),
    path("<int:pk>/anh/", pages.ProductPhotoView.as_view(), name="product_photo"),
    path("<int:pk>/doi-chu-the/", editing.ProducerChooseView.as_view(), name="product_producer"),
    path("<int:pk>/sua/", editing.ProductEditView.as_view(), name="product_edit"),
]
