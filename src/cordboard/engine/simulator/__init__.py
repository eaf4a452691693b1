"""The second body of the call port: the same flows on a scripted world and a clock that jumps."""

from cordboard.engine.simulator.call import SimulatedCall, Step
from cordboard.engine.simulator.clock import JumpingLoop, simulated
from cordboard.engine.simulator.world import CallerScript, SimulatedEngine, SimulatedPhone

__all__ = [
    "CallerScript",
    "JumpingLoop",
    "SimulatedCall",
    "SimulatedEngine",
    "SimulatedPhone",
    "Step",
    "simulated",
]
