"""Run the program: `python -m selon`."""

from selon.cli import main

if __name__ == "__main__":
    main()
