"""Plans, courses and classes; people and their seats; what happened in a class."""

from trainings.models.attending import Attendance, AttendanceCertificate, SurveyResult
from trainings.models.people import ClassRequest, Registration, Trainee
from trainings.models.plans import ClassSession, Course, TrainingClass, TrainingPlan

__all__ = [
    "Attendance",
    "AttendanceCertificate",
    "ClassRequest",
    "ClassSession",
    "Course",
    "Registration",
    "SurveyResult",
    "Trainee",
    "TrainingClass",
    "TrainingPlan",
]
