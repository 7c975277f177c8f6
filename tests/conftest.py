"""What holds for every test: random tests are the same ones in each run, and none of them measures the machine."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "memocert",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("memocert")
