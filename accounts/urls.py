"""Addresses of the app."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignInView.as_view(), name="sign_in"),
    path("dang-xuat/", views.SignOutView.as_view(), name="sign_out"),
    path("cua-toi/", views.ProfileView.as_view(), name="profile"),
    path("doi-mat-khau/", views.PasswordChangeView.as_view(), name="password_change"),
    path("", views.UserListView.as_view(), name="user_list"),
    path("tao/", views.UserCreateView.as_view(), name="user_create"),
    path("<int:pk>/", views.UserDetailView.as_view(), name="user_detail"),
    path("<int:pk>/sua/", views.UserEditView.as_view(), name="user_edit"),
    path("<int:pk>/mat-khau/", views.UserPasswordView.as_view(), name="user_password"),
]
