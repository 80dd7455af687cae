"""`ctx.billing`: simulated balances, plans and payments; no money is ever involved.

The methods are those of both SDK generations. Reads and writes act on one account per user, kept
in the session's state; ``[billing]`` of the workspace says how a new account begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from workbench.kernel.clock import Clock
from workbench.kernel.services import arguments
from workbench.kernel.services.call import ServiceCall, ServiceError
from workbench.kernel.services.database import Connection, Database

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS accounts (
  user_id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, account TEXT NOT NULL) WITHOUT ROWID;
"""

Account = dict[str, Any]
Method = Callable[[Account, Mapping[str, Any], str], Any]

PLANS: Final = (
    {"id": "free", "name": "Free", "price": 0.0, "tokens": 5_000},
    {"id": "pro", "name": "Pro", "price": 20.0, "tokens": 100_000},
    {"id": "business", "name": "Business", "price": 80.0, "tokens": 500_000},
)
_CARD: Final = {
    "id": "pm_simulated",
    "type": "card",
    "brand": "visa",
    "last4": "4242",
    "exp_month": 12,
    "exp_year": 2099,
    "is_default": True,
}


class Billing:
    """Accounts in `database`, created when first looked at."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._beginnings: dict[str, Mapping[str, Any]] = {}

    def configure(self, app_id: str, beginning: Mapping[str, Any]) -> None:
        """How accounts first seen by this app begin: ``balance``, ``plan``, ``cap``, ``limits``."""
        self._beginnings[app_id] = beginning

    async def call(self, call: ServiceCall) -> Any:
        """Answer any method of the client; every answer is noted as simulated."""
        method = _METHODS.get(call.method)
        if method is None:
            raise arguments.unknown_method(call)
        call.notes["simulated"] = True
        scope, now = call.scope, self._clock.iso()
        beginning = self._beginnings.get(scope.app_id, {})

        def work(db: Connection) -> Any:
            row = db.execute(
                "SELECT account FROM accounts WHERE user_id = ?", [scope.acting_user]
            ).fetchone()
            account = _new_account(beginning, now) if row is None else orjson.loads(row[0])
            answer = method(account, call.args, now)
            stored = orjson.dumps(account).decode()
            values = [scope.acting_user, scope.tenant_id, stored]
            db.execute("INSERT OR REPLACE INTO accounts VALUES (?,?,?)", values)
            return answer

        return await self._database.write(work)


def _new_account(beginning: Mapping[str, Any], now: str) -> Account:
    return {
        "balance": 50_000,
        "plan": "pro",
        "cap": 100_000,
        "status": "active",
        "started_at": now,
        "ending": False,
        "usage": {},
        "limits": {},
        "topup": {"enabled": False, "threshold_pct": 10, "recharge_tokens": 20_000},
        "methods": [dict(_CARD)],
        "payments": [],
        "profile": {},
        **beginning,
    }


def _balance(account: Account, args: Mapping[str, Any], now: str) -> Any:
    return {key: account[key] for key in ("balance", "plan", "cap")}


def _limits(account: Account, args: Mapping[str, Any], now: str) -> Any:
    usage, limits = account["usage"], account["limits"]
    exceeded = [meter for meter, limit in limits.items() if usage.get(meter, 0) > limit]
    return {"plan": account["plan"], "usage": usage, "limits": limits, "exceeded": exceeded}


def _subscription(account: Account, args: Mapping[str, Any], now: str) -> Any:
    return {
        "plan": account["plan"],
        "status": account["status"],
        "started_at": account["started_at"],
        "expires_at": None,
        "cancel_at_period_end": account["ending"],
        "billing_mode": "card",
        "card_required": False,
        "contract_amount_cents": None,
        "billing_note": None,
    }


def _track(account: Account, args: Mapping[str, Any], now: str) -> bool:
    """Count usage; the older client calls the number ``amount``, the newer one ``quantity``."""
    meter = arguments.name_of(args, "meter")
    quantity = arguments.whole(args, "quantity", arguments.whole(args, "amount", 1))
    account["usage"][meter] = account["usage"].get(meter, 0) + quantity
    return True


def _topup(account: Account, args: Mapping[str, Any], now: str) -> Any:
    tokens = arguments.whole(args, "tokens", 0)
    cents = arguments.whole(args, "price_cents", 0)
    if tokens <= 0:
        raise ServiceError("ValueError", f"tokens must be positive, not {tokens}")
    account["balance"] += tokens
    payment = f"pi_simulated_{len(account['payments']) + 1}"
    account["payments"].insert(0, _payment(payment, cents, tokens, "topup", now))
    return {
        "client_secret": "",
        "payment_intent_id": payment,
        "publishable_key": "",
        "succeeded": True,
        "requires_action": False,
    }


def _payment(id: str, cents: int, tokens: int, kind: str, now: str) -> dict[str, Any]:
    return {
        "payment_intent_id": id,
        "amount_cents": cents,
        "currency": "usd",
        "tokens": tokens,
        "status": "succeeded",
        "type": kind,
        "created_at": now,
        "completed_at": now,
        "receipt_url": "",
    }


def _change_plan(account: Account, args: Mapping[str, Any], now: str) -> Any:
    wanted = arguments.name_of(args, "plan_id")
    plan = next((plan for plan in PLANS if plan["id"] == wanted), None)
    if plan is None:
        message = f"404 Not Found: there is no plan {wanted}"
        raise ServiceError("HTTPStatusError", message, status_code=404, body=None)
    before, account["plan"], account["cap"] = account["plan"], wanted, plan["tokens"]
    return {
        "action": "none" if before == wanted else "changed",
        "plan": wanted,
        "succeeded": True,
        "requires_action": False,
        "client_secret": "",
        "effective_at": now,
        "pending": False,
    }


def _plans(account: Account, args: Mapping[str, Any], now: str) -> Any:
    return [
        {
            "id": plan["id"],
            "name": plan["name"],
            "price": plan["price"],
            "interval": "monthly",
            "features": {},
            "limits": {"tokens": plan["tokens"]},
        }
        for plan in PLANS
    ]


def _payments(account: Account, args: Mapping[str, Any], now: str) -> Any:
    offset = arguments.whole(args, "offset", 0)
    return account["payments"][offset : offset + arguments.whole(args, "limit", 50)]


def _methods(account: Account, args: Mapping[str, Any], now: str) -> Any:
    return account["methods"]


def _default_method(account: Account, args: Mapping[str, Any], now: str) -> bool:
    wanted = arguments.name_of(args, "pm_id")
    for method in account["methods"]:
        method["is_default"] = method["id"] == wanted
    return any(method["is_default"] for method in account["methods"])


def _remove_method(account: Account, args: Mapping[str, Any], now: str) -> bool:
    wanted = arguments.name_of(args, "pm_id")
    kept = [method for method in account["methods"] if method["id"] != wanted]
    removed = len(kept) < len(account["methods"])
    account["methods"] = kept
    return removed


def _auto_topup(account: Account, args: Mapping[str, Any], now: str) -> Any:
    return {"recharge_cents": 2_000, "payment_method_id": "", **account["topup"]}


def _set_auto_topup(account: Account, args: Mapping[str, Any], now: str) -> bool:
    known = ("enabled", "threshold_pct", "recharge_tokens", "payment_method_id")
    account["topup"].update({key: args[key] for key in known if key in args})
    return True


def _subscription_becomes(status: str, ending: bool) -> Method:
    def change(account: Account, args: Mapping[str, Any], now: str) -> Any:
        account["status"], account["ending"] = status, ending
        return {"status": status, "cancel_at_period_end": ending}

    return change


def _set_profile(account: Account, args: Mapping[str, Any], now: str) -> bool:
    account["profile"].update(arguments.table(args, "profile"))
    return True


def _portal(account: Account, args: Mapping[str, Any], now: str) -> str:
    return "https://billing.invalid/simulated"


def _setup_intent(account: Account, args: Mapping[str, Any], now: str) -> Any:
    return {"client_secret": "seti_simulated", "publishable_key": "pk_simulated"}


_METHODS: Final[dict[str, Method]] = {
    "get_balance": _balance,
    "check_limits": _limits,
    "get_subscription": _subscription,
    "track_usage": _track,
    "topup": _topup,
    "change_plan": _change_plan,
    "cancel_subscription": _subscription_becomes("active", True),
    "resume_subscription": _subscription_becomes("active", False),
    "renew_subscription": _subscription_becomes("active", False),
    "list_plans": _plans,
    "list_payments": _payments,
    "list_payment_methods": _methods,
    "set_default_payment_method": _default_method,
    "remove_payment_method": _remove_method,
    "get_auto_topup": _auto_topup,
    "set_auto_topup": _set_auto_topup,
    "update_billing_profile": _set_profile,
    "create_billing_portal_session": _portal,
    "create_setup_intent": _setup_intent,
}
