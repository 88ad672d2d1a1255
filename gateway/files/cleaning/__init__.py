"""What tells of place, device and author is removed from the copy of a file that others see, whatever its format.

`process.clean` works in a process of its own, from path to path, with bounds for time and memory; the modules of the
families (`jpeg`, `movie`, `pdf`, …) are loaded there alone. What it takes out of each format is a table in
gateway/README.md.
"""
