"""The demonstration city 示范市: everything simulated, in a province that exists nowhere (99).

`loader.load_demo` builds it around the day on which it is loaded, `removal.remove_demo` takes it
away without a trace. The real cities are never touched.
"""
