"""The conformance kit: a plugin's author adds five lines and has its procedure checked, counted through and played.

    # tests/conftest.py
    pytest_plugins = ["needfire.conformance.plugin"]

    # tests/test_procedure.py
    from needfire.conformance.suite import Conformance

    class TestProcedure(Conformance):
        authority = "fenshire"

It needs pytest and hypothesis (`needfire[conformance]`), and for whatever is played the platform itself, beside the plugin.
"""
