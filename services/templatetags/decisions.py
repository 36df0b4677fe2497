"""What a citizen's case page shows of the decision, wherever it is included."""

from typing import Any

from django import template
from django.utils import timezone

from casework.fields import shown
from services import decisions, letters

register = template.Library()


@register.simple_tag
def decided_about(case: Any) -> dict[str, Any]:
    """The decisions that were sent, the newest first, with appeals and plan. Four queries."""
    sent = case.decisions.exclude(sent_at=None).order_by("-sent_at")
    plan = getattr(case, "plan", None)
    return {
        "decisions": [letters.read(decision) for decision in sent],
        "appeals": [(appeal, shown(appeal, "text")) for appeal in case.appeals.all()],
        "plan": plan,
        "plan_content": shown(plan, "content") if plan else None,
    }


@register.simple_tag
def what_can_be_done(case: Any) -> dict[str, Any]:
    """Whether the decision can be appealed, until when, and whether a provider can be chosen."""
    due, granted = case.appeal_due, decisions.bpa_of(case)
    return {
        "appeal": decisions.can_be_appealed(case),
        "due": due,
        "is_past": due is not None and due < timezone.localdate(),
        "choose": granted is not None,
        "choices": granted.choices.select_related("provider").order_by("-at") if granted else (),
    }
