"""Papers to print: PDF and DOCX."""

urlpatterns: list = []
