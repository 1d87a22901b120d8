"""Rule versions and criteria sets."""

urlpatterns: list = []
