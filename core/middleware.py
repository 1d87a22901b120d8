"""Small middleware of the portal."""


class NoStoreMiddleware:
    """Tell browsers and proxies not to keep pages of signed-in people."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Add the header unless the view has set its own."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
