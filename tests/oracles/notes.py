"""What an oracle turned out not to check as AWS does: said at the end of every run, so that nobody thinks it was checked."""

NOTES: list[str] = []


def note(sentence: str) -> None:
    if sentence not in NOTES:
        NOTES.append(sentence)
