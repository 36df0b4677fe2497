"""What the tables of the libraries keep."""

from casework.retention import Elsewhere, InUse, With, declare

USER = With("accounts.User")
declare(
    "admin.LogEntry",
    InUse("Who changed users, rules and pages, by reference; kept as long as the user."),
    none="id action_time content_type object_id object_repr action_flag change_message",
    personal="user",
)
TABLE = InUse("Who may do what, made by sync_roles.")
declare("auth.Permission", TABLE, none="id name content_type codename")
declare("auth.Group", TABLE, none="id name")
declare("contenttypes.ContentType", TABLE, none="id app_label model")
declare(
    "sessions.Session",
    Elsewhere("accounts.ended, a day after it has run out"),
    none="session_key expire_date",
    personal="session_data",
)
declare("account.EmailAddress", USER, none="id user verified primary", personal="email")
declare("account.EmailConfirmation", USER, none="id email_address created sent key")
declare(
    "socialaccount.SocialApp",
    InUse("Not used: providers are set up by environment."),
    none="id provider provider_id name client_id secret key settings",
)
declare(
    "socialaccount.SocialAccount",
    USER,
    none="id user provider last_login date_joined",
    personal="uid extra_data",
)
declare("socialaccount.SocialToken", USER, none="id app account token token_secret expires_at")
declare("mfa.Authenticator", USER, none="id user type data created_at last_used_at")
