"""Decorators for the life of an installation (SDK reference, Lifecycle)."""

from __future__ import annotations

from collections.abc import Callable

from imperal_sdk import _provenance
from imperal_sdk._extension.declared import F, HealthCheckDef, LifecycleHook
from imperal_sdk._extension.registry import Registry


class LifecycleDecorators(Registry):
    """``on_install``, ``on_uninstall``, ``on_enable``, ``on_disable``, ``on_upgrade``, health."""

    def on_install(self, func: F) -> F:
        """Run once when a tenant installs the extension. Used bare: ``@ext.on_install``."""
        return self._hook("on_install", func)

    def on_uninstall(self, func: F) -> F:
        """Run once when a tenant removes the extension. Used bare."""
        return self._hook("on_uninstall", func)

    def on_enable(self, func: F) -> F:
        """Run when the extension is switched on. Used bare."""
        return self._hook("on_enable", func)

    def on_disable(self, func: F) -> F:
        """Run when the extension is switched off. Used bare."""
        return self._hook("on_disable", func)

    def on_upgrade(self, version: str) -> Callable[[F], F]:
        """Run when an installation moves to ``version``."""
        self._named("on_upgrade", version)

        def decorate(func: F) -> F:
            key = f"on_upgrade:{version}"
            self._lifecycle[key] = LifecycleHook("on_upgrade", func, version)
            return func

        return decorate

    def health_check(self, func: F) -> F:
        """Report the extension's health, as a ``HealthStatus``. Used bare; the last one wins."""
        _provenance.record(self._sources, "health_check", "")
        self._health_check = HealthCheckDef(func)
        return func

    def _hook(self, name: str, func: F) -> F:
        _provenance.record(self._sources, "lifecycle", name)
        self._lifecycle[name] = LifecycleHook(name, func)
        return func
