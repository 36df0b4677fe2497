"""What the directory keeps: numbers, hours and pages for everybody, and who confirmed them."""

from casework.retention import InUse, declare

DIRECTORY = InUse("The public directory; its history is kept so that a wrong number can be put back.")
SPAN = "valid_from valid_to"

declare(
    "helplines.Helpline",
    DIRECTORY,
    none="id slug kind name summary who_answers privacy languages cost address for_children for_guardians"
    " for_everyone zone acute_order national order contact_role contact_number shown_from shown_to always"
    " hours_known on_holidays on_half_days closed_months confirmed_at reminded_at source source_note"
    " published",
    personal="owner_email confirmed_by",
)
declare("helplines.Number", DIRECTORY, none=f"id helpline kind digits note label {SPAN} order own_hours")
declare("helplines.Hours", DIRECTORY, none=f"id number helpline weekdays opens closes {SPAN}")
declare(
    "helplines.HoursException", DIRECTORY, none="id number helpline first last closed opens closes reason"
)
declare("helplines.Notice", DIRECTORY, none="id text level starts_at ends_at")
declare("helplines.InfoPage", DIRECTORY, none="id slug title body starts_on ends_on order source by_staff")
declare(
    "helplines.Revision",
    DIRECTORY,
    none="id helpline content digest created_at by_staff comment",
    personal="created_by",
)
declare(
    "helplines.NumberFeedback",
    InUse("Handled by communications; the form asks for nothing about the sender."),
    none="id helpline digits received_at handled_at",
    personal="message handled_by",
)
