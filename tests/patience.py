"""How long tests wait for what must come.

These limits end a hang and prove nothing: they hold on a machine many times slower than any we know,
under load. Where a test proves that something is quick, it says so with a limit of its own.
"""

# One answer: a program ends, a worker has done its task, another thread arrives.
PATIENCE_SECONDS = 600
# One act in a browser, in the milliseconds that Playwright counts in.
BROWSER_MS = 120_000
# A whole test that starts servers, workers or browsers, or loads the demo; for others see pytest.ini.
LONG_TEST_SECONDS = 2400
