"""The sockets of the house: what a reader, a live sensor and a store must offer; one file each, all of them here."""

from __future__ import annotations

from levelhip.ports.clinicians import ClinicianStore, KeptRelease, Pairing
from levelhip.ports.common import Clock, Json, StoreError
from levelhip.ports.outcomes import KeptOutcome, OutcomeStore
from levelhip.ports.plans import KeptPlan, NewPlan, PlanStore
from levelhip.ports.recordings import (
    CHUNK_ROWS,
    Chunk,
    ColumnSource,
    ReadOptions,
    Recording,
    RecordingError,
    RecordingReader,
)
from levelhip.ports.sensors import Sensor, SensorError, SensorNews, SensorState
from levelhip.ports.sessions import (
    CheckStopStore,
    ClearanceAnswers,
    KeptSession,
    Morning,
    NewRecord,
    NewSession,
    PainStop,
    PartLimits,
    SessionStore,
    TooMuchError,
)

__all__ = [
    "CHUNK_ROWS",
    "CheckStopStore",
    "Chunk",
    "ClearanceAnswers",
    "ClinicianStore",
    "Clock",
    "ColumnSource",
    "Json",
    "KeptOutcome",
    "KeptPlan",
    "KeptRelease",
    "KeptSession",
    "Morning",
    "NewPlan",
    "NewRecord",
    "NewSession",
    "OutcomeStore",
    "PainStop",
    "Pairing",
    "PartLimits",
    "PlanStore",
    "ReadOptions",
    "Recording",
    "RecordingError",
    "RecordingReader",
    "Sensor",
    "SensorError",
    "SensorNews",
    "SensorState",
    "SessionStore",
    "StoreError",
    "TooMuchError",
]
