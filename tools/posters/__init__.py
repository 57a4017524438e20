"""The demo's pictures, drawn with nothing but the standard library."""
