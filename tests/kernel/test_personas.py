from __future__ import annotations

from workbench.kernel.personas import Persona, Personas, system_actor, webhook_actor


def test_ada_is_signed_in_unless_the_workspace_names_somebody() -> None:
    personas = Personas()
    assert personas.current.imperal_id == "u-ada"
    assert personas.current.role == "owner"
    assert personas.current.tenant_id == "acme"
    assert personas.current.scopes == ("*",)
    assert len({person.tenant_id for person in personas}) > 1


def test_the_first_of_a_workspaces_people_is_signed_in() -> None:
    personas = Personas([Persona("u-1"), Persona("u-2")])
    assert personas.current.imperal_id == "u-1"
    assert [person.imperal_id for person in personas] == ["u-1", "u-2"]


def test_choosing_somebody_unknown_invents_an_ordinary_user_of_the_same_tenant() -> None:
    personas = Personas()
    chosen = personas.choose("u-new")
    assert personas.current is chosen
    assert chosen.role == "user"
    assert chosen.tenant_id == "acme"
    assert "u-new" in personas


def test_looking_somebody_up_adds_nobody() -> None:
    personas = Personas()
    assert personas.find("u-stranger").imperal_id == "u-stranger"
    assert "u-stranger" not in personas


def test_the_two_actors_that_are_nobody() -> None:
    system, webhook = system_actor("acme"), webhook_actor("acme")
    assert system.is_system
    assert system.email == ""
    assert not system.is_person
    assert not webhook.is_system
    assert not webhook.is_person
    assert Persona("u-ada").is_person


def test_a_workspaces_people_take_the_place_of_our_stand_ins() -> None:
    personas = Personas()
    personas.adopt([])
    assert len(personas) == 3
    personas.adopt([Persona("u-eve"), Persona("u-mallory")])
    assert [person.imperal_id for person in personas] == ["u-eve", "u-mallory"]
    assert personas.current.imperal_id == "u-eve"
    personas.adopt([Persona("u-zoe")])
    assert personas.current.imperal_id == "u-eve"
    assert len(personas) == 3


def test_who_was_chosen_stays_signed_in_with_what_the_workspace_says_of_them() -> None:
    personas = Personas()
    personas.choose("u-mallory")
    personas.adopt([Persona("u-eve"), Persona("u-mallory", role="admin")])
    assert personas.current == Persona("u-mallory", role="admin")
    assert {person.imperal_id for person in personas} == {"u-eve", "u-mallory"}
