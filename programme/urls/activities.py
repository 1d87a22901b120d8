"""Addresses of activities and of start-ups."""

from django.urls import path

from programme.views import activities, startups

urlpatterns = [
    path("hoat-dong/", activities.ActivityListView.as_view(), name="activity_list"),
    path("hoat-dong/xuat/", activities.ActivityExportView.as_view(), name="activity_export"),
    path("hoat-dong/them/", activities.ActivityCreateView.as_view(), name="activity_create"),
    path("hoat-dong/<int:pk>/", activities.ActivityDetailView.as_view(), name="activity_detail"),
    path("hoat-dong/<int:pk>/sua/", activities.ActivityEditView.as_view(), name="activity_edit"),
    path("hoat-dong/<int:pk>/kinh-phi/", activities.ActivityMoneyView.as_view(), name="activity_money"),
    path("khoi-nghiep/", startups.ProjectListView.as_view(), name="project_list"),
    path("khoi-nghiep/them/", startups.ProjectCreateView.as_view(), name="project_create"),
    path("khoi-nghiep/<int:pk>/", startups.ProjectDetailView.as_view(), name="project_detail"),
    path("khoi-nghiep/<int:pk>/sua/", startups.ProjectEditView.as_view(), name="project_edit"),
    path("khong-gian/them/", startups.SpaceCreateView.as_view(), name="space_create"),
    path("khong-gian/<int:pk>/sua/", startups.SpaceEditView.as_view(), name="space_edit"),
]
