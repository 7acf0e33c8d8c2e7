from tests.flows.conftest import clock

__all__ = ["clock"]
