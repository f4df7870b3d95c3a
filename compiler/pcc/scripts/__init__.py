"""Statements and JavaScript: render one as the other, lift it back, evaluate it without JavaScript."""

from pcc.scripts.context import ScriptContext, SentRequest, Variables
from pcc.scripts.evaluate import NativeScript
from pcc.scripts.lift import is_native, lift_script
from pcc.scripts.render import render_script

__all__ = ["NativeScript", "ScriptContext", "SentRequest", "Variables", "is_native", "lift_script", "render_script"]
