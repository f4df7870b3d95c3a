"""Postman's dynamic variables: `{{$guid}}`, `{{$randomCity}}`, … (reference newman.md, 2.4)."""

from pcc.runner.dynamic.evaluate import eval_dynamic

__all__ = ["eval_dynamic"]
