"""Ways out of the system. An installation names its own in ``GONGKAI_NOTIFY_CHANNELS``.

People are addressed by their user name: OA, the SMS gateway and 政务微信 know whose telephone that is, we
store none.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from typing import Protocol

from django.core.mail import EmailMessage

from gongkai.core.home import home_path


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out: to whom, one line for narrow channels, all lines for wide ones.

    ``id`` is the same at every try, so that a channel can leave out what it already has.
    """

    id: str
    username: str
    email: str
    title: str
    lines: tuple[str, ...]
    url: str


class DeliveryError(Exception):
    """A channel could not take a message; the text is shown to staff."""


class UnreachablePersonError(DeliveryError):
    """The person has no address in this channel; trying again would not help."""


class Channel(Protocol):
    """One way out."""

    label: str

    def deliver(self, message: Message) -> str:
        """Hand over a message; answers the channel's receipt. Raises :class:`DeliveryError`."""


class RecordingChannel:
    """Keeps messages in ``outbox/<name>.jsonl`` instead of sending them: demonstration, trial, tests."""

    def __init__(self, *, name: str, label: str) -> None:
        self.label = f"{label}（只记录）"
        self.path = home_path("outbox", f"{name}.jsonl")
        self.sent: list[Message] = []

    def deliver(self, message: Message) -> str:
        self.sent.append(message)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(message), ensure_ascii=False) + "\n")
        return f"recorded:{message.id}"


class MailChannel:
    """Mail through Django's mail backend, to the address in the account."""

    label = "电子邮件"

    def __init__(self, *, sender: str = "") -> None:
        self.sender = sender

    def deliver(self, message: Message) -> str:
        if not message.email:
            raise UnreachablePersonError("账号没有填写电子邮箱")
        body = "\n".join([*message.lines, "", f"办理：{message.url}"])
        mail = EmailMessage(message.title, body, self.sender or None, [message.email])
        mail.extra_headers["Message-ID"] = f"<{message.id}@gongkai>"
        try:
            mail.send()
        except OSError as error:
            raise DeliveryError(f"邮件服务器没有接收：{type(error).__name__}") from error
        return message.id


class GatewayChannel:
    """A JSON gateway of the department: OA 待办, SMS, 政务微信. Signed with HMAC-SHA256 over the body.

    Only ``title`` and ``url`` go out unless ``full`` is set; answers 2xx with ``{"receipt": "…"}``.
    """

    def __init__(
        self, *, label: str, endpoint: str, secret: str, full: bool = False, timeout: float = 10
    ) -> None:
        if not endpoint.startswith(("https://", "http://")):
            raise ValueError("the gateway's endpoint must be an http(s) address")
        self.label, self.endpoint, self.full, self.timeout = label, endpoint, full, timeout
        self._secret = secret.encode()

    def deliver(self, message: Message) -> str:
        body = {"id": message.id, "user": message.username, "title": message.title, "url": message.url}
        if self.full:
            body["text"] = "\n".join(message.lines)
        data = json.dumps(body, ensure_ascii=False).encode()
        signature = hmac.new(self._secret, data, hashlib.sha256).hexdigest()
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
            self.endpoint,
            data=data,
            headers={"Content-Type": "application/json", "X-Gongkai-Signature": signature},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310
                answer = json.loads(response.read(64 * 1024) or b"{}")
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise UnreachablePersonError("对方系统里没有这个用户") from error
            raise DeliveryError(f"对方系统返回 {error.code}") from error
        except (OSError, ValueError) as error:
            raise DeliveryError(f"连接不上对方系统：{type(error).__name__}") from error
        return str(answer.get("receipt", ""))[:100]
