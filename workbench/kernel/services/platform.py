"""The administrative clients of SDK 6: users, apps, conversations, roles, signals.

They are answered from the session's people and extensions, and what is changed lasts as long as the
session. The shapes of the real replies are not public, so every answer is noted as simulated.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona, Personas
from workbench.kernel.services import arguments
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError

Row = dict[str, Any]
Args = Mapping[str, Any]


class Platform:
    """Answers ``platform.call`` with ``{client, method, args}``.

    `apps` lists the loaded extensions as ``{app_id, display_name, version}``.
    """

    def __init__(self, personas: Personas, clock: Clock, apps: Callable[[], list[Row]]) -> None:
        self._personas = personas
        self._clock = clock
        self._apps = apps
        self._numbers = itertools.count(1)
        self._kept: dict[str, dict[str, Row]] = {}
        self._signals: dict[str, Any] = {}
        self._clients: dict[str, Callable[[str, Args, Scope], Any]] = {
            "users": self._users,
            "apps": self._app_client,
            "conversations": self._conversations,
            "rbac": self._rbac,
            "signals": self._signal_client,
        }

    async def call(self, call: ServiceCall) -> Any:
        """Answer one call; RuntimeError for a client or method the workbench does not simulate."""
        client = arguments.name_of(call.args, "client")
        method = arguments.name_of(call.args, "method")
        answer = self._clients.get(client)
        if answer is None:
            raise _not_simulated(client, method)
        call.notes["simulated"] = True
        return answer(method, arguments.table(call.args, "args"), call.scope)

    # --- people --------------------------------------------------------------------------------

    def _users(self, method: str, args: Args, scope: Scope) -> Any:
        changes = self._table("users")
        if method == "list":
            return self._user_list(args)
        if method == "create":
            user_id = str(args.get("imperal_id") or f"u-{next(self._numbers)}")
            email = str(args.get("email", ""))
            self._personas.add(Persona(user_id, name=str(args.get("name", "")), email=email))
            changes[user_id] = dict(args)
            return self._user(user_id)
        user_id = arguments.name_of(args, "user_id")
        if user_id not in self._personas:
            raise _not_found("user", user_id)
        if method == "get":
            return self._user(user_id)
        if method == "update":
            changes.setdefault(user_id, {}).update(args)
            return self._user(user_id)
        if method in ("set_active", "delete"):
            active = method == "set_active" and bool(args.get("active"))
            changes.setdefault(user_id, {})["is_active"] = active
            return {"ok": True, "user_id": user_id, "is_active": active}
        if method in ("get_settings", "update_settings"):
            settings = self._table("settings").setdefault(user_id, {})
            settings.update(arguments.table(args, "patch"))
            return settings
        if method == "extensions":
            return {"extensions": [app["app_id"] for app in self._apps()]}
        if method == "surfaces":
            return {"surfaces": ["panel", "chat"]}
        if method == "reset_conversation":
            return {"ok": True}
        raise _not_simulated("users", method)

    def _user_list(self, args: Args) -> Row:
        search = str(args.get("search") or "").casefold()
        users = [self._user(person.imperal_id) for person in self._personas]
        found = [
            user
            for user in users
            if search in f"{user['imperal_id']} {user['name']} {user['email']}".casefold()
            and (user["is_active"] or args.get("include_inactive"))
        ]
        return {"users": found, "total": len(found)}

    def _user(self, user_id: str) -> Row:
        person = self._personas.find(user_id)
        user = {
            "imperal_id": person.imperal_id,
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "tenant_id": person.tenant_id,
            "scopes": list(person.scopes),
            "attributes": dict(person.attributes),
            "is_active": True,
        }
        return {**user, **self._table("users").get(user_id, {})}

    # --- apps ----------------------------------------------------------------------------------

    def _app_client(self, method: str, args: Args, scope: Scope) -> Any:
        statuses = self._table("apps")
        if method == "list_all":
            apps = [{"status": "active", **app, **statuses.get(app["app_id"], {})}
                    for app in self._apps()]  # fmt: skip
            return {"apps": apps, "total": len(apps)}
        if method == "list_pending":
            return {"apps": [], "total": 0}
        app_id = arguments.name_of(args, "app_id")
        if app_id not in {app["app_id"] for app in self._apps()}:
            raise _not_found("app", app_id)
        if method in ("get_settings", "update_settings"):
            settings = self._table("app_settings").setdefault(app_id, {})
            settings.update(arguments.table(args, "patch"))
            return settings
        if method == "users":
            return {"users": [person.imperal_id for person in self._personas]}
        becomes = {"approve": "active", "reject": "rejected", "remove": "removed"}.get(method)
        if method == "set_status":
            becomes = arguments.name_of(args, "status")
        if becomes is None:
            raise _not_simulated("apps", method)
        statuses.setdefault(app_id, {})["status"] = becomes
        return {"ok": True, "app_id": app_id, "status": becomes}

    # --- conversations -------------------------------------------------------------------------

    def _conversations(self, method: str, args: Args, scope: Scope) -> Any:
        """Conversations of the acting user; messages of the real chat are not in them."""
        mine = self._table(f"conversations:{scope.acting_user}")
        if method == "create":
            number = f"conv-{next(self._numbers)}"
            mine[number] = {
                "id": number,
                "title": str(args.get("title", "")),
                "pinned": False,
                "archived": False,
                "created_at": self._clock.iso(),
            }
            return mine[number]
        if method == "list":
            hidden = not args.get("include_archived")
            shown = [row for row in mine.values() if not (hidden and row["archived"])]
            return {"conversations": shown[: arguments.whole(args, "limit", 50)]}
        number = arguments.name_of(args, "conversation_id")
        if number not in mine:
            raise _not_found("conversation", number)
        if method == "messages":
            return {"messages": []}
        if method == "update":
            wanted = {key: args[key] for key in ("title", "pinned", "archived") if key in args}
            mine[number].update({key: value for key, value in wanted.items() if value is not None})
            return mine[number]
        if method == "activate":
            return {"ok": True, "id": number}
        if method == "delete":
            del mine[number]
            return {"ok": True}
        raise _not_simulated("conversations", method)

    # --- roles and signals -----------------------------------------------------------------------

    def _rbac(self, method: str, args: Args, scope: Scope) -> Any:
        roles, scopes = self._table("roles"), self._table("scopes")
        if method == "effective_scopes":
            user_id = arguments.name_of(args, "user_id")
            return {"user_id": user_id, "scopes": list(self._personas.find(user_id).scopes)}
        if method == "list_roles":
            known = {person.role: {"id": person.role, "name": person.role}
                     for person in self._personas}  # fmt: skip
            return {"roles": list({**known, **roles}.values())}
        if method == "list_scopes":
            resource = str(args.get("resource") or "")
            return {"scopes": [row for row in scopes.values() if resource in str(row)]}
        action, _, thing = method.partition("_")
        rows = {"role": roles, "scope": scopes}.get(thing)
        if rows is None or action not in ("create", "update", "delete"):
            raise _not_simulated("rbac", method)
        number = str(args.get(f"{thing}_id") or f"{thing}-{next(self._numbers)}")
        if action == "delete":
            rows.pop(number, None)
            return {"ok": True}
        given = {key: value for key, value in args.items() if key != f"{thing}_id"}
        rows[number] = {"id": number, **rows.get(number, {}), **given}
        return rows[number]

    def _signal_client(self, method: str, args: Args, scope: Scope) -> Any:
        if method != "emit":
            raise _not_simulated("signals", method)
        key = arguments.name_of(args, "key")
        self._signals[key] = args.get("value")
        return {"ok": True, "key": key}

    def _table(self, name: str) -> dict[str, Row]:
        return self._kept.setdefault(name, {})


def _not_simulated(client: str, method: str) -> ServiceError:
    return ServiceError("RuntimeError", f"the workbench does not simulate ctx.{client}.{method}")


def _not_found(what: str, id: str) -> ServiceError:
    message = f"404 Not Found: there is no {what} {id}"
    return ServiceError("HTTPStatusError", message, status_code=404, body=None)
