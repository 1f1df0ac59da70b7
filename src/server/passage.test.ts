import { expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { addressed, withXml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Passage } from "./module.ts";
import { Phases } from "./passage.ts";
import { stanza } from "./testing.ts";

const passage: Passage = {
  stanza: stanza("romeo@localhost/x", "<message/>"),
  account: "romeo@localhost",
  peer: parseJid("juliet@localhost"),
  recipients: new Set(),
};

test("the handlers of one phase are called in the order of the modules", () => {
  const phases = new Phases();
  const asked: string[] = [];
  for (const name of ["first", "second"]) {
    phases.add({ record: () => void asked.push(`${name} records`), copy: () => void asked.push(`${name} copies`) });
  }
  phases.record(passage);
  phases.copy(passage);
  expect(asked).toEqual(["first records", "second records", "first copies", "second copies"]);
});

test("the first guard that drops or refuses ends the phase", () => {
  for (const verdict of ["drop", new StanzaError("forbidden")] as const) {
    const phases = new Phases();
    phases.add({ guard: () => undefined });
    phases.add({ guard: () => verdict });
    phases.add({
      guard: () => {
        throw new Error("asked in vain");
      },
    });
    if (verdict === "drop") expect(phases.isLetThrough(passage)).toBe(false);
    else expect(() => phases.isLetThrough(passage)).toThrow(verdict);
  }
});

test("each amendment is given the stanza of the one before, and the original is unchanged", () => {
  const phases = new Phases();
  for (const to of ["a", "b"]) {
    phases.add({
      amend: (each) =>
        withXml(each.stanza, addressed(each.stanza.xml, { to: `${each.stanza.xml.attrs.to ?? ""}${to}` })),
    });
  }
  expect(phases.amended(passage).xml.attrs.to).toBe("ab");
  expect(passage.stanza.xml.attrs.to).toBeUndefined();
});

test("without modules every stanza passes unchanged", () => {
  const phases = new Phases();
  expect(phases.isLetThrough(passage)).toBe(true);
  expect(phases.amended(passage)).toBe(passage.stanza);
});
