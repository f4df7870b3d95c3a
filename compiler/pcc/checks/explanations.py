"""Explanations: what each kind of finding means and what to do, as docs/checks.md has it."""

from dataclasses import dataclass

from pcc.templating import read_template

__all__ = ["Explanation", "read_explanation"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text on a rule, in Markdown; its `summary` is the first sentence."""

    text: str

    @property
    def summary(self) -> str:
        """What is wrong, in a sentence."""
        _, _, after = self.text.partition("\n\n")
        paragraph = " ".join(after.split("\n\n")[0].split())
        _, _, said = paragraph.partition(". ")
        return f"{said.partition('. ')[0].rstrip('.')}."


def read_explanation(rule: str) -> Explanation:
    """Return what `templates/checks/<id>.md` says of a rule."""
    return Explanation(read_template(f"checks/{rule}.md").strip())
