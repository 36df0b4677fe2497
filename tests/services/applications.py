"""An application as the journey leaves it, for tests that need one to be there."""

from accounts.models import Citizen, User
from services.models import CareApplication

CONTENT = {
    "services": ["individual_respite", "support_contact"],
    "who": {"who": "own_child"},
    "child": {"child_name": "Ola Granskog"},
    "need": {"night": "Våken tre ganger hver natt"},
}
CONTACT = {"email": "forelder@demo.invalid"}


def a_citizen(username: str = "c-parent") -> User:
    user = User.objects.create_user(username, kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid="", name="Kari Granskog")
    return user


def an_application(citizen: User, key: str = "draft-1", **changed) -> CareApplication:
    return CareApplication.receive(
        CONTENT | changed.pop("content", {}), key, citizen=citizen, contact=CONTACT, **changed
    )
