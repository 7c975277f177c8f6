"""All seeded faults, and what is forged for them."""

from faults_of_executions import ENGINE, VALUES
from faults_of_files import OTHERS
from faults_of_relaxation import RELAXATION
from faults_of_rules import RULES
from faults_of_steps import NEEDED
from forged_claims import Forger, forged
from instances import Instance, bundle

FAULTS = (*VALUES, *ENGINE, *RELAXATION, *RULES, *OTHERS, *NEEDED)


def written(instance: Instance, lie: type[Forger]) -> dict[str, bytes] | None:
    """Return the files of a forged bundle, None if the lie does not help."""
    hints = instance.hints if instance.hints is not None else forged(instance.files, instance.claim, lie)
    return None if hints is None else bundle(instance, hints)
