"""What a change must bring before anything is stored: a reason, fitting values, and sight of what it changes."""

import unicodedata

MAX_REASON = 500


class CourseNotFound(LookupError):
    """No course has this id."""

    def __init__(self, course_id: str) -> None:
        super().__init__(f"no course {course_id!r}")
        self.course_id = course_id


class InvalidOverride(ValueError):
    """A value or reason that does not fit. `field` is the course's field, or `reason`; `message` names what is asked.

    `about` says which of several is meant, such as the one name of a list that another career has.

    `message` is one of `unknown_field`, `not_set`, `reason_missing`, `reason_too_long`, `title_missing`, `too_long`,
    `level_range`, `language_code`, `price_range`, `date_range`, `figure_range`, `control_characters`, `wrong_value`.
    """

    def __init__(self, field: str, message: str, about: str = "") -> None:
        super().__init__(f"{field}: {message}" + (f" ({about})" if about else ""))
        self.field = field
        self.message = message
        self.about = about


class ChangedMeanwhile(Exception):
    """Somebody else, or a crawl, changed the field since the editor saw it. Nothing was stored."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def checked_reason(reason: str) -> str:
    """The reason without blanks around it. Raises InvalidOverride when there is none, or it does not fit."""
    reason = folded(reason)
    if not reason:
        raise InvalidOverride("reason", "reason_missing")
    if len(reason) > MAX_REASON:
        raise InvalidOverride("reason", "reason_too_long")
    if has_controls(reason):
        raise InvalidOverride("reason", "control_characters")
    return reason


def folded(text: str) -> str:
    """The text as it is kept: without blanks around it, with line ends as the crawled texts have them."""
    # Browsers send CRLF.
    return text.replace("\r\n", "\n").strip()


def has_controls(text: str) -> bool:
    """Are there signs that no text should have?"""
    # PostgreSQL refuses NUL, and lone surrogates cannot be written as UTF-8 at all.
    return any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text)
