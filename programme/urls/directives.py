"""Addresses of directives and of the board of tasks."""

from django.urls import path

from programme.views import board, directives

urlpatterns = [
    path("chi-dao/", directives.DirectiveListView.as_view(), name="directive_list"),
    path("chi-dao/them/", directives.DirectiveCreateView.as_view(), name="directive_create"),
    path("chi-dao/<int:pk>/", directives.DirectiveDetailView.as_view(), name="directive_detail"),
    path("chi-dao/<int:pk>/sua/", directives.DirectiveEditView.as_view(), name="directive_edit"),
    path("chi-dao/<int:pk>/nhiem-vu/them/", directives.TaskCreateView.as_view(), name="task_create"),
    path("nhiem-vu/", board.TaskBoardView.as_view(), name="task_board"),
    path("nhiem-vu/xuat/", board.TaskBoardExportView.as_view(), name="task_board_export"),
    path("nhiem-vu/<int:pk>/sua/", directives.TaskEditView.as_view(), name="task_edit"),
    path("nhiem-vu/<int:pk>/giao/", directives.TaskAssignView.as_view(), name="task_assign"),
    path("phan-cong/<int:pk>/", directives.AssignmentDetailView.as_view(), name="assignment_detail"),
    path("phan-cong/<int:pk>/vai-tro/", directives.AssignmentLeadView.as_view(), name="assignment_lead"),
    path("phan-cong/<int:pk>/bo/", directives.AssignmentWithdrawView.as_view(), name="assignment_withdraw"),
    path("tien-do/<int:pk>/tep/", directives.NoteFileView.as_view(), name="note_file"),
]
