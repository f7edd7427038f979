"""The conversation around the engine: set-up, what to say and when, sides, pauses, stops. Also runs in the browser."""
