"""Addresses of the app."""

from django.urls import include, path

from trainings.views import calendar, classes, plans, requesting, seats

app_name = "trainings"
urlpatterns = [
    path("", plans.PlanListView.as_view(), name="plan_list"),
    path("ke-hoach/tao/", plans.PlanCreateView.as_view(), name="plan_create"),
    path("ke-hoach/<int:pk>/", plans.PlanDetailView.as_view(), name="plan_detail"),
    path("ke-hoach/<int:pk>/sua/", plans.PlanEditView.as_view(), name="plan_edit"),
    path("ke-hoach/<int:pk>/khoa/", plans.CourseCreateView.as_view(), name="course_create"),
    path("khoa/<int:pk>/sua/", plans.CourseEditView.as_view(), name="course_edit"),
    path("khoa/<int:pk>/lop/", classes.ClassCreateView.as_view(), name="class_create"),
    path("khoa/<int:pk>/de-nghi/", requesting.RequestCreateView.as_view(), name="request_create"),
    path("de-nghi/", requesting.RequestListView.as_view(), name="request_list"),
    path("de-nghi/<int:pk>/nhan/", requesting.RequestAcceptView.as_view(), name="request_accept"),
    path("de-nghi/<int:pk>/khong-nhan/", requesting.RequestRefuseView.as_view(), name="request_refuse"),
    path("lich/", calendar.CalendarView.as_view(), name="calendar"),
    path("lop/<int:pk>/", classes.ClassDetailView.as_view(), name="class_detail"),
    path("lop/<int:pk>/sua/", classes.ClassEditView.as_view(), name="class_edit"),
    path("lop/<int:pk>/chuyen/", classes.ClassMoveView.as_view(), name="class_move"),
    path("lop/<int:pk>/noi-dung/", classes.TopicsView.as_view(), name="class_topics"),
    path("lop/<int:pk>/lich.ics", calendar.ClassIcsView.as_view(), name="class_ics"),
    path("lop/<int:pk>/dang-ky/", seats.RegisterView.as_view(), name="class_register"),
    path("lop/<int:pk>/dan/", seats.PasteView.as_view(), name="class_paste"),
    path("dang-ky/<int:pk>/huy/", seats.CancelView.as_view(), name="registration_cancel"),
    path("", include("trainings.class_urls")),
]
