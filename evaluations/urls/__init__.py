"""Addresses of the app, a module for each part of the work."""

from evaluations.urls import council, decisions, dossiers, printing, rounds, rulebook, scoring

app_name = "evaluations"
urlpatterns = [
    *rounds.urlpatterns,
    *council.urlpatterns,
    *dossiers.urlpatterns,
    *scoring.urlpatterns,
    *decisions.urlpatterns,
    *printing.urlpatterns,
    *rulebook.urlpatterns,
]
