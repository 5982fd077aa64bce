"""``python -m sahelkg``."""

from sahelkg.cli import main

if __name__ == "__main__":
    main()
