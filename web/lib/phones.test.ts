import assert from "node:assert/strict";
import { test } from "node:test";
import type { Call, Company, Registration } from "./board.ts";
import { shownOf, statesOf } from "./phones.ts";

function contact(transport: string, state: Registration["state"] = "reachable"): Registration {
  return { id: `${transport} ${state}`, endpoint: "e1", state, user_agent: "", transport };
}

function company(registrations: Registration[], calls: Call[] = []): Company {
  const byId = <Item extends { id: string }>(items: Item[]) => new Map(items.map((item) => [item.id, item]));
  return { registrations: byId(registrations), calls: byId(calls), counts: { calls: 0, registrations: 0 } };
}

function words(registrations: Registration[], encryptedOnly: boolean, calls: Call[] = []): string {
  return shownOf(statesOf([company(registrations, calls)]).get("e1"), encryptedOnly).words;
}

test("a phone without a contact is not registered", () => {
  assert.equal(words([], false), "not_registered");
  assert.equal(words([], true), "not_registered");
});

test("a phone that must encrypt and registers in the clear is told from one that does", () => {
  for (const transport of ["udp", "tcp"]) {
    assert.equal(words([contact(transport)], true), "registered_in_the_clear");
    assert.equal(words([contact(transport)], false), "registered");
  }
  for (const transport of ["tls", "ws", "wss"]) assert.equal(words([contact(transport)], true), "registered");
});

test("the best contact counts, in whatever order they came", () => {
  const contacts = [contact("udp"), contact("tls"), contact("tls", "unreachable")];
  assert.equal(words(contacts, true), "registered");
  assert.equal(words(contacts.reverse(), true), "registered");
  assert.equal(words([contact("udp"), contact("tls", "unreachable")], true), "registered_in_the_clear");
  assert.equal(words([contact("tls", "unreachable")], true), "unreachable");
});

test("a phone that talks is in a call, whatever its contacts", () => {
  const leg = { endpoint: "e1", name: "", number: "", state: "up", since: 1 };
  const call: Call = { id: "c1", state: "talking", since: 1, dialled: "102", legs: [leg] };
  assert.equal(words([contact("udp")], true, [call]), "in_call");
});
