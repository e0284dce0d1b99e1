"""A real SMTP server for the tests: aiosmtpd, with failures by the recipient's name.

  smtpd.py (tls|starttls|plain) CERTIFICATE KEY

Prints `port N`, then each mail that it took as one line of JSON, read by Python's own mail parser.
"""

import asyncio
import collections
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = b"linghuo", b"correct horse"
tries = collections.Counter()
connections = 0


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        tries[name] += 1
        if name == "busy-once" and tries[name] == 1:
            return "451 4.3.2 try again later"
        if name == "full":
            return "452 4.2.2 mailbox of <%s> is full" % address
        if name == "nobody":
            return "550 5.1.1 <%s>: no such user here" % address
        if name == "slow":
            await asyncio.sleep(30)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 refused by policy"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        seen = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "headers": {name: str(value) for name, value in mail.items()},
                "kind": mail.get_content_type(),
            "text": plain.get_content(),
            "html": html and html.get_content(),
            "tls": session.ssl is not None or implicit,
            "user": session.authenticated and session.auth_data.decode(),
            "hello": session.host_name,
            "connections": connections,
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
            "raw": envelope.content.decode("ascii"),
        }
        print(json.dumps(seen), flush=True)
        return "250 2.0.0 taken"


def sign_in(server, session, envelope, mechanism, data):
    fits = data.login == USER and data.password == PASSWORD
    return AuthResult(success=fits, handled=False, auth_data=data.login)


mode = sys.argv[1]
implicit = mode == "tls"
context = None
if mode in ("tls", "starttls"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])


def connection():
    global connections
    connections += 1
    secure = mode in ("tls", "starttls")
    return SMTP(
        Handler(),
        hostname="smtp.test",
        tls_context=context if mode == "starttls" else None,
        require_starttls=mode == "starttls",
        auth_required=secure,
        auth_require_tls=mode == "starttls",
        authenticator=sign_in,
        loop=loop,
    )


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
server = loop.run_until_complete(
    loop.create_server(connection, "127.0.0.1", 0, ssl=context if implicit else None)
)
print("port", server.sockets[0].getsockname()[1], flush=True)
loop.run_forever()
